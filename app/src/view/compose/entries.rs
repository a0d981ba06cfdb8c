//! What stands in the wells To, Cc and Bcc while one writes: addresses and what is none yet, in the
//! order typed. Pure: the wells show it, the draft is made from it and read back into it.

use levee_mail::{Address, Contact, Draft, parse_address_list};

/// One entry of a well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// An address, with a name when one was written or chosen.
    Contact(Contact),
    /// Typed and no address; kept as typed.
    NoAddress(String),
}

impl Entry {
    /// The address, if it is one.
    pub(crate) fn address(&self) -> Option<&Address> {
        match self {
            Self::Contact(contact) => Some(&contact.address),
            Self::NoAddress(_) => None,
        }
    }

    /// As it is written in a text field: `Name <address>`, the address, or what was typed.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Contact(Contact { name: Some(name), address }) => {
                format!("\"{}\" <{address}>", name.replace('\\', "\\\\").replace('"', "\\\""))
            }
            Self::Contact(Contact { name: None, address }) => address.to_string(),
            Self::NoAddress(text) => text.clone(),
        }
    }
}

/// Splits what was typed or pasted into entries; nothing typed is dropped.
pub(crate) fn entries(typed: &str) -> Vec<Entry> {
    parse_address_list(typed, None)
        .into_iter()
        .map(|written| match written.address {
            Ok(address) if is_whole(&address) => Entry::Contact(Contact { name: written.name, address }),
            _ => Entry::NoAddress(written.text),
        })
        .collect()
}

/// Whether the domain is one that mail can go to from here: `j.fenwick@northmoor` is still being typed.
fn is_whole(address: &Address) -> bool {
    address.domain().contains('.') || address.domain().starts_with('[')
}

/// A well as the value of a text field, for the form that works without scripts.
pub(crate) fn as_typed(well: &[Entry]) -> String {
    well.iter().map(Entry::written).collect::<Vec<_>>().join(", ")
}

/// The three wells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wells {
    /// To.
    pub(crate) to: Vec<Entry>,
    /// Cc.
    pub(crate) cc: Vec<Entry>,
    /// Bcc.
    pub(crate) bcc: Vec<Entry>,
}

impl Wells {
    /// Reads the wells of a draft. A draft does not say in which well an unfinished entry stood: To.
    pub(crate) fn of(draft: &Draft) -> Self {
        let contacts = |list: &[Contact]| list.iter().cloned().map(Entry::Contact).collect::<Vec<_>>();
        let mut to = contacts(&draft.to);
        to.extend(draft.unparsed.iter().cloned().map(Entry::NoAddress));
        Self { to, cc: contacts(&draft.cc), bcc: contacts(&draft.bcc) }
    }

    /// Writes the wells into a draft in the place of what stood there.
    pub(crate) fn fill(&self, draft: &mut Draft) {
        let contacts = |well: &[Entry]| {
            let contact = |entry: &Entry| match entry {
                Entry::Contact(contact) => Some(contact.clone()),
                Entry::NoAddress(_) => None,
            };
            well.iter().filter_map(contact).collect::<Vec<_>>()
        };
        (draft.to, draft.cc, draft.bcc) = (contacts(&self.to), contacts(&self.cc), contacts(&self.bcc));
        let unparsed = self.all().filter_map(|entry| match entry {
            Entry::NoAddress(text) => Some(text.clone()),
            Entry::Contact(_) => None,
        });
        draft.unparsed = unparsed.collect();
    }

    /// Takes the address out of every well, however its letters are written.
    pub(crate) fn remove(&mut self, address: &Address) {
        let address = address.to_string().to_lowercase();
        for well in [&mut self.to, &mut self.cc, &mut self.bcc] {
            well.retain(|entry| entry.address().is_none_or(|known| known.to_string().to_lowercase() != address));
        }
    }

    /// Moves the addresses named from To and Cc to Bcc, each once.
    pub(crate) fn move_to_bcc(&mut self, outside: &[Address]) {
        let hidden = |entry: &Entry| entry.address().is_some_and(|a| outside.contains(a));
        for well in [&mut self.to, &mut self.cc] {
            let (moved, kept): (Vec<_>, Vec<_>) = well.drain(..).partition(|entry| hidden(entry));
            *well = kept;
            for entry in moved {
                if !self.bcc.contains(&entry) {
                    self.bcc.push(entry);
                }
            }
        }
    }

    /// Every address, To first.
    pub(crate) fn recipients(&self) -> Vec<Address> {
        self.all().filter_map(Entry::address).cloned().collect()
    }

    /// How many entries are no address yet.
    pub(crate) fn unfinished(&self) -> usize {
        self.all().filter(|entry| entry.address().is_none()).count()
    }

    /// Every entry, To first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Entry> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wells(to: &str, cc: &str, bcc: &str) -> Wells {
        Wells { to: entries(to), cc: entries(cc), bcc: entries(bcc) }
    }

    #[track_caller]
    fn check(wells: &Wells, to: &str, cc: &str, bcc: &str) {
        assert_eq!([as_typed(&wells.to), as_typed(&wells.cc), as_typed(&wells.bcc)], [to, cc, bcc]);
    }

    #[test]
    fn what_is_typed_comes_back_as_typed() {
        let typed = r#""Ash, Bob \"B\"" <bob@a.example>, j.fenwick@northmoor, eve@b.example"#;
        check(&wells(typed, "", ""), typed, "", "");
    }

    #[test]
    fn a_domain_that_is_still_typed_is_no_address() {
        for (typed, whole) in [("a@x.example", true), ("a@[192.0.2.1]", true), ("a@northmoor", false), ("a@", false)] {
            assert_eq!(entries(typed).iter().all(|entry| entry.address().is_some()), whole, "{typed}");
        }
    }

    #[test]
    fn a_draft_keeps_the_wells_and_the_unfinished_entries() {
        let mut draft = Draft::default();
        wells("a@x.example, oops", "b@x.example", "c@x.example").fill(&mut draft);
        assert_eq!(draft.unparsed, ["oops"]);
        check(&Wells::of(&draft), "a@x.example, oops", "b@x.example", "c@x.example");
    }

    #[test]
    fn remedies_change_the_wells_and_nothing_else() -> Result<(), levee_mail::AddressError> {
        let list = Address::parse("list@x.example")?;
        let outside = Address::parse("o@out.example")?;
        let mut removed = wells("list@x.example, a@x.example", "list@x.example", "list@x.example");
        removed.remove(&list);
        check(&removed, "a@x.example", "", "");
        let mut hidden = wells("o@out.example, a@x.example", "o@out.example", "b@x.example");
        hidden.move_to_bcc(&[outside]);
        check(&hidden, "a@x.example", "", "b@x.example, o@out.example");
        Ok(())
    }
}
