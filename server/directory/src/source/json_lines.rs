//! JSON Lines to records and back. A line is read twice: for its type, then as that type, so that an
//! unknown field is an error and not a silent loss.

use super::{ImportError, List, OutsideList, Person, Record};
use crate::record::AllowedPair;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::io::BufRead;

/// Reads record after record. Empty lines are passed over.
pub fn read_json_lines(file: impl BufRead) -> impl Iterator<Item = Result<Record, ImportError>> {
    (1..).zip(file.lines()).filter_map(|(line, text)| match text {
        Ok(text) if text.trim().is_empty() => None,
        Ok(text) => Some(record(&text).map_err(|wrong| wrong.at(line))),
        Err(error) => {
            let wrong = format!("the file cannot be read: {error}");
            Some(Err(ImportError { line, column: None, wrong, remedy: "the file has to be readable and in UTF-8" }))
        }
    })
}

/// One line, without its end.
#[must_use]
pub fn write_json_line(record: &Record) -> String {
    serde_json::to_string(record).expect("records hold nothing that JSON cannot")
}

struct Wrong {
    column: Option<usize>,
    wrong: String,
    remedy: &'static str,
}

impl Wrong {
    fn at(self, line: usize) -> ImportError {
        ImportError { line, column: self.column, wrong: self.wrong, remedy: self.remedy }
    }
}

fn record(text: &str) -> Result<Record, Wrong> {
    let mut fields: Map<String, Value> = serde_json::from_str(text).map_err(|error| Wrong {
        column: Some(error.column()),
        wrong: format!("not a JSON object ({error})"),
        remedy: "write one object on each line",
    })?;
    let kind = fields.remove("type");
    let fields = Value::Object(fields);
    match kind.as_ref().and_then(Value::as_str) {
        Some("person") => typed::<Person>(fields).map(Record::Person),
        Some("list") => typed::<List>(fields).map(Record::List),
        Some("outside_list") => typed::<OutsideList>(fields).map(Record::OutsideList),
        Some("allowed_pair") => typed::<AllowedPair>(fields).map(Record::AllowedPair),
        _ => Err(Wrong {
            column: None,
            wrong: kind.map_or_else(|| "no `type`".to_owned(), |kind| format!("the type is {kind}")),
            remedy: "`type` has to be \"person\", \"list\", \"outside_list\" or \"allowed_pair\"",
        }),
    }
}

fn typed<T: DeserializeOwned>(fields: Value) -> Result<T, Wrong> {
    serde_json::from_value(fields).map_err(|error| Wrong {
        column: None,
        wrong: error.to_string(),
        remedy: "correct the field, or leave it out when it is not required",
    })
}
