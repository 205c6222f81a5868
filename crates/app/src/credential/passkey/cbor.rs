//! As much of CBOR as authenticators write: whole numbers, bytes, texts, lists and maps of a known length.

use super::PasskeyError;

/// One value, borrowing from what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cbor<'a> {
    Number(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    List(Vec<Cbor<'a>>),
    Map(Vec<(Cbor<'a>, Cbor<'a>)>),
    /// True, false or nothing.
    Simple,
}

/// Nothing that an authenticator writes lies deeper.
const DEEPEST: u32 = 6;

impl<'a> Cbor<'a> {
    /// The value at the beginning, and what comes after it.
    pub fn read(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), PasskeyError> {
        let mut rest = bytes;
        let value = value(&mut rest, 0)?;
        Ok((value, rest))
    }

    /// What stands under a key of a map.
    pub fn get(&self, key: &Cbor<'_>) -> Option<&Cbor<'a>> {
        match self {
            Self::Map(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn number(&self, key: i64) -> Option<i64> {
        if let Some(Cbor::Number(number)) = self.get(&Cbor::Number(key)) { Some(*number) } else { None }
    }

    pub fn bytes(&self, key: i64) -> Option<&'a [u8]> {
        if let Some(Cbor::Bytes(bytes)) = self.get(&Cbor::Number(key)) { Some(bytes) } else { None }
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], PasskeyError> {
    let (taken, left) = rest.split_at_checked(length).ok_or(PasskeyError::Malformed)?;
    *rest = left;
    Ok(taken)
}

/// The number that follows the first byte of a value.
fn argument(rest: &mut &[u8], low: u8) -> Result<u64, PasskeyError> {
    let length = match low {
        0..=23 => return Ok(u64::from(low)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return Err(PasskeyError::Malformed),
    };
    Ok(take(rest, length)?.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
}

fn value<'a>(rest: &mut &'a [u8], depth: u32) -> Result<Cbor<'a>, PasskeyError> {
    if depth > DEEPEST {
        return Err(PasskeyError::Malformed);
    }
    let first = take(rest, 1)?[0];
    let argument = argument(rest, first & 0x1f)?;
    let length = || usize::try_from(argument).map_err(|_| PasskeyError::Malformed);
    let number = || i64::try_from(argument).map_err(|_| PasskeyError::Malformed);
    Ok(match first >> 5 {
        0 => Cbor::Number(number()?),
        1 => Cbor::Number(-1 - number()?),
        2 => Cbor::Bytes(take(rest, length()?)?),
        3 => Cbor::Text(std::str::from_utf8(take(rest, length()?)?).map_err(|_| PasskeyError::Malformed)?),
        // A list that says it is long and is not ends at the first value that is missing.
        4 => Cbor::List((0..length()?).map(|_| value(rest, depth + 1)).collect::<Result<_, _>>()?),
        5 => Cbor::Map((0..length()?).map(|_| Ok((value(rest, depth + 1)?, value(rest, depth + 1)?))).collect::<Result<_, _>>()?),
        7 if (20..=23).contains(&(first & 0x1f)) => Cbor::Simple,
        _ => return Err(PasskeyError::Malformed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_each_kind_are_read() {
        let map = [0xa3, 0x01, 0x02, 0x03, 0x26, 0x20, 0x42, 0xab, 0xcd, 0xff];
        let (value, rest) = Cbor::read(&map).unwrap();
        assert_eq!((value.number(1), value.number(3), value.bytes(-1)), (Some(2), Some(-7), Some([0xab, 0xcd].as_slice())));
        assert_eq!(rest, [0xff]);
        assert_eq!(Cbor::read(&[0x39, 0x01, 0x00]).unwrap().0, Cbor::Number(-257));
        assert_eq!(Cbor::read(&[0x63, b'f', b'm', b't']).unwrap().0, Cbor::Text("fmt"));
        assert_eq!(Cbor::read(&[0x82, 0xf5, 0xa0]).unwrap().0, Cbor::List(vec![Cbor::Simple, Cbor::Map(Vec::new())]));
    }

    #[test]
    fn what_is_cut_short_too_deep_or_of_no_known_length_is_refused() {
        let deep = [0x81; 20];
        let huge_list = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        let huge_text = [0x7a, 0xff, 0xff, 0xff, 0xff];
        for bytes in
            [&[][..], &[0x42, 0x01], &[0x18], &[0x5f, 0xff], &[0xfb, 0, 0, 0, 0, 0, 0, 0, 0], &[0x61, 0xff], &deep, &huge_list, &huge_text]
        {
            assert_eq!(Cbor::read(bytes), Err(PasskeyError::Malformed), "{bytes:x?}");
        }
    }

    #[test]
    fn nothing_of_any_bytes_makes_it_panic() {
        let mut state = 1_u64;
        for length in 0..400 {
            let bytes: Vec<u8> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    state.to_be_bytes()[0]
                })
                .collect();
            let _ = Cbor::read(&bytes);
        }
    }
}
