//! A case as plain data (FORMAT 3): the message, what came before it, and what is not known.

use crate::audience::{People, Reached, jaccard};
use crate::notation::{DAY, instant, number, range, seconds, tables, text, texts, yes};
use crate::world::World;
use levee_mail::parse_address_list;
use std::collections::BTreeSet;
use toml::{Table, Value};

/// A message that somebody received: the parent, or one that RA_HANDMADE looks at.
pub(crate) struct Received {
    pub(crate) from: String,
    /// Its author and audience, without the sender.
    pub(crate) people: People,
    /// Canonical addresses of its Reply-To.
    pub(crate) reply_to: Vec<String>,
    /// The sender was among its recipients only by Bcc.
    pub(crate) only_by_bcc: bool,
    pub(crate) id: Option<String>,
    pub(crate) root: Option<String>,
    pub(crate) at: i64,
}

/// An earlier accepted message.
pub(crate) struct Earlier {
    pub(crate) from: String,
    pub(crate) at: i64,
    pub(crate) conversational: bool,
    /// Its audience; empty where only a number is known.
    pub(crate) people: People,
    /// None where only a number is known.
    pub(crate) participants: Option<People>,
    pub(crate) deliveries: i64,
    pub(crate) top: BTreeSet<String>,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) id: Option<String>,
    pub(crate) root: Option<String>,
}

pub(crate) struct Frozen {
    pub(crate) root: Option<String>,
    pub(crate) participants: Option<People>,
    pub(crate) list: Option<(String, String)>,
}

pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) at: i64,
    pub(crate) sender: String,
    pub(crate) web: bool,
    pub(crate) kind: Option<String>,
    /// The kind is that of a button.
    pub(crate) is_pressed: bool,
    pub(crate) written: Vec<String>,
    pub(crate) reached: Reached,
    /// The audience: whom it reaches, without the sender and her shared mailbox.
    pub(crate) audience: People,
    pub(crate) participants: People,
    pub(crate) disclosed: i64,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) quotes: Option<String>,
    pub(crate) size: i64,
    pub(crate) attached: bool,
    pub(crate) id: Option<String>,
    pub(crate) in_reply_to: Option<String>,
    pub(crate) references: Vec<String>,
    pub(crate) parent: Option<Received>,
    pub(crate) received: Vec<Received>,
    pub(crate) history: Vec<Earlier>,
    pub(crate) frozen: Vec<Frozen>,
    pub(crate) stop: Option<String>,
    pub(crate) lease_age: i64,
    /// How many people a permit that is valid covers.
    pub(crate) permit: Option<i64>,
    pub(crate) break_glass: Option<i64>,
    /// Codes confirmed for this draft under this policy, and whether the audience is the same.
    pub(crate) confirmation: Option<(Vec<String>, bool)>,
    pub(crate) observe: Vec<String>,
    pub(crate) unknown: Vec<String>,
}

struct Reader<'a> {
    world: &'a World,
    sender: String,
    shared: Option<String>,
}

