//! The folder tree in the order in which people know it, and what each folder is for.

use levee_contract::{Folder, FolderRole};
use levee_imap::{MailboxName, Role};

/// Those with a role first, in the order people know; then the tree by name, children below parents.
pub(crate) fn in_order(found: Vec<levee_imap::Folder>) -> Vec<Folder> {
    let mut keyed: Vec<_> = found
        .into_iter()
        .map(|folder| {
            let name = folder.name.decoded();
            let path: Vec<String> = match folder.delimiter {
                Some(delimiter) => name.split(delimiter).map(str::to_owned).collect(),
                None => vec![name.clone()],
            };
            let role = folder.role.map(shown_role);
            let place = role.map_or(FolderRole::Trash as u32 + 1, |role| role as u32);
            let sorted: Vec<String> = path.iter().map(|part| part.to_lowercase()).collect();
            let folder = Folder {
                label: path.last().cloned().unwrap_or_default(),
                depth: if role.is_some() { 0 } else { u32::try_from(path.len() - 1).unwrap_or(u32::MAX) },
                name,
                role,
                selectable: folder.selectable,
                unread: folder.unread,
            };
            ((place, sorted), folder)
        })
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.into_iter().map(|(_, folder)| folder).collect()
}

fn shown_role(role: Role) -> FolderRole {
    match role {
        Role::Inbox => FolderRole::Inbox,
        Role::Drafts => FolderRole::Drafts,
        Role::Sent => FolderRole::Sent,
        Role::Archive => FolderRole::Archive,
        Role::Junk => FolderRole::Junk,
        Role::Trash => FolderRole::Trash,
    }
}

/// The role of a mailbox whose name says it; the folder pane has asked the server, a list need not wait for that.
pub(crate) fn role_by_name(name: &MailboxName) -> Option<FolderRole> {
    match name.decoded().to_ascii_lowercase().as_str() {
        "inbox" => Some(FolderRole::Inbox),
        "drafts" => Some(FolderRole::Drafts),
        "sent" | "sent items" | "sent messages" => Some(FolderRole::Sent),
        "archive" | "archives" => Some(FolderRole::Archive),
        "junk" | "spam" | "junk email" => Some(FolderRole::Junk),
        "trash" | "deleted items" | "deleted messages" => Some(FolderRole::Trash),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, role: Option<Role>) -> levee_imap::Folder {
        let name = MailboxName::parse(name).unwrap();
        levee_imap::Folder { name, delimiter: Some('/'), role, selectable: true, unread: None, total: None }
    }

    #[test]
    fn folders_are_in_the_order_people_know() {
        let found = vec![
            folder("Rotas and leave", None),
            folder("Clinics/Knee class", None),
            folder("Trash", Some(Role::Trash)),
            folder("Clinics", None),
            folder("INBOX", Some(Role::Inbox)),
            folder("Sent", Some(Role::Sent)),
        ];
        let shown: Vec<_> = in_order(found).into_iter().map(|f| (f.label, f.depth)).collect();
        let expected =
            [("INBOX", 0), ("Sent", 0), ("Trash", 0), ("Clinics", 0), ("Knee class", 1), ("Rotas and leave", 0)];
        assert_eq!(shown, expected.map(|(label, depth)| (label.to_owned(), depth)));
    }
}
