//! What was done to messages of a list.

use super::number::counted;
use levee_contract::Act;

/// "Conversation ignored. 3 messages are in Deleted now."
#[must_use]
pub fn ignored(messages: u64) -> String {
    match messages {
        0 => "Conversation ignored: what arrives of it goes to Deleted.".to_owned(),
        1 => "Conversation ignored. 1 message is in Deleted now.".to_owned(),
        many => format!("Conversation ignored. {} are in Deleted now.", counted(many, "message")),
    }
}

/// "3 messages moved to Archive."
#[must_use]
pub fn done(act: Act, messages: u64, folder: Option<&str>) -> String {
    let what = counted(messages, "message");
    match (act, folder) {
        (Act::Read, _) => format!("{what} marked as read."),
        (Act::Unread, _) => format!("{what} marked as unread."),
        (Act::Flag, _) => format!("{what} flagged."),
        (Act::Unflag, _) => format!("{what} no longer flagged."),
        (Act::Erase, _) => format!("{what} deleted for good."),
        (Act::Delete, _) => format!("{what} deleted."),
        (Act::Junk, _) => format!("{what} marked as junk."),
        (Act::NotJunk, _) => format!("{what} moved to Inbox: not junk."),
        (Act::Archive, _) => format!("{what} archived."),
        (Act::Move, Some(folder)) => format!("{what} moved to {folder}."),
        (Act::Move, None) => format!("{what} were there already."),
    }
}