impl Reader<'_> {
    /// Canonical addresses of one field, as typed.
    fn typed(&self, table: &Table, key: &str) -> Vec<String> {
        let array = table.get(key).is_some_and(Value::is_array);
        let mut all = Vec::new();
        for entry in texts(table, key) {
            let many = if array { range(&entry) } else { None };
            for one in many.unwrap_or_else(|| vec![entry]) {
                for written in parse_address_list(&one, Some(&self.world.domain)) {
                    all.push(self.world.canonical(&written.address.unwrap()));
                }
            }
        }
        all
    }

    fn all(&self, table: &Table, keys: &[&str]) -> Vec<String> {
        keys.iter().flat_map(|key| self.typed(table, key)).collect()
    }

    fn one(&self, table: &Table, key: &str) -> String {
        self.world.target(&self.typed(table, key)[0])
    }

    fn received(&self, table: &Table, now: i64) -> Received {
        let from = self.one(table, "from");
        let mut people = self.world.reach(&self.all(table, &["to", "cc", "bcc"])).people;
        people.insert(from.clone());
        people.remove(&self.sender);
        let sees = |keys: &[&str]| {
            let people = self.world.reach(&self.all(table, keys)).people;
            people.iter().any(|one| *one != from && (*one == self.sender || Some(one) == self.shared.as_ref()))
        };
        let id = text(table, "message_id");
        Received {
            only_by_bcc: sees(&["bcc"]) && !sees(&["to", "cc"]),
            reply_to: self.typed(table, "reply_to"),
            root: text(table, "root").or_else(|| id.clone()),
            at: table.get("at").map_or(now, |at| instant(at, now)),
            from,
            people,
            id,
        }
    }

    fn earlier(&self, table: &Table, now: i64) -> Vec<Earlier> {
        let senders = self.typed(table, "from");
        let kind = text(table, "kind").unwrap_or_else(|| "new".to_owned());
        let written = self.all(table, &["to", "cc", "bcc"]);
        let reached = self.world.reach(&written);
        let references = texts(table, "references");
        let root = text(table, "root").or_else(|| references.first().cloned()).or_else(|| text(table, "in_reply_to"));
        let every = seconds(table, "every").unwrap_or(1);
        (0..number(table, "repeat").unwrap_or(1))
            .map(|n| {
                let from = self.world.target(&senders[n as usize % senders.len()]);
                let mut people = reached.people.clone();
                people.remove(&from);
                let mut participants = people.clone();
                participants.insert(from.clone());
                Earlier {
                    at: instant(&table["at"], now) + n * every,
                    conversational: table.get("conversational").map_or(kind == "reply_all", |v| v.as_bool().unwrap()),
                    deliveries: number(table, "deliveries").unwrap_or(people.len() as i64),
                    top: reached.top.clone(),
                    subject: subject_of(table),
                    text: text_of(table),
                    id: text(table, "message_id"),
                    root: root.clone(),
                    from,
                    people,
                    participants: (!written.is_empty()).then_some(participants),
                }
            })
            .collect()
    }

    fn frozen(&self, table: &Table, now: i64) -> Option<Frozen> {
        let tripped = instant(&table["at"], now);
        let until = table.get("until").map_or(tripped + self.world.parameter("storm.block"), |v| instant(v, now));
        let list = text(table, "list").map(|list| self.world.target(&self.world.short(&list)));
        (now < until && !yes(table, "released")).then(|| Frozen {
            root: text(table, "root"),
            participants: table
                .contains_key("participants")
                .then(|| self.world.reach(&self.typed(table, "participants")).people),
            list: list.map(|list| (list, bare_subject(&text(table, "subject").unwrap_or_default()))),
        })
    }
}

fn subject_of(table: &Table) -> String {
    text(table, "subject").unwrap_or_else(|| "Rota".to_owned())
}

fn text_of(table: &Table) -> String {
    text(table, "text").unwrap_or_else(|| "Please see the rota for next week.".to_owned())
}

impl Case {
    pub(crate) fn read(file: &Table, world: &World) -> Self {
        let now = file.get("at").map_or(world.now, |at| instant(at, world.now));
        world.at.set(now);
        let mut reader = Reader { world, sender: String::new(), shared: None };
        reader.sender = reader.one(file, "sender");
        reader.shared = file.contains_key("sending_as").then(|| reader.one(file, "sending_as"));
        let hers = |one: &String| *one == reader.sender || Some(one) == reader.shared.as_ref();
        let written = reader.all(file, &["to", "cc", "bcc", "resent_to"]);
        let reached = world.reach(&written);
        let audience: People = reached.people.iter().filter(|one| !hers(one)).cloned().collect();
        let mut participants = audience.clone();
        participants.insert(reader.sender.clone());
        // The further addresses of a list are that one list; those of a person are told apart.
        let one_list = |one: String| Some(world.target(&one)).filter(|t| world.lists.contains_key(t)).unwrap_or(one);
        let visible: BTreeSet<String> = reader.all(file, &["to", "cc"]).into_iter().map(one_list).collect();
        let disclosed = visible.iter().filter(|one| !hers(&world.target(one))).count() as i64;
        let web = text(file, "channel").is_none_or(|channel| channel == "web");
        let smtp = text(file, "channel").is_some_and(|channel| channel == "smtp");
        let table = |key: &str| file.get(key).and_then(Value::as_table);
        let parent = table("parent").map(|parent| reader.received(parent, now));
        let permit = table("permit").filter(|permit| now < instant(&permit["until"], now));
        let glass = table("break_glass").filter(|glass| !text(glass, "reason").unwrap_or_default().trim().is_empty());
        let same = |given: &Table, key: &str| text(given, key).is_none_or(|v| v == "same");
        let covered = |given: &Table| same(given, "draft") && same(given, "policy");
        let codes = |given: &Table| if covered(given) { texts(given, "codes") } else { Vec::new() };
        let mut case = Self {
            name: text(file, "name").unwrap(),
            at: now,
            web,
            kind: text(file, "kind"),
            is_pressed: file.contains_key("kind"),
            audience,
            participants,
            disclosed,
            subject: subject_of(file),
            text: text_of(file),
            quotes: text(file, "quotes"),
            size: number(file, "size").unwrap_or(20_000),
            attached: !texts(file, "attachments").is_empty(),
            id: text(file, "message_id"),
            in_reply_to: text(file, "in_reply_to"),
            references: texts(file, "references"),
            parent,
            received: tables(file, "received").iter().map(|one| reader.received(one, now)).collect(),
            history: tables(file, "history").iter().flat_map(|one| reader.earlier(one, now)).collect(),
            frozen: tables(file, "frozen").iter().filter_map(|one| reader.frozen(one, now)).collect(),
            stop: text(file, "stop"),
            lease_age: seconds(file, "lease_age").unwrap_or(0),
            permit: permit.map(|permit| number(permit, "people").unwrap()),
            break_glass: glass.map(|glass| number(glass, "used_today").unwrap_or(0)),
            confirmation: table("confirmation").map(|given| (codes(given), same(given, "audience"))),
            observe: texts(file, "observe"),
            unknown: texts(file, "unknown"),
            sender: reader.sender,
            written,
            reached,
        };
        if case.kind.is_none() && smtp {
            case.kind = case.kind_by_headers(file);
        } else if case.kind.is_none() {
            case.kind = Some("new".to_owned());
        }
        case
    }

