//! How what was recorded is spread: how many messages reached so many people, showed so many addresses, and so on.

use crate::{Store, StoreError, UnixSeconds};
use std::fmt::Write as _;

/// What is counted of the record of judgements. What only asked is left out: once answered, it was judged again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Messages by the people that they reach; no replies to all.
    NewMail,
    /// Replies to all by the people that they reach.
    ReplyAll,
    /// Messages that leave the organisation by the addresses that they show.
    Disclosed,
    /// Messages by people times bytes.
    Volume,
    /// Days (UTC) of a sender by the copies that were accepted.
    CopiesADay,
    /// Minutes of a sender by the messages that were accepted.
    MessagesAMinute,
}

impl Spread {
    /// A query with one column `v` and one parameter, the first moment.
    fn values(self) -> &'static str {
        match self {
            Self::NewMail => {
                "SELECT people AS v FROM judgements WHERE at >= $1 AND outcome <> 'asked' AND kind <> 'reply_all'"
            }
            Self::ReplyAll => {
                "SELECT people AS v FROM judgements WHERE at >= $1 AND outcome <> 'asked' AND kind = 'reply_all'"
            }
            Self::Disclosed => {
                "SELECT disclosed AS v FROM judgements WHERE at >= $1 AND outcome <> 'asked' AND external >= 1"
            }
            Self::Volume => "SELECT people * size AS v FROM judgements WHERE at >= $1 AND outcome <> 'asked'",
            Self::CopiesADay => {
                "SELECT CAST(SUM(people) AS BIGINT) AS v FROM judgements
                 WHERE at >= $1 AND outcome IN ('accepted', 'sent', 'released') GROUP BY sender, at / 86400"
            }
            Self::MessagesAMinute => {
                "SELECT COUNT(*) AS v FROM judgements
                 WHERE at >= $1 AND outcome IN ('accepted', 'sent', 'released') GROUP BY sender, at / 60"
            }
        }
    }
}

/// How many there are in each step, and the largest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spreading {
    /// As many as there are steps: those from one step up to the next, the last without an end.
    pub counts: Vec<u64>,
    /// The largest value; 0 when there is none.
    pub most: u64,
}

impl Store {
    /// Counts by steps, which rise; what is below the first is not counted.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn spread(&self, of: Spread, since: UnixSeconds, steps: &[u64]) -> Result<Spreading, StoreError> {
        let mut spreading = Spreading { counts: vec![0; steps.len()], most: 0 };
        let (Some(first), Some(last)) = (steps.first(), steps.len().checked_sub(1)) else { return Ok(spreading) };
        let mut places = String::new();
        for (place, step) in steps.iter().skip(1).enumerate() {
            let _ = write!(places, "WHEN v < {} THEN {place} ", crate::to_i64(*step));
        }
        // One step has no bound above it.
        let place = if places.is_empty() { "0".to_owned() } else { format!("CASE {places}ELSE {last} END") };
        let sql = format!(
            "SELECT place, COUNT(*), MAX(v) FROM
                 (SELECT {place} AS place, v FROM ({}) AS every_one WHERE v >= {}) AS placed GROUP BY place",
            of.values(),
            crate::to_i64(*first)
        );
        let rows: Vec<(i64, i64, i64)> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(since).fetch_all(self.reader()).await?;
        for (place, count, most) in rows {
            if let Some(number) = usize::try_from(place).ok().and_then(|place| spreading.counts.get_mut(place)) {
                *number = count.unsigned_abs();
            }
            spreading.most = spreading.most.max(most.unsigned_abs());
        }
        Ok(spreading)
    }
}
