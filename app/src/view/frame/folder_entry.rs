//! What stands in the folder pane: the server's folders, and between them the places that are ours.

use crate::path::MailPath;
use crate::view::part::Glyph;
use levee_contract::{Folder, FolderRole};

/// One line of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) label: String,
    pub(crate) glyph: Glyph,
    /// `None` for a mere node of the tree.
    pub(crate) place: Option<Place>,
    pub(crate) number: Number,
    pub(crate) depth: u32,
}

/// The number beside an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// Messages not read yet: they make the entry bold.
    Unread(u32),
    /// What is in it.
    Holds(u32),
}

/// Where an entry leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Mailbox(String),
    Ours(&'static str),
}

impl Place {
    pub(crate) fn href(&self) -> String {
        match self {
            Self::Mailbox(name) => MailPath::newest(name).href(),
            Self::Ours(path) => (*path).to_owned(),
        }
    }

    /// Whether it lies in the console and not among mail.
    pub(crate) fn is_console(&self) -> bool {
        matches!(self, Self::Ours("/admin" | "/approvals"))
    }

    /// Whether a page, or one below it, is this place. Names are compared decoded: browsers and
    /// servers escape them differently.
    pub(crate) fn holds(&self, pathname: &str) -> bool {
        match self {
            Self::Mailbox(name) => MailPath::try_from(pathname.to_owned()).is_ok_and(|page| page.mailbox == *name),
            Self::Ours(path) => {
                pathname.strip_prefix(path).is_some_and(|below| below.is_empty() || below.starts_with('/'))
            }
        }
    }
}

impl Entry {
    pub(crate) fn ours(label: &str, glyph: Glyph, path: &'static str, holds: u32) -> Self {
        Self { label: label.to_owned(), glyph, place: Some(Place::Ours(path)), number: Number::Holds(holds), depth: 0 }
    }

    fn of(folder: &Folder) -> Self {
        let (label, glyph) = match folder.role {
            Some(FolderRole::Inbox) => ("Inbox", Glyph::Inbox),
            // *Drafts* are those of Levee; these were begun in another mail program.
            Some(FolderRole::Drafts) => ("Drafts of other apps", Glyph::Folder),
            Some(FolderRole::Sent) => ("Sent", Glyph::Send),
            Some(FolderRole::Archive) => ("Archive", Glyph::Archive),
            Some(FolderRole::Junk) => ("Junk", Glyph::Junk),
            Some(FolderRole::Trash) => ("Deleted", Glyph::Trash),
            None => (folder.label.as_str(), Glyph::Folder),
        };
        Self {
            label: label.to_owned(),
            glyph,
            place: folder.selectable.then(|| Place::Mailbox(folder.name.clone())),
            number: Number::Unread(folder.unread.unwrap_or(0)),
            depth: folder.depth,
        }
    }
}

/// The account's entries, in the order of the folders: our drafts after the inbox, the outbox after Sent.
pub(crate) fn entries(folders: &[Folder], drafts: u32, outbox: u32) -> Vec<Entry> {
    let ours = [
        (end_of_branch(folders, FolderRole::Inbox), Entry::ours("Drafts", Glyph::Pencil, "/drafts", drafts)),
        (end_of_branch(folders, FolderRole::Sent), Entry::ours("Outbox", Glyph::Outbox, "/outbox", outbox)),
    ];
    let due = |at: usize| ours.iter().filter(move |(place, _)| *place == at).map(|(_, entry)| entry.clone());
    let mut entries = Vec::with_capacity(folders.len() + ours.len());
    for (at, folder) in folders.iter().enumerate() {
        entries.extend(due(at));
        entries.push(Entry::of(folder));
    }
    entries.extend(due(folders.len()));
    entries
}

/// How many folders come before the end of the branch of a role; none where there is no such branch.
fn end_of_branch(folders: &[Folder], role: FolderRole) -> usize {
    let Some(at) = folders.iter().position(|folder| folder.role == Some(role) && folder.depth == 0) else { return 0 };
    let below = folders.iter().skip(at + 1).take_while(|folder| folder.depth > 0).count();
    at + 1 + below
}

/// The label of a mailbox for headings: as in the pane.
pub(crate) fn title(role: Option<FolderRole>, mailbox: &str) -> String {
    let label = mailbox.rsplit(['/', '.']).next().unwrap_or(mailbox).to_owned();
    Entry::of(&Folder { name: mailbox.to_owned(), label, depth: 0, role, selectable: true, unread: None }).label
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, role: Option<FolderRole>, depth: u32) -> Folder {
        Folder { name: name.to_owned(), label: name.to_owned(), depth, role, selectable: true, unread: None }
    }

    #[track_caller]
    fn check(folders: &[Folder], expected: &[&str]) {
        let labels: Vec<_> = entries(folders, 2, 0).into_iter().map(|e| e.label).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn our_places_stand_among_the_folders() {
        let inbox = folder("INBOX", Some(FolderRole::Inbox), 0);
        let below = folder("Physio", None, 1);
        let sent = folder("Sent", Some(FolderRole::Sent), 0);
        check(&[inbox.clone(), below, sent.clone()], &["Inbox", "Physio", "Drafts", "Sent", "Outbox"]);
        check(&[sent, inbox], &["Sent", "Outbox", "Inbox", "Drafts"]);
        check(&[], &["Drafts", "Outbox"]);
    }

    #[test]
    fn a_place_knows_its_pages() {
        let clinics = Place::Mailbox("Clinics/Falls & Co".to_owned());
        for (place, page, expected) in [
            (&clinics, "/mail/Clinics%2FFalls%20%26%20Co", true),
            (&clinics, "/mail/Clinics%2FFalls & Co/7/42", true),
            (&clinics, "/mail/Clinics", false),
            (&Place::Ours("/approvals"), "/approvals/1f", true),
            (&Place::Ours("/approvals"), "/approvalsx", false),
        ] {
            assert_eq!(place.holds(page), expected, "{page}");
        }
    }
}
