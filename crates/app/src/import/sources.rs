//! The table of sources: what was read, and where.

use domain::trade::Source;

use super::Malformed;

const FILE: &str = "SOURCES.md";
const HEADER: [&str; 3] = ["key", "what", "address"];

/// The rows of the first table of the document.
pub fn read(text: &str) -> Result<Vec<Source>, Malformed> {
    let rows = (1..).zip(text.lines()).skip_while(|(_, line)| !line.starts_with('|')).take_while(|(_, line)| line.starts_with('|'));
    let mut rows = rows.map(|(number, line)| (number, cells(line)));
    let fault = |number: usize, field: &str, problem: &str| Malformed {
        file: FILE,
        row: format!("line {number}"),
        field: field.to_owned(),
        problem: problem.to_owned(),
    };
    match rows.next() {
        Some((_, header)) if header == HEADER => {}
        Some((number, _)) => return Err(fault(number, "*", "the header of the table is not `key | what | address`")),
        None => return Err(fault(1, "*", "there is no table")),
    }
    let mut sources: Vec<Source> = Vec::new();
    for (number, cells) in rows.skip(1) {
        let [keys, what, addresses] = cells.as_slice() else { return Err(fault(number, "*", "a row has three cells")) };
        let keys: Vec<_> = keys.split(", ").collect();
        let addresses: Vec<_> = addresses.split(" ; ").collect();
        if keys.len() != addresses.len() {
            return Err(fault(number, "address", "there are as many addresses as keys"));
        }
        if what.is_empty() {
            return Err(fault(number, "what", "is empty"));
        }
        for (key, address) in keys.into_iter().zip(addresses) {
            if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
                return Err(fault(number, "key", "a key has small letters and digits only"));
            }
            if sources.iter().any(|source| source.key == key) {
                return Err(fault(number, "key", "stands in the table already"));
            }
            let (address, remark) = address.split_once(' ').unwrap_or((address, ""));
            if !address.starts_with("http://") && !address.starts_with("https://") {
                return Err(fault(number, "address", "is no address of the web"));
            }
            let what = if remark.is_empty() { (*what).to_owned() } else { format!("{what} {remark}") };
            sources.push(Source { key: key.to_owned(), what, address: address.to_owned(), publisher: None, retrieved_on: None });
        }
    }
    Ok(sources)
}

fn cells(line: &str) -> Vec<&str> {
    line.trim().trim_matches('|').split('|').map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(row: &str) -> Result<Vec<Source>, Malformed> {
        read(&format!("# Sources\n\n| key | what | address |\n| --- | --- | --- |\n{row}\n\n## More\n| a | b | c |\n"))
    }

    #[test]
    fn several_keys_in_a_row_have_an_address_each() {
        let sources = table("| one1, two | both | https://a.example ; https://b.example (a mirror) |").unwrap();
        let read: Vec<_> = sources.iter().map(|source| (source.key.as_str(), source.what.as_str(), source.address.as_str())).collect();
        assert_eq!(read, [("one1", "both", "https://a.example"), ("two", "both (a mirror)", "https://b.example")]);
    }

    #[test]
    fn a_broken_row_is_named_with_its_field() {
        for (row, field) in [
            ("| one | what |", "*"),
            ("| one, two | what | https://a.example |", "address"),
            ("| One | what | https://a.example |", "key"),
            ("| one |  | https://a.example |", "what"),
            ("| one | what | a.example |", "address"),
            ("| one | what | https://a.example |\n| one | again | https://b.example |", "key"),
        ] {
            let fault = table(row).unwrap_err();
            assert_eq!((fault.file, fault.field.as_str()), ("SOURCES.md", field), "{row}");
        }
        assert!(read("no table").is_err());
    }
}
