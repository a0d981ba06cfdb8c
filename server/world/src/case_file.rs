//! Case files as they are written: messages to be judged in a world, and what is expected.

use crate::notation::{Length, Texts, Time};
use crate::world_file::WorldFile;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a message says where a case does not say it.
pub(crate) const TEXT: &str = "Please see the rota for next week.";
/// Its subject.
pub(crate) const SUBJECT: &str = "Rota";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseFile {
    pub(crate) world: Option<WorldFile>,
    #[serde(default)]
    pub(crate) case: Vec<Case>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) at: Option<Time>,
    pub(crate) sender: String,
    pub(crate) sending_as: Option<String>,
    pub(crate) channel: Option<String>,
    pub(crate) kind: Option<String>,
    #[serde(default)]
    pub(crate) to: Texts,
    #[serde(default)]
    pub(crate) cc: Texts,
    #[serde(default)]
    pub(crate) bcc: Texts,
    #[serde(default)]
    pub(crate) resent_to: Texts,
    pub(crate) subject: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) quote: Option<String>,
    pub(crate) quotes: Option<String>,
    pub(crate) size: Option<u64>,
    #[serde(default)]
    pub(crate) attachments: Vec<String>,
    pub(crate) message_id: Option<String>,
    pub(crate) in_reply_to: Option<String>,
    #[serde(default)]
    pub(crate) references: Vec<String>,
    pub(crate) auto_submitted: Option<String>,
    #[serde(default)]
    pub(crate) null_return_path: bool,
    pub(crate) report: Option<String>,
    pub(crate) calendar_method: Option<String>,
    #[expect(dead_code, reason = "a message's own Date is accepted and must change nothing")]
    pub(crate) date: Option<toml::Value>,
    pub(crate) parent: Option<Earlier>,
    #[serde(default)]
    pub(crate) received: Vec<Earlier>,
    #[serde(default)]
    pub(crate) history: Vec<HistoryEntry>,
    #[serde(default)]
    pub(crate) frozen: Vec<FrozenEntry>,
    pub(crate) stop: Option<String>,
    pub(crate) lease_age: Option<Length>,
    pub(crate) permit: Option<Permit>,
    pub(crate) break_glass: Option<BreakGlass>,
    pub(crate) confirmation: Option<Confirmed>,
    #[serde(default)]
    pub(crate) observe: Vec<String>,
    #[serde(default)]
    pub(crate) unknown: Vec<String>,
    pub(crate) world: Option<WorldFile>,
    #[serde(default)]
    pub(crate) expect: Expect,
}

/// A message replied to, or received.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Earlier {
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) to: Texts,
    #[serde(default)]
    pub(crate) cc: Texts,
    #[serde(default)]
    pub(crate) bcc: Texts,
    #[serde(default)]
    pub(crate) reply_to: Texts,
    pub(crate) message_id: Option<String>,
    pub(crate) root: Option<String>,
    pub(crate) at: Option<Time>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HistoryEntry {
    pub(crate) from: Texts,
    pub(crate) at: Time,
    pub(crate) repeat: Option<u32>,
    pub(crate) every: Option<Length>,
    pub(crate) kind: Option<String>,
    pub(crate) conversational: Option<bool>,
    #[serde(default)]
    pub(crate) to: Texts,
    #[serde(default)]
    pub(crate) cc: Texts,
    #[serde(default)]
    pub(crate) bcc: Texts,
    pub(crate) subject: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) message_id: Option<String>,
    pub(crate) in_reply_to: Option<String>,
    #[serde(default)]
    pub(crate) references: Vec<String>,
    pub(crate) root: Option<String>,
    pub(crate) deliveries: Option<u64>,
    #[expect(dead_code, reason = "counters are shared by all channels")]
    pub(crate) channel: Option<String>,
    #[expect(dead_code, reason = "counters are shared by all nodes")]
    pub(crate) node: Option<toml::Value>,
    #[expect(dead_code, reason = "a message's own Date changes nothing")]
    pub(crate) date: Option<toml::Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrozenEntry {
    pub(crate) at: Time,
    pub(crate) root: Option<String>,
    pub(crate) participants: Option<Texts>,
    pub(crate) list: Option<String>,
    pub(crate) subject: Option<String>,
    #[serde(default)]
    pub(crate) released: bool,
    pub(crate) until: Option<Time>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Permit {
    pub(crate) people: u64,
    pub(crate) until: Time,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreakGlass {
    #[serde(default)]
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) used_today: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmed {
    #[serde(default)]
    pub(crate) codes: Vec<String>,
    #[serde(default)]
    pub(crate) audience: Compared,
    #[serde(default)]
    pub(crate) draft: Compared,
    #[serde(default)]
    pub(crate) policy: Compared,
}

/// What was confirmed beside what is judged now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Compared {
    #[default]
    Same,
    Other,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    pub(crate) ruling: Option<String>,
    pub(crate) codes: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) rulings: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) values: BTreeMap<String, u64>,
    #[serde(default)]
    pub(crate) subjects: BTreeMap<String, Vec<String>>,
    #[serde(rename = "A")]
    pub(crate) people: Option<u64>,
    #[serde(rename = "E")]
    pub(crate) external: Option<u64>,
    #[serde(rename = "D")]
    pub(crate) disclosed: Option<u64>,
    #[serde(rename = "V")]
    pub(crate) volume: Option<u64>,
    pub(crate) unknown: Option<u64>,
    pub(crate) lists: Option<BTreeMap<String, u64>>,
    #[serde(default)]
    pub(crate) remedies: Vec<String>,
    #[serde(default)]
    pub(crate) no_remedies: Vec<String>,
}
