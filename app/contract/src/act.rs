//! What can be done to messages of a list, and how it is taken back.

use serde::{Deserialize, Serialize};

/// Something done to messages of one mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Set \Seen.
    Read,
    /// Remove \Seen.
    Unread,
    /// Set \Flagged.
    Flag,
    /// Remove \Flagged.
    Unflag,
    /// Move to Archive.
    Archive,
    /// Mark as junk and move to Junk.
    Junk,
    /// Mark as no junk and move to the inbox.
    NotJunk,
    /// Move to Trash. What is there already is refused: see `Erase`.
    Delete,
    /// Remove from Trash, for good.
    Erase,
    /// Move to a mailbox that is named.
    Move,
}

/// A mark that an undo sets or takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UndoMark {
    /// \Seen.
    Seen,
    /// \Flagged.
    Flagged,
    /// $Junk.
    Junk,
    /// $NotJunk.
    NotJunk,
}

/// What one step of an undo does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Back {
    /// Sets a mark.
    Set(UndoMark),
    /// Takes a mark away.
    Clear(UndoMark),
    /// Moves to this mailbox.
    Move(String),
}

/// One step of an undo: on these messages, by UID.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoStep {
    /// Where they are now.
    pub mailbox: String,
    /// Its UIDVALIDITY.
    pub uid_validity: u32,
    /// Their UIDs there.
    pub uids: Vec<u32>,
    /// What is done to them.
    pub back: Back,
}

/// A conversation that is ignored from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ignored {
    /// Names it, to end this again.
    pub conversation: String,
    /// What was moved, and how that is taken back.
    pub done: Done,
}

/// What was done to messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The mailbox into which they were moved.
    pub moved_to: Option<String>,
    /// How it is taken back, step by step; empty when it cannot be, or when nothing was changed.
    pub undo: Vec<UndoStep>,
}
