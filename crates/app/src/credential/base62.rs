//! Numbers as letters and digits, which survive a double click, a URL and a line of e-mail.

/// Digits first, then upper case, then lower case, so that texts of one length sort as the numbers they stand for.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// As many digits as 256 bits need.
pub const DIGITS_OF_256_BITS: usize = 43;

/// Writes the big-endian number with exactly this many digits. Digits beyond are dropped from the front, which is meant: that
/// is how a shorter secret is drawn evenly from a longer one.
pub fn encode(bytes: &[u8], digits: usize) -> String {
    let mut number = bytes.to_vec();
    let mut text = vec![b'0'; digits];
    for place in text.iter_mut().rev() {
        let mut remainder = 0u32;
        for byte in &mut number {
            let value = (remainder << 8) | u32::from(*byte);
            *byte = u8::try_from(value / 62).unwrap_or(u8::MAX);
            remainder = value % 62;
        }
        *place = ALPHABET[remainder as usize];
    }
    number.fill(0);
    text.into_iter().map(char::from).collect()
}

/// Whether the text has this many characters, all of them digits of this notation.
pub fn is_base62(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_leading_zeros() {
        assert_eq!(encode(&[0], 3), "000");
        assert_eq!(encode(&[61], 3), "00z");
        assert_eq!(encode(&[62], 3), "010");
        assert_eq!(encode(&u32::MAX.to_be_bytes(), 6), "4gfFC3");
        assert_eq!(encode(&(62u32.pow(3) + 5).to_be_bytes(), 3), "005");
    }

    #[test]
    fn all_of_256_bits_fit_and_keep_their_order() {
        let most = encode(&[255; 32], DIGITS_OF_256_BITS);
        assert_ne!(most.as_bytes()[0], b'0');
        assert_eq!(encode(&[255; 32], DIGITS_OF_256_BITS + 1), format!("0{most}"));
        let mut less = [255; 32];
        less[31] = 254;
        assert!(encode(&less, DIGITS_OF_256_BITS) < most);
    }

    #[test]
    fn the_alphabet_is_recognised() {
        assert!(is_base62("0Az", 3));
        assert!(!is_base62("0Az", 4));
        assert!(!is_base62("0-z", 3));
        assert!(!is_base62("é1", 3));
    }
}
