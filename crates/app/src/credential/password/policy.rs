//! Which passwords may be set. There are no rules of composition: length and an estimate of the guesses it takes, no more.

use secrecy::ExposeSecret;
use thiserror::Error;
use zxcvbn::{Score, zxcvbn};

use super::Password;
use super::blocklist::{LOCAL_WORDS, is_common};

/// What a new password must satisfy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    min: usize,
    max: usize,
}

/// The password is the only proof.
impl Default for PasswordPolicy {
    fn default() -> Self {
        Self { min: 12, max: 128 }
    }
}

/// Why a password may not be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// It has too few characters.
    #[error("the password needs at least {min} characters")]
    TooShort {
        /// The fewest allowed.
        min: usize,
    },
    /// It has too many characters.
    #[error("the password may have at most {max} characters")]
    TooLong {
        /// The most allowed.
        max: usize,
    },
    /// Somebody who tries would find it.
    #[error("the password is too easy to guess")]
    TooWeak {
        /// What would make it better.
        suggestion: Suggestion,
    },
    /// It is among those that everybody tries first.
    #[error("the password is among the first that anybody would try")]
    Common,
}

/// What would make a password better. The pages say it in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Add another word or two, uncommon ones.
    AddWords,
    /// Capitals at expected places help little.
    CapitalsHelpLittle,
    /// Reversed words help little.
    ReversalHelpsLittle,
    /// `@` for `a` and the like help little.
    SubstitutionsHelpLittle,
    /// Rows of keys are guessed early.
    AvoidKeyboardRows,
    /// Repetition adds little.
    AvoidRepetition,
    /// Sequences such as `abcd` are guessed early.
    AvoidSequences,
    /// Years and dates are guessed early.
    AvoidDates,
}

impl Suggestion {
    /// The name under which the API and the translations know it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AddWords => "ADD_WORDS",
            Self::CapitalsHelpLittle => "CAPITALS_HELP_LITTLE",
            Self::ReversalHelpsLittle => "REVERSAL_HELPS_LITTLE",
            Self::SubstitutionsHelpLittle => "SUBSTITUTIONS_HELP_LITTLE",
            Self::AvoidKeyboardRows => "AVOID_KEYBOARD_ROWS",
            Self::AvoidRepetition => "AVOID_REPETITION",
            Self::AvoidSequences => "AVOID_SEQUENCES",
            Self::AvoidDates => "AVOID_DATES",
        }
    }
}

impl PasswordPolicy {
    /// For an account with a second factor, where a guessed password alone opens nothing.
    pub const fn with_second_factor() -> Self {
        Self { min: 8, max: 128 }
    }

    /// Whether the password may be set by somebody of whom this is known: the e-mail address, the company's name, one's own.
    ///
    /// Estimating takes milliseconds of computing, so it is best called where blocking is allowed when many come at once.
    pub fn check(&self, password: &Password, known: &[&str]) -> Result<(), PasswordError> {
        let text = password.0.expose_secret();
        let length = text.chars().count();
        if length < self.min {
            return Err(PasswordError::TooShort { min: self.min });
        }
        if length > self.max {
            return Err(PasswordError::TooLong { max: self.max });
        }
        if is_common(text) {
            return Err(PasswordError::Common);
        }
        let words = words(known);
        if is_made_of(text, &words) {
            return Err(PasswordError::TooWeak { suggestion: Suggestion::AddWords });
        }
        let inputs: Vec<&str> = words.iter().map(String::as_str).chain(LOCAL_WORDS.iter().copied()).collect();
        let estimate = zxcvbn(text, &inputs);
        if estimate.score() >= Score::Three {
            return Ok(());
        }
        let suggestion = estimate.feedback().and_then(|feedback| feedback.suggestions().iter().find_map(|it| named(*it)));
        Err(PasswordError::TooWeak { suggestion: suggestion.unwrap_or(Suggestion::AddWords) })
    }
}

/// What is known, whole and in parts, because people use one word of their company's name. Parts of two letters are no words.
fn words(known: &[&str]) -> Vec<String> {
    const MOST: usize = 40;
    known
        .iter()
        .flat_map(|text| std::iter::once(*text).chain(text.split(|letter: char| !letter.is_alphanumeric())))
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .take(MOST)
        .collect()
}

/// Whether little of the password is left without the words that are known. The estimator takes every space and hyphen between
/// such words for a secret of its own.
fn is_made_of(password: &str, words: &[String]) -> bool {
    const LITTLE: usize = 6;
    let whole = password.to_lowercase();
    let rest = words.iter().fold(whole.clone(), |rest, word| rest.replace(word.as_str(), " "));
    rest != whole && rest.chars().filter(|letter| letter.is_alphanumeric()).count() < LITTLE
}

