//! Observations of trade, each with the source that published it.

use std::collections::HashSet;

use domain::trade::{Flow, PeriodKind, Quality, TradeFlow};

use super::{Malformed, csv, csv::Line, derived};

const FILE: &str = "trade.csv";
const HEADER: [&str; 9] = ["period", "period_type", "basis", "flow", "value_usd_m", "status", "note", "source_key", "source_url"];

pub fn read(text: &str) -> Result<Vec<TradeFlow>, Malformed> {
    let mut known = HashSet::new();
    let mut flows = Vec::new();
    for line in csv::read(FILE, text, &HEADER)? {
        let flow = observation(&line)?;
        if !known.insert(flow.id) {
            return Err(line.fault("period", "the same observation of the same source stands in the file already"));
        }
        flows.push(flow);
    }
    Ok(flows)
}

fn observation(line: &Line<'_>) -> Result<TradeFlow, Malformed> {
    let period = line.text("period")?;
    let basis = line.text("basis")?;
    let source_key = line.text("source_key")?;
    let value_usd_minor = match line.get("value_usd_m") {
        "" => None,
        millions => Some(cents(millions).ok_or_else(|| line.fault("value_usd_m", "is no sum in millions with whole cents"))?),
    };
    let quality = quality(line)?;
    if value_usd_minor.is_none() != (quality == Quality::NoFigure) {
        return Err(line.fault("status", "`no figure` stands where there is no value, and nowhere else"));
    }
    let (source_url, remark) = address(line)?;
    let note = [line.get("note"), remark.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let year = year(&period).ok_or_else(|| line.fault("period", "does not begin with a year, or FY and a year"))?;
    Ok(TradeFlow {
        id: derived(&[&period, &basis, line.get("flow"), &source_key]),
        period_kind: period_kind(line)?,
        year: Some(year),
        flow: flow(line)?,
        period,
        basis,
        value_usd_minor,
        quality,
        note,
        source_key,
        source_url,
    })
}

fn period_kind(line: &Line<'_>) -> Result<PeriodKind, Malformed> {
    Ok(match line.get("period_type") {
        "CY" => PeriodKind::CalendarYear,
        "partial CY" => PeriodKind::PartCalendarYear,
        "FY" => PeriodKind::FiscalYear,
        "partial FY" => PeriodKind::PartFiscalYear,
        "statement" | "month-end statement" => PeriodKind::Statement,
        "unclear" => PeriodKind::Unclear,
        other => return Err(line.fault("period_type", format!("`{other}` is no kind of period"))),
    })
}

fn flow(line: &Line<'_>) -> Result<Flow, Malformed> {
    Ok(match line.get("flow") {
        "total" => Flow::Total,
        "pk_exports_to_kz" => Flow::PakistanToKazakhstan,
        "pk_imports_from_kz" => Flow::KazakhstanToPakistan,
        other => return Err(line.fault("flow", format!("`{other}` is no flow"))),
    })
}

fn quality(line: &Line<'_>) -> Result<Quality, Malformed> {
    Ok(match line.get("status") {
        "reported" => Quality::Reported,
        "derived" => Quality::Derived,
        "approximate" => Quality::Approximate,
        "statement" => Quality::Statement,
        "no figure" => Quality::NoFigure,
        other => return Err(line.fault("status", format!("`{other}` does not say how the figure came about"))),
    })
}

/// The address, and what is remarked about it in parentheses behind it.
fn address(line: &Line<'_>) -> Result<(String, String), Malformed> {
    let text = line.text("source_url")?;
    let (address, remark) = text.split_once(' ').unwrap_or((&text, ""));
    if !address.starts_with("http://") && !address.starts_with("https://") {
        return Err(line.fault("source_url", "is no address of the web"));
    }
    let sound = remark.is_empty() || remark.starts_with('(') && remark.ends_with(')');
    if !sound {
        return Err(line.fault("source_url", "has something other than a remark in parentheses behind it"));
    }
    Ok((address.to_owned(), remark.to_owned()))
}

/// The year that a period begins with; a fiscal year is named after the one in which it ends.
fn year(period: &str) -> Option<i32> {
    let digits = period.strip_prefix("FY").unwrap_or(period).get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Millions of dollars as cents, digit by digit: a float would not be exact.
pub fn cents(millions: &str) -> Option<i64> {
    const PLACES: usize = 8;
    let (whole, fraction) = millions.split_once('.').unwrap_or((millions, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = !whole.is_empty() && digits(whole) && digits(fraction) && fraction.len() <= PLACES && !millions.ends_with('.');
    if sound { format!("{whole}{fraction:0<PLACES$}").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millions_are_read_to_the_cent() {
        assert_eq!(cents("28.586"), Some(2_858_600_000));
        assert_eq!(cents("0.263"), Some(26_300_000));
        assert_eq!(cents("103"), Some(10_300_000_000));
        assert_eq!(cents("0.00000001"), Some(1));
        for wrong in ["", ".5", "1.", "1,5", "-1", "1e3", "0.000000001", "99999999999999999999"] {
            assert_eq!(cents(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_year_is_what_the_period_begins_with() {
        assert_eq!(year("2018-01..2018-08"), Some(2018));
        assert_eq!(year("2023 (latest at 2023-12-21)"), Some(2023));
        assert_eq!(year("FY2026 Jul-Oct"), Some(2026));
        assert_eq!(year("last year"), None);
        assert_eq!(year("20"), None);
    }

    fn fault(row: &str) -> Malformed {
        read(&format!("{}\n2016,CY,B,total,1,reported,,k,https://a.example\n{row}\n", HEADER.join(","))).unwrap_err()
    }

    #[test]
    fn a_broken_row_is_named_with_its_field() {
        for (row, field) in [
            (",CY,B,total,1,reported,,k,https://a.example", "period"),
            ("soon,CY,B,total,1,reported,,k,https://a.example", "period"),
            ("2017,decade,B,total,1,reported,,k,https://a.example", "period_type"),
            ("2017,CY,B,sideways,1,reported,,k,https://a.example", "flow"),
            ("2017,CY,B,total,much,reported,,k,https://a.example", "value_usd_m"),
            ("2017,CY,B,total,1,guessed,,k,https://a.example", "status"),
            ("2017,CY,B,total,,reported,,k,https://a.example", "status"),
            ("2017,CY,B,total,1,no figure,,k,https://a.example", "status"),
            ("2017,CY,B,total,1,reported,,,https://a.example", "source_key"),
            ("2017,CY,B,total,1,reported,,k,somewhere", "source_url"),
            ("2017,CY,B,total,1,reported,,k,https://a.example and more", "source_url"),
            ("2016,CY,B,total,2,reported,,k,https://a.example", "period"),
        ] {
            let fault = fault(row);
            assert_eq!((fault.file, fault.row.as_str(), fault.field.as_str()), ("trade.csv", "line 3", field), "{row}");
        }
    }
}
