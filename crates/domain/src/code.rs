//! Codes under which the forum keeps its own records: short, readable in an address, and never changed once given.

use thiserror::Error;

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodeError {
    #[error("2 to 40 small Latin letters, digits and single dashes, beginning and ending with a letter or digit")]
    Record,
    #[error("2 to 4 capital Latin letters")]
    Sector,
    #[error("2 to 4 capital Latin letters or digits behind the sector's code and a dash, such as `AGR-GR`")]
    Subsector,
    #[error("2 to 40 Latin letters, digits and underscores, such as `KZ_customs`")]
    Basis,
}

/// The code of a pillar, an initiative, a target, a source or a paper between states, such as `trade-1bn-president`.
pub fn record(text: &str) -> Result<String, CodeError> {
    let sound = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let fits = (2..=40).contains(&text.len()) && text.split('-').all(sound);
    if fits { Ok(text.to_owned()) } else { Err(CodeError::Record) }
}

/// The code of a sector, such as `AGR`.
pub fn sector(text: &str) -> Result<String, CodeError> {
    let fits = (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if fits { Ok(text.to_owned()) } else { Err(CodeError::Sector) }
}

/// The code of a subsector, which begins with that of its sector.
pub fn subsector(text: &str) -> Result<(String, String), CodeError> {
    let (head, tail) = text.split_once('-').ok_or(CodeError::Subsector)?;
    let fits = (2..=4).contains(&tail.len()) && tail.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let head = sector(head).map_err(|_| CodeError::Subsector)?;
    if fits { Ok((head, text.to_owned())) } else { Err(CodeError::Subsector) }
}

/// The name of a basis of trade figures, such as `KZ_customs`.
pub fn basis(text: &str) -> Result<String, CodeError> {
    let fits = (2..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if fits { Ok(text.to_owned()) } else { Err(CodeError::Basis) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_short_and_plain() {
        assert_eq!(record("ap-2025-2026").as_deref(), Ok("ap-2025-2026"));
        for wrong in ["", "a", "A-b", "a--b", "-a", "a-", "a b", "код", &"a".repeat(41)] {
            assert_eq!(record(wrong), Err(CodeError::Record), "{wrong}");
        }
        assert_eq!(sector("AGR").as_deref(), Ok("AGR"));
        for wrong in ["A", "AGRIC", "Agr", "A1", "АГР"] {
            assert_eq!(sector(wrong), Err(CodeError::Sector), "{wrong}");
        }
        assert_eq!(subsector("AGR-G2"), Ok(("AGR".to_owned(), "AGR-G2".to_owned())));
        for wrong in ["AGR", "AGR-", "AGR-G", "AGR-GRAIN", "agr-gr", "AGR-GR-X"] {
            assert_eq!(subsector(wrong), Err(CodeError::Subsector), "{wrong}");
        }
        assert_eq!(basis("KZ_customs").as_deref(), Ok("KZ_customs"));
        assert_eq!(basis("KZ customs"), Err(CodeError::Basis));
    }
}
