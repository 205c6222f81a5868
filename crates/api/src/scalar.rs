//! Values that stand for themselves: moments, days, amounts.

use async_graphql::{InputObject, InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};

/// A moment in UTC as RFC 3339, for example `2026-11-23T18:40:22Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// A moment in UTC as RFC 3339, for example `2026-11-23T18:40:22Z`.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        match chrono::DateTime::parse_from_rfc3339(text) {
            Ok(moment) => Ok(Self(moment.with_timezone(&Utc))),
            Err(_) => Err(InputValueError::custom("not a moment as RFC 3339 writes it, such as 2026-11-23T18:40:22Z")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(moment: chrono::DateTime<Utc>) -> Self {
        Self(moment)
    }
}

/// A day of the calendar as ISO 8601, for example `2026-02-04`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day of the calendar as ISO 8601, for example `2026-02-04`.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(day) => Ok(Self(day)),
            Err(_) => Err(InputValueError::custom("not a day such as 2026-02-04")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.format("%Y-%m-%d").to_string())
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

/// A decimal number in a string, for example `"1250000.50"`: digits and at most one point, never a float.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(pub String);

/// A decimal number in a string, for example `"1250000.50"`: digits and at most one point, never a float.
#[Scalar(specified_by_url = "https://www.w3.org/TR/xmlschema11-2/#decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// An ISO 4217 currency code, for example `KZT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencyCode(pub String);

/// An ISO 4217 currency code, for example `KZT`.
#[Scalar(specified_by_url = "https://www.iso.org/iso-4217-currency-codes.html")]
impl ScalarType for CurrencyCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A sum of money in its own currency. Sums of two currencies are never added.
#[derive(SimpleObject, Debug, Clone)]
pub struct Money {
    /// The amount in whole units, with exactly as many decimal places as the currency has.
    pub amount: Decimal,
    /// The currency.
    pub currency: CurrencyCode,
}

impl From<domain::money::Money> for Money {
    fn from(money: domain::money::Money) -> Self {
        Self { amount: Decimal(money.decimal()), currency: CurrencyCode(money.currency.code().to_owned()) }
    }
}

/// A sum of money in its own currency.
#[derive(InputObject, Debug, Clone)]
pub struct MoneyInput {
    /// The amount in whole units, with at most as many decimal places as the currency has.
    pub amount: Decimal,
    /// The currency.
    pub currency: CurrencyCode,
}

impl MoneyInput {
    pub fn read(&self, reading: &mut crate::user_error::Reading, path: &str) -> Option<domain::money::Money> {
        let currency = reading.take(format!("{path}.currency"), self.currency.0.parse())?;
        reading.take(format!("{path}.amount"), domain::money::Money::parse(&self.amount.0, currency))
    }
}

/// US dollars from whole cents.
pub fn usd(minor: i64) -> Money {
    domain::money::Money { minor, currency: domain::money::Currency::USD }.into()
}
