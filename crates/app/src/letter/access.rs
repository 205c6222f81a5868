//! Letters about passwords and addresses that change.

use domain::language::Language;

pub(super) fn reset_password(language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => (
            "Set a new password".to_owned(),
            format!(
                "Follow this link within an hour to set a new password:\n{link}\n\nIf you did not ask for it, do nothing: your password stays as it is."
            ),
        ),
        Language::Ru => (
            "Задайте новый пароль".to_owned(),
            format!(
                "Перейдите по ссылке в течение часа, чтобы задать новый пароль:\n{link}\n\nЕсли вы об этом не просили, ничего не делайте: пароль останется прежним."
            ),
        ),
        Language::Kk => (
            "Жаңа құпиясөз орнатыңыз".to_owned(),
            format!(
                "Жаңа құпиясөз орнату үшін бір сағат ішінде сілтемені ашыңыз:\n{link}\n\nСіз сұрамаған болсаңыз, ештеңе істемеңіз: құпиясөз бұрынғысынша қалады."
            ),
        ),
        Language::Ur => (
            "نیا پاس ورڈ مقرر کریں".to_owned(),
            format!(
                "نیا پاس ورڈ مقرر کرنے کے لیے ایک گھنٹے کے اندر یہ لنک کھولیں:\n{link}\n\nاگر آپ نے درخواست نہیں کی تو کچھ نہ کریں: آپ کا پاس ورڈ وہی رہے گا۔"
            ),
        ),
    }
}

pub(super) fn password_changed(language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => (
            "Your password was changed".to_owned(),
            format!(
                "Your password was changed, and other devices were signed out. If it was not you, set a new one at once by `Forgot the password`:\n{link}"
            ),
        ),
        Language::Ru => (
            "Ваш пароль изменён".to_owned(),
            format!(
                "Ваш пароль изменён, на других устройствах выполнен выход. Если это были не вы, сразу задайте новый пароль через «Забыли пароль»:\n{link}"
            ),
        ),
        Language::Kk => (
            "Құпиясөзіңіз өзгертілді".to_owned(),
            format!(
                "Құпиясөзіңіз өзгертілді, басқа құрылғылардан шығарылды. Бұл сіз болмасаңыз, «Құпиясөзді ұмыттыңыз ба» арқылы бірден жаңасын орнатыңыз:\n{link}"
            ),
        ),
        Language::Ur => (
            "آپ کا پاس ورڈ بدل دیا گیا".to_owned(),
            format!(
                "آپ کا پاس ورڈ بدل دیا گیا اور دوسرے آلات سے اخراج ہو گیا۔ اگر یہ آپ نہیں تھے تو فوراً «پاس ورڈ بھول گئے» سے نیا مقرر کریں:\n{link}"
            ),
        ),
    }
}

pub(super) fn confirm_email_change(language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => (
            "Confirm your new e-mail address".to_owned(),
            format!(
                "Follow this link within a day to use this address for the business forum:\n{link}\n\nIf you did not ask for it, do nothing."
            ),
        ),
        Language::Ru => (
            "Подтвердите новый адрес электронной почты".to_owned(),
            format!(
                "Перейдите по ссылке в течение суток, чтобы использовать этот адрес на бизнес-форуме:\n{link}\n\nЕсли вы об этом не просили, ничего не делайте."
            ),
        ),
        Language::Kk => (
            "Жаңа электрондық поштаңызды растаңыз".to_owned(),
            format!(
                "Бұл мекенжайды бизнес-форумда пайдалану үшін бір тәулік ішінде сілтемені ашыңыз:\n{link}\n\nСіз сұрамаған болсаңыз, ештеңе істемеңіз."
            ),
        ),
        Language::Ur => (
            "اپنے نئے ای میل پتے کی تصدیق کریں".to_owned(),
            format!(
                "بزنس فورم پر یہ پتہ استعمال کرنے کے لیے ایک دن کے اندر یہ لنک کھولیں:\n{link}\n\nاگر آپ نے درخواست نہیں کی تو کچھ نہ کریں۔"
            ),
        ),
    }
}

pub(super) fn email_change_asked(email: &str, language: Language, link: &str) -> (String, String) {
    match language {
        Language::En => (
            "Your e-mail address is about to change".to_owned(),
            format!(
                "Somebody who is signed in as you wants letters to go to {email} from now on. If it was not you, stop it by this link, also later within a week; every device is then signed out:\n{link}"
            ),
        ),
        Language::Ru => (
            "Ваш адрес электронной почты меняется".to_owned(),
            format!(
                "Кто-то, вошедший под вашим именем, хочет получать письма на адрес {email}. Если это не вы, остановите это по ссылке, можно и позже, в течение недели; на всех устройствах будет выполнен выход:\n{link}"
            ),
        ),
        Language::Kk => (
            "Электрондық поштаңыз өзгертілмек".to_owned(),
            format!(
                "Сіздің атыңыздан кірген біреу хаттарды енді {email} мекенжайына алғысы келеді. Бұл сіз болмасаңыз, осы сілтеме арқылы тоқтатыңыз, бір апта ішінде кейін де болады; барлық құрылғылардан шығарыласыз:\n{link}"
            ),
        ),
        Language::Ur => (
            "آپ کا ای میل پتہ بدلنے والا ہے".to_owned(),
            format!(
                "آپ کے نام سے داخل کوئی شخص چاہتا ہے کہ خطوط اب {email} پر جائیں۔ اگر یہ آپ نہیں تو اس لنک سے روکیں، ایک ہفتے کے اندر بعد میں بھی؛ پھر ہر آلے سے اخراج ہو جائے گا:\n{link}"
            ),
        ),
    }
}
