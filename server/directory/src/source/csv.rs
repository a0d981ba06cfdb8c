//! CSV to people (RFC 4180): quoted fields may hold commas, doubled quotes and line ends.

use super::{ImportError, Person, Record, no_address};
use crate::record::Role;
use levee_mail::Address;
use std::io::BufRead;

const COLUMNS: [&str; 8] = ["address", "aliases", "name", "title", "unit", "site", "roles", "shared"];

/// Reads person after person; the first line names the columns. A byte order mark is passed over.
///
/// # Errors
/// An [`ImportError`] when the first line is missing or names a column that is not known.
pub fn read_csv(file: impl BufRead) -> Result<impl Iterator<Item = Result<Record, ImportError>>, ImportError> {
    let mut rows = Rows { file, line: 0 };
    let header = rows.next().unwrap_or_else(|| {
        Err(ImportError { line: 1, column: None, wrong: "the file is empty".into(), remedy: NAME_COLUMNS })
    })?;
    let columns = columns(&header)?;
    Ok(rows.map(move |row| person(&row?, &columns)))
}

const NAME_COLUMNS: &str = "the first line has to name the columns: address, and any of aliases, name, title, unit, \
                            site, roles, shared";

fn columns(header: &Row) -> Result<Vec<&'static str>, ImportError> {
    let mut columns = Vec::new();
    for (column, written) in (1..).zip(&header.fields) {
        let name = written.trim().trim_start_matches('\u{FEFF}').to_lowercase();
        let wrong =
            |wrong: String| ImportError { line: header.line, column: Some(column), wrong, remedy: NAME_COLUMNS };
        let known = COLUMNS.into_iter().find(|known| *known == name);
        let known = known.ok_or_else(|| wrong(format!("the column \"{name}\" is not known")))?;
        if columns.contains(&known) {
            return Err(wrong(format!("the column \"{name}\" comes twice")));
        }
        columns.push(known);
    }
    match columns.contains(&"address") {
        true => Ok(columns),
        false => Err(ImportError {
            line: header.line,
            column: None,
            wrong: "no column is named address".into(),
            remedy: NAME_COLUMNS,
        }),
    }
}

fn person(row: &Row, columns: &[&'static str]) -> Result<Record, ImportError> {
    let error = |column: Option<usize>, wrong: String, remedy| ImportError { line: row.line, column, wrong, remedy };
    if row.fields.len() != columns.len() {
        let wrong = format!("{} fields, but the first line names {}", row.fields.len(), columns.len());
        return Err(error(None, wrong, "put a field that holds a comma or a quote in double quotes"));
    }
    let field = |name: &str| {
        let place = columns.iter().position(|column| *column == name);
        place.map_or((0, ""), |place| (place + 1, row.fields[place].trim()))
    };
    let text = |name: &str| field(name).1.to_owned();
    let parse = |column: usize, text: &str| {
        Address::parse(text).map_err(|why| error(Some(column), no_address(text, why), "write local@domain"))
    };
    let (column, written) = field("address");
    let address = parse(column, written)?;
    let (column, written) = field("aliases");
    let aliases = written.split_whitespace().map(|alias| parse(column, alias)).collect::<Result<_, _>>()?;
    let (column, written) = field("roles");
    let roles = written
        .split_whitespace()
        .map(|name| {
            role(name).ok_or_else(|| {
                let remedy = "roles are mass_sender, approver, incident, on_call, administrator";
                error(Some(column), format!("the role \"{name}\" is not known"), remedy)
            })
        })
        .collect::<Result<_, _>>()?;
    let (column, written) = field("shared");
    let shared = match written {
        "" | "false" => false,
        "true" => true,
        other => return Err(error(Some(column), format!("shared is \"{other}\""), "write true or false")),
    };
    let (name, title, unit, site) = (text("name"), text("title"), text("unit"), text("site"));
    Ok(Record::Person(Person { address, aliases, name, title, unit, site, roles, shared }))
}

fn role(name: &str) -> Option<Role> {
    Some(match name {
        "mass_sender" => Role::MassSender,
        "approver" => Role::Approver,
        "incident" => Role::Incident,
        "on_call" => Role::OnCall,
        "administrator" => Role::Administrator,
        "auditor" => Role::Auditor,
        "unit_administrator" => Role::UnitAdministrator,
        _ => return None,
    })
}

/// One row and the line on which it begins.
struct Row {
    line: usize,
    fields: Vec<String>,
}

struct Rows<R> {
    file: R,
    line: usize,
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Result<Row, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut text = String::new();
        let mut first = self.line + 1;
        loop {
            match self.file.read_line(&mut text) {
                Ok(0) if text.is_empty() => return None,
                Ok(0) => {
                    let wrong = "a quoted field is never closed".to_owned();
                    let remedy = "close it with \", and write a quote inside as \"\"";
                    return Some(Err(ImportError { line: first, column: None, wrong, remedy }));
                }
                Ok(_) => self.line += 1,
                Err(error) => {
                    let wrong = format!("the file cannot be read: {error}");
                    let remedy = "the file has to be readable and in UTF-8";
                    return Some(Err(ImportError { line: self.line + 1, column: None, wrong, remedy }));
                }
            }
            if text.trim().is_empty() {
                text.clear();
                first = self.line + 1;
                continue;
            }
            // Quotes come in pairs, so an odd number means that the row goes on in the next line.
            if text.matches('"').count().is_multiple_of(2) {
                return Some(Ok(Row { line: first, fields: split(text.trim_end_matches(['\n', '\r'])) }));
            }
        }
    }
}

fn split(row: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = row.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    fields.push(field);
    fields
}
