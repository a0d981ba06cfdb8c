//! A fact is known or it is not (the guard's specification, section 14). Nothing is guessed here:
//! each rule says by itself what it makes of not knowing.

use serde::{Deserialize, Serialize};

/// Something that may not be known yet, as the browser knows less than the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fact<T> {
    /// It is so.
    Known(T),
    /// Nobody has said yet.
    #[default]
    Unknown,
}

impl<T> Fact<T> {
    /// The value, if it is known.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// Looks at the value without taking it.
    pub fn as_ref(&self) -> Fact<&T> {
        match self {
            Self::Known(value) => Fact::Known(value),
            Self::Unknown => Fact::Unknown,
        }
    }

    /// Changes a known value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Self::Known(value) => Fact::Known(change(value)),
            Self::Unknown => Fact::Unknown,
        }
    }

    /// Whether the value is known and fulfils the condition: how a rule that must not fire on what is
    /// unknown asks.
    pub fn is_known_and(self, condition: impl FnOnce(T) -> bool) -> bool {
        self.known().is_some_and(condition)
    }

    /// Whether the value is unknown or fulfils the condition: how something is asked that could only
    /// soften a verdict.
    pub fn is_unknown_or(self, condition: impl FnOnce(T) -> bool) -> bool {
        self.known().is_none_or(condition)
    }
}

impl<T> From<Option<T>> for Fact<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }
}
