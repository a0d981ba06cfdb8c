//! People, shared mailboxes and addresses outside, each with a number given once. Written and read
//! in bulk: a directory of 840,000 is one transaction in and some hundred packed pages out.

use crate::directory_version::{Changed, note_change};
use crate::migrations::Kind;
use crate::{Snapshot, Store, StoreError, UnixSeconds};
use sqlx::AnyConnection;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// What stands behind an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PersonKind {
    /// A human of the organisation.
    #[default]
    Person,
    /// A mailbox that several people use.
    Shared,
    /// An address outside.
    Outside,
    /// A list outside: nobody knows who is behind it.
    OutsideList,
}

impl PersonKind {
    pub(crate) const ALL: [Self; 4] = [Self::Person, Self::Shared, Self::Outside, Self::OutsideList];

    fn number(self) -> i64 {
        self as i64
    }
}

/// What a source says of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonEntry {
    /// Unique within its source and never used for anybody else.
    pub key: String,
    /// What it is.
    pub kind: PersonKind,
    /// Primary address.
    pub address: String,
    /// Further addresses.
    pub aliases: Vec<String>,
    /// May be empty.
    pub name: String,
    /// May be empty.
    pub title: String,
    /// Path, widest first, separated by `/`; may be empty.
    pub unit: String,
    /// May be empty.
    pub site: String,
}

/// Somebody as read back; texts are borrowed from a page of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonRow<'a> {
    /// The number given.
    pub id: u32,
    /// What it is.
    pub kind: PersonKind,
    /// Primary address.
    pub address: &'a str,
    /// Further addresses, one a line.
    pub aliases: &'a str,
    /// May be empty.
    pub name: &'a str,
    /// May be empty.
    pub title: &'a str,
    /// May be empty.
    pub unit: &'a str,
    /// May be empty.
    pub site: &'a str,
}

/// Separates fields and rows of a packed page; taken out of every text that is written.
const FIELD: char = '\u{1f}';
const ROW: char = '\u{1e}';
/// Ids in one packed page.
const PAGE: i64 = 2_000;
/// Rows in one INSERT: they travel as one JSON text, because a parameter for each value of a million
/// rows costs more than writing them.
const ROWS_AT_ONCE: usize = 1_000;

impl Store {
    /// Takes the whole of a source: new people get numbers, known ones are updated, those no longer
    /// there are marked gone. Gives the numbers in the order of the entries.
    ///
    /// # Errors
    /// `Conflict` when two entries have one key; `Unavailable`.
    pub async fn import_people(
        &self,
        source: &str,
        entries: &[PersonEntry],
        now: UnixSeconds,
    ) -> Result<Vec<u32>, StoreError> {
        let mut tx = self.begin_import().await?;
        let mut known = known_of(&mut tx, source).await?;
        let mut next = next_id(&mut tx).await?;
        let mut changed = Vec::new();
        let mut ids = vec![0; entries.len()];
        let mut fresh: Vec<_> = Vec::new();
        for (entry, id) in entries.iter().zip(&mut ids) {
            match known.remove(&clean(&entry.key)) {
                Some(before) => {
                    *id = before.id;
                    if before.says != fingerprint(&Texts::of(entry).packed()) {
                        changed.push((entry, before.id));
                    }
                }
                None => fresh.push((entry, id)),
            }
        }
        // Numbered in the order of their keys, table and index both grow at their ends: twice as fast.
        fresh.sort_unstable_by_key(|(entry, _)| &entry.key);
        for (entry, id) in fresh {
            *id = give(&mut next)?;
            changed.push((entry, *id));
        }
        for chunk in changed.chunks(ROWS_AT_ONCE) {
            write(self.kind(), &mut tx, source, chunk).await?;
        }
        let mut noted: Vec<u32> = changed.iter().map(|(_, id)| *id).collect();
        for Known { id, .. } in known.into_values() {
            let gone = sqlx::query("UPDATE people SET gone = $2 WHERE id = $1 AND gone = 0")
                .bind(i64::from(id))
                .bind(now)
                .execute(&mut *tx)
                .await?;
            noted.extend((gone.rows_affected() > 0).then_some(id));
        }
        noted.extend(forget_strangers(&mut tx, entries, now).await?);
        note_change(&mut tx, Changed::People(&noted)).await?;
        tx.commit().await?;
        Ok(ids)
    }

