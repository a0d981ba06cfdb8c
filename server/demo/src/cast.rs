//! Who plays in the demo: people who sign in, people who write to them, and the lists of the story.
//! Fixed data without I/O; mail (`seed`) and the 840,000 others (`organisation`) are made around it.

mod correspondents;
mod story_lists;

pub use correspondents::{ARCHIVE, CORRESPONDENTS, SHARED_TITLE, WARD_7};
pub use story_lists::{
    ASHGROVE_NOTICEBOARD, ASHGROVE_STAFF, CROYDON_PRACTICES, FALLS_CLINIC, KNEE_CLASS, LISTS, PHYSIO_TEAM,
    THEATRES_ALL, TRUST_ANNOUNCEMENTS,
};

/// The organisation's own domain.
pub const DOMAIN: &str = "northmoor.example";
/// Further domains whose addresses mean the same people as those at [`DOMAIN`].
pub const ALIAS_DOMAINS: [&str; 2] = ["nmh.example", "northmoorhealth.example"];
/// The organisation's name as people write it.
pub const ORGANISATION: &str = "Northmoor Health";

/// What an account may do beyond reading and writing its own mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The contractor of the story: no rights, holds the list that was meant for 60 practices.
    Contractor,
    /// An ordinary colleague.
    Colleague,
    /// May write to many: a named sender of the announcement lists.
    MassSender,
    /// Decides on held messages; owns lists.
    Approver,
    /// Runs the console: thresholds, stops, roles.
    Administrator,
}

/// A person with a mailbox and a password in the demo.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// Part of the address before the `@`; the domain is [`DOMAIN`].
    pub local: &'static str,
    /// Name as it stands in From.
    pub name: &'static str,
    /// What the person does.
    pub title: &'static str,
    /// Unit as a path, widest first, separated by `/`.
    pub unit: &'static str,
    /// The password that `levee demo` prints. Guards nothing: the demo listens on loopback only.
    pub password: &'static str,
    /// What this account may do.
    pub part: Part,
    /// Why one would sign in as this person, in one line.
    pub try_this: &'static str,
}

/// Someone who writes in the seeded mail but does not sign in.
#[derive(Clone, Copy, Debug)]
pub struct Correspondent {
    /// Whole address.
    pub address: &'static str,
    /// Name as it stands in From, in its own script.
    pub name: &'static str,
    /// What the person does.
    pub title: &'static str,
    /// Unit as a path; empty for people outside [`DOMAIN`].
    pub unit: &'static str,
}

/// A mailbox that several people read, in the folder tree below `Shared`.
#[derive(Clone, Copy, Debug)]
pub struct SharedMailbox {
    /// Part of the address before the `@`, and its name in the folder tree.
    pub local: &'static str,
    /// Those who may read, mark, file and delete in it, by local part.
    pub members: &'static [&'static str],
}

/// How a list is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListUse {
    /// Members talk to each other.
    Team,
    /// Named senders write, everybody reads.
    Announcement,
    /// Anybody in it writes to all of it: where storms come from.
    Discussion,
    /// Filled by a rule of the directory; the one that broke.
    Rule,
}

/// A list that the seeded mail or the story names.
#[derive(Clone, Copy, Debug)]
pub struct StoryList {
    /// Part of the address before the `@`; the domain is [`DOMAIN`].
    pub local: &'static str,
    /// Name as people know it.
    pub name: &'static str,
    /// How it is used.
    pub used_as: ListUse,
    /// People it was meant for.
    pub declared: u32,
    /// People in it now. Differs from `declared` for the list of the story only.
    pub members_now: u32,
    /// Owners, by local part of an [`Account`] or an internal [`Correspondent`].
    pub owners: &'static [&'static str],
    /// Named senders, by local part; empty: anybody of the organisation may write.
    pub senders: &'static [&'static str],
    /// People who must be among the members, by local part. The others are whoever fits.
    pub must_hold: &'static [&'static str],
}

impl Account {
    /// The whole address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}@{DOMAIN}", self.local)
    }
}

impl StoryList {
    /// The whole address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}@{DOMAIN}", self.local)
    }
}

/// The one password of all demo accounts.
pub const PASSWORD: &str = "northmoor";

