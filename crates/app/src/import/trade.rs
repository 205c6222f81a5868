//! Observations of trade, each with the source that published it.

use std::collections::HashSet;

use domain::{
    text,
    trade::{Flow, PeriodKind, Quality, TradeFlow},
    trade_import::{MAX_BYTES, MAX_ROWS, Read, RowFault, RowFaultCode as Code},
};

use super::{Malformed, csv, csv::Line, derived};

const FILE: &str = "trade.csv";
const HEADER: [&str; 9] = ["period", "period_type", "basis", "flow", "value_usd_m", "status", "note", "source_key", "source_url"];

/// The observations of the reference file.
pub fn read(text: &str) -> Result<Vec<TradeFlow>, Malformed> {
    let mut known = HashSet::new();
    let mut flows = Vec::new();
    for line in csv::read(FILE, text, &HEADER)? {
        let flow = observation(&line).map_err(|faults| {
            let first = faults.into_iter().next();
            first.map_or_else(|| line.fault("*", "cannot be read"), |fault| line.fault(fault.column, fault.message))
        })?;
        if !known.insert(flow.id) {
            return Err(line.fault("period", "the same observation of the same source stands in the file already"));
        }
        flows.push(flow);
    }
    Ok(flows)
}

/// The rows of a file that an administrator brings, each read or with everything that is wrong with it. A byte order mark and line ends
/// of Windows are read; other separators than commas are refused, because decimal commas come with them.
pub fn rows(text: &str) -> Vec<Read> {
    let whole = |line: usize, code: Code, message: String| vec![(line, Err(vec![RowFault::new("*", code, message)]))];
    if text.len() > MAX_BYTES {
        return whole(1, Code::Size, format!("the file has {} bytes, at most {MAX_BYTES} are read at once", text.len()));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let header = text.lines().next().unwrap_or_default();
    if !header.contains(',') && [';', '\t', '|'].iter().any(|other| header.contains(*other)) {
        return whole(
            1,
            Code::Separator,
            "the columns are parted by something other than commas: save the file as CSV with commas and decimal points".to_owned(),
        );
    }
    let lines = match csv::table(FILE, text, &HEADER) {
        Ok(lines) => lines,
        Err(flaw) => return whole(flaw.line, code(flaw.kind), flaw.problem),
    };
    if lines.is_empty() {
        return whole(1, Code::Size, "there are no rows below the header".to_owned());
    }
    if lines.len() > MAX_ROWS {
        return whole(1, Code::Size, format!("there are {} rows, at most {MAX_ROWS} are read at once", lines.len()));
    }
    lines
        .into_iter()
        .map(|(number, line)| match line {
            Ok(line) => (number, observation(&line)),
            Err(flaw) => (number, Err(vec![RowFault::new("*", code(flaw.kind), flaw.problem)])),
        })
        .collect()
}

fn code(kind: csv::FlawKind) -> Code {
    match kind {
        csv::FlawKind::Header => Code::Header,
        csv::FlawKind::Quotes => Code::Quotes,
        csv::FlawKind::FieldCount => Code::FieldCount,
    }
}

/// The longest text of each column.
const LENGTHS: [(&str, usize); 9] = [
    ("period", 60),
    ("period_type", 30),
    ("basis", 40),
    ("flow", 30),
    ("value_usd_m", 30),
    ("status", 30),
    ("note", 1_000),
    ("source_key", 40),
    ("source_url", 500),
];

fn observation(line: &Line<'_>) -> Result<TradeFlow, Vec<RowFault>> {
    let mut faults = Vec::new();
    for (column, longest) in LENGTHS {
        let text = line.get(column);
        if is_formula(text) {
            faults.push(RowFault::new(column, Code::Formula, "a spreadsheet would take it for a formula"));
        } else if let Err(error) = text::parse(text, 0, longest) {
            faults.push(RowFault::new(column, Code::Text, error.to_string()));
        }
    }
    let mut filled = |column: &'static str| {
        let text = line.get(column);
        if text.is_empty() {
            faults.push(RowFault::new(column, Code::Empty, "is empty"));
        }
        text.to_owned()
    };
    let (period, basis, source_key) = (filled("period"), filled("basis"), filled("source_key"));
    let mut word = |column: &'static str, found: Option<()>, problem: String| {
        if found.is_none() {
            faults.push(RowFault::new(column, Code::UnknownWord, problem));
        }
    };
    let (period_kind, flow, quality) = (period_kind(line), flow(line), quality(line));
    word("period_type", period_kind.map(drop), format!("`{}` is no kind of period", line.get("period_type")));
    word("flow", flow.map(drop), format!("`{}` is no flow", line.get("flow")));
    word("status", quality.map(drop), format!("`{}` does not say how the figure came about", line.get("status")));
    let mut malformed = |column: &'static str, problem: &str| faults.push(RowFault::new(column, Code::Malformed, problem));
    let millions = line.get("value_usd_m");
    let value_usd_minor = cents(millions);
    if !millions.is_empty() && value_usd_minor.is_none() {
        malformed("value_usd_m", "is no sum in millions with whole cents");
    }
    if quality.is_some_and(|quality| millions.is_empty() != (quality == Quality::NoFigure)) {
        malformed("status", "`no figure` stands where there is no value, and nowhere else");
    }
    let year = year(&period);
    if year.is_none() && !period.is_empty() {
        malformed("period", "does not begin with a year, or FY and a year");
    }
    let address = address(line);
    if let Err(problem) = address {
        malformed("source_url", problem);
    }
    let whole = (|| Some((period_kind?, flow?, quality?, year?, address.ok()?)))();
    let Some((period_kind, flow, quality, year, (source_url, remark))) = whole.filter(|_| faults.is_empty()) else { return Err(faults) };
    let note = [line.get("note"), remark.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Ok(TradeFlow {
        id: derived(&[&period, &basis, line.get("flow"), &source_key]),
        period_kind,
        year: Some(year),
        flow,
        period,
        basis,
        value_usd_minor,
        quality,
        note,
        source_key,
        source_url,
    })
}

