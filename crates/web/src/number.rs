//! Numbers, sums and dates as each language writes them, from the exact texts of the schema.

use icu::{
    calendar::Date,
    datetime::{
        DateTimeFormatter,
        fieldsets::{YM, YMD},
    },
    decimal::{DecimalFormatter, input::Decimal, options::DecimalFormatterOptions},
};
use maud::{Markup, html};

use crate::{
    language::Language,
    message::{Message, Said, format as said},
    value::{self, DateTime, Money},
};

/// A whole number with what separates its thousands.
pub(crate) fn grouped(language: Language, number: i64) -> String {
    decimal(language, Decimal::from(number))
}

fn decimal(language: Language, number: Decimal) -> String {
    DecimalFormatter::try_new(language.locale().into(), DecimalFormatterOptions::default())
        .map_or_else(|_| number.to_string(), |formatter| formatter.format(&number).to_string())
}

/// Hundredths of a sum, where it can be read.
pub(crate) fn hundredths(amount: &str) -> Option<i128> {
    let (sign, digits) = amount.strip_prefix('-').map_or((1, amount), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let decimals = format!("{decimals:0<2}");
    let whole: i128 = whole.parse().ok()?;
    let decimals: i128 = decimals.get(..2)?.parse().ok()?;
    whole.checked_mul(100)?.checked_add(decimals)?.checked_mul(sign)
}

/// Hundredths with as many decimals as they need.
fn with_decimals(language: Language, hundredths: i128) -> String {
    let mut number = Decimal::from(hundredths);
    number.multiply_pow10(-2);
    number.absolute.trim_end();
    decimal(language, number)
}

/// A sum as people say it, for example `US$53.7 million`; the exact one stands beside it for programs.
pub(crate) fn money(language: Language, money: &Money) -> Markup {
    html! { data class="sum" value=(format!("{} {}", money.currency.0, money.amount.0)) { bdi { (money_in_words(language, money)) } } }
}

/// The same as plain text.
pub(crate) fn money_in_words(language: Language, money: &Money) -> String {
    let code = money.currency.0.as_str();
    hundredths(&money.amount.0).map_or_else(|| format!("{code}\u{a0}{}", money.amount.0), |sum| in_words(language, code, sum))
}

/// A sum in hundredths, rounded to two decimals of a large unit: a million or a billion, in Urdu a crore or an arab.
pub(crate) fn in_words(language: Language, code: &str, hundredths: i128) -> String {
    let mark = Message::by_code(&format!("Currency-{code}")).map_or_else(|| code.to_owned(), |message| language.text(Said::from(message)));
    let sum = hundredths.unsigned_abs();
    let scaled = |unit: u128| {
        let rounded = i128::try_from((sum + unit / 2) / unit).unwrap_or(i128::MAX);
        with_decimals(language, if hundredths < 0 { -rounded } else { rounded })
    };
    let ten_millions = language == Language::Urdu;
    let words = match sum {
        99_999_500_000.. => said::money_billion(scaled(1_000_000_000), mark),
        1_000_000_000.. if ten_millions => said::money_crore(scaled(10_000_000), mark),
        100_000_000.. if !ten_millions => said::money_million(scaled(1_000_000), mark),
        _ => said::money_plain(with_decimals(language, hundredths), mark),
    };
    plain(&language.text(words))
}

/// Sums are isolated as a whole where they stand; marks within them would part a number from its unit.
fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

/// A day for people and for programs.
pub(crate) fn day(language: Language, moment: &DateTime) -> Markup {
    html! { time datetime=(moment.0) { bdi { (day_in_words(language, moment.0.get(..10).unwrap_or(&moment.0))) } } }
}

/// A date without a time, for people and for programs.
pub(crate) fn date(language: Language, date: &value::Date) -> Markup {
    html! { time datetime=(date.0) { bdi { (day_in_words(language, &date.0)) } } }
}

/// `2026-02-04` as `4 February 2026`, `2026-02` as `February 2026`; what is no date stays as it is.
pub(crate) fn day_in_words(language: Language, text: &str) -> String {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4).and_then(|year| year.parse::<i32>().ok());
    let month = parts.next().map(str::parse::<u8>);
    let day = parts.next().map(str::parse::<u8>);
    let words = match (year, month, day, parts.next()) {
        (Some(year), Some(Ok(month)), None, None) => month_in_words(language, year, month),
        (Some(year), Some(Ok(month)), Some(Ok(day)), None) => date_in_words(language, year, month, day),
        _ => None,
    };
    words.unwrap_or_else(|| text.to_owned())
}

/// The narrow space that newer data joins a date by is in no face of ours.
fn wide(text: &str) -> String {
    text.replace('\u{202f}', "\u{a0}")
}

fn date_in_words(language: Language, year: i32, month: u8, day: u8) -> Option<String> {
    let date = Date::try_new_iso(year, month, day).ok()?;
    let formatter = DateTimeFormatter::try_new(language.locale().into(), YMD::long()).ok()?;
    Some(wide(&formatter.format(&date).to_string()))
}