/// People who sign in.
pub const ACCOUNTS: [Account; 6] = [
    Account {
        local: "ravi.menon",
        name: "Ravi Menon",
        title: "Contractor, Practice Systems",
        unit: "Primary Care/Croydon Practices",
        password: PASSWORD,
        part: Part::Contractor,
        try_this: "write \"test\" to croydon-practices: 60 practices once, 840,000 people since this morning",
    },
    Account {
        local: "eleanor.whitby",
        name: "Eleanor Whitby",
        title: "Team lead, Physiotherapy",
        unit: "Acute North/Ashgrove Hospital/Physiotherapy",
        password: PASSWORD,
        part: Part::Colleague,
        try_this: "look around; reply all to an announcement is off, to the team it works",
    },
    Account {
        local: "tomasz.zielinski",
        name: "Tomasz Zieliński",
        title: "Estates and Facilities manager",
        unit: "Acute North/Ashgrove Hospital/Estates",
        password: PASSWORD,
        part: Part::Colleague,
        try_this: "sign in beside Eleanor in a second window and write to each other",
    },
    Account {
        local: "claire.adeyemi",
        name: "Claire Adeyemi",
        title: "Head of staff communications",
        unit: "Shared Services/Communications",
        password: PASSWORD,
        part: Part::MassSender,
        try_this: "write to trust-announcements: she may, and confirms the number first",
    },
    Account {
        local: "dawn.petrie",
        name: "Dawn Petrie",
        title: "Primary care lead, owner of croydon-practices",
        unit: "Primary Care/Croydon Practices",
        password: PASSWORD,
        part: Part::Approver,
        try_this: "decide on what is held for approval",
    },
    Account {
        local: "hannah.pryce",
        name: "Hannah Pryce",
        title: "Messaging Operations",
        unit: "Shared Services/Messaging Operations",
        password: PASSWORD,
        part: Part::Administrator,
        try_this: "open the console: traffic, thresholds, stop everything",
    },
];

/// The account with this local part.
#[must_use]
pub fn account(local: &str) -> Option<&'static Account> {
    ACCOUNTS.iter().find(|account| account.local == local)
}

/// Everybody who has a mailbox and a password: [`ACCOUNTS`], then the colleagues who write to them.
pub fn mailboxes() -> impl Iterator<Item = Account> {
    let colleague = |writer: &Correspondent| {
        let local = writer.address.strip_suffix(DOMAIN)?.strip_suffix('@')?;
        (writer.title != SHARED_TITLE).then_some(Account {
            local,
            name: writer.name,
            title: writer.title,
            unit: writer.unit,
            password: PASSWORD,
            part: if local == "helen.marsh" { Part::MassSender } else { Part::Colleague },
            try_this: "read and answer as a colleague",
        })
    };
    ACCOUNTS.into_iter().chain(CORRESPONDENTS.iter().filter_map(colleague))
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_mail::Address;
    use std::collections::BTreeSet;

    /// Local parts of everybody who has an address at the organisation.
    fn everybody_inside() -> BTreeSet<&'static str> {
        let written = CORRESPONDENTS.iter().filter_map(|c| c.address.strip_suffix("@northmoor.example"));
        ACCOUNTS.iter().map(|a| a.local).chain(written).collect()
    }

    #[test]
    fn every_address_parses_and_is_nobody_real() {
        let written = CORRESPONDENTS.iter().map(|c| c.address.to_owned());
        let all = ACCOUNTS.iter().map(Account::address).chain(LISTS.iter().map(StoryList::address)).chain(written);
        for text in all {
            let address = Address::parse(&text).expect(&text);
            assert!(address.domain().ends_with(".example"), "{text} could be somebody's");
        }
    }

    #[test]
    fn owners_senders_and_members_of_lists_exist() {
        let known = everybody_inside();
        for list in LISTS {
            assert!(!list.owners.is_empty(), "{} has no owner", list.local);
            assert!(list.must_hold.len() as u32 <= list.members_now, "{} is too small", list.local);
            for local in list.owners.iter().chain(list.senders).chain(list.must_hold) {
                assert!(known.contains(local), "{} names {local}, who does not exist", list.local);
            }
        }
    }

    #[test]
    fn forty_people_sign_in_and_those_of_the_shared_mailbox_are_among_them() {
        let people: BTreeSet<&str> = mailboxes().map(|account| account.local).collect();
        assert_eq!(people.len(), 40);
        assert!(people.contains(ARCHIVE) && WARD_7.members.iter().all(|member| people.contains(member)));
        assert!(everybody_inside().contains(WARD_7.local) && !people.contains(WARD_7.local));
    }

    #[test]
    fn people_and_lists_do_not_share_a_local_part() {
        let people = everybody_inside();
        assert_eq!(people.len(), ACCOUNTS.len() + CORRESPONDENTS.iter().filter(|c| !c.unit.is_empty()).count());
        assert!(LISTS.iter().all(|list| !people.contains(list.local)));
    }
}
