//! How people are named on screen.

use levee_mail::Contact;

/// The name, or the address where there is none.
pub(crate) fn label(contact: &Contact) -> String {
    contact.name.clone().unwrap_or_else(|| contact.address.to_string())
}

/// All of them, by commas.
pub(crate) fn labels(contacts: &[Contact]) -> String {
    contacts.iter().map(label).collect::<Vec<_>>().join(", ")
}
