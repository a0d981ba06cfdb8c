//! A world as it is written: who and what exists and which policy holds. Read, laid over each other,
//! not yet understood.

use crate::error::Wrong;
use crate::notation::{Length, Texts, Time, duration};
use levee_guard::{Parameter, Policy, Preset, RATIO_ONE, Unit};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorldFile {
    pub(crate) now: Option<Time>,
    pub(crate) domain: Option<String>,
    pub(crate) accepted: Option<Vec<String>>,
    pub(crate) sub_address: Option<String>,
    pub(crate) preset: Option<String>,
    pub(crate) biggest_list_accepted: Option<bool>,
    #[serde(default)]
    pub(crate) alias_domains: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) policy: toml::Table,
    #[serde(default)]
    pub(crate) people: Vec<PeopleEntry>,
    #[serde(default)]
    pub(crate) person: Vec<PersonEntry>,
    #[serde(default)]
    pub(crate) list: Vec<ListEntry>,
    #[serde(default)]
    pub(crate) outside_list: Vec<OutsideEntry>,
    #[serde(default)]
    pub(crate) allowed_pair: Vec<PairEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeopleEntry {
    pub(crate) range: String,
    pub(crate) unit: Option<String>,
    #[serde(default)]
    pub(crate) roles: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutsideEntry {
    pub(crate) address: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PairEntry {
    pub(crate) owner: String,
    pub(crate) member: String,
}

/// Declares an entry whose fields, but for the address, may be left out, and how one is laid over
/// another: field by field.
macro_rules! entry {
    ($name:ident { $($field:ident: $type:ty,)* }) => {
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            pub(crate) address: String,
            $(pub(crate) $field: Option<$type>,)*
        }

        impl $name {
            fn lay_over(&self, below: &mut Self) {
                $(if self.$field.is_some() {
                    below.$field.clone_from(&self.$field);
                })*
            }
        }
    };
}

entry!(PersonEntry {
    aliases: Vec<String>,
    roles: Vec<String>,
    unit: String,
    shared: bool,
});

entry!(ListEntry {
    aliases: Vec<String>,
    kind: String,
    members: Texts,
    senders: Texts,
    owners: Texts,
    moderators: Texts,
    dynamic: bool,
    rule: String,
    scope: String,
    declared: u64,
    daily: Daily,
    created: Time,
    rule_changed: Time,
    acknowledged: u64,
    released: u64,
    unavailable: bool,
    snapshot_age: Length,
    mta_size: u64,
});

/// Recorded daily sizes: `[60, 60, 61]` or `"60*20, 61*10"`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "DailyWritten")]
pub(crate) struct Daily(pub(crate) Vec<u32>);

/// Days that one entry may stand for; the last 30 count.
const MOST_DAYS: usize = 100_000;

#[derive(Deserialize)]
#[serde(untagged)]
enum DailyWritten {
    Each(Vec<u32>),
    Counted(String),
}

impl TryFrom<DailyWritten> for Daily {
    type Error = String;
    fn try_from(written: DailyWritten) -> Result<Self, String> {
        let text = match written {
            DailyWritten::Each(sizes) => return Ok(Self(sizes)),
            DailyWritten::Counted(text) => text,
        };
        let mut sizes = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (size, times) = part.split_once('*').unwrap_or((part, "1"));
            match (size.trim().parse(), times.trim().parse()) {
                (Ok(size), Ok(times)) if times <= MOST_DAYS => sizes.extend(std::iter::repeat_n::<u32>(size, times)),
                (Ok(_), Ok(_)) => return Err(format!("`{part}` is more than {MOST_DAYS} days")),
                _ => return Err(format!("`{part}` is no size like 60 or 60*20")),
            }
        }
        Ok(Self(sizes))
    }
}

