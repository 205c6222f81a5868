//! The sentences by which people are told, in four languages beside each other.
//!
//! Russian and Kazakh put a noun before a company's name, so that verbs agree with the noun whatever the name is. Names of another
//! direction of writing than the sentence stand in isolates, so that neither turns the other round.

use domain::{language::Language, notification::NotificationKind as Kind};

use super::{
    facts::Facts,
    word::{self, Four, of},
};

/// English, Russian, Kazakh, Urdu.
fn template(kind: Kind) -> Four {
    match kind {
        Kind::CompanyVerified => {
            ["{company} is verified", "Компания «{company}» проверена", "«{company}» компаниясы тексерілді", "{company} کی تصدیق ہو گئی"]
        }
        Kind::CompanyRejected => [
            "{company} could not be verified",
            "Компанию «{company}» не удалось проверить",
            "«{company}» компаниясын тексеру мүмкін болмады",
            "{company} کی تصدیق نہیں ہو سکی",
        ],
        Kind::ListingsExpired => [
            "{count} of your listings ran out",
            "Истёк срок ваших объявлений: {count}",
            "Жариялаған ұсыныстарыңыздың мерзімі бітті: {count}",
            "آپ کے {count} اندراج کی مدت ختم ہو گئی",
        ],
        Kind::IntroductionRequested => [
            "{company} would like to meet you",
            "Компания «{company}» хочет с вами познакомиться",
            "«{company}» компаниясы сізбен танысқысы келеді",
            "{company} آپ سے ملنا چاہتی ہے",
        ],
        Kind::IntroductionAccepted => [
            "{company} accepted your introduction",
            "Компания «{company}» приняла ваше предложение познакомиться",
            "«{company}» компаниясы танысуға келісті",
            "{company} نے آپ کا تعارف قبول کر لیا",
        ],
        Kind::IntroductionDeclined => [
            "{company} declined your introduction",
            "Компания «{company}» отклонила ваше предложение познакомиться",
            "«{company}» компаниясы танысудан бас тартты",
            "{company} نے تعارف قبول نہیں کیا",
        ],
        Kind::IntroductionWithdrawn => [
            "{company} took its request to meet back",
            "Компания «{company}» отозвала своё предложение познакомиться",
            "«{company}» компаниясы танысу туралы өтінішін қайтарып алды",
            "{company} نے ملاقات کی درخواست واپس لے لی",
        ],
        Kind::IntroductionsExpired => [
            "Requests to meet that ended without an answer: {count}",
            "Предложения познакомиться, оставшиеся без ответа: {count}",
            "Жауапсыз аяқталған танысу өтініштері: {count}",
            "جواب کے بغیر ختم ہونے والی ملاقات کی درخواستیں: {count}",
        ],
        Kind::MessageReceived => [
            "{company} wrote to you",
            "Компания «{company}» написала вам",
            "«{company}» компаниясы сізге хат жазды",
            "{company} نے آپ کو پیغام بھیجا ہے",
        ],
        Kind::AgreementProposed => [
            "{company} proposes terms for “{title}” and asks for your confirmation",
            "Компания «{company}» предлагает условия документа «{title}» и просит вашего подтверждения",
            "«{company}» компаниясы «{title}» құжатының шарттарын ұсынып, растауыңызды сұрайды",
            "{company} نے ”{title}“ کی شرائط تجویز کی ہیں اور آپ کی توثیق چاہتی ہے",
        ],
        Kind::AgreementConfirmed => [
            "{company} confirmed “{title}”",
            "Компания «{company}» подтвердила документ «{title}»",
            "«{company}» компаниясы «{title}» құжатын растады",
            "{company} نے ”{title}“ کی توثیق کر دی",
        ],
        Kind::AgreementConcluded => [
            "“{title}” is confirmed by every party",
            "Документ «{title}» подтверждён всеми сторонами",
            "«{title}» құжатын барлық тарап растады",
            "تمام فریقوں نے ”{title}“ کی توثیق کر دی",
        ],
        Kind::AgreementDisputed => [
            "{company} disputes the terms of “{title}”",
            "Компания «{company}» оспаривает условия документа «{title}»",
            "«{company}» компаниясы «{title}» құжатының шарттарымен келіспейді",
            "{company} کو ”{title}“ کی شرائط پر اعتراض ہے",
        ],
        Kind::VentureProposed => [
            "{company} proposes terms for the venture “{title}” and asks for your confirmation",
            "Компания «{company}» предлагает условия проекта «{title}» и просит вашего подтверждения",
            "«{company}» компаниясы «{title}» жобасының шарттарын ұсынып, растауыңызды сұрайды",
            "{company} نے منصوبے ”{title}“ کی شرائط تجویز کی ہیں اور آپ کی توثیق چاہتی ہے",
        ],
        Kind::VentureConfirmed => [
            "{company} confirmed the venture “{title}”. Stage: {stage}",
            "Компания «{company}» подтвердила проект «{title}». Этап: {stage}",
            "«{company}» компаниясы «{title}» жобасын растады. Кезең: {stage}",
            "{company} نے منصوبے ”{title}“ کی توثیق کر دی۔ مرحلہ: {stage}",
        ],
        Kind::VentureDisputed => [
            "{company} disputes what was proposed for the venture “{title}”",
            "Компания «{company}» оспаривает предложенное по проекту «{title}»",
            "«{company}» компаниясы «{title}» жобасы бойынша ұсынылғанмен келіспейді",
            "{company} کو منصوبے ”{title}“ کی تجویز پر اعتراض ہے",
        ],
        Kind::VentureStageProposed => [
            "{company} proposes a new stage for the venture “{title}” and asks for your confirmation. Stage: {stage}",
            "Компания «{company}» предлагает новый этап проекта «{title}» и просит вашего подтверждения. Этап: {stage}",
            "«{company}» компаниясы «{title}» жобасының жаңа кезеңін ұсынып, растауыңызды сұрайды. Кезең: {stage}",
            "{company} نے منصوبے ”{title}“ کے لیے نیا مرحلہ تجویز کیا ہے اور آپ کی توثیق چاہتی ہے۔ مرحلہ: {stage}",
        ],
        Kind::VentureLeft => [
            "{company} ended the venture “{title}”. Stage: {stage}",
            "Компания «{company}» завершила участие в проекте «{title}». Этап: {stage}",
            "«{company}» компаниясы «{title}» жобасынан шықты. Кезең: {stage}",
            "{company} نے منصوبہ ”{title}“ ختم کر دیا۔ مرحلہ: {stage}",
        ],
        Kind::VentureDormant => [
            "Nobody has written about the venture “{title}” for sixty days. Is it still alive?",
            "О проекте «{title}» шестьдесят дней никто не писал. Он ещё жив?",
            "«{title}» жобасы туралы алпыс күннен бері ешкім жазған жоқ. Ол әлі жүріп жатыр ма?",
            "منصوبے ”{title}“ کے بارے میں ساٹھ دن سے کسی نے کچھ نہیں لکھا۔ کیا یہ اب بھی جاری ہے؟",
        ],
        Kind::VentureLapsed => [
            "The memorandum behind the venture “{title}” ran out, and the venture lapsed with it",
            "Срок меморандума по проекту «{title}» истёк, и вместе с ним истёк срок проекта",
            "«{title}» жобасының меморандумының мерзімі бітті, онымен бірге жобаның да мерзімі өтті",
            "منصوبے ”{title}“ کی مفاہمتی یادداشت کی مدت ختم ہو گئی، اور اس کے ساتھ منصوبے کی میعاد بھی",
        ],
        Kind::HealthReported => [
            "{company} says how the venture “{title}” goes: {health}",
            "Компания «{company}» сообщает, как идёт проект «{title}»: {health}",
            "«{company}» компаниясы «{title}» жобасының барысын хабарлады: {health}",
            "{company} نے منصوبے ”{title}“ کی صورتِ حال بتائی: {health}",
        ],
        Kind::MilestoneLogged => [
            "{company} wrote down a milestone of the venture “{title}”",
            "Компания «{company}» отметила веху проекта «{title}»",
            "«{company}» компаниясы «{title}» жобасының белесін жазды",
            "{company} نے منصوبے ”{title}“ کا ایک سنگِ میل درج کیا",
        ],
        Kind::OutcomeReported => [
            "{company} reports an outcome of the venture “{title}” and asks for your confirmation",
            "Компания «{company}» сообщает о результате проекта «{title}» и просит вашего подтверждения",
            "«{company}» компаниясы «{title}» жобасының нәтижесін хабарлап, растауыңызды сұрайды",
            "{company} نے منصوبے ”{title}“ کا نتیجہ بتایا ہے اور آپ کی توثیق چاہتی ہے",
        ],
        Kind::OutcomeConfirmed => [
            "{company} confirmed an outcome of the venture “{title}”",
            "Компания «{company}» подтвердила результат проекта «{title}»",
            "«{company}» компаниясы «{title}» жобасының нәтижесін растады",
            "{company} نے منصوبے ”{title}“ کے نتیجے کی توثیق کر دی",
        ],
        Kind::SessionRevoked => [
            "One of your sign-ins was ended, because somebody else may have been using it",
            "Один из ваших входов завершён: возможно, им пользовался кто-то другой",
            "Кірулеріңіздің бірі аяқталды: оны басқа біреу пайдаланған болуы мүмкін",
            "آپ کا ایک داخلہ ختم کر دیا گیا، کیونکہ ممکن ہے کوئی اور اسے استعمال کر رہا ہو",
        ],
        Kind::PutOnDuty => [
            "You were proposed or appointed for duty at the forum",
            "Вас предложили или назначили на должность на форуме",
            "Сізді форумдағы қызметке ұсынды немесе тағайындады",
            "آپ کو فورم پر ذمہ داری کے لیے تجویز یا مقرر کیا گیا ہے",
        ],
        Kind::CompanySubmitted => [
            "{company} waits for verification",
            "Компания «{company}» ожидает проверки",
            "«{company}» компаниясы тексеруді күтуде",
            "{company} تصدیق کی منتظر ہے",
        ],
    }
}

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
            assert!(en.iter().all(|place| ["company", "title", "stage", "health", "count"].contains(&place.as_str())), "{kind}: {en:?}");
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
