//! The terms and the privacy notice that the forum is built with. They are models: whoever operates a forum has them checked by counsel.

use domain::{
    language::Language,
    legal_text::{LegalText, LegalTextKind},
    stamp::Timestamp,
};
use sha2::{Digest, Sha256};

use crate::{failure::Failure, op::Op};

/// The version of the texts below. Whoever changes one gives them another version, and a moment from which it is in force.
const VERSION: &str = "1";
/// 1 January 2026.
const IN_FORCE_FROM: i64 = 1_767_225_600;

const TEXTS: [(LegalTextKind, Language, &str); 8] = [
    (LegalTextKind::Terms, Language::En, include_str!("../legal/terms-1.en.txt")),
    (LegalTextKind::Terms, Language::Ru, include_str!("../legal/terms-1.ru.txt")),
    (LegalTextKind::Terms, Language::Kk, include_str!("../legal/terms-1.kk.txt")),
    (LegalTextKind::Terms, Language::Ur, include_str!("../legal/terms-1.ur.txt")),
    (LegalTextKind::Privacy, Language::En, include_str!("../legal/privacy-1.en.txt")),
    (LegalTextKind::Privacy, Language::Ru, include_str!("../legal/privacy-1.ru.txt")),
    (LegalTextKind::Privacy, Language::Kk, include_str!("../legal/privacy-1.kk.txt")),
    (LegalTextKind::Privacy, Language::Ur, include_str!("../legal/privacy-1.ur.txt")),
];

/// The texts that the program was built with.
#[must_use]
pub fn built_in() -> Vec<LegalText> {
    let text = |(kind, language, body): (LegalTextKind, Language, &str)| LegalText {
        kind,
        version: VERSION.to_owned(),
        language,
        body: body.to_owned(),
        digest: hex::encode(Sha256::digest(body)),
        in_force_from: Timestamp::from_timestamp(IN_FORCE_FROM, 0).unwrap_or_default(),
    };
    TEXTS.map(text).to_vec()
}

/// What is in force and was, in one language.
pub async fn texts(op: &Op, language: Language) -> Result<Vec<LegalText>, Failure> {
    let now = op.app().now();
    let texts = op.view().await?.legal_texts().in_language(language).await?;
    Ok(texts.into_iter().filter(|text| text.in_force_from <= now).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_exists_in_every_language_and_says_that_counsel_must_check_it() {
        let texts = built_in();
        for kind in LegalTextKind::ALL {
            for (language, mark) in
                [(Language::En, "counsel"), (Language::Ru, "юристам"), (Language::Kk, "заңгерлеріне"), (Language::Ur, "وکلا")]
            {
                let text = texts.iter().find(|text| text.kind == *kind && text.language == language);
                let text = text.unwrap_or_else(|| panic!("{kind} in {language}"));
                assert!(text.body.contains(mark), "{kind} in {language}");
                assert_eq!(text.digest.len(), 64);
            }
        }
    }
}
