//! The letter that asks somebody into a company.

use domain::{language::Language, stamp::Timestamp};

use super::Words;

/// Who asks, into which company, until when, and where one answers.
pub fn words(company: &str, inviter: &str, until: Timestamp, language: Language, link: &str) -> Words {
    let day = until.format("%d.%m.%Y");
    let (subject, text) = match language {
        Language::En => (
            format!("You are invited to {company}"),
            format!(
                "{inviter} invites you to act for {company} on the business forum of Kazakhstan and Pakistan.\n\nRead and answer here, until {day}:\n{link}\n\nIf you have no account yet, register with this address first and follow the link again. If you do not know the company, do nothing."
            ),
        ),
        Language::Ru => (
            format!("Вас приглашают в компанию {company}"),
            format!(
                "{inviter} приглашает вас действовать от имени компании {company} на бизнес-форуме Казахстана и Пакистана.\n\nПрочтите и ответьте здесь до {day}:\n{link}\n\nЕсли у вас ещё нет учётной записи, сначала зарегистрируйтесь с этим адресом и снова перейдите по ссылке. Если компания вам незнакома, ничего не делайте."
            ),
        ),
        Language::Kk => (
            format!("Сізді {company} компаниясына шақырады"),
            format!(
                "{inviter} сізді Қазақстан мен Пәкістанның бизнес-форумында {company} атынан әрекет етуге шақырады.\n\n{day} дейін осы жерден оқып, жауап беріңіз:\n{link}\n\nТіркелгіңіз болмаса, алдымен осы мекенжаймен тіркеліп, сілтемені қайта ашыңыз. Компанияны танымасаңыз, ештеңе істемеңіз."
            ),
        ),
        Language::Ur => (
            format!("آپ کو {company} میں مدعو کیا گیا ہے"),
            format!(
                "{inviter} آپ کو قازقستان اور پاکستان کے بزنس فورم پر {company} کی نمائندگی کی دعوت دیتے ہیں۔\n\n{day} تک یہاں پڑھیں اور جواب دیں:\n{link}\n\nاگر آپ کا اکاؤنٹ نہیں تو پہلے اسی پتے سے اندراج کریں اور یہ لنک دوبارہ کھولیں۔ اگر آپ کمپنی کو نہیں جانتے تو کچھ نہ کریں۔"
            ),
        ),
    };
    Words { subject, text }
}