fn month_in_words(language: Language, year: i32, month: u8) -> Option<String> {
    let date = Date::try_new_iso(year, month, 1).ok()?;
    let formatter = DateTimeFormatter::try_new(language.locale().into(), YM::long()).ok()?;
    Some(wide(&formatter.format(&date).to_string()))
}

/// Days since the first of January 1970, where a text begins with a date.
pub(crate) fn day_number(text: &str) -> Option<i64> {
    let mut parts = text.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Date::try_new_iso(year, month, day).ok()?.to_rata_die().to_i64_date() - 719_163)
}

/// How far a day lies from another, in words: today, in three days, two days ago.
pub(crate) fn days_from(language: Language, today: &str, then: &str) -> Option<Markup> {
    let distance = day_number(then)? - day_number(today)?;
    Some(language.say(match distance {
        0 => said::today(),
        1.. => said::in_days(distance),
        _ => said::days_ago(-distance),
    }))
}

/// Words in a row, joined as the language joins them.
pub(crate) fn list(language: Language, words: &[String]) -> String {
    use icu::list::{
        ListFormatter,
        options::{ListFormatterOptions, ListLength},
    };
    ListFormatter::try_new_and(language.locale().into(), ListFormatterOptions::default().with_length(ListLength::Wide))
        .map_or_else(|_| words.join(" · "), |formatter| formatter.format(words.iter()).to_string())
}

/// Sorts by a name as the language sorts.
pub(crate) fn sort_by_name<T>(language: Language, entries: &mut [T], name: impl Fn(&T) -> String) {
    use icu::collator::{Collator, options::CollatorOptions};
    match Collator::try_new(language.locale().into(), CollatorOptions::default()) {
        Ok(collator) => entries.sort_by(|one, other| collator.compare(&name(one), &name(other))),
        Err(_) => entries.sort_by_key(|entry| name(entry)),
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
            ("-2500000", "US$-2.5\u{a0}million"),
        ] {
            assert_eq!(in_words(Language::English, "USD", hundredths(amount).unwrap()), words, "{amount}");
        }
        assert_eq!(in_words(Language::English, "KZT", 1_250_000_000), "KZT\u{a0}12.5\u{a0}million");
        assert_eq!(in_words(Language::Russian, "USD", 5_370_000_000), "53,7\u{a0}млн\u{a0}долл.\u{a0}США");
        assert_eq!(in_words(Language::Kazakh, "KZT", 123_456_700), "1,23\u{a0}млн\u{a0}теңге");
        assert_eq!(in_words(Language::Urdu, "USD", 45_000_000_000), "45\u{a0}کروڑ\u{a0}امریکی\u{a0}ڈالر");
        assert_eq!(in_words(Language::Urdu, "USD", 100_000_000_000), "1\u{a0}ارب\u{a0}امریکی\u{a0}ڈالر");
        assert_eq!(hundredths("a lot"), None);
        assert_eq!(hundredths("99999999999999999999999999999999999999999"), None);
    }

    #[test]
    fn dates_are_read_as_far_as_they_are_known_and_written_in_every_language() {
        let said = |text| Language::ALL.map(|language| day_in_words(language, text));
        assert_eq!(said("2026-02-04"), ["4 February 2026", "4 февраля 2026\u{a0}г.", "2026\u{a0}ж. 4 ақпан", "4 فروری، 2026"]);
        assert_eq!(said("2026-02")[0], "February 2026");
        assert_eq!(said("2026")[1], "2026");
        assert_eq!(said("2026-13-01")[2], "2026-13-01");
        assert_eq!(said("within a year")[3], "within a year");
    }

    #[test]
    fn distances_are_counted_in_days_with_the_plurals_of_the_language() {
        assert_eq!(day_number("1970-01-02T00:00:00Z"), Some(1));
        let far = |language, then| days_from(language, "2026-03-14T23:00:00Z", then).unwrap().0;
        assert_eq!(far(Language::English, "2026-03-14"), "today");
        assert_eq!(far(Language::English, "2026-03-15"), "in 1 day");
        assert_eq!(far(Language::English, "2026-03-12"), "2 days ago");
        assert_eq!(far(Language::Russian, "2026-03-16"), "через 2 дня");
        assert_eq!(far(Language::Russian, "2026-03-19"), "через 5 дней");
        assert_eq!(far(Language::Russian, "2026-04-04"), "через 21 день");
    }

    #[test]
    fn numbers_lists_and_order_follow_the_language() {
        assert_eq!(
            Language::ALL.map(|language| grouped(language, 1_234_567)),
            ["1,234,567", "1\u{a0}234\u{a0}567", "1\u{a0}234\u{a0}567", "1,234,567"]
        );
        let words = ["A", "B", "C"].map(str::to_owned);
        assert_eq!(list(Language::Urdu, &words), "A، B، اور C");
        let mut words = vec!["Ілім", "Ива", "Яблоня"];
        sort_by_name(Language::Kazakh, &mut words, |word| (*word).to_owned());
        assert_eq!(words, ["Ива", "Ілім", "Яблоня"]);
    }
}
