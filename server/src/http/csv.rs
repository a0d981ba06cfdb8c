//! Tables of the console as files (RFC 4180). They read only, and hold what the table's filters name.

mod watched;

use super::Shared;
use super::session::Recognised;
use axum::extract::{Extension, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use levee_contract::{AppError, AuditQuery, Caller, ListQuery, VerdictQuery, WhoSends};
use std::fmt::Write as _;
pub(super) use watched::{held, permits, replay, rules, storms};

/// Rows asked for at once, and rows of a file at most.
const PAGE: u32 = 1_000;
const MOST: usize = 100_000;

/// The pairs of a query, as a link of the page has them.
type Asked = Query<Vec<(String, String)>>;
type Who = Extension<Recognised>;

/// `/admin/lists.csv`.
pub(super) async fn lists(State(shared): State<Shared>, who: Who, Query(asked): Asked) -> Response {
    let query = ListQuery { first: 0, ..ListQuery::read(getter(&asked)) };
    answer("lists", lists_of(&shared, who, &query).await)
}

async fn lists_of(shared: &Shared, Extension(Recognised(who)): Who, query: &ListQuery) -> Result<Table, AppError> {
    let page = shared.levee.lists(&who?, query, MOST as u32).await?;
    let titles = [
        "address",
        "name",
        "people",
        "kind",
        "used_for",
        "owners",
        "more_owners",
        "named_senders",
        "changed",
        "findings",
        "suspended_since",
        "suspended_by",
        "suspended_for",
    ];
    let mut table = Table::new(&titles);
    for row in page.rows {
        let (since, by, reason) = match row.suspended {
            Some(it) => (time(it.since), it.by.address.to_string(), it.reason),
            None => Default::default(),
        };
        let lint: Vec<&str> = row.lint.iter().map(|lint| lint.as_str()).collect();
        let named = match row.senders {
            WhoSends::Anyone => 0,
            WhoSends::Named(named) => named,
        };
        table.row(&[
            row.address.to_string(),
            row.name,
            row.size.to_string(),
            row.made.as_str().to_owned(),
            levee_app::words::en::used(row.used).to_lowercase(),
            row.owners.join("; "),
            row.more_owners.to_string(),
            named.to_string(),
            row.changed.map(time).unwrap_or_default(),
            lint.join(" "),
            since,
            by,
            reason,
        ]);
    }
    Ok(table)
}

/// `/admin/verdicts.csv`.
pub(super) async fn verdicts(State(shared): State<Shared>, who: Who, Query(asked): Asked) -> Response {
    let query = VerdictQuery { before: None, ..VerdictQuery::read(getter(&asked)) };
    answer("verdicts", verdicts_of(&shared, who, query).await)
}

async fn verdicts_of(
    shared: &Shared,
    Extension(Recognised(who)): Who,
    mut query: VerdictQuery,
) -> Result<Table, AppError> {
    let who: Caller = who?;
    let titles = [
        "time",
        "reference",
        "sender",
        "kind",
        "channel",
        "people",
        "outside",
        "lists",
        "ruling",
        "enforced",
        "codes",
        "outcome",
        "policy",
        "told_wrong",
        "why_wrong",
    ];
    let mut table = Table::new(&titles);
    loop {
        let page = shared.levee.verdicts(&who, &query, PAGE).await?;
        for row in page.rows {
            let lists: Vec<String> = row.lists.iter().map(|(list, _)| list.to_string()).collect();
            let codes: Vec<&str> = row.codes.iter().map(|code| code.as_str()).collect();
            table.row(&[
                time(row.at),
                row.reference,
                row.sender,
                row.kind,
                row.channel,
                row.people.to_string(),
                row.external.to_string(),
                lists.join("; "),
                row.ruling.as_str().to_owned(),
                row.enforced.as_str().to_owned(),
                codes.join(" "),
                row.outcome,
                row.policy.to_string(),
                row.told.as_ref().map(|told| time(told.at)).unwrap_or_default(),
                row.told.map(|told| told.why).unwrap_or_default(),
            ]);
        }
        query.before = page.next;
        if query.before.is_none() || table.rows >= MOST {
            return Ok(table);
        }
    }
}

/// `/admin/audit.csv`.
pub(super) async fn audit(State(shared): State<Shared>, who: Who, Query(asked): Asked) -> Response {
    let query = AuditQuery { before: None, ..AuditQuery::read(getter(&asked)) };
    answer("audit", audit_of(&shared, who, query).await)
}

async fn audit_of(shared: &Shared, Extension(Recognised(who)): Who, mut query: AuditQuery) -> Result<Table, AppError> {
    let who: Caller = who?;
    let mut table = Table::new(&["entry", "time", "who", "name", "as", "act", "what", "changed", "reason"]);
    loop {
        let page = shared.levee.audit(&who, &query, PAGE).await?;
        for row in page.rows {
            let (id, at) = (row.id.to_string(), time(row.at));
            table.row(&[id, at, row.who, row.name, row.acting, row.act, row.object, row.detail, row.reason]);
        }
        query.before = page.next;
        if query.before.is_none() || table.rows >= MOST {
            return Ok(table);
        }
    }
}

/// `/admin/roles.csv`.
pub(super) async fn roles(State(shared): State<Shared>, who: Who) -> Response {
    answer("roles", roles_of(&shared, who).await)
}

async fn roles_of(shared: &Shared, Extension(Recognised(who)): Who) -> Result<Table, AppError> {
    let mut table = Table::new(&["address", "name", "unit", "role", "of_unit", "since", "granted_by", "by_list"]);
    for holder in shared.levee.role_holders(&who?).await? {
        for granted in holder.roles {
            table.row(&[
                holder.person.address.to_string(),
                holder.person.name.clone().unwrap_or_default(),
                holder.unit.clone(),
                granted.role.as_str().to_owned(),
                granted.unit.unwrap_or_default(),
                if granted.list.is_some() { String::new() } else { time(granted.at) },
                granted.by.unwrap_or_default(),
                granted.list.map(|list| list.to_string()).unwrap_or_default(),
            ]);
        }
    }
    Ok(table)
}

fn getter(asked: &[(String, String)]) -> impl Fn(&str) -> Option<String> {
    |key| asked.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
}

/// RFC 3339, UTC.
fn time(at: i64) -> String {
    let moment = time::OffsetDateTime::from_unix_timestamp(at).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    moment.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
}

/// A file in the making.
struct Table {
    text: String,
    rows: usize,
}

impl Table {
    fn new(titles: &[&str]) -> Self {
        let mut table = Self { text: String::new(), rows: 0 };
        table.line(titles.iter().copied());
        table
    }

    fn row(&mut self, cells: &[String]) {
        self.rows += 1;
        self.line(cells.iter().map(String::as_str));
    }

    fn line<'a>(&mut self, cells: impl Iterator<Item = &'a str>) {
        for (place, cell) in cells.enumerate() {
            let comma = if place == 0 { "" } else { "," };
            let _ = write!(self.text, "{comma}\"{}\"", harmless(cell).replace('"', "\"\""));
        }
        self.text.push_str("\r\n");
    }
}

