//! Money is whole minor units of a named currency; shares are whole basis points. Neither is ever a float.

use std::str::FromStr;

use iso_currency::Currency as Iso;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An ISO 4217 currency in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(Iso);

/// Why a text is not a currency.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not an ISO 4217 currency code")]
pub struct UnknownCurrency;

impl Currency {
    pub const USD: Self = Self(Iso::USD);

    /// The three letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many digits the minor unit has: two for the dollar, none for the yen.
    #[must_use]
    pub fn exponent(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(0))
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;
    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        Iso::from_code(code).filter(|iso| iso.exponent().is_some()).map(Self).ok_or(UnknownCurrency)
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

/// A sum in minor units: tenge are tiyn, rupees paisa, dollars cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

/// Why a decimal text is not a sum of the currency.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    #[error("not a decimal number such as 1250000.50")]
    NotDecimal,
    #[error("{currency} has {allowed} decimal places")]
    TooPrecise { currency: &'static str, allowed: u32 },
    #[error("larger than the forum can hold")]
    TooLarge,
    #[error("must not be negative")]
    Negative,
}

impl Money {
    /// Reads a sum as people write it for machines: digits and at most one point.
    pub fn parse(amount: &str, currency: Currency) -> Result<Self, MoneyError> {
        if amount.starts_with('-') {
            return Err(MoneyError::Negative);
        }
        let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || amount.ends_with('.') {
            return Err(MoneyError::NotDecimal);
        }
        let places = currency.exponent();
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > places as usize {
            return Err(MoneyError::TooPrecise { currency: currency.code(), allowed: places });
        }
        let minor = format!("{whole}{fraction:0<width$}", width = places as usize);
        let minor: i64 = minor.parse().map_err(|_| MoneyError::TooLarge)?;
        Ok(Self { minor, currency })
    }

    /// The decimal text, with exactly the currency's places.
    #[must_use]
    pub fn decimal(self) -> String {
        let places = self.currency.exponent();
        let unit = 10_u64.pow(places);
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        if places == 0 {
            format!("{sign}{minor}")
        } else {
            format!("{sign}{}.{:0width$}", minor / unit, minor % unit, width = places as usize)
        }
    }
}

/// Hundredths of a per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(u16);

/// A share above the whole.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a share lies between 0 and 10000 basis points")]
pub struct BasisPointsError;

impl BasisPoints {
    pub const WHOLE: Self = Self(10_000);

    pub fn parse(value: i32) -> Result<Self, BasisPointsError> {
        u16::try_from(value).ok().filter(|value| *value <= Self::WHOLE.0).map(Self).ok_or(BasisPointsError)
    }

    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(amount: &str, currency: &str) -> Result<i64, MoneyError> {
        Money::parse(amount, currency.parse().unwrap()).map(|money| money.minor)
    }

    #[test]
    fn a_sum_is_read_in_minor_units() {
        assert_eq!(sum("1250000.5", "USD"), Ok(125_000_050));
        assert_eq!(sum("1250000", "KZT"), Ok(125_000_000));
        assert_eq!(sum("7", "JPY"), Ok(7));
        assert_eq!(sum("0.100", "USD"), Ok(10));
    }

    #[test]
    fn what_is_not_a_sum_is_refused() {
        for text in ["", ".", "1.", ".5", "1e9", "1,000", "١٢", "0x10", " 1", "1.2.3"] {
            assert_eq!(sum(text, "USD"), Err(MoneyError::NotDecimal), "{text}");
        }
        assert_eq!(sum("-1", "USD"), Err(MoneyError::Negative));
        assert_eq!(sum("1.001", "USD"), Err(MoneyError::TooPrecise { currency: "USD", allowed: 2 }));
        assert_eq!(sum("99999999999999999999", "USD"), Err(MoneyError::TooLarge));
    }

    #[test]
    fn a_sum_is_written_as_it_is_read() {
        let money = Money::parse("0.05", Currency::USD).unwrap();
        assert_eq!(money.decimal(), "0.05");
        assert_eq!(Money { minor: 7, currency: "JPY".parse().unwrap() }.decimal(), "7");
    }

    #[test]
    fn a_share_is_at_most_the_whole() {
        assert!(BasisPoints::parse(10_000).is_ok());
        assert!(BasisPoints::parse(10_001).is_err());
        assert!(BasisPoints::parse(-1).is_err());
    }
}
