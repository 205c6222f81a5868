//! Stages, health, roles and days in the languages of the readers, as they stand in a sentence.

use chrono::NaiveDate;
use domain::{
    joint_venture::{Health, Stage},
    language::Language,
    member::Role,
};

/// English, Russian, Kazakh, Urdu.
pub(super) type Four = [&'static str; 4];

pub(super) fn of(words: Four, language: Language) -> &'static str {
    let [en, ru, kk, ur] = words;
    match language {
        Language::En => en,
        Language::Ru => ru,
        Language::Kk => kk,
        Language::Ur => ur,
    }
}

pub(super) fn stage(stage: Stage) -> Four {
    match stage {
        Stage::Draft => ["Draft", "Черновик", "Жоба", "مسودہ"],
        Stage::Proposed => ["Proposed", "Предложено", "Ұсынылды", "تجویز شدہ"],
        Stage::Negotiating => ["Negotiating", "Идут переговоры", "Келіссөз жүріп жатыр", "مذاکرات جاری"],
        Stage::MouSigned => ["Memorandum signed", "Меморандум подписан", "Меморандумға қол қойылды", "مفاہمتی یادداشت پر دستخط"],
        Stage::AgreementSigned => ["Agreement signed", "Соглашение подписано", "Келісімге қол қойылды", "معاہدے پر دستخط"],
        Stage::Incorporated => ["Incorporated", "Компания учреждена", "Компания құрылды", "کمپنی قائم"],
        Stage::Financed => ["Financed", "Финансирование обеспечено", "Қаржыландыру қамтамасыз етілді", "مالی انتظام مکمل"],
        Stage::Implementing => ["Implementing", "Реализуется", "Іске асырылуда", "زیرِ عمل"],
        Stage::Operating => ["Operating", "Работает", "Жұмыс істеп тұр", "کام جاری"],
        Stage::Completed => ["Completed", "Завершено", "Аяқталды", "مکمل"],
        Stage::Declined => ["Declined", "Отклонено", "Қабылданбады", "مسترد"],
        Stage::Withdrawn => ["Withdrawn", "Отозвано", "Кері қайтарылды", "واپس لیا گیا"],
        Stage::Lapsed => ["Lapsed", "Срок истёк", "Мерзімі өтті", "میعاد ختم"],
        Stage::Terminated => ["Terminated", "Прекращено", "Тоқтатылды", "ختم کیا گیا"],
    }
}

pub(super) fn health(health: Health) -> Four {
    match health {
        Health::OnTrack => ["On track", "По плану", "Жоспар бойынша", "منصوبے کے مطابق"],
        Health::AtRisk => ["At risk", "Под угрозой", "Қатер бар", "خطرے میں"],
        Health::Delayed => ["Delayed", "С задержкой", "Кешігуде", "تاخیر کا شکار"],
        Health::Dormant => ["Dormant", "Без движения", "Қозғалыссыз", "غیر فعال"],
    }
}

pub(super) fn role(role: Role) -> Four {
    match role {
        Role::Viewer => ["Viewer", "Читатель", "Оқырман", "ناظر"],
        Role::Editor => ["Editor", "Редактор", "Редактор", "مدیر"],
        Role::Owner => ["Owner", "Владелец", "Иесі", "مالک"],
    }
}

/// A day as it is written where the language is read.
pub(super) fn day(date: NaiveDate, language: Language) -> String {
    match language {
        Language::Ru | Language::Kk => date.format("%d.%m.%Y").to_string(),
        Language::En | Language::Ur => date.format("%Y-%m-%d").to_string(),
    }
}