/// A cell that a spreadsheet does not take for a formula: names and reasons are other people's words.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

fn answer(name: &str, table: Result<Table, AppError>) -> Response {
    match table {
        Ok(table) => {
            let file = format!("attachment; filename=\"levee-{name}.csv\"");
            let headers =
                [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, file)];
            (headers, table.text).into_response()
        }
        Err(why) => refusal(&why),
    }
}

/// A file that was not given, in a line for whoever asked.
pub(super) fn refusal(why: &AppError) -> Response {
    let refused = |status, says: &'static str| (status, says).into_response();
    match why {
        AppError::SignedOut => refused(StatusCode::UNAUTHORIZED, "Sign in first.\n"),
        AppError::Forbidden => refused(StatusCode::FORBIDDEN, "Your account has no right to this file.\n"),
        AppError::Invalid { .. } => {
            refused(StatusCode::BAD_REQUEST, "These numbers could not be saved; the page says why.\n")
        }
        _ => refused(StatusCode::SERVICE_UNAVAILABLE, "Levee cannot read this now. Try again in a moment.\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_nor_ends_its_line() {
        let mut table = Table::new(&["a", "b"]);
        table.row(&["=1+1".to_owned(), "said \"no\",\r\nthen left".to_owned()]);
        table.row(&["-2".to_owned(), "a-b@c".to_owned()]);
        let expected = "\"a\",\"b\"\r\n\"'=1+1\",\"said \"\"no\"\",\r\nthen left\"\r\n\"'-2\",\"a-b@c\"\r\n";
        assert_eq!(table.text, expected);
    }

    #[test]
    fn times_are_for_programs() {
        assert_eq!(time(1_763_637_840), "2025-11-20T11:24:00Z");
    }
}
