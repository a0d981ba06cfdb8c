//! Addresses as people type and paste them: names, angle brackets, comments, groups, commas,
//! semicolons and line ends (RFC 5322 section 3.4, read tolerantly). Nothing typed is dropped.

use crate::address::{Address, AddressError};
use serde::{Deserialize, Serialize};

/// One entry of a typed list: what was typed and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The entry as typed, trimmed; shown again when it is no address.
    pub text: String,
    /// Display name, if one was written.
    pub name: Option<String>,
    /// The address, or why it is none.
    pub address: Result<Address, AddressError>,
}

/// Splits a typed or pasted list into its entries. A group stands for its members; an empty group
/// for nobody. `default_domain` completes a bare word, as in worlds of the guard.
#[must_use]
pub fn parse_address_list(text: &str, default_domain: Option<&str>) -> Vec<Written> {
    split_entries(text).iter().filter_map(|entry| parse_entry(entry, default_domain)).collect()
}

/// Cuts at commas, semicolons and line ends outside quotes, comments and angle brackets. A colon
/// outside them ends the name of a group.
fn split_entries(text: &str) -> Vec<String> {
    let (mut entries, mut current) = (Vec::new(), String::new());
    let (mut quoted, mut escaped, mut comment, mut angle) = (false, false, 0_u32, false);
    for c in text.chars() {
        if escaped {
            escaped = false;
        } else if c == '\\' && (quoted || comment > 0) {
            escaped = true;
        } else if quoted {
            quoted = c != '"';
        } else if comment > 0 {
            match c {
                '(' => comment += 1,
                ')' => comment -= 1,
                _ => {}
            }
        } else {
            match c {
                '"' => quoted = true,
                '(' => comment = 1,
                '<' => angle = true,
                '>' => angle = false,
                ',' | ';' | '\n' | '\r' if !angle => {
                    entries.push(std::mem::take(&mut current));
                    continue;
                }
                ':' if !angle && !current.contains('@') => {
                    current.clear();
                    continue;
                }
                _ => {}
            }
        }
        current.push(c);
    }
    entries.push(current);
    entries
}

fn parse_entry(entry: &str, default_domain: Option<&str>) -> Option<Written> {
    let text = entry.trim();
    let bare = without_comments(text);
    let bare = bare.trim();
    if bare.is_empty() {
        return None;
    }
    let (name, spec) = match (angle_start(bare), bare.ends_with('>')) {
        (Some(start), true) => (clean_name(&bare[..start]), bare[start + 1..bare.len() - 1].trim()),
        _ => (None, bare),
    };
    let spec: String =
        if spec.contains('"') { spec.to_owned() } else { spec.split_whitespace().collect::<Vec<_>>().join(" ") };
    let address = match (spec.rsplit_once('@'), default_domain) {
        (None, Some(domain)) => Address::from_parts(&spec, domain),
        (None, None) => Address::parse(&spec),
        // White space may stand beside the @, as where a comment was.
        (Some((local, domain)), _) => Address::parse(&format!("{}@{}", local.trim_end(), domain.trim_start())),
    };
    Some(Written { text: text.to_owned(), name, address })
}

/// Where `<` begins outside quotes.
fn angle_start(text: &str) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '<' if !quoted => return Some(i),
            _ => {}
        }
    }
    None
}

fn without_comments(text: &str) -> String {
    let (mut out, mut depth, mut quoted, mut escaped) = (String::new(), 0_u32, false, false);
    for c in text.chars() {
        if escaped {
            escaped = false;
        } else if c == '\\' && (quoted || depth > 0) {
            escaped = true;
        } else if c == '"' && depth == 0 {
            quoted = !quoted;
        } else if !quoted && c == '(' {
            depth += 1;
            continue;
        } else if !quoted && c == ')' && depth > 0 {
            depth -= 1;
            continue;
        }
        if depth == 0 {
            out.push(c);
        }
    }
    out
}

fn clean_name(text: &str) -> Option<String> {
    let text = text.trim();
    // One quote at each end is syntax; one that is escaped before it belongs to the name.
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let name: String = bare.replace("\\\"", "\"").replace("\\\\", "\\");
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &[&str]) {
        let found: Vec<String> = parse_address_list(typed, Some("hosp.example"))
            .iter()
            .map(|w| w.address.as_ref().map_or_else(|e| format!("{}: {e}", w.text), ToString::to_string))
            .collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn splits_what_people_type() {
        check("bob", &["bob@hosp.example"]);
        check(
            "Bob Ash <bob@a.example>; eve@b.example\nivy@c.example",
            &["bob@a.example", "eve@b.example", "ivy@c.example"],
        );
        check(
            r#"Team: p1@a.example, "Doe, Jane" <p2@a.example>, "c, d"@a.example;"#,
            &["p1@a.example", "p2@a.example", "\"c, d\"@a.example"],
        );
        check("undisclosed-recipients:;", &[]);
        check("bob (Ash) @a.example, \"b ob\" @ a.example", &["bob@a.example", "\"b ob\"@a.example"]);
        check("A: bob;, B: eve; ivy,,", &["bob@hosp.example", "eve@hosp.example", "ivy@hosp.example"]);
        check(
            r#""p1"@a.example, P1 (the first) <p1@a.example> ,  < p1@A.example >"#,
            &["p1@a.example", "p1@a.example", "p1@A.example"],
        );
    }

    #[test]
    fn keeps_what_is_no_address() {
        check(
            "bob@, @x.example, a b@c.example",
            &[
                "bob@: what follows the @ is no domain",
                "@x.example: there is nothing before the @",
                "a b@c.example: it holds a character that no address may hold",
            ],
        );
    }
}
