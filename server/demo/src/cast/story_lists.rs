//! The lists that the story names.

use super::{ListUse, StoryList};

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
        "maya.lindqvist",
        "helen.marsh",
        "grace.obi",
        "priya.nair",
        "daniel.osei",
        "fiona.mackay",
        "yusuf.demir",
        "charlotte.ng",
        "henrik.aas",
        "ines.carvalho",
        "michael.obrien",
        "amara.eze",
        "chen.wei",
        "vikram.shah",
        "noel.fitzgerald",
        "margaret.hale",
        "bronwen.ellis",
        "zanele.dlamini",
        "ruth.abrams",
        "beth.llewellyn",
        "samuel.okafor",
        "jo.fenwick",
        "imran.qureshi",
        "nadia.cole",
        "sian.gwynne",
        "lukasz.wisniewski",
        "katerina.papadaki",
        "layla.haddad",
        "misaki.sato",
        "olga.sokolova",
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