    /// What In-Reply-To and References name; a pressed *Reply* names its parent.
    pub(crate) fn refers_to(&self, id: &String) -> bool {
        let pressed = matches!(self.kind.as_deref(), Some("reply" | "reply_all")) && self.is_pressed;
        let parent = self.parent.as_ref().filter(|_| pressed).and_then(|parent| parent.id.as_ref());
        self.in_reply_to.as_ref() == Some(id) || self.references.contains(id) || parent == Some(id)
    }

    /// SPEC 4; none where it takes a parent that is not known.
    fn kind_by_headers(&self, file: &Table) -> Option<String> {
        let automatic = text(file, "auto_submitted")
            .map(|value| value.to_lowercase())
            .is_some_and(|v| v.starts_with("auto-replied") || v.starts_with("auto-notified"));
        let kind = if automatic || yes(file, "null_return_path") || file.contains_key("report") {
            "automatic"
        } else if file.contains_key("resent_to") {
            "resend"
        } else if file.contains_key("calendar_method") {
            "invitation"
        } else if self.in_reply_to.is_none() && self.references.is_empty() {
            "new"
        } else if self.knows("parent") {
            let author = self.parent.as_ref().map(|parent| &parent.from);
            let only = self.reached.top.is_empty() && self.audience.iter().all(|one| Some(one) == author);
            if only { "reply" } else { "reply_all" }
        } else {
            return None;
        };
        Some(kind.to_owned())
    }

    pub(crate) fn knows(&self, fact: &str) -> bool {
        let lists_matter = fact != "audience" || !self.reached.lists.is_empty();
        !(lists_matter && self.unknown.iter().any(|one| one == fact))
    }

    /// Younger than: strictly.
    pub(crate) fn within(&self, at: i64, window: i64) -> bool {
        at <= self.at && self.at - at < window
    }

    /// She has sent to these participants twice or more in the last 60 days.
    pub(crate) fn habit(&self) -> bool {
        let same = |e: &&Earlier| self.has_same_participants(e);
        let hers = self.history.iter().filter(|e| e.from == self.sender && self.within(e.at, 60 * DAY));
        hers.filter(same).count() >= 2
    }

    pub(crate) fn has_same_participants(&self, earlier: &Earlier) -> bool {
        earlier.participants.as_ref().is_some_and(|people| jaccard(people, &self.participants) >= 0.9)
    }

    /// A subject that begins with the prefix of a reply.
    pub(crate) fn is_reply_by_subject(&self) -> bool {
        let mut rest = self.subject.as_str();
        while let Some(inner) = prefixed(rest, &["fwd", "fw", "wg"]) {
            rest = inner;
        }
        prefixed(rest, &["re", "aw", "sv", "antw"]).is_some()
    }
}

/// The rest of a subject behind one of these prefixes, `[2]` allowed before the colon.
fn prefixed<'a>(subject: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    let (before, rest) = subject.trim_start().split_once(':')?;
    let word = before.trim_end();
    let word = match word.split_once('[') {
        Some((word, count)) if count.strip_suffix(']').is_some_and(|n| n.parse::<u32>().is_ok()) => word,
        _ => word,
    };
    prefixes.contains(&word.to_lowercase().as_str()).then_some(rest)
}

/// A subject without prefixes, case-folded, white space collapsed.
pub(crate) fn bare_subject(subject: &str) -> String {
    let mut rest = subject;
    while let Some(inner) = prefixed(rest, &["re", "aw", "sv", "antw", "fwd", "fw", "wg"]) {
        rest = inner;
    }
    rest.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
