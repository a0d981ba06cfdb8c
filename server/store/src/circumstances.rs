//! What a sender is judged under at a moment: one read, for it is asked for with each message.

use crate::emergency_stop::{StopRow, Stopped};
use crate::{Store, StoreError, UnixSeconds};

/// What holds at a moment, whatever is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// Number and JSON of the policy in force; `None` before the first.
    pub policy: Option<(u64, String)>,
    /// The emergency stop.
    pub stop: StopRow,
    /// People of the widest permit that the sender has; 0 without one.
    pub permitted: u64,
    /// How often the sender broke the glass today: what was taken back does not count.
    pub glass_broken: u64,
}

type Columns = (Option<i64>, Option<String>, String, String, String, i64, String, i64, i64);

impl Store {
    /// What holds at `now` for a sender: a person by number (`None`: nobody of the directory), with their pseudonym in
    /// the record, where the day began at `today`.
    ///
    /// # Errors
    /// `Unavailable`; `Corrupt` when the stop's scope is none that we know.
    pub async fn circumstances(
        &self,
        sender: Option<u32>,
        pseudonym: &[u8],
        now: UnixSeconds,
        today: UnixSeconds,
    ) -> Result<Circumstances, StoreError> {
        let (version, policy, scope, by, name, at, reason, permitted, glass_broken): Columns = sqlx::query_as(
            "SELECT p.version, p.policy, s.scope, s.set_by, s.name, s.at, s.reason,
                 (SELECT COALESCE(MAX(people), 0) FROM permits WHERE sender = $1 AND until > $2 AND withdrawn = 0),
                 (SELECT COUNT(*) FROM judgements
                  WHERE sender = $3 AND at >= $4 AND ruling IN ('allow', 'warn') AND outcome <> 'undone'
                      AND id IN (SELECT judgement FROM judgement_codes WHERE code = 'BREAK_GLASS'))
             FROM emergency_stop AS s LEFT JOIN policies AS p ON p.version =
                 (SELECT version FROM policies WHERE holds_from <= $2 AND withdrawn = 0
                  ORDER BY holds_from DESC, version DESC LIMIT 1)
             WHERE s.only_row = 1",
        )
        .bind(sender.map_or(-1, i64::from))
        .bind(now)
        .bind(pseudonym)
        .bind(today)
        .fetch_one(self.reader())
        .await?;
        let what = Stopped::read(&scope).ok_or(StoreError::Corrupt("emergency stop"))?;
        Ok(Circumstances {
            policy: version.map(i64::unsigned_abs).zip(policy),
            stop: StopRow { what, by, name, at, reason },
            permitted: permitted.unsigned_abs(),
            glass_broken: glass_broken.unsigned_abs(),
        })
    }
}
