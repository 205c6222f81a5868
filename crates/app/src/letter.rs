//! What letters tell: written down as facts with the event, put into words when they are sent.

pub mod invitation;

use domain::{
    id::{CompanyId, IntroductionId, UserId},
    language::Language,
    stamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The fact that a letter tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Content {
    /// Somebody registered with this address: the link proves that it is his.
    VerifyEmail {
        user: UserId,
        issued_at: Timestamp,
    },
    /// Somebody registered with an address that has an account already.
    AlreadyRegistered {
        user: UserId,
    },
    CompanyVerified {
        company: CompanyId,
        name: String,
    },
    CompanyRejected {
        company: CompanyId,
        name: String,
        reason: String,
    },
    IntroductionReceived {
        introduction: IntroductionId,
        from: String,
    },
    IntroductionAccepted {
        introduction: IntroductionId,
        by: String,
    },
}

/// A subject and a text.
pub struct Words {
    pub subject: String,
    pub text: String,
}

/// Puts a fact into a reader's words; `link` is where he goes from here.
pub fn words(content: &Content, language: Language, link: &str) -> Words {
    let (subject, text) = match content {
        Content::VerifyEmail { .. } => verify_email(language, link),
        Content::AlreadyRegistered { .. } => already_registered(language, link),
        Content::CompanyVerified { name, .. } => company_verified(name, language, link),
        Content::CompanyRejected { name, reason, .. } => company_rejected(name, reason, language, link),
        Content::IntroductionReceived { from, .. } => introduction_received(from, language, link),
        Content::IntroductionAccepted { by, .. } => introduction_accepted(by, language, link),
    };
    Words { subject, text }
}

fn verify_email(language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => (
            "Confirm your e-mail address".to_owned(),
            format!(
                "Follow this link within a day to confirm your address:\n{link}\n\nIf you did not register with the business forum, do nothing."
            ),
        ),
        Language::Ru => (
            "Подтвердите адрес электронной почты".to_owned(),
            format!(
                "Перейдите по ссылке в течение суток, чтобы подтвердить адрес:\n{link}\n\nЕсли вы не регистрировались на бизнес-форуме, ничего не делайте."
            ),
        ),
        Language::Kk => (
            "Электрондық поштаңызды растаңыз".to_owned(),
            format!(
                "Мекенжайды растау үшін бір тәулік ішінде сілтемені ашыңыз:\n{link}\n\nБизнес-форумға тіркелмеген болсаңыз, ештеңе істемеңіз."
            ),
        ),
        Language::Ur => (
            "اپنے ای میل پتے کی تصدیق کریں".to_owned(),
            format!("پتے کی تصدیق کے لیے ایک دن کے اندر یہ لنک کھولیں:\n{link}\n\nاگر آپ نے بزنس فورم پر اندراج نہیں کیا تو کچھ نہ کریں۔"),
        ),
    }
}

fn already_registered(language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => (
            "You already have an account".to_owned(),
            format!("Somebody tried to register with your address, which has an account already. If it was you, sign in here:\n{link}"),
        ),
        Language::Ru => (
            "У вас уже есть учётная запись".to_owned(),
            format!(
                "Кто-то пытался зарегистрироваться с вашим адресом, для которого учётная запись уже есть. Если это были вы, войдите здесь:\n{link}"
            ),
        ),
        Language::Kk => (
            "Сізде тіркелгі бар".to_owned(),
            format!(
                "Біреу сіздің мекенжайыңызбен тіркелмек болды, ал оған тіркелгі бұрыннан бар. Бұл сіз болсаңыз, осы жерден кіріңіз:\n{link}"
            ),
        ),
        Language::Ur => (
            "آپ کا اکاؤنٹ پہلے سے موجود ہے".to_owned(),
            format!("کسی نے آپ کے پتے سے اندراج کی کوشش کی، جس کا اکاؤنٹ پہلے سے موجود ہے۔ اگر یہ آپ تھے تو یہاں سے داخل ہوں:\n{link}"),
        ),
    }
}

fn company_verified(name: &str, language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => (
            format!("{name} is verified"),
            format!("{name} is verified: you can publish offers and needs and ask for introductions.\n{link}"),
        ),
        Language::Ru => (
            format!("Компания {name} проверена"),
            format!("Компания {name} проверена: вы можете публиковать предложения и потребности и запрашивать знакомства.\n{link}"),
        ),
        Language::Kk => (
            format!("{name} компаниясы тексерілді"),
            format!("{name} компаниясы тексерілді: енді ұсыныстар мен қажеттіліктерді жариялап, танысуды сұрай аласыз.\n{link}"),
        ),
        Language::Ur => (
            format!("{name} کی تصدیق ہو گئی"),
            format!("{name} کی تصدیق ہو گئی: اب آپ پیشکشیں اور ضروریات شائع کر سکتے ہیں اور تعارف کی درخواست دے سکتے ہیں۔\n{link}"),
        ),
    }
}

fn company_rejected(name: &str, reason: &str, language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => (
            format!("{name} could not be verified"),
            format!("{name} could not be verified. The reason given:\n\n{reason}\n\nYou can correct it and submit again:\n{link}"),
        ),
        Language::Ru => (
            format!("Компанию {name} не удалось проверить"),
            format!("Компанию {name} не удалось проверить. Причина:\n\n{reason}\n\nИсправьте и подайте снова:\n{link}"),
        ),
        Language::Kk => (
            format!("{name} компаниясын тексеру мүмкін болмады"),
            format!("{name} компаниясын тексеру мүмкін болмады. Себебі:\n\n{reason}\n\nТүзетіп, қайта жіберіңіз:\n{link}"),
        ),
        Language::Ur => (
            format!("{name} کی تصدیق نہیں ہو سکی"),
            format!("{name} کی تصدیق نہیں ہو سکی۔ وجہ:\n\n{reason}\n\nدرست کر کے دوبارہ جمع کریں:\n{link}"),
        ),
    }
}

fn introduction_received(from: &str, language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => {
            (format!("{from} would like to meet you"), format!("{from} asks for an introduction. Read the message and answer:\n{link}"))
        }
        Language::Ru => {
            (format!("{from} хочет познакомиться"), format!("{from} просит о знакомстве. Прочтите сообщение и ответьте:\n{link}"))
        }
        Language::Kk => {
            (format!("{from} сізбен танысқысы келеді"), format!("{from} танысуды сұрайды. Хабарды оқып, жауап беріңіз:\n{link}"))
        }
        Language::Ur => {
            (format!("{from} آپ سے ملنا چاہتی ہے"), format!("{from} نے تعارف کی درخواست کی ہے۔ پیغام پڑھ کر جواب دیں:\n{link}"))
        }
    }
}

fn introduction_accepted(by: &str, language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => (
            format!("{by} accepted your introduction"),
            format!("{by} accepted your introduction; the contacts of both sides are open now:\n{link}"),
        ),
        Language::Ru => {
            (format!("{by}: знакомство принято"), format!("{by} согласилась на знакомство; контакты обеих сторон теперь открыты:\n{link}"))
        }
        Language::Kk => (format!("{by} танысуға келісті"), format!("{by} танысуға келісті; екі жақтың байланыс деректері ашылды:\n{link}")),
        Language::Ur => {
            (format!("{by} نے تعارف قبول کر لیا"), format!("{by} نے تعارف قبول کر لیا؛ اب دونوں طرف کے رابطے کھلے ہیں:\n{link}"))
        }
    }
}
