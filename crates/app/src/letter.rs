//! What letters tell: written down as facts with the event, put into words when they are sent.

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
    use Language::{En, Kk, Ru, Ur};
    let (subject, text) = match (content, language) {
        (Content::VerifyEmail { .. }, En) => (
            "Confirm your e-mail address".to_owned(),
            format!(
                "Follow this link within a day to confirm your address:\n{link}\n\nIf you did not register with the business forum, do nothing."
            ),
        ),
        (Content::VerifyEmail { .. }, Ru) => (
            "Подтвердите адрес электронной почты".to_owned(),
            format!(
                "Перейдите по ссылке в течение суток, чтобы подтвердить адрес:\n{link}\n\nЕсли вы не регистрировались на бизнес-форуме, ничего не делайте."
            ),
        ),
        (Content::VerifyEmail { .. }, Kk) => (
            "Электрондық поштаңызды растаңыз".to_owned(),
            format!(
                "Мекенжайды растау үшін бір тәулік ішінде сілтемені ашыңыз:\n{link}\n\nБизнес-форумға тіркелмеген болсаңыз, ештеңе істемеңіз."
            ),
        ),
        (Content::VerifyEmail { .. }, Ur) => (
            "اپنے ای میل پتے کی تصدیق کریں".to_owned(),
            format!("پتے کی تصدیق کے لیے ایک دن کے اندر یہ لنک کھولیں:\n{link}\n\nاگر آپ نے بزنس فورم پر اندراج نہیں کیا تو کچھ نہ کریں۔"),
        ),
        (Content::AlreadyRegistered { .. }, En) => (
            "You already have an account".to_owned(),
            format!("Somebody tried to register with your address, which has an account already. If it was you, sign in here:\n{link}"),
        ),
        (Content::AlreadyRegistered { .. }, Ru) => (
            "У вас уже есть учётная запись".to_owned(),
            format!(
                "Кто-то пытался зарегистрироваться с вашим адресом, для которого учётная запись уже есть. Если это были вы, войдите здесь:\n{link}"
            ),
        ),
        (Content::AlreadyRegistered { .. }, Kk) => (
            "Сізде тіркелгі бар".to_owned(),
            format!(
                "Біреу сіздің мекенжайыңызбен тіркелмек болды, ал оған тіркелгі бұрыннан бар. Бұл сіз болсаңыз, осы жерден кіріңіз:\n{link}"
            ),
        ),
        (Content::AlreadyRegistered { .. }, Ur) => (
            "آپ کا اکاؤنٹ پہلے سے موجود ہے".to_owned(),
            format!("کسی نے آپ کے پتے سے اندراج کی کوشش کی، جس کا اکاؤنٹ پہلے سے موجود ہے۔ اگر یہ آپ تھے تو یہاں سے داخل ہوں:\n{link}"),
        ),
        (Content::CompanyVerified { name, .. }, En) => (
            format!("{name} is verified"),
            format!("{name} is verified: you can publish offers and needs and ask for introductions.\n{link}"),
        ),
        (Content::CompanyVerified { name, .. }, Ru) => (
            format!("Компания {name} проверена"),
            format!("Компания {name} проверена: вы можете публиковать предложения и потребности и запрашивать знакомства.\n{link}"),
        ),
        (Content::CompanyVerified { name, .. }, Kk) => (
            format!("{name} компаниясы тексерілді"),
            format!("{name} компаниясы тексерілді: енді ұсыныстар мен қажеттіліктерді жариялап, танысуды сұрай аласыз.\n{link}"),
        ),
        (Content::CompanyVerified { name, .. }, Ur) => (
            format!("{name} کی تصدیق ہو گئی"),
            format!("{name} کی تصدیق ہو گئی: اب آپ پیشکشیں اور ضروریات شائع کر سکتے ہیں اور تعارف کی درخواست دے سکتے ہیں۔\n{link}"),
        ),
        (Content::CompanyRejected { name, reason, .. }, En) => (
            format!("{name} could not be verified"),
            format!("{name} could not be verified. The reason given:\n\n{reason}\n\nYou can correct it and submit again:\n{link}"),
        ),
        (Content::CompanyRejected { name, reason, .. }, Ru) => (
            format!("Компанию {name} не удалось проверить"),
            format!("Компанию {name} не удалось проверить. Причина:\n\n{reason}\n\nИсправьте и подайте снова:\n{link}"),
        ),
        (Content::CompanyRejected { name, reason, .. }, Kk) => (
            format!("{name} компаниясын тексеру мүмкін болмады"),
            format!("{name} компаниясын тексеру мүмкін болмады. Себебі:\n\n{reason}\n\nТүзетіп, қайта жіберіңіз:\n{link}"),
        ),
        (Content::CompanyRejected { name, reason, .. }, Ur) => (
            format!("{name} کی تصدیق نہیں ہو سکی"),
            format!("{name} کی تصدیق نہیں ہو سکی۔ وجہ:\n\n{reason}\n\nدرست کر کے دوبارہ جمع کریں:\n{link}"),
        ),
        (Content::IntroductionReceived { from, .. }, En) => {
            (format!("{from} would like to meet you"), format!("{from} asks for an introduction. Read the message and answer:\n{link}"))
        }
        (Content::IntroductionReceived { from, .. }, Ru) => {
            (format!("{from} хочет познакомиться"), format!("{from} просит о знакомстве. Прочтите сообщение и ответьте:\n{link}"))
        }
        (Content::IntroductionReceived { from, .. }, Kk) => {
            (format!("{from} сізбен танысқысы келеді"), format!("{from} танысуды сұрайды. Хабарды оқып, жауап беріңіз:\n{link}"))
        }
        (Content::IntroductionReceived { from, .. }, Ur) => {
            (format!("{from} آپ سے ملنا چاہتی ہے"), format!("{from} نے تعارف کی درخواست کی ہے۔ پیغام پڑھ کر جواب دیں:\n{link}"))
        }
        (Content::IntroductionAccepted { by, .. }, En) => (
            format!("{by} accepted your introduction"),
            format!("{by} accepted your introduction; the contacts of both sides are open now:\n{link}"),
        ),
        (Content::IntroductionAccepted { by, .. }, Ru) => {
            (format!("{by}: знакомство принято"), format!("{by} согласилась на знакомство; контакты обеих сторон теперь открыты:\n{link}"))
        }
        (Content::IntroductionAccepted { by, .. }, Kk) => {
            (format!("{by} танысуға келісті"), format!("{by} танысуға келісті; екі жақтың байланыс деректері ашылды:\n{link}"))
        }
        (Content::IntroductionAccepted { by, .. }, Ur) => {
            (format!("{by} نے تعارف قبول کر لیا"), format!("{by} نے تعارف قبول کر لیا؛ اب دونوں طرف کے رابطے کھلے ہیں:\n{link}"))
        }
    };
    Words { subject, text }
}
