//! Sentences put together: particulars in their places, and what a letter adds.
//!
//! Names of another direction of writing than the sentence stand in isolates, so that neither turns the other round.

use domain::{language::Language, notification::NotificationKind as Kind};

use super::{
    facts::Facts,
    sentence::template,
    word::{self, Four, of},
};

/// What a reader may do now, where that is news too.
fn advice(kind: Kind) -> Option<Four> {
    Some(match kind {
        Kind::CompanyVerified => [
            "You can publish offers and needs and ask for introductions.",
            "Вы можете публиковать предложения и потребности и запрашивать знакомства.",
            "Енді ұсыныстар мен қажеттіліктерді жариялап, танысуды сұрай аласыз.",
            "اب آپ پیشکشیں اور ضروریات شائع کر سکتے ہیں اور تعارف کی درخواست دے سکتے ہیں۔",
        ],
        Kind::CompanyRejected => [
            "You can correct it and submit again.",
            "Исправьте и подайте снова.",
            "Түзетіп, қайта жіберіңіз.",
            "درست کر کے دوبارہ جمع کریں۔",
        ],
        Kind::IntroductionRequested => {
            ["Read the message and answer.", "Прочтите сообщение и ответьте.", "Хабарды оқып, жауап беріңіз.", "پیغام پڑھ کر جواب دیں۔"]
        }
        Kind::IntroductionAccepted => [
            "The contacts of both sides are open now, and you can write to each other.",
            "Контакты обеих сторон теперь открыты, и вы можете писать друг другу.",
            "Енді екі жақтың байланыс деректері ашық, бір-біріңізге жаза аласыздар.",
            "اب دونوں طرف کے رابطے کھلے ہیں اور آپ ایک دوسرے کو لکھ سکتے ہیں۔",
        ],
        Kind::SessionRevoked => [
            "If you do not know why, change your password.",
            "Если вы не знаете почему, смените пароль.",
            "Себебін білмесеңіз, құпиясөзіңізді ауыстырыңыз.",
            "اگر آپ کو وجہ معلوم نہ ہو تو اپنا پاس ورڈ تبدیل کریں۔",
        ],
        _ => return None,
    })
}

fn reason_given() -> Four {
    ["The reason given:", "Причина:", "Себебі:", "وجہ:"]
}

/// What a notification says: one sentence.
pub fn say(kind: Kind, facts: &Facts, language: Language) -> String {
    fill(of(template(kind), language), facts, language)
}

/// The same with everything that a letter adds to it.
pub fn news(kind: Kind, facts: &Facts, language: Language) -> String {
    let mut text = say(kind, facts, language);
    let full_stop = if language == Language::Ur { "۔" } else { "." };
    if !text.ends_with(['.', '?', '؟', '۔']) {
        text.push_str(full_stop);
    }
    if let Some(reason) = &facts.reason {
        text = format!("{text}\n\n{}\n{reason}", of(reason_given(), language));
    }
    match advice(kind) {
        Some(advice) => format!("{text}\n\n{}", of(advice, language)),
        None => text,
    }
}

