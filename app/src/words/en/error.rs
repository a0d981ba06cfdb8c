//! What went wrong, and what to do: `AppError`, and each problem that a field can have.

use super::number::{count, counted, size};
use crate::words::Sentence;
use crate::words::sentence::{say, strong};
use levee_contract::{AppError, Field};

/// The error in one or two sentences: what happened, then what to do.
#[must_use]
pub fn error(error: &AppError) -> Sentence {
    match error {
        AppError::SignedOut => "You are signed out. Sign in again; what you wrote is still here.".into(),
        AppError::WrongPassword => "Address or password is wrong.".into(),
        AppError::TooManyAttempts { wait } => {
            say!["Too many attempts. Try again in ", strong(counted(u64::from(*wait), "second")), "."]
        }
        AppError::MailServerDown => {
            "The mail server cannot be reached now. Nothing is lost; try again in a minute.".into()
        }
        AppError::StoreDown => "Levee cannot save or send now. Nothing was accepted; your text is still here.".into(),
        AppError::Gone => "This is not here any more.".into(),
        AppError::Forbidden => "Your account has no right to do this.".into(),
        AppError::Conflict => "This was changed in another window meanwhile. Both versions are kept.".into(),
        AppError::Invalid { fields } => fields.iter().fold(Sentence::default(), |said, f| said.then(field(f))),
        AppError::Refused { said } => say!["The mail server refused it: ", said.as_str()],
        AppError::Internal { reference } => {
            say!["Something failed on our side. Support finds it under ", strong(reference.as_str()), "."]
        }
    }
}

/// What is wrong with one field, to stand beside it.
#[must_use]
pub fn field(field: &Field) -> Sentence {
    let detail = field.detail.as_deref().unwrap_or_default();
    match (field.problem.as_str(), detail) {
        ("empty", _) if field.name == "to" => "Add somebody to write to.".into(),
        ("empty", _) => "This must not be empty.".into(),
        ("not_an_address", "") => "This is not an address.".into(),
        ("not_an_address", typed) => say![strong(typed), " is not an address."],
        ("control_character", _) => "This holds a character that cannot be sent.".into(),
        ("too_long", "") => "This is too long.".into(),
        ("too_long", most) => say!["At most ", strong(grouped(most)), " characters."],
        ("too_large", room) => say![
            "The files are too large: those of one message hold at most ",
            strong(size(room.parse().unwrap_or_default())),
            " together. Take one out, or put it where others can fetch it and send the link."
        ],
        ("gone", name) => {
            say![
                "The message that ",
                strong(name),
                " comes from is not there any more. Take the file out, or attach it again."
            ]
        }
        ("not_a_value", _) => "Type a number.".into(),
        ("too_many", "") => "These are too many.".into(),
        ("too_many", most) => say!["At most ", strong(grouped(most)), " can be here."],
        ("out_of_range", "") => "This is outside its range.".into(),
        ("not_offered", _) => "Choose one of those offered.".into(),
        ("out_of_range", range) => say!["This must lie in ", strong(range_of(range)), "."],
        ("order", "") => "This is out of order with its neighbours.".into(),
        ("order", upper) => say!["This must be at most ", strong(upper), "."],
        ("order_above", lower) => say!["This must be at least ", strong(lower), "."],
        ("above_biggest_list", "") => "This is above the biggest list, so no list would be blocked by it.".into(),
        ("above_biggest_list", biggest) => {
            say!["The biggest list has ", strong(grouped(biggest)), " people; this would block none of them."]
        }
        ("none_chosen", _) => "Choose a message first.".into(),
        ("deleted_already", _) => "This is in Deleted already. To remove it, delete it for good.".into(),
        ("not_deleted", _) => "Only what is in Deleted can be deleted for good.".into(),
        ("other_words", "") => "These are not the words. Type them as they stand above the field.".into(),
        ("other_words", words) => say!["Type ", strong(words), " to confirm."],
        ("nobody", _) => "Nobody in the directory has this address.".into(),
        ("no_such_unit", _) => "Nobody works in a unit of this path. Write it as the directory does.".into(),
        ("no_unit", _) => "Only a unit administrator has a unit. Leave it empty.".into(),
        ("same_organisation", of) => {
            say![
                "Two organisations have to release it, and ",
                strong(of),
                " has. Somebody of another one has to agree."
            ]
        }
        ("last_administrator", _) => "This is the last administrator. Make somebody else one first.".into(),
        ("unknown", _) => "There is no such parameter.".into(),
        _ => "This cannot be accepted as it is.".into(),
    }
}

/// "5..500" as "5 to 500".
pub(super) fn range_of(range: &str) -> String {
    match range.split_once("..") {
        Some((least, most)) => format!("{} to {}", grouped(least), grouped(most)),
        None => range.to_owned(),
    }
}

/// A bound that came as digits, with its commas; anything else as it came.
pub(super) fn grouped(bound: &str) -> String {
    bound.parse().map_or_else(|_| bound.to_owned(), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(problem: &str, detail: Option<&str>, expected: &str) {
        let f = Field { name: "x".to_owned(), problem: problem.to_owned(), detail: detail.map(str::to_owned) };
        assert_eq!(field(&f).to_string(), expected);
    }

    #[test]
    fn a_field_says_what_it_needs() {
        check("not_an_address", Some("bob@"), "bob@ is not an address.");
        check(
            "above_biggest_list",
            Some("840000"),
            "The biggest list has 840,000 people; this would block none of them.",
        );
        check("out_of_range", Some("500..100000"), "This must lie in 500 to 100,000.");
        check("order", Some("audience.hold"), "This must be at most audience.hold.");
        check("something_new", None, "This cannot be accepted as it is.");
    }

    #[test]
    fn every_field_of_an_invalid_form_is_said() {
        let empty = |name: &str| Field { name: name.to_owned(), problem: "empty".to_owned(), detail: None };
        let said = error(&AppError::Invalid { fields: vec![empty("reason"), empty("to")] });
        assert_eq!(said.to_string(), "This must not be empty. Add somebody to write to.");
    }
}
