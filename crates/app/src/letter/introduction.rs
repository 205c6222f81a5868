//! Letters about requests to meet.

use domain::language::Language;

pub(super) fn introduction_received(from: &str, language: Language, link: &str) -> (String, String) {
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

pub(super) fn introduction_accepted(by: &str, language: Language, link: &str) -> (String, String) {
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
