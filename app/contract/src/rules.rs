//! Lists that are made here by a rule (guard specification, section 17): written down, looked at, approved, put in
//! place.

use crate::{Field, UnixSeconds};
use levee_mail::{Address, Contact};
use serde::{Deserialize, Serialize};

/// A list by a rule as it is written down, each field as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleDraft {
    /// Its address; of a list that is here already, whose rule is changed.
    pub address: String,
    /// As people know it; may be empty.
    pub name: String,
    /// Who is in it, in the language of rules.
    pub rule: String,
    /// How it is used: `group`, `announce` or `discussion`.
    pub used: String,
    /// Who answers for it: addresses, by commas.
    pub owners: String,
    /// The unit that they answer for; empty: not examined.
    pub scope: String,
    /// How many people it is meant to hold.
    pub declared: String,
    /// Who may write to it as its sender: addresses, by commas; empty: nobody is named.
    pub senders: String,
}

impl RuleDraft {
    /// Characters of a rule at most: what fits into an address.
    pub const LONGEST: usize = 2_000;

    /// Reads what a link says.
    #[must_use]
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let word = |key: &str| get(key).unwrap_or_default().trim().to_owned();
        Self {
            address: word("address"),
            name: word("name"),
            rule: word("rule"),
            used: word("used"),
            owners: word("owners"),
            scope: word("scope"),
            declared: word("declared"),
            senders: word("senders"),
        }
    }

    /// What a link says.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("address", &self.address),
            ("name", &self.name),
            ("rule", &self.rule),
            ("used", &self.used),
            ("owners", &self.owners),
            ("scope", &self.scope),
            ("declared", &self.declared),
            ("senders", &self.senders),
        ]
    }

    /// Whether nothing is written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs().iter().all(|(_, text)| text.is_empty())
    }
}

/// Whom a rule reaches now, and what is to be said of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleReached {
    /// People.
    pub people: u64,
    /// The units with most of them.
    pub units: Vec<(String, u64)>,
    /// Units beside those, and their people.
    pub more: (u64, u64),
    /// Some of them, spread evenly.
    pub sample: Vec<String>,
    /// What is to be looked at.
    pub findings: Vec<RuleFinding>,
    /// How many others have to approve of so many.
    pub needed: u32,
}

/// What is to be looked at before a rule is put in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleFinding {
    /// It limits nobody (LIST_RULE_UNSCOPED): each message is held.
    Unlimited,
    /// So many lie outside the owner's scope (LIST_RULE_UNSCOPED): each message is held.
    Outside(u64),
    /// Far from the size declared (LIST_SIZE_JUMP): each message is held.
    NotDeclared(u64),
    /// Messages are held for so many seconds (LIST_NEW).
    New(u64),
    /// Nobody.
    Empty,
}

/// A draft looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePreview {
    /// What is wrong with its fields.
    pub problems: Vec<Field>,
    /// Whom it reaches, where its rule can be read.
    pub reached: Option<RuleReached>,
    /// The list as it is, where it is here already: its rule and its size.
    pub before: Option<(String, u64)>,
}

/// How a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleState {
    /// It waits for approvals, or to be put in place.
    Waiting,
    /// The list stands by it.
    Active,
    /// The list stood by it until another took its place.
    Replaced,
    /// It was taken back before it was in place.
    Withdrawn,
    /// The list was removed.
    Removed,
}

/// A proposal in the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRow {
    /// Number, the key in links.
    pub id: i64,
    /// The list's address.
    pub address: Address,
    /// Its rule.
    pub rule: String,
    /// How it stands.
    pub state: RuleState,
    /// People now: of the list where it is in place, else when it was proposed.
    pub people: u64,
    /// When it was proposed.
    pub at: UnixSeconds,
    /// By whom.
    pub by: Contact,
    /// How many approved of it.
    pub approved: u32,
    /// A source names a list of this address, which is the one that counts.
    pub shadowed: bool,
}

/// Somebody approved of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleApproval {
    /// Who.
    pub by: Contact,
    /// When.
    pub at: UnixSeconds,
    /// For so many people; of more than a tenth more it says nothing.
    pub people: u64,
    /// Whether it counts for as many as there are now.
    pub counts: bool,
}

/// One proposal, opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleView {
    /// Its row.
    pub row: RuleRow,
    /// As it was written.
    pub draft: RuleDraft,
    /// Why.
    pub reason: String,
    /// Whom it reaches now, and what is wrong with it by now.
    pub preview: RulePreview,
    /// Who approved.
    pub approvals: Vec<RuleApproval>,
    /// Whether who looks proposed it.
    pub own: bool,
    /// Whether who looks approved of it, for as many as there are now.
    pub agreed: bool,
}

/// Lists made here by a rule: for administrators; approvers see and approve.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Rules {
    /// All proposals, the latest first.
    async fn rules(&self, who: &crate::Caller) -> Result<Vec<RuleRow>, crate::AppError>;
    /// What a draft reaches; nothing is kept.
    async fn preview_rule(&self, who: &crate::Caller, draft: &RuleDraft) -> Result<RulePreview, crate::AppError>;
    /// Keeps a draft as a proposal; its number. `Conflict` when it reaches more than on screen, or another one waits
    /// for the same list.
    async fn propose_rule(
        &self,
        who: &crate::Caller,
        draft: &RuleDraft,
        people: u64,
        reason: &str,
    ) -> Result<i64, crate::AppError>;
    /// One proposal.
    async fn rule(&self, who: &crate::Caller, id: i64) -> Result<RuleView, crate::AppError>;
    /// Approves of a proposal of somebody else, for as many as on screen; `Conflict` when it reaches more.
    async fn approve_rule(&self, who: &crate::Caller, id: i64, people: u64) -> Result<(), crate::AppError>;
    /// Puts it in place, for as many as on screen and typed; `Conflict` when it reaches more.
    async fn activate_rule(
        &self,
        who: &crate::Caller,
        id: i64,
        people: u64,
        typed: &str,
    ) -> Result<(), crate::AppError>;
    /// Takes a proposal back.
    async fn withdraw_rule(&self, who: &crate::Caller, id: i64, reason: &str) -> Result<(), crate::AppError>;
    /// Removes a list made here.
    async fn remove_rule(&self, who: &crate::Caller, id: i64, reason: &str) -> Result<(), crate::AppError>;
}
