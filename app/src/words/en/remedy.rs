//! What the buttons beside a finding say: what they do to the draft, and what that leaves.

use super::number::{count, people};
use crate::words::Context;
use levee_guard::{Offered, Remedy};

/// A button: the act, and in a lighter weight what comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The act: "Remove croydon-practices".
    pub act: String,
    /// What comes of it: "leaves 1 person".
    pub leaves: Option<String>,
}

/// The button of a remedy.
#[must_use]
pub fn remedy(offered: &Offered, context: &Context) -> Label {
    let leaves = offered.leaves.map(|left| format!("leaves {}", people(left)));
    match &offered.remedy {
        Remedy::Remove(address) => Label { act: format!("Remove {}", context.name(address)), leaves },
        Remedy::ReplyToSender => {
            let whom = context.author.as_deref().unwrap_or("the author");
            Label { act: format!("Reply to {whom} only"), leaves }
        }
        Remedy::MoveToBcc => Label { act: "Move outside addresses to Bcc".to_owned(), leaves: None },
        Remedy::SendSeparately => Label { act: "Send to each outside address by itself".to_owned(), leaves: None },
        Remedy::SendAsLink => Label { act: "Send the files as a link".to_owned(), leaves: None },
        Remedy::Attach => Label { act: "Attach a file".to_owned(), leaves: None },
        Remedy::AskApproval => Label { act: "Send for approval".to_owned(), leaves: None },
        Remedy::Wait => Label { act: "Send later".to_owned(), leaves: None },
        Remedy::Contact(address) => {
            Label { act: format!("Ask {}", context.name(address)), leaves: owned(address, context) }
        }
    }
}

/// "owner of ashgrove-staff"; "owner of 3 lists".
fn owned(address: &levee_mail::Address, context: &Context) -> Option<String> {
    let mut lists = context.lists.iter().filter(|list| list.owners.contains(address));
    let first = lists.next()?;
    Some(match lists.count() as u64 {
        0 if first.suspended => format!("suspended {}", first.address.local()),
        0 => format!("owner of {}", first.address.local()),
        more => format!("owner of {} lists", count(more + 1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::ListNote;
    use levee_guard::Ruling;
    use levee_mail::{Address, AddressError, Contact};

    #[test]
    fn a_button_says_what_it_does_and_what_it_leaves() -> Result<(), AddressError> {
        let list = Address::parse("croydon-practices@x.example")?;
        let owner = Address::parse("d.petrie@x.example")?;
        let note = ListNote {
            address: list.clone(),
            size: None,
            usual: None,
            changed: None,
            scope: None,
            owners: vec![owner.clone()],
            suspended: false,
        };
        let names = vec![Contact { name: Some("Dawn Petrie".to_owned()), address: owner.clone() }];
        let context = Context { lists: vec![note], names, ..Context::default() };
        let check = |remedy_: Remedy, leaves: Option<u64>, act: &str, left: Option<&str>| {
            let label = remedy(&Offered { remedy: remedy_, leads_to: Ruling::Allow, leaves }, &context);
            assert_eq!((label.act.as_str(), label.leaves.as_deref()), (act, left));
        };
        check(Remedy::Remove(list), Some(1), "Remove croydon-practices", Some("leaves 1 person"));
        check(Remedy::Contact(owner), None, "Ask Dawn Petrie", Some("owner of croydon-practices"));
        check(Remedy::ReplyToSender, Some(1), "Reply to the author only", Some("leaves 1 person"));
        Ok(())
    }
}