/// The estimator's advice in ours. General advice comes after what is said of this very password, hence the option.
const fn named(suggestion: zxcvbn::feedback::Suggestion) -> Option<Suggestion> {
    use zxcvbn::feedback::Suggestion as Theirs;
    match suggestion {
        Theirs::UseAFewWordsAvoidCommonPhrases | Theirs::NoNeedForSymbolsDigitsOrUppercaseLetters | Theirs::AddAnotherWordOrTwo => None,
        Theirs::CapitalizationDoesntHelpVeryMuch | Theirs::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            Some(Suggestion::CapitalsHelpLittle)
        }
        Theirs::ReversedWordsArentMuchHarderToGuess => Some(Suggestion::ReversalHelpsLittle),
        Theirs::PredictableSubstitutionsDontHelpVeryMuch => Some(Suggestion::SubstitutionsHelpLittle),
        Theirs::UseALongerKeyboardPatternWithMoreTurns => Some(Suggestion::AvoidKeyboardRows),
        Theirs::AvoidRepeatedWordsAndCharacters => Some(Suggestion::AvoidRepetition),
        Theirs::AvoidSequences => Some(Suggestion::AvoidSequences),
        Theirs::AvoidRecentYears | Theirs::AvoidYearsThatAreAssociatedWithYou | Theirs::AvoidDatesAndYearsThatAreAssociatedWithYou => {
            Some(Suggestion::AvoidDates)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), PasswordError> {
        PasswordPolicy::default().check(&Password::new(text), &["bilal.khan@crescent-textiles.example", "Crescent Textiles (Pvt) Ltd"])
    }

    #[test]
    fn good_passwords_of_any_script_may_be_set() {
        for text in
            ["seven lorries cross khorgos", "шёлк хлопок и рис на юг", "کپاس اور ریشم شمال کو", "x7#Lq9!vTe2Wm", "жеті жүк көлігі шекарада"]
        {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn length_is_counted_in_characters_not_in_bytes() {
        assert_eq!(check("tRz9!kw"), Err(PasswordError::TooShort { min: 12 }));
        assert_eq!(check("шёлк-хлопок"), Err(PasswordError::TooShort { min: 12 }));
        assert_eq!(check(&"й%7".repeat(43)), Err(PasswordError::TooLong { max: 128 }));
        let longest: String = "seven lorries cross khorgos ".repeat(5).chars().take(128).collect();
        assert_eq!(check(&longest), Ok(()));
        assert_eq!(check(""), Err(PasswordError::TooShort { min: 12 }));
    }

    #[test]
    fn a_second_factor_allows_eight() {
        let policy = PasswordPolicy::with_second_factor();
        assert_eq!(policy.check(&Password::new("tRz9!kw"), &[]), Err(PasswordError::TooShort { min: 8 }));
        assert_eq!(policy.check(&Password::new("tRz9!kw-Q2x"), &[]), Ok(()));
    }

    #[test]
    fn what_everybody_tries_is_refused() {
        for text in ["Password1234", "Pakistan Zindabad!", "Казахстан1991", "123456789012"] {
            assert_eq!(check(text), Err(PasswordError::Common), "{text}");
        }
    }

    #[test]
    fn a_password_made_of_what_is_known_is_weak() {
        for text in [
            "crescent2026",
            "crescenttextiles",
            "bilal.khan@crescent-textiles.example",
            "Bilal Khan 12",
            "khanbilal1999",
            "Crescent--Textiles--26",
        ] {
            assert!(matches!(check(text), Err(PasswordError::TooWeak { .. })), "{text}: {:?}", check(text));
        }
        let stranger = PasswordPolicy::default().check(&Password::new("vostokmunaigaz7"), &[]);
        let insider = PasswordPolicy::default().check(&Password::new("vostokmunaigaz7"), &["Vostokmunaigaz LLP"]);
        assert_eq!(stranger, Ok(()));
        assert!(matches!(insider, Err(PasswordError::TooWeak { .. })));
    }

    #[test]
    fn a_weak_password_comes_with_advice_of_its_own() {
        let advice = |text| match check(text) {
            Err(PasswordError::TooWeak { suggestion }) => suggestion,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(advice("aaaaaaaaaaaaa"), Suggestion::AvoidRepetition);
        assert_eq!(advice("abcdefghijklmn"), Suggestion::AvoidSequences);
        assert_eq!(advice("karachialmaty"), Suggestion::AddWords);
        assert_eq!(Suggestion::AvoidRepetition.code(), "AVOID_REPETITION");
    }
}
