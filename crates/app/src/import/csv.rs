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

    /// A field that is not empty.
    pub fn text(&self, field: &str) -> Result<String, Malformed> {
        let text = self.get(field);
        if text.is_empty() { Err(self.fault(field, "is empty")) } else { Ok(text.to_owned()) }
    }

    pub fn fault(&self, field: &str, problem: impl Into<String>) -> Malformed {
        Malformed { file: self.file, row: format!("line {}", self.number), field: field.to_owned(), problem: problem.into() }
    }
}

/// The lines below the header.
pub fn read<'a>(file: &'static str, text: &str, header: &'a [&'static str]) -> Result<Vec<Line<'a>>, Malformed> {
    let mut records = records(file, text)?.into_iter();
    let found = records.next().map(|(_, fields)| fields).unwrap_or_default();
    if found != header {
        let problem = format!("the header is `{}`, expected was `{}`", found.join(","), header.join(","));
        return Err(Malformed { file, row: "line 1".to_owned(), field: "*".to_owned(), problem });
    }
    records
        .map(|(number, fields)| {
            let line = Line { file, number, header, fields };
            let found = line.fields.len();
            if found == header.len() {
                Ok(line)
            } else {
                Err(line.fault("*", format!("has {found} fields, expected were {}", header.len())))
            }
        })
        .collect()
}

fn records(file: &'static str, text: &str) -> Result<Vec<(usize, Vec<String>)>, Malformed> {
    let fault = |number: usize, problem: &str| Malformed {
        file,
        row: format!("line {number}"),
        field: "*".to_owned(),
        problem: problem.to_owned(),
    };
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
        records("t.csv", text).unwrap().into_iter().map(|(_, fields)| fields).collect()
    }

    #[test]
    fn quoted_fields_keep_commas_quotes_and_line_ends() {
        assert_eq!(fields("a,\"b, \"\"c\"\"\nd\",\r\n\"\",e,f"), [["a", "b, \"c\"\nd", ""], ["", "e", "f"]]);
    }

    #[test]
    fn broken_quotes_are_refused_with_their_line() {
        for (text, line) in [("a\nb\"c", "line 2"), ("a\n\"b", "line 2"), ("\"a\"b", "line 1")] {
            assert_eq!(records("t.csv", text).unwrap_err().row, line, "{text:?}");
        }
    }

    #[test]
    fn a_line_of_another_length_is_refused() {
        let fault = read("t.csv", "a,b\n1,2\n3\n", &["a", "b"]).err().unwrap();
        assert_eq!((fault.row.as_str(), fault.problem.as_str()), ("line 3", "has 1 fields, expected were 2"));
        assert!(read("t.csv", "a,c\n", &["a", "b"]).is_err());
    }
}
