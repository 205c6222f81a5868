//! Letters about a person's account.

use domain::language::Language;

pub(super) fn verify_email(language: Language, link: &str) -> (String, String) {
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

pub(super) fn already_registered(language: Language, link: &str) -> (String, String) {
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