fn fill(template: &str, facts: &Facts, language: Language) -> String {
    let placed = |text: &Option<String>| text.as_deref().map(|text| isolated(text, language)).unwrap_or_default();
    let mut filled = String::with_capacity(template.len() + 64);
    let mut rest = template;
    // Once through from left to right, so that a name with a brace in it is never taken for a place.
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, after)) = after.split_once('}') else { break };
        match place {
            "company" => filled.push_str(&placed(&facts.company)),
            "title" => filled.push_str(&placed(&facts.title)),
            "stage" => filled.push_str(facts.stage.map_or("", |stage| of(word::stage(stage), language))),
            "health" => filled.push_str(facts.health.map_or("", |health| of(word::health(health), language))),
            "role" => filled.push_str(facts.role.map_or("", |role| of(word::role(role), language))),
            "date" => filled.push_str(&facts.date.map(|date| word::day(date, language)).unwrap_or_default()),
            "count" => filled.push_str(&facts.count.unwrap_or(0).to_string()),
            _ => {}
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A name of the other direction of writing, kept apart from the sentence around it.
fn isolated(text: &str, language: Language) -> String {
    let leftward = text.chars().any(|letter| matches!(letter, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'));
    if leftward == (language == Language::Ur) { text.to_owned() } else { format!("\u{2068}{text}\u{2069}") }
}

/// What a gathered letter is called.
pub fn digest(count: usize, language: Language) -> String {
    match language {
        Language::En if count == 1 => "1 update from the business forum".to_owned(),
        Language::En => format!("{count} updates from the business forum"),
        Language::Ru => {
            let noun = match (count % 10, count % 100) {
                (1, tens) if tens != 11 => "новость",
                (2..=4, tens) if !(12..=14).contains(&tens) => "новости",
                _ => "новостей",
            };
            format!("{count} {noun} делового форума")
        }
        Language::Kk => format!("Іскерлік форумнан {count} жаңалық"),
        Language::Ur if count == 1 => "کاروباری فورم سے 1 نئی اطلاع".to_owned(),
        Language::Ur => format!("کاروباری فورم سے {count} نئی اطلاعات"),
    }
}

/// What a gathered letter left out.
pub fn more(count: usize, language: Language) -> String {
    match language {
        Language::En => format!("… and {count} more."),
        Language::Ru => format!("… и ещё {count}."),
        Language::Kk => format!("… және тағы {count}."),
        Language::Ur => format!("… اور مزید {count}۔"),
    }
}

/// The foot of a letter that may be ended.
pub fn unsubscribed_here(settings: &str, unsubscribe: &str, language: Language) -> String {
    let words = [
        [
            "Choose what you are told and how:",
            "Выберите, о чём и как вам сообщать:",
            "Не туралы және қалай хабарлауды таңдаңыз:",
            "آپ کو کیا اور کیسے بتایا جائے، یہاں چنیں:",
        ],
        ["No more letters of this kind:", "Больше не присылать такие письма:", "Мұндай хаттар енді келмесін:", "ایسے خطوط بند کریں:"],
    ];
    let [choose, end] = words.map(|words| of(words, language));
    format!("{choose}\n{settings}\n{end}\n{unsubscribe}")
}

/// The foot of a letter that may not.
pub fn security_notice(language: Language) -> &'static str {
    of(
        [
            "This concerns the safety of your account or company, so it is always sent.",
            "Это касается безопасности вашей учётной записи или компании, поэтому отправляется всегда.",
            "Бұл тіркелгіңіздің немесе компанияңыздың қауіпсіздігіне қатысты, сондықтан әрқашан жіберіледі.",
            "یہ آپ کے اکاؤنٹ یا کمپنی کی حفاظت سے متعلق ہے، اس لیے ہمیشہ بھیجا جاتا ہے۔",
        ],
        language,
    )
}

/// The words of the page on which somebody ends letters: its title, what will end, the button, and what has ended.
pub fn unsubscribe_words(language: Language) -> [&'static str; 5] {
    [
        ["Letters from the forum", "Письма форума", "Форум хаттары", "فورم کے خطوط"],
        [
            "Shall the forum send you no more letters of this kind? You will still find the news in your account.",
            "Больше не присылать вам такие письма? Новости останутся в вашей учётной записи.",
            "Форум сізге мұндай хаттарды енді жібермесін бе? Жаңалықтарды тіркелгіңізден табасыз.",
            "کیا فورم آپ کو ایسے خطوط بھیجنا بند کر دے؟ خبریں آپ کے اکاؤنٹ میں موجود رہیں گی۔",
        ],
        ["No more letters of this kind", "Больше не присылать", "Енді жібермеу", "خطوط بند کریں"],
        [
            "It is done: no more letters of this kind.",
            "Готово: такие письма больше приходить не будут.",
            "Дайын: мұндай хаттар енді келмейді.",
            "ہو گیا: اب ایسے خطوط نہیں آئیں گے۔",
        ],
        ["This link is not one of ours.", "Эта ссылка недействительна.", "Бұл сілтеме жарамсыз.", "یہ لنک درست نہیں۔"],
    ]
    .map(|words| of(words, language))
}

#[cfg(test)]
mod tests {
    use domain::{
        joint_venture::{Health, Stage},
        notification::NotificationKind,
    };

    use super::*;

    fn facts() -> Facts {
        Facts {
            company: Some("Astyq Dan".to_owned()),
            title: Some("Flour mill".to_owned()),
            reason: Some("The extract is old".to_owned()),
            stage: Some(Stage::MouSigned),
            health: Some(Health::AtRisk),
            role: Some(domain::member::Role::Editor),
            date: chrono::NaiveDate::from_ymd_opt(2026, 4, 15),
            count: Some(3),
        }
    }

    /// Letters that a language is written in, so that a sentence left in another one is found.
    fn is_written_in(text: &str, language: Language) -> bool {
        let bare = text.replace("Astyq Dan", "").replace("Flour mill", "").replace("The extract is old", "");
        let letters: Vec<char> = bare.chars().filter(|letter| letter.is_alphabetic()).collect();
        let own = letters.iter().filter(|letter| match language {
            Language::En => letter.is_ascii(),
            Language::Ru | Language::Kk => ('\u{0400}'..='\u{04FF}').contains(*letter),
            Language::Ur => ('\u{0600}'..='\u{06FF}').contains(*letter),
        });
        !letters.is_empty() && own.count() == letters.len()
    }

    #[test]
    fn every_kind_has_words_in_every_language() {
        for kind in NotificationKind::ALL {
            let mut said = Vec::new();
            for language in [Language::En, Language::Ru, Language::Kk, Language::Ur] {
                for text in [say(*kind, &facts(), language), news(*kind, &facts(), language)] {
                    assert!(!text.contains(['{', '}']), "{kind} {language}: {text}");
                    assert!(text.chars().count() > 10 && text.trim() == text, "{kind} {language}: {text}");
                    assert!(is_written_in(&text, language), "{kind} {language}: {text}");
                    said.push(text);
                }
            }
            let mut different = said.clone();
            different.sort();
            different.dedup();
            assert!(different.len() >= 4, "{kind}: two languages say the same: {said:?}");
        }
    }

    /// A language that leaves out what another names has lost something on the way.
    #[test]
    fn every_language_names_the_same_particulars() {
        let places = |template: &str| {
            let mut places: Vec<&str> = template.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            places.sort_unstable();
            places.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        for kind in NotificationKind::ALL {
            let [en, ru, kk, ur] = template(*kind).map(places);
            assert!(
                en.iter().all(|place| ["company", "title", "stage", "health", "role", "date", "count"].contains(&place.as_str())),
                "{kind}: {en:?}"
            );
            assert!(en == ru && en == kk && en == ur, "{kind}: {en:?} {ru:?} {kk:?} {ur:?}");
        }
    }

    #[test]
    fn a_name_with_a_brace_is_a_name() {
        let facts = Facts { company: Some("{title} & {Co".to_owned()), title: Some("Mill".to_owned()), ..Facts::default() };
        assert_eq!(say(NotificationKind::AgreementConfirmed, &facts, Language::En), "{title} & {Co confirmed “Mill”");
    }

    #[test]
    fn names_of_the_other_direction_are_kept_apart() {
        let named = |name: &str, language| {
            say(NotificationKind::MessageReceived, &Facts { company: Some(name.to_owned()), ..Facts::default() }, language)
        };
        assert_eq!(named("Astyq Dan", Language::En), "Astyq Dan wrote to you");
        assert_eq!(named("چناب فلور ملز", Language::En), "\u{2068}چناب فلور ملز\u{2069} wrote to you");
        assert!(named("Astyq Dan", Language::Ur).starts_with("\u{2068}Astyq Dan\u{2069} "));
        assert!(named("چناب فلور ملز", Language::Ur).starts_with("چناب"));
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        let said = |language, counts: [usize; 6]| counts.map(|count| digest(count, language));
        assert_eq!(
            said(Language::En, [1, 2, 5, 11, 21, 0])[..2],
            ["1 update from the business forum", "2 updates from the business forum"]
        );
        let russian = said(Language::Ru, [1, 2, 5, 11, 21, 112]).map(|text| text.split(' ').nth(1).unwrap_or_default().to_owned());
        assert_eq!(russian, ["новость", "новости", "новостей", "новостей", "новость", "новостей"]);
        assert_eq!(digest(1, Language::Kk), "Іскерлік форумнан 1 жаңалық");
        assert_eq!(digest(1, Language::Ur), "کاروباری فورم سے 1 نئی اطلاع");
        assert_eq!(digest(7, Language::Ur), "کاروباری فورم سے 7 نئی اطلاعات");
    }
}
