//! Comma-separated values by RFC 4180, read strictly: the header is the expected one and every line has as many fields.

use super::Malformed;

/// A line of a table with the line number in the file.
pub struct Line<'a> {
    file: &'static str,
    number: usize,
    header: &'a [&'static str],
    fields: Vec<String>,
}

impl Line<'_> {
    pub fn get(&self, field: &str) -> &str {
        let at = self.header.iter().position(|name| *name == field);
        at.and_then(|at| self.fields.get(at)).map_or("", String::as_str)
    }

    pub fn fault(&self, field: &str, problem: impl Into<String>) -> Malformed {
        Malformed { file: self.file, row: format!("line {}", self.number), field: field.to_owned(), problem: problem.into() }
    }
}

/// What kind of fault the shape of a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlawKind {
    Header,
    Quotes,
    FieldCount,
}

/// A fault of a table's shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    pub line: usize,
    pub kind: FlawKind,
    pub problem: String,
}

impl Flaw {
    fn of(self, file: &'static str) -> Malformed {
        Malformed { file, row: format!("line {}", self.line), field: "*".to_owned(), problem: self.problem }
    }
}

/// The lines below the header.
pub fn read<'a>(file: &'static str, text: &str, header: &'a [&'static str]) -> Result<Vec<Line<'a>>, Malformed> {
    let lines = table(file, text, header).map_err(|flaw| flaw.of(file))?;
    lines.into_iter().map(|(_, line)| line.map_err(|flaw| flaw.of(file))).collect()
}

/// The lines below the header, each with the number of its first line in the file, and with its own fault if it has one.
pub type Lines<'a> = Vec<(usize, Result<Line<'a>, Flaw>)>;

/// The lines below the header, those among them that have a fault of their own included.
pub fn table<'a>(file: &'static str, text: &str, header: &'a [&'static str]) -> Result<Lines<'a>, Flaw> {
    let mut records = records(text)?.into_iter();
    let found = records.next().map(|(_, fields)| fields).unwrap_or_default();
    if found != header {
        let problem = format!("the header is `{}`, expected was `{}`", found.join(","), header.join(","));
        return Err(Flaw { line: 1, kind: FlawKind::Header, problem });
    }
    let line = |(number, fields): (usize, Vec<String>)| {
        let found = fields.len();
        if found == header.len() {
            return (number, Ok(Line { file, number, header, fields }));
        }
        let problem = format!("has {found} fields, expected were {}", header.len());
        (number, Err(Flaw { line: number, kind: FlawKind::FieldCount, problem }))
    };
    // Spreadsheets leave empty lines at the end.
    Ok(records.filter(|(_, fields)| fields.len() > 1 || fields.iter().any(|field| !field.is_empty())).map(line).collect())
}

fn records(text: &str) -> Result<Vec<(usize, Vec<String>)>, Flaw> {
    let fault = |line: usize, problem: &str| Flaw { line, kind: FlawKind::Quotes, problem: problem.to_owned() };
    let mut records = Vec::new();
    let (mut fields, mut field) = (Vec::new(), String::new());
    let (mut number, mut began, mut quoted, mut closed) = (1, 1, false, false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            '"' if quoted => (quoted, closed) = (false, true),
            '"' if field.is_empty() && !closed => quoted = true,
            '"' => return Err(fault(number, "a quotation mark stands within a field that does not begin with one")),
            _ if quoted => {
                number += usize::from(c == '\n');
                field.push(c);
            }
            ',' => {
                fields.push(std::mem::take(&mut field));
                closed = false;
            }
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' => {
                fields.push(std::mem::take(&mut field));
                records.push((began, std::mem::take(&mut fields)));
                number += 1;
                (began, closed) = (number, false);
            }
            _ if closed => return Err(fault(number, "something follows a closing quotation mark")),
            other => field.push(other),
        }
    }
    if quoted {
        return Err(fault(began, "a quotation mark is not closed"));
    }
    if !field.is_empty() || closed || !fields.is_empty() {
        fields.push(field);
        records.push((began, fields));
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Vec<String>> {
        records(text).unwrap().into_iter().map(|(_, fields)| fields).collect()
    }

    #[test]
    fn quoted_fields_keep_commas_quotes_and_line_ends() {
        assert_eq!(fields("a,\"b, \"\"c\"\"\nd\",\r\n\"\",e,f"), [["a", "b, \"c\"\nd", ""], ["", "e", "f"]]);
    }

    #[test]
    fn broken_quotes_are_refused_with_their_line() {
        for (text, line) in [("a\nb\"c", 2), ("a\n\"b", 2), ("\"a\"b", 1)] {
            assert_eq!(records(text).unwrap_err().line, line, "{text:?}");
        }
    }

    #[test]
    fn a_line_of_another_length_is_refused() {
        let fault = read("t.csv", "a,b\n1,2\n3\n", &["a", "b"]).err().unwrap();
        assert_eq!((fault.row.as_str(), fault.problem.as_str()), ("line 3", "has 1 fields, expected were 2"));
        assert!(read("t.csv", "a,c\n", &["a", "b"]).is_err());
    }
}
