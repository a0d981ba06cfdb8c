//! A set of UIDs as a command names it (RFC 3501 section 9, sequence-set): ranges, never empty.

use std::fmt;

/// UIDs in one mailbox; at least one, none of them 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UidSet(Vec<(u32, u32)>);

/// Servers end a connection at an overlong line; this many ranges stay under 8,000 bytes (RFC 7162
/// section 4).
const RANGES_IN_A_COMMAND: usize = 350;

impl UidSet {
    /// The set of these UIDs; `None` when there is none but 0.
    #[must_use]
    pub fn new(uids: impl IntoIterator<Item = u32>) -> Option<Self> {
        let mut uids: Vec<u32> = uids.into_iter().filter(|uid| *uid > 0).collect();
        uids.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for uid in uids {
            match ranges.last_mut() {
                Some((_, last)) if uid <= last.saturating_add(1) => *last = uid,
                _ => ranges.push((uid, uid)),
            }
        }
        (!ranges.is_empty()).then_some(Self(ranges))
    }

    /// The set of one; `None` for 0.
    #[must_use]
    pub fn one(uid: u32) -> Option<Self> {
        Self::new([uid])
    }

    /// The UIDs, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().flat_map(|(first, last)| *first..=*last)
    }

    /// Whether this UID is in it.
    #[must_use]
    pub fn contains(&self, uid: u32) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&uid))
    }

    /// The same UIDs in sets that each fit into one command.
    pub(crate) fn commands(&self) -> impl Iterator<Item = Self> + '_ {
        self.0.chunks(RANGES_IN_A_COMMAND).map(|ranges| Self(ranges.to_vec()))
    }
}

impl fmt::Display for UidSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (first, last)) in self.0.iter().enumerate() {
            let comma = if i > 0 { "," } else { "" };
            if first == last {
                write!(f, "{comma}{first}")?;
            } else {
                write!(f, "{comma}{first}:{last}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(uids: &[u32], expected: Option<&str>) {
        let set = UidSet::new(uids.iter().copied());
        assert_eq!(set.as_ref().map(ToString::to_string).as_deref(), expected, "{uids:?}");
    }

    #[test]
    fn writes_ranges() {
        check(&[], None);
        check(&[0], None);
        check(&[7], Some("7"));
        check(&[3, 1, 2, 2, 9], Some("1:3,9"));
        check(&[u32::MAX, u32::MAX - 1, 1], Some("1,4294967294:4294967295"));
    }

    #[test]
    fn long_sets_take_several_commands() {
        let set = UidSet::new((1..=1000).map(|n| n * 2)).unwrap();
        let parts: Vec<UidSet> = set.commands().collect();
        assert_eq!(parts.len(), 3);
        assert_eq!(parts.iter().flat_map(UidSet::iter).collect::<Vec<_>>(), set.iter().collect::<Vec<_>>());
    }
}
