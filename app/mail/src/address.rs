//! One mailbox address, local@domain (RFC 5321 section 4.1.2, RFC 5322 section 3.4.1).
//! Kept as written; what makes two of them equal is `Domains::canonical`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// local@domain, without a name. The local part is kept unquoted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Address {
    local: String,
    domain: String,
}

/// Why a text is not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressError {
    /// No `@`.
    NoAt,
    /// Nothing before the `@`.
    NoLocalPart,
    /// Nothing after the `@`, or not the form of a domain.
    NoDomain,
    /// A character that no address may hold: control, white space outside quotes, line or
    /// paragraph separator, zero-width or direction mark.
    ForbiddenCharacter,
    /// Local part over 64 octets or the whole over 254 (RFC 5321 section 4.5.3.1).
    TooLong,
}

impl Address {
    /// Parses one bare address, quoted local parts included; no name, no angle brackets.
    ///
    /// # Errors
    /// An [`AddressError`] that says what is missing or forbidden.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let at = text.rfind('@').ok_or(AddressError::NoAt)?;
        let (local, domain) = (&text[..at], &text[at + 1..]);
        let local = unquote(local)?;
        Self::from_parts(&local, domain)
    }

    /// Builds an address from an unquoted local part and a domain.
    ///
    /// # Errors
    /// As [`Address::parse`].
    pub fn from_parts(local: &str, domain: &str) -> Result<Self, AddressError> {
        if local.is_empty() {
            return Err(AddressError::NoLocalPart);
        }
        if local.chars().chain(domain.chars()).any(is_forbidden) {
            return Err(AddressError::ForbiddenCharacter);
        }
        // What stands in brackets goes into SMTP commands as it is: only what an IP address is made of.
        let literal = domain.strip_prefix('[').and_then(|d| d.strip_suffix(']')).is_some_and(|inner| {
            !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-'))
        });
        let labels_ok = !domain.is_empty()
            && domain.split('.').all(|l| {
                !l.is_empty()
                    && !l.starts_with('-')
                    && !l.ends_with('-')
                    && l.chars().all(|c| c.is_alphanumeric() || c == '-' || !c.is_ascii())
            });
        if !literal && !labels_ok {
            return Err(AddressError::NoDomain);
        }
        if local.len() > 64 || local.len() + domain.len() + 1 > 254 {
            return Err(AddressError::TooLong);
        }
        Ok(Self { local: local.to_owned(), domain: domain.to_owned() })
    }

    /// The part before the `@`, unquoted.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The part after the `@`, as written.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

/// Control characters, separators, zero-width and direction marks: never part of an address,
/// and dangerous in a header or on a screen.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn unquote(local: &str) -> Result<String, AddressError> {
    if let Some(inner) = local.strip_prefix('"').and_then(|l| l.strip_suffix('"')) {
        let mut out = String::with_capacity(inner.len());
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => out.extend(chars.next()),
                '"' => return Err(AddressError::ForbiddenCharacter),
                _ => out.push(c),
            }
        }
        return Ok(out);
    }
    let dots_ok = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    if !dots_ok || !local.chars().all(is_atom_or_dot) {
        return Err(if local.is_empty() { AddressError::NoLocalPart } else { AddressError::ForbiddenCharacter });
    }
    Ok(local.to_owned())
}

fn is_atom_or_dot(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.local.chars().all(is_atom_or_dot)
            && !self.local.starts_with('.')
            && !self.local.ends_with('.')
            && !self.local.contains("..");
        if plain {
            return write!(f, "{}@{}", self.local, self.domain);
        }
        f.write_str("\"")?;
        for c in self.local.chars() {
            if matches!(c, '"' | '\\') {
                f.write_str("\\")?;
            }
            write!(f, "{c}")?;
        }
        write!(f, "\"@{}", self.domain)
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAt => "an address needs an @",
            Self::NoLocalPart => "there is nothing before the @",
            Self::NoDomain => "what follows the @ is no domain",
            Self::ForbiddenCharacter => "it holds a character that no address may hold",
            Self::TooLong => "it is longer than an address may be",
        })
    }
}

impl std::error::Error for AddressError {}

impl FromStr for Address {
    type Err = AddressError;
    fn from_str(s: &str) -> Result<Self, AddressError> {
        Self::parse(s)
    }
}

impl From<Address> for String {
    fn from(a: Address) -> Self {
        a.to_string()
    }
}

impl TryFrom<String> for Address {
    type Error = AddressError;
    fn try_from(s: String) -> Result<Self, AddressError> {
        Self::parse(&s)
    }
}

/// An address and the name beside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contact {
    /// Display name without quotes; `None` when there is none or it is empty.
    pub name: Option<String>,
    /// The address.
    pub address: Address,
}

impl Contact {
    /// The name, or the address when there is none.
    #[must_use]
    pub fn label(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.address.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(domain: &str, expected: Result<(), AddressError>) {
        assert_eq!(Address::from_parts("bob", domain).map(|_| ()), expected, "{domain}");
    }

    #[test]
    fn a_domain_in_brackets_is_an_ip_address() {
        check("[192.0.2.1]", Ok(()));
        check("[IPv6:2001:db8::1]", Ok(()));
        check("[]", Err(AddressError::NoDomain));
        check("[x> NOTIFY=NEVER]", Err(AddressError::NoDomain));
        check("[a]b]", Err(AddressError::NoDomain));
    }
}
