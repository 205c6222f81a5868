//! The scalars, words and fragments that several pages share.

use crate::schema;

/// A number in decimal digits, exact.
#[derive(cynic::Scalar, Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decimal(pub String);

/// The code of a currency, for example `USD`.
#[derive(cynic::Scalar, Debug, Clone, PartialEq, Eq)]
pub(crate) struct CurrencyCode(pub String);

/// A moment, as RFC 3339 writes it.
#[derive(cynic::Scalar, Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateTime(pub String);

/// A day, as RFC 3339 writes it.
#[derive(cynic::Scalar, Debug, Clone, PartialEq, Eq)]
pub(crate) struct Date(pub String);

#[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountryCode {
    #[cynic(rename = "KZ")]
    Kazakhstan,
    #[cynic(rename = "PK")]
    Pakistan,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Money {
    pub amount: Decimal,
    pub currency: CurrencyCode,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct LocalizedText {
    pub en: Option<String>,
    pub ru: Option<String>,
    pub kk: Option<String>,
    pub ur: Option<String>,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PageInfo {
    pub has_next_page: bool,
    pub end_cursor: Option<String>,
}
