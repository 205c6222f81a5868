//! Codes of six digits that an authenticator app makes every half minute (RFC 6238, with SHA-1 as all apps have it).

use std::{fmt, fmt::Write as _};

use domain::stamp::Timestamp;
use ring::hmac;
use secrecy::zeroize::Zeroizing;

use crate::port::Randomness;

/// Seconds that a code is shown for.
const STEP: i64 = 30;
/// Clocks of phones differ: a code of the step before or after is as good.
const WINDOW: i64 = 1;
const CODES: u32 = 1_000_000;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an authenticator and the forum share.
pub struct TotpSecret(Zeroizing<Vec<u8>>);

impl TotpSecret {
    /// Draws a new secret of 160 bits, as long as the hash that it goes into.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut bytes = Zeroizing::new(vec![0; 20]);
        randomness.fill(&mut bytes);
        Self(bytes)
    }

    /// A secret that was kept.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Zeroizing::new(bytes.into()))
    }

    /// Reads the text form.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
        for letter in text.bytes().filter(|letter| !letter.is_ascii_whitespace()) {
            let value = BASE32.iter().position(|known| *known == letter.to_ascii_uppercase())?;
            held = (held << 5) | u32::try_from(value).ok()?;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
            }
        }
        Some(Self::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text form, which can be typed into an authenticator.
    pub fn text(&self) -> String {
        let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0);
        let mut push = |value: u32| text.push(char::from(BASE32[value as usize & 31]));
        for byte in self.0.iter() {
            held = (held << 8) | u32::from(*byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                push(held >> bits);
            }
        }
        if bits > 0 {
            push(held << (5 - bits));
        }
        text
    }

    /// The address that an authenticator reads from a square code: for whom, and of which forum.
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (encoded(issuer), encoded(account));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP}", self.text())
    }

    /// The code of a moment, and its step.
    pub fn code(&self, at: Timestamp) -> (String, i64) {
        let step = at.timestamp().div_euclid(STEP);
        (self.code_of(step), step)
    }

    /// The code of a step.
    pub fn code_of(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let digest = hmac::sign(&key, &step.to_be_bytes());
        let digest = digest.as_ref();
        let offset = usize::from(digest[digest.len() - 1] & 0xf);
        let word = digest[offset..offset + 4].iter().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
        format!("{:06}", (word & 0x7fff_ffff) % CODES)
    }

    /// The step that a code belongs to, if it is one of those that count just now. All of them are looked at whichever it is.
    pub fn step_of(&self, entered: &str, now: Timestamp) -> Option<i64> {
        let entered: String = entered.chars().filter(|letter| !letter.is_whitespace()).collect();
        let present = now.timestamp().div_euclid(STEP);
        (present - WINDOW..=present + WINDOW).fold(None, |found, step| {
            let code = self.code_of(step);
            let differences = code.bytes().zip(entered.bytes()).fold(0, |sum, (one, other)| sum | (one ^ other));
            if entered.len() == code.len() && differences == 0 { Some(step) } else { found }
        })
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret([redacted])")
    }
}

/// Percent encoding of everything that is not a letter or digit.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::seeded::CountedIds;

    /// RFC 6238, appendix B, cut to six digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = TotpSecret::new(*b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.code(Timestamp::from_timestamp(seconds, 0).unwrap()), (code.to_owned(), seconds / 30));
        }
    }

    #[test]
    fn a_code_counts_for_its_step_and_the_two_beside_it() {
        let secret = TotpSecret::generate(&CountedIds::new(1));
        let now = Timestamp::from_timestamp(1_790_000_010, 0).unwrap();
        let (_, present) = secret.code(now);
        for (distance, counts) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = secret.code_of(present + distance);
            assert_eq!(secret.step_of(&code, now), counts.then_some(present + distance), "{distance}");
        }
        let code = secret.code_of(present);
        assert_eq!(secret.step_of(&format!(" {} {} ", &code[..3], &code[3..]), now), Some(present));
        for wrong in ["", "1", &code[..5], &format!("{code}0"), "кодкод"] {
            assert_eq!(secret.step_of(wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn the_text_form_is_read_back() {
        // RFC 4648, section 10, without padding.
        for (bytes, text) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB")] {
            assert_eq!(TotpSecret::new(bytes.as_bytes()).text(), text);
            assert_eq!(TotpSecret::parse(text).unwrap().bytes(), bytes.as_bytes());
        }
        let secret = TotpSecret::generate(&CountedIds::new(1));
        assert_eq!(TotpSecret::parse(&secret.text().to_lowercase()).unwrap().bytes(), secret.bytes());
        assert!(TotpSecret::parse("MZ1").is_none());
    }

    #[test]
    fn the_address_names_forum_and_person() {
        let uri = TotpSecret::new(*b"foo").uri("forum.example", "айгүл@forum.example");
        let person = "%D0%B0%D0%B9%D0%B3%D2%AF%D0%BB%40forum.example";
        assert_eq!(
            uri,
            format!("otpauth://totp/forum.example:{person}?secret=MZXW6&issuer=forum.example&algorithm=SHA1&digits=6&period=30")
        );
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", TotpSecret::new(*b"foo")), "TotpSecret([redacted])");
    }
}
