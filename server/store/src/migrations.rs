//! The steps that bring a database up to date, in order; a released one is never changed. One number and one name
//! has a text for each kind of database.

use sqlx::migrate::{Migration, MigrationType, Migrator};
use std::borrow::Cow;

/// Number, name, SQL for SQLite.
const SQLITE: [(i64, &str, &str); 26] = [
    (1, "sessions", include_str!("../migrations/sqlite/1_sessions.sql")),
    (2, "directory", include_str!("../migrations/sqlite/2_directory.sql")),
    (3, "outbox", include_str!("../migrations/sqlite/3_outbox.sql")),
    (4, "history", include_str!("../migrations/sqlite/4_history.sql")),
    (5, "policy", include_str!("../migrations/sqlite/5_policy.sql")),
    (6, "directory version", include_str!("../migrations/sqlite/6_directory_version.sql")),
    (7, "departures", include_str!("../migrations/sqlite/7_departures.sql")),
    (8, "writing", include_str!("../migrations/sqlite/8_writing.sql")),
    (9, "console", include_str!("../migrations/sqlite/9_console.sql")),
    (10, "list addresses", include_str!("../migrations/sqlite/10_list_addresses.sql")),
    (11, "watch", include_str!("../migrations/sqlite/11_watch.sql")),
    (12, "replay", include_str!("../migrations/sqlite/12_replay.sql")),
    (13, "mail programs", include_str!("../migrations/sqlite/13_mail_programs.sql")),
    (14, "key mark", include_str!("../migrations/sqlite/14_key_mark.sql")),
    (15, "directory changes", include_str!("../migrations/sqlite/15_directory_changes.sql")),
    (16, "recorded days", include_str!("../migrations/sqlite/16_recorded_days.sql")),
    (17, "unit of sender", include_str!("../migrations/sqlite/17_unit_of_sender.sql")),
    (18, "alerts", include_str!("../migrations/sqlite/18_alerts.sql")),
    (19, "imported record", include_str!("../migrations/sqlite/19_imported_record.sql")),
    (20, "spread", include_str!("../migrations/sqlite/20_spread.sql")),
    (21, "schedule", include_str!("../migrations/sqlite/21_schedule.sql")),
    (22, "sent to some", include_str!("../migrations/sqlite/22_sent_to_some.sql")),
    (23, "feedback", include_str!("../migrations/sqlite/23_feedback.sql")),
    (24, "ignored conversations", include_str!("../migrations/sqlite/24_ignored_conversations.sql")),
    (25, "suspensions", include_str!("../migrations/sqlite/25_suspensions.sql")),
    (26, "rules", include_str!("../migrations/sqlite/26_rules.sql")),
];

/// Likewise for PostgreSQL, which was added when there were thirteen: its first step makes what they make.
const POSTGRES: [(i64, &str, &str); 14] = [
    (13, "mail programs", include_str!("../migrations/postgres/13_mail_programs.sql")),
    (14, "key mark", include_str!("../migrations/postgres/14_key_mark.sql")),
    (15, "directory changes", include_str!("../migrations/postgres/15_directory_changes.sql")),
    (16, "recorded days", include_str!("../migrations/postgres/16_recorded_days.sql")),
    (17, "unit of sender", include_str!("../migrations/postgres/17_unit_of_sender.sql")),
    (18, "alerts", include_str!("../migrations/postgres/18_alerts.sql")),
    (19, "imported record", include_str!("../migrations/postgres/19_imported_record.sql")),
    (20, "spread", include_str!("../migrations/postgres/20_spread.sql")),
    (21, "schedule", include_str!("../migrations/postgres/21_schedule.sql")),
    (22, "sent to some", include_str!("../migrations/postgres/22_sent_to_some.sql")),
    (23, "feedback", include_str!("../migrations/postgres/23_feedback.sql")),
    (24, "ignored conversations", include_str!("../migrations/postgres/24_ignored_conversations.sql")),
    (25, "suspensions", include_str!("../migrations/postgres/25_suspensions.sql")),
    (26, "rules", include_str!("../migrations/postgres/26_rules.sql")),
];

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// Of the SQL that stands in both dialects the one for this database.
    pub(crate) fn of(self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }

    fn steps(self) -> &'static [(i64, &'static str, &'static str)] {
        match self {
            Self::Sqlite => &SQLITE,
            Self::Postgres => &POSTGRES,
        }
    }

    pub(crate) fn migrator(self) -> Migrator {
        let steps = self.steps().iter().map(|(version, name, sql)| {
            let sql = sqlx::SqlSafeStr::into_sql_str(*sql);
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
        });
        Migrator::with_migrations(steps.collect())
    }

    /// How many steps a database lacks that took these; `None` when it took one that is not known here.
    pub(crate) fn lacking(self, applied: &[(i64,)]) -> Option<usize> {
        let known = applied.iter().filter(|(version,)| self.steps().iter().any(|step| step.0 == *version)).count();
        (known == applied.len()).then(|| self.steps().len() - known)
    }
}