impl WorldFile {
    /// This world with another one laid over it (`[case.world]`). `same` says whether two addresses as
    /// written are one.
    pub(crate) fn with(&self, over: &Self, same: impl Fn(&str, &str) -> bool) -> Self {
        let mut world = self.clone();
        let replace = |below: &mut Option<String>, above: &Option<String>| {
            if above.is_some() {
                below.clone_from(above);
            }
        };
        world.now = over.now.or(world.now);
        replace(&mut world.domain, &over.domain);
        replace(&mut world.sub_address, &over.sub_address);
        replace(&mut world.preset, &over.preset);
        world.accepted = over.accepted.clone().or(world.accepted);
        world.biggest_list_accepted = over.biggest_list_accepted.or(world.biggest_list_accepted);
        world.alias_domains.extend(over.alias_domains.clone());
        merge_tables(&mut world.policy, &over.policy);
        world.people.extend(over.people.iter().cloned());
        world.allowed_pair.extend(over.allowed_pair.iter().cloned());
        for entry in &over.person {
            match world.person.iter_mut().find(|below| same(&below.address, &entry.address)) {
                Some(below) => entry.lay_over(below),
                None => world.person.push(entry.clone()),
            }
        }
        for entry in &over.list {
            match world.list.iter_mut().find(|below| same(&below.address, &entry.address)) {
                Some(below) => entry.lay_over(below),
                None => world.list.push(entry.clone()),
            }
        }
        for entry in &over.outside_list {
            if !world.outside_list.iter().any(|below| same(&below.address, &entry.address)) {
                world.outside_list.push(entry.clone());
            }
        }
        world
    }

    /// Whether laid over another world it changes nothing but the policy, lists that keep their
    /// addresses, and people without further ones.
    pub(crate) fn is_small_change(&self) -> bool {
        self.now.is_none()
            && self.domain.is_none()
            && self.accepted.is_none()
            && self.sub_address.is_none()
            && self.alias_domains.is_empty()
            && self.people.is_empty()
            && self.person.is_empty()
            && self.outside_list.is_empty()
            && self.allowed_pair.is_empty()
            && self.list.iter().all(|list| list.aliases.is_none())
    }

    /// The policy: the preset and what differs from it.
    pub(crate) fn policy(&self) -> Result<Policy, Wrong> {
        let preset = match &self.preset {
            Some(name) => Preset::parse(name)
                .ok_or_else(|| Wrong::new("preset", format!("`{name}` is none of small, medium, large, national")))?,
            None => Preset::default(),
        };
        let mut policy = Policy::preset(preset);
        policy.version = 1;
        set_all(&mut policy, &self.policy, "")?;
        Ok(policy)
    }
}

fn merge_tables(below: &mut toml::Table, above: &toml::Table) {
    for (key, value) in above {
        match (below.get_mut(key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => merge_tables(below, above),
            _ => {
                below.insert(key.clone(), value.clone());
            }
        }
    }
}

fn set_all(policy: &mut Policy, table: &toml::Table, prefix: &str) -> Result<(), Wrong> {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if let toml::Value::Table(inner) = value {
            set_all(policy, inner, &name)?;
            continue;
        }
        let wrong = |problem: String| Wrong::new(format!("policy.{name}"), problem);
        let parameter = Parameter::parse(&name).ok_or_else(|| wrong("no such parameter".to_owned()))?;
        let value = number(value, parameter).ok_or_else(|| {
            let unit = format!("{:?}", parameter.row().unit).to_lowercase();
            wrong(format!("this {} is no number of {unit}", value.type_str()))
        })?;
        policy.set(parameter, value);
    }
    Ok(())
}

fn number(value: &toml::Value, parameter: Parameter) -> Option<u64> {
    match (parameter.row().unit, value) {
        (_, toml::Value::String(text)) if text == "never" => Some(levee_guard::NEVER),
        (Unit::Seconds, toml::Value::String(text)) => u64::try_from(duration(text)? / 1_000).ok(),
        (Unit::Switch, toml::Value::Boolean(on)) => Some(u64::from(*on)),
        (Unit::Ratio, toml::Value::Float(part)) if (0.0..=1e6).contains(part) => {
            Some((part * RATIO_ONE as f64).round() as u64)
        }
        (Unit::Ratio, toml::Value::Integer(whole)) => u64::try_from(*whole).ok()?.checked_mul(RATIO_ONE),
        (_, toml::Value::Integer(count)) => u64::try_from(*count).ok(),
        _ => None,
    }
}