    /// Shows everybody who is there, by rising number, to `each`.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn each_person(&self, mut each: impl FnMut(PersonRow<'_>) + Send) -> Result<(), StoreError> {
        let mut reading = tokio::spawn(page(self.snapshot().await?, -1));
        loop {
            let ended = |_| StoreError::Unavailable("reading people was broken off".to_owned());
            let (snapshot, found) = reading.await.map_err(ended)??;
            let Some((page, last)) = found else { return Ok(()) };
            // The next page is read while this one is taken in.
            reading = tokio::spawn(self::page(snapshot, last));
            for row in page.split(ROW) {
                each(unpack(row).ok_or(StoreError::Corrupt("person"))?);
            }
        }
    }
}

/// The people numbered above one, packed, and the last number among them; `None` when there are no more.
async fn page(mut snapshot: Snapshot, from: i64) -> Result<(Snapshot, Option<(String, i64)>), StoreError> {
    // One row for each page: a row for each person costs ten times as much.
    let (page, last): (Option<String>, Option<i64>) = sqlx::query_as(
        "SELECT string_agg(concat_ws($2, id, kind, address, aliases, name, title, unit, site), $3), MAX(id)
         FROM (SELECT id, kind, address, aliases, name, title, unit, site FROM people
               WHERE id > $1 AND gone = 0 ORDER BY id LIMIT $4) AS page",
    )
    .bind(from)
    .bind(FIELD.to_string())
    .bind(ROW.to_string())
    .bind(PAGE)
    .fetch_one(snapshot.connection())
    .await?;
    Ok((snapshot, page.zip(last)))
}

fn unpack(row: &str) -> Option<PersonRow<'_>> {
    let mut fields = row.split(FIELD);
    let id = fields.next()?.parse().ok()?;
    let kind: usize = fields.next()?.parse().ok()?;
    Some(PersonRow {
        id,
        kind: *PersonKind::ALL.get(kind)?,
        address: fields.next()?,
        aliases: fields.next()?,
        name: fields.next()?,
        title: fields.next()?,
        unit: fields.next()?,
        site: fields.next()?,
    })
}

/// What is written of an entry.
struct Texts {
    kind: i64,
    texts: [String; 6],
}

impl Texts {
    fn of(entry: &PersonEntry) -> Self {
        let aliases = entry.aliases.join("\n");
        let texts = [&entry.address, &aliases, &entry.name, &entry.title, &entry.unit, &entry.site];
        Self { kind: entry.kind.number(), texts: texts.map(|text| clean(text)) }
    }

    /// As a packed page shows it.
    fn packed(&self) -> String {
        format!("0{FIELD}{}{FIELD}{}", self.kind, self.texts.join(&FIELD.to_string()))
    }
}

pub(crate) async fn write(
    kind: Kind,
    connection: &mut AnyConnection,
    source: &str,
    entries: &[(&PersonEntry, u32)],
) -> Result<(), StoreError> {
    let row = |(entry, id): &(&PersonEntry, u32)| {
        let Texts { kind, texts } = Texts::of(entry);
        (*id, clean(&entry.key), kind, texts)
    };
    let rows: Vec<_> = entries.iter().map(row).collect();
    sqlx::query(kind.of(
        "INSERT INTO people (id, source, key, kind, address, aliases, name, title, unit, site, gone)
         SELECT value ->> 0, $2, value ->> 1, value ->> 2, value ->> '$[3][0]', value ->> '$[3][1]',
                value ->> '$[3][2]', value ->> '$[3][3]', value ->> '$[3][4]', value ->> '$[3][5]', 0
         FROM json_each($1) WHERE true
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, address = excluded.address, aliases = excluded.aliases,
             name = excluded.name, title = excluded.title, unit = excluded.unit, site = excluded.site, gone = 0",
        "INSERT INTO people (id, source, key, kind, address, aliases, name, title, unit, site, gone)
         SELECT CAST(value ->> 0 AS bigint), $2, value ->> 1, CAST(value ->> 2 AS bigint), value #>> '{3,0}',
                value #>> '{3,1}', value #>> '{3,2}', value #>> '{3,3}', value #>> '{3,4}', value #>> '{3,5}', 0
         FROM jsonb_array_elements(CAST($1 AS jsonb))
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, address = excluded.address, aliases = excluded.aliases,
             name = excluded.name, title = excluded.title, unit = excluded.unit, site = excluded.site, gone = 0",
    ))
    .bind(crate::to_json(&rows)?)
    .bind(source)
    .execute(connection)
    .await?;
    Ok(())
}

