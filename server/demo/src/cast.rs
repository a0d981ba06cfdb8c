//! Who plays in the demo: people who sign in, people who write to them, and the lists of the story.
//! Fixed data without I/O; mail (`seed`) and the 840,000 others (`organisation`) are made around it.

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

const ASHGROVE: &str = "Acute North/Ashgrove Hospital";

/// People who write in the seeded mail, inside the organisation first.
pub const CORRESPONDENTS: [Correspondent; 27] = [
    inside("beth.llewellyn@northmoor.example", "Beth Llewellyn", "Rota coordinator, Therapies"),
    inside("samuel.okafor@northmoor.example", "Dr Samuel Okafor", "Consultant, Care of the Elderly"),
    inside("maya.lindqvist@northmoor.example", "Maya Lindqvist", "Ward manager, Ashgrove ward"),
    inside("jo.fenwick@northmoor.example", "Jo Fenwick", "Wheelchair service"),
    inside("imran.qureshi@northmoor.example", "Dr Imran Qureshi", "Orthopaedic registrar"),
    inside("gareth.moss@northmoor.example", "Gareth Moss", "Canteen supervisor"),
    inside("aisha.rahman@northmoor.example", "Aisha Rahman", "Biomedical scientist, Pathology"),
    inside("peter.lund@northmoor.example", "Peter Lund", "Porter"),
    inside("owen.tate@northmoor.example", "Owen Tate", "Radiographer"),
    inside("nadia.cole@northmoor.example", "Nadia Cole", "Practice liaison"),
    inside("sian.gwynne@northmoor.example", "Siân Gŵynne-Huws", "Speech and language therapist"),
    inside("lukasz.wisniewski@northmoor.example", "Łukasz Wiśniewski", "Physiotherapist"),
    inside("katerina.papadaki@northmoor.example", "Κατερίνα Παπαδάκη", "Occupational therapist"),
    inside("layla.haddad@northmoor.example", "ليلى حداد", "Interpreter service"),
    inside("misaki.sato@northmoor.example", "佐藤 美咲", "Visiting physiotherapist"),
    inside("olga.sokolova@northmoor.example", "Ольга Соколова", "Library and knowledge service"),
    inside("helen.marsh@northmoor.example", "Helen Marsh", "Deputy director of operations"),
    inside("grace.obi@northmoor.example", "Grace Obi", "Learning and development"),
    inside("service.desk@northmoor.example", "IT Service Desk", "Shared mailbox"),
    inside("staff.news@northmoor.example", "Northmoor Staff News", "Shared mailbox"),
    outside("oskar.brandt@brightwellmedical.example", "Oskar Brandt", "Brightwell Medical"),
    outside("j.sandoval@hollytreesurgery.example", "Dr Júlia Sandoval", "Holly Tree Surgery"),
    outside("reception@millroadpractice.example", "Mill Road Practice", "General practice"),
    outside("events@physionetwork.example", "Physio Network", "Professional body"),
    outside("orders@caresupplies.example", "Care Supplies", "Supplier"),
    outside("bookings@railaway.example", "Railaway", "Travel"),
    outside("m.keller@klinik-seeufer.example", "Matthias Keller", "Klinik Seeufer"),
];

const fn inside(address: &'static str, name: &'static str, title: &'static str) -> Correspondent {
    Correspondent { address, name, title, unit: ASHGROVE }
}

const fn outside(address: &'static str, name: &'static str, title: &'static str) -> Correspondent {
    Correspondent { address, name, title, unit: "" }
}

/// The announcement list in every inbox: *Reply all* to it is off.
pub const TRUST_ANNOUNCEMENTS: StoryList = StoryList {
    local: "trust-announcements",
    name: "Trust announcements",
    used_as: ListUse::Announcement,
    declared: 4_200,
    members_now: 4_200,
    owners: &["claire.adeyemi"],
    senders: &["claire.adeyemi", "staff.news", "service.desk"],
    must_hold: &[
        "ravi.menon",
        "eleanor.whitby",
        "tomasz.zielinski",
        "claire.adeyemi",
        "dawn.petrie",
        "hannah.pryce",
        "aisha.rahman",
        "peter.lund",
        "owen.tate",
        "gareth.moss",
    ],
};

