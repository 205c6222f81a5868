//! Letters about the verification of a company.

use domain::language::Language;

pub(super) fn company_verified(name: &str, language: Language, link: &str) -> (String, String) {
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

pub(super) fn company_rejected(name: &str, reason: &str, language: Language, link: &str) -> (String, String) {
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