/// PostgreSQL keeps no NUL either.
fn clean(text: &str) -> String {
    text.replace([FIELD, ROW, '\0'], " ")
}

/// Somebody of a source as last imported.
struct Known {
    id: u32,
    says: u64,
}

/// Tells whether a row would change; it is compared within one run only.
fn fingerprint(packed: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    packed.hash(&mut hasher);
    hasher.finish()
}

/// Everybody of a source, by key.
async fn known_of(connection: &mut AnyConnection, source: &str) -> Result<HashMap<String, Known>, StoreError> {
    let mut known = HashMap::new();
    let mut from = -1_i64;
    loop {
        // By number alone: a condition on the source would have each page sort the whole source.
        let (page, last): (Option<String>, Option<i64>) = sqlx::query_as(
            "SELECT string_agg(concat_ws($2, source, id, key, gone, kind, address, aliases, name, title, unit, site), $3),
                    MAX(id)
             FROM (SELECT id, source, key, gone, kind, address, aliases, name, title, unit, site FROM people
                   WHERE id > $1 ORDER BY id LIMIT $4) AS page",
        )
        .bind(from)
        .bind(FIELD.to_string())
        .bind(ROW.to_string())
        .bind(PAGE)
        .fetch_one(&mut *connection)
        .await?;
        let (Some(page), Some(last)) = (page, last) else { return Ok(known) };
        for row in page.split(ROW) {
            let mut parts = row.splitn(4, FIELD);
            let (Some(of), Some(id), Some(key), Some(says)) = (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                return Err(StoreError::Corrupt("person"));
            };
            if of == source {
                let id = id.parse().map_err(|_| StoreError::Corrupt("person"))?;
                known.insert(key.to_owned(), Known { id, says: fingerprint(says) });
            }
        }
        from = last;
    }
}

/// Who was a stranger until a source told us of her: the source's number stands from now on.
async fn forget_strangers(
    connection: &mut AnyConnection,
    entries: &[PersonEntry],
    now: UnixSeconds,
) -> Result<Vec<u32>, StoreError> {
    let strangers: Vec<(i64, String)> =
        sqlx::query_as("SELECT id, key FROM people WHERE source = 'outside' AND gone = 0")
            .fetch_all(&mut *connection)
            .await?;
    if strangers.is_empty() {
        return Ok(Vec::new());
    }
    let told: HashSet<&str> =
        entries.iter().flat_map(|e| e.aliases.iter().chain([&e.address])).map(String::as_str).collect();
    let mut forgotten = Vec::new();
    for (id, _) in strangers.iter().filter(|(_, address)| told.contains(address.as_str())) {
        sqlx::query("UPDATE people SET gone = $2 WHERE id = $1").bind(id).bind(now).execute(&mut *connection).await?;
        forgotten.push(to_id(*id)?);
    }
    Ok(forgotten)
}

pub(crate) async fn next_id(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    let (next,): (i64,) = sqlx::query_as("SELECT COALESCE(MAX(id), -1) + 1 FROM people").fetch_one(connection).await?;
    Ok(next)
}

pub(crate) fn give(next: &mut i64) -> Result<u32, StoreError> {
    let id = to_id(*next)?;
    *next += 1;
    Ok(id)
}

pub(crate) fn to_id(id: i64) -> Result<u32, StoreError> {
    u32::try_from(id).map_err(|_| StoreError::Corrupt("person id"))
}
