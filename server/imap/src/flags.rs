//! The marks on a message (RFC 3501 section 2.3.2; keywords of the IANA registry).

use crate::fetch_value::Value;
use std::fmt;

/// One mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// Read.
    Seen,
    /// Answered.
    Answered,
    /// Starred.
    Flagged,
    /// A draft.
    Draft,
    /// To be removed by the next expunge.
    Deleted,
    /// Forwarded.
    Forwarded,
    /// Marked as junk by the reader.
    Junk,
    /// Marked as no junk by the reader.
    NotJunk,
}

impl Flag {
    fn name(self) -> &'static str {
        match self {
            Self::Seen => "\\Seen",
            Self::Answered => "\\Answered",
            Self::Flagged => "\\Flagged",
            Self::Draft => "\\Draft",
            Self::Deleted => "\\Deleted",
            Self::Forwarded => "$Forwarded",
            Self::Junk => "$Junk",
            Self::NotJunk => "$NotJunk",
        }
    }
}

/// Marks to be set or taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlagSet(Vec<Flag>);

impl<const N: usize> From<[Flag; N]> for FlagSet {
    fn from(flags: [Flag; N]) -> Self {
        flags.into_iter().collect()
    }
}

impl FromIterator<Flag> for FlagSet {
    fn from_iter<I: IntoIterator<Item = Flag>>(flags: I) -> Self {
        let mut flags: Vec<Flag> = flags.into_iter().collect();
        flags.sort_unstable();
        flags.dedup();
        Self(flags)
    }
}

impl fmt::Display for FlagSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|flag| flag.name()).collect();
        write!(f, "({})", names.join(" "))
    }
}

/// What is done with a [`FlagSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagChange {
    /// Set them.
    Add,
    /// Take them away.
    Remove,
}

/// The marks that a message has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Read.
    pub seen: bool,
    /// Answered.
    pub answered: bool,
    /// Starred.
    pub flagged: bool,
    /// A draft.
    pub draft: bool,
    /// To be removed by the next expunge.
    pub deleted: bool,
    /// Forwarded.
    pub forwarded: bool,
    /// Marked as junk by the reader.
    pub junk: bool,
    /// Marked as no junk by the reader.
    pub not_junk: bool,
}

impl Flags {
    pub(crate) fn of(value: Option<&Value<'_>>) -> Self {
        let marks = value.and_then(Value::list).unwrap_or_default();
        let has = |flag: Flag| marks.iter().any(|mark| mark.is(flag.name()));
        Self {
            seen: has(Flag::Seen),
            answered: has(Flag::Answered),
            flagged: has(Flag::Flagged),
            draft: has(Flag::Draft),
            deleted: has(Flag::Deleted),
            forwarded: has(Flag::Forwarded),
            junk: has(Flag::Junk),
            not_junk: has(Flag::NotJunk),
        }
    }

    /// Whether this mark is among them.
    #[must_use]
    pub fn has(&self, flag: Flag) -> bool {
        match flag {
            Flag::Seen => self.seen,
            Flag::Answered => self.answered,
            Flag::Flagged => self.flagged,
            Flag::Draft => self.draft,
            Flag::Deleted => self.deleted,
            Flag::Forwarded => self.forwarded,
            Flag::Junk => self.junk,
            Flag::NotJunk => self.not_junk,
        }
    }
}
