//! Sums and dates in words, from the exact texts of the schema.

use maud::{Markup, html};

use crate::value::{DateTime, Money};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Hundredths of a sum, where it can be read.
pub(crate) fn hundredths(amount: &str) -> Option<i128> {
    let (sign, digits) = amount.strip_prefix('-').map_or((1, amount), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let decimals = format!("{decimals:0<2}");
    let whole: i128 = whole.parse().ok()?;
    let decimals: i128 = decimals.get(..2)?.parse().ok()?;
    whole.checked_mul(100)?.checked_add(decimals)?.checked_mul(sign)
}

/// A sum as people say it, for example `US$53.7 million`; the exact one stands beside it for programs.
pub(crate) fn money(money: &Money) -> Markup {
    let code = money.currency.0.as_str();
    let words = hundredths(&money.amount.0).map_or_else(|| format!("{code}\u{a0}{}", money.amount.0), |sum| in_words(code, sum));
    html! { data class="sum" value=(format!("{code} {}", money.amount.0)) { bdi dir="ltr" { (words) } } }
}

/// A sum in hundredths, rounded to two decimals of a million or a billion.
pub(crate) fn in_words(code: &str, hundredths: i128) -> String {
    let mark = if code == "USD" { "US$".to_owned() } else { format!("{code}\u{a0}") };
    let sign = if hundredths < 0 { "\u{2212}" } else { "" };
    let sum = hundredths.unsigned_abs();
    let scaled = |unit: u128, word: &str| {
        let rounded = (sum + unit / 2) / unit;
        format!("{}\u{a0}{word}", with_decimals(rounded))
    };
    let words = match sum {
        99_999_500_000.. => scaled(1_000_000_000, "billion"),
        100_000_000.. => scaled(1_000_000, "million"),
        _ => with_decimals(sum),
    };
    format!("{sign}{mark}{words}")
}

fn with_decimals(hundredths: u128) -> String {
    let (whole, rest) = (grouped(hundredths / 100), hundredths % 100);
    match rest {
        0 => whole,
        _ if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        _ => format!("{whole}.{rest:02}"),
    }
}

/// A number with commas between its thousands.
pub(crate) fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count of things; less than none is none.
pub(crate) fn count(number: i32) -> String {
    grouped(u128::try_from(number).unwrap_or(0))
}

/// A day for people and for programs.
pub(crate) fn day(moment: &DateTime) -> Markup {
    html! { time datetime=(moment.0) { bdi dir="ltr" { (day_in_words(moment.0.get(..10).unwrap_or(&moment.0))) } } }
}

/// `2026-02-04` as `4 February 2026`, `2026-02` as `February 2026`; what is no date stays as it is.
pub(crate) fn day_in_words(text: &str) -> String {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4);
    let month = parts.next().and_then(|month| month.parse::<usize>().ok()).and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let day = parts.next().map(str::parse::<u8>);
    match (year, month, day, parts.next()) {
        (Some(year), Some(month), None, None) => format!("{month} {year}"),
        (Some(year), Some(month), Some(Ok(day)), None) => format!("{day} {month} {year}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_said_as_people_say_them() {
        for (amount, words) in [
            ("53700000.00", "US$53.7\u{a0}million"),
            ("1000000000.00", "US$1\u{a0}billion"),
            ("185927000", "US$185.93\u{a0}million"),
            ("999999999.00", "US$1\u{a0}billion"),
            ("950000.50", "US$950,000.5"),
            ("0.07", "US$0.07"),
            ("-2500000", "\u{2212}US$2.5\u{a0}million"),
        ] {
            assert_eq!(in_words("USD", hundredths(amount).unwrap()), words, "{amount}");
        }
        assert_eq!(in_words("KZT", 1_250_000_000), "KZT\u{a0}12.5\u{a0}million");
        assert_eq!(hundredths("a lot"), None);
        assert_eq!(hundredths("99999999999999999999999999999999999999999"), None);
    }

    #[test]
    fn dates_are_read_as_far_as_they_are_known() {
        assert_eq!(day_in_words("2026-02-04"), "4 February 2026");
        assert_eq!(day_in_words("2026-02"), "February 2026");
        assert_eq!(day_in_words("2026"), "2026");
        assert_eq!(day_in_words("2026-13-01"), "2026-13-01");
        assert_eq!(day_in_words("within a year"), "within a year");
    }
}