/// Whether a spreadsheet that opens the figures later would reckon with the text. A note may begin with `+18%`.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '@', '\t', '\r']) || (text.starts_with(['+', '-']) && text.contains(['(', '|', '!']))
}

fn period_kind(line: &Line<'_>) -> Option<PeriodKind> {
    Some(match line.get("period_type") {
        "CY" => PeriodKind::CalendarYear,
        "partial CY" => PeriodKind::PartCalendarYear,
        "FY" => PeriodKind::FiscalYear,
        "partial FY" => PeriodKind::PartFiscalYear,
        "statement" | "month-end statement" => PeriodKind::Statement,
        "unclear" => PeriodKind::Unclear,
        _ => return None,
    })
}

fn flow(line: &Line<'_>) -> Option<Flow> {
    Some(match line.get("flow") {
        "total" => Flow::Total,
        "pk_exports_to_kz" => Flow::PakistanToKazakhstan,
        "pk_imports_from_kz" => Flow::KazakhstanToPakistan,
        _ => return None,
    })
}

fn quality(line: &Line<'_>) -> Option<Quality> {
    Some(match line.get("status") {
        "reported" => Quality::Reported,
        "derived" => Quality::Derived,
        "approximate" => Quality::Approximate,
        "statement" => Quality::Statement,
        "no figure" => Quality::NoFigure,
        _ => return None,
    })
}

/// The address, and what is remarked about it in parentheses behind it.
fn address(line: &Line<'_>) -> Result<(String, String), &'static str> {
    let text = line.get("source_url");
    let (address, remark) = text.split_once(' ').unwrap_or((text, ""));
    if !address.starts_with("http://") && !address.starts_with("https://") {
        return Err("is no address of the web");
    }
    let sound = remark.is_empty() || remark.starts_with('(') && remark.ends_with(')');
    if !sound {
        return Err("has something other than a remark in parentheses behind it");
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

    fn told(text: &str) -> Vec<(usize, Vec<(&'static str, Code)>)> {
        let faults = |row: Result<TradeFlow, Vec<RowFault>>| {
            row.err().unwrap_or_default().into_iter().map(|fault| (fault.column, fault.code)).collect()
        };
        rows(text).into_iter().map(|(line, row)| (line, faults(row))).collect()
    }

    #[test]
    fn every_fault_of_every_row_is_told() {
        let header = HEADER.join(",");
        let text = format!(
            "{header}\n2016,CY,B,total,1,reported,,k,https://a.example\nsoon,decade,B,sideways,1e9,guessed,=1+1,,nowhere\n2017,CY\n\n\n"
        );
        assert_eq!(
            told(&text),
            [
                (2, vec![]),
                (
                    3,
                    vec![
                        ("note", Code::Formula),
                        ("source_key", Code::Empty),
                        ("period_type", Code::UnknownWord),
                        ("flow", Code::UnknownWord),
                        ("status", Code::UnknownWord),
                        ("value_usd_m", Code::Malformed),
                        ("period", Code::Malformed),
                        ("source_url", Code::Malformed),
                    ]
                ),
                (4, vec![("*", Code::FieldCount)]),
            ]
        );
    }

    #[test]
    fn marks_and_line_ends_of_spreadsheets_are_read_and_other_separators_refused() {
        let header = HEADER.join(",");
        let row = "2016,CY,B,total,1,reported,+18% on the year,k,https://a.example";
        assert_eq!(told(&format!("\u{FEFF}{header}\r\n{row}\r\n")), [(2, vec![])]);
        assert_eq!(told(&format!("{}\n", HEADER.join(";"))), [(1, vec![("*", Code::Separator)])]);
        assert_eq!(told(&format!("{}\n", HEADER.join("\t"))), [(1, vec![("*", Code::Separator)])]);
        assert_eq!(told("a,b\n"), [(1, vec![("*", Code::Header)])]);
        assert_eq!(told(""), [(1, vec![("*", Code::Header)])]);
        assert_eq!(told(&header), [(1, vec![("*", Code::Size)])]);
        assert_eq!(told(&format!("{header}\n{}", format!("{row}\n").repeat(MAX_ROWS + 1))), [(1, vec![("*", Code::Size)])]);
        assert_eq!(told(&"x".repeat(MAX_BYTES + 1)), [(1, vec![("*", Code::Size)])]);
        assert_eq!(told(&format!("{header}\n2016,\"CY,B\n")), [(2, vec![("*", Code::Quotes)])]);
        assert_eq!(told(&format!("{header}\n{}", row.replace("+18%", "+cmd|'/C calc'!A0"))), [(2, vec![("note", Code::Formula)])]);
        assert_eq!(told(&format!("{header}\n{}", row.replace("+18%", "\u{202E}"))), [(2, vec![("note", Code::Text)])]);
    }
}