/// A team of ordinary size: *Reply all* to it works, with a word about its size.
pub const PHYSIO_TEAM: StoryList = StoryList {
    local: "physio-team",
    name: "Physio team",
    used_as: ListUse::Team,
    declared: 60,
    members_now: 60,
    owners: &["eleanor.whitby"],
    senders: &[],
    must_hold: &[
        "eleanor.whitby",
        "tomasz.zielinski",
        "beth.llewellyn",
        "samuel.okafor",
        "imran.qureshi",
        "sian.gwynne",
        "lukasz.wisniewski",
        "katerina.papadaki",
        "misaki.sato",
        "maya.lindqvist",
        "jo.fenwick",
        "ravi.menon",
    ],
};

/// The list of the story: meant for 60 practices; its rule lost its unit this morning.
pub const CROYDON_PRACTICES: StoryList = StoryList {
    local: "croydon-practices",
    name: "Croydon practices",
    used_as: ListUse::Rule,
    declared: 60,
    members_now: 840_000,
    owners: &["dawn.petrie"],
    senders: &[],
    must_hold: &["ravi.menon", "dawn.petrie"],
};

/// Everybody at one hospital; only communications and estates write to it.
pub const ASHGROVE_STAFF: StoryList = StoryList {
    local: "ashgrove-staff",
    name: "Ashgrove staff",
    used_as: ListUse::Announcement,
    declared: 4_200,
    members_now: 4_200,
    owners: &["claire.adeyemi"],
    senders: &["claire.adeyemi", "tomasz.zielinski"],
    must_hold: &["eleanor.whitby", "tomasz.zielinski", "maya.lindqvist", "beth.llewellyn"],
};

/// Lost scarves and lifts home: the list on which a storm is easy to start.
pub const ASHGROVE_NOTICEBOARD: StoryList = StoryList {
    local: "ashgrove-noticeboard",
    name: "Ashgrove noticeboard",
    used_as: ListUse::Discussion,
    declared: 4_200,
    members_now: 4_200,
    owners: &["claire.adeyemi"],
    senders: &[],
    must_hold: &["eleanor.whitby", "ravi.menon", "gareth.moss", "aisha.rahman", "peter.lund", "owen.tate"],
};

/// People who refer to the knee class; small enough to talk.
pub const KNEE_CLASS: StoryList = StoryList {
    local: "knee-class",
    name: "Knee class",
    used_as: ListUse::Discussion,
    declared: 64,
    members_now: 64,
    owners: &["imran.qureshi"],
    senders: &[],
    must_hold: &["eleanor.whitby", "imran.qureshi", "lukasz.wisniewski"],
};

/// The smallest: a dozen people round one clinic, where *Reply all* is what one wants.
pub const FALLS_CLINIC: StoryList = StoryList {
    local: "falls-clinic",
    name: "Falls clinic",
    used_as: ListUse::Team,
    declared: 12,
    members_now: 12,
    owners: &["samuel.okafor"],
    senders: &[],
    must_hold: &["samuel.okafor", "eleanor.whitby", "maya.lindqvist", "katerina.papadaki", "beth.llewellyn"],
};

/// A large list that only an approver lets through.
pub const THEATRES_ALL: StoryList = StoryList {
    local: "theatres-all",
    name: "Theatres, everybody",
    used_as: ListUse::Team,
    declared: 1_850,
    members_now: 1_850,
    owners: &["dawn.petrie"],
    senders: &[],
    must_hold: &["imran.qureshi"],
};

/// All lists of the story.
pub const LISTS: [StoryList; 8] = [
    TRUST_ANNOUNCEMENTS,
    PHYSIO_TEAM,
    CROYDON_PRACTICES,
    ASHGROVE_STAFF,
    ASHGROVE_NOTICEBOARD,
    KNEE_CLASS,
    FALLS_CLINIC,
    THEATRES_ALL,
];

/// The account with this local part.
#[must_use]
pub fn account(local: &str) -> Option<&'static Account> {
    ACCOUNTS.iter().find(|account| account.local == local)
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
    fn people_and_lists_do_not_share_a_local_part() {
        let people = everybody_inside();
        assert_eq!(people.len(), ACCOUNTS.len() + CORRESPONDENTS.iter().filter(|c| !c.unit.is_empty()).count());
        assert!(LISTS.iter().all(|list| !people.contains(list.local)));
    }
}
