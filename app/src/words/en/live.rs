//! What is said while a page is open: new mail, room, and the connection.

use super::number::{count, size};

/// How much room is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Less than nine tenths are used.
    Enough,
    /// Nine tenths or more.
    Little,
    /// All of it.
    None,
}

/// Whether there is room for mail, and how much of it is used, in bytes.
#[must_use]
pub fn room(used: u64, limit: u64) -> (Room, String) {
    let (has, of) = (size(used), size(limit));
    if used >= limit {
        (Room::None, format!("Full: {has} of {of} used. Delete mail that you no longer need."))
    } else if u128::from(used) * 10 >= u128::from(limit) * 9 {
        (Room::Little, format!("Almost full: {has} of {of} used. Delete mail that you no longer need."))
    } else {
        (Room::Enough, format!("{has} of {of} used"))
    }
}

/// What has come: who wrote it, or how many there are.
#[must_use]
pub fn new_mail(n: u64, from: Option<&str>) -> String {
    match (n, from) {
        (1, Some(from)) => format!("New mail from {from}."),
        (1, None) => "1 new message.".to_owned(),
        (n, _) => format!("{} new messages.", count(n)),
    }
}

/// What is on screen while something is away.
#[must_use]
pub fn as_of(time: &str) -> String {
    format!("You see your mail as of {time}.")
}

/// When what is away is asked for again.
#[must_use]
pub fn next_try(seconds: u32) -> String {
    match seconds {
        0 => "Trying now".to_owned(),
        seconds => format!("Trying again in {seconds} s"),
    }
}

/// Everything answers again.
#[must_use]
pub fn connected_again() -> &'static str {
    "Connected again. Your mail is up to date."
}

/// The title of a page in the browser's tabs.
#[must_use]
pub fn tab(title: &str, unread: u32) -> String {
    let unread = if unread > 0 { format!("({}) ", count(unread.into())) } else { String::new() };
    let title = if title.is_empty() { String::new() } else { format!("{title} – ") };
    format!("{unread}{title}Levee")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_gets_tight_from_nine_tenths() {
        let (gb, mb) = (1_000_000_000, 1_000_000);
        for (used, expected, text) in [
            (0, Room::Enough, "0 bytes of 2 GB used"),
            (1_200 * mb, Room::Enough, "1.2 GB of 2 GB used"),
            (1_800 * mb - 1, Room::Enough, "1.8 GB of 2 GB used"),
            (1_800 * mb, Room::Little, "Almost full: 1.8 GB of 2 GB used. Delete mail that you no longer need."),
            (2 * gb, Room::None, "Full: 2 GB of 2 GB used. Delete mail that you no longer need."),
            (3 * gb, Room::None, "Full: 3 GB of 2 GB used. Delete mail that you no longer need."),
        ] {
            assert_eq!(room(used, 2 * gb), (expected, text.to_owned()), "{used}");
        }
    }

    #[test]
    fn new_mail_names_its_author() {
        assert_eq!(new_mail(1, Some("Tomasz Zielinski")), "New mail from Tomasz Zielinski.");
        assert_eq!(new_mail(1, None), "1 new message.");
        assert_eq!(new_mail(1_200, Some("Tomasz Zielinski")), "1,200 new messages.");
    }

    #[test]
    fn a_tab_tells_what_is_unread() {
        assert_eq!(tab("Inbox", 0), "Inbox – Levee");
        assert_eq!(tab("Inbox", 1_200), "(1,200) Inbox – Levee");
        assert_eq!(tab("", 0), "Levee");
    }
}
