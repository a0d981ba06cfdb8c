//! How rules fare: in how many messages each fired, and what became of these.

use crate::{Store, StoreError, UnixSeconds};
use levee_guard::{Code, Ruling};

/// Messages in which one rule fired and of which the same became.
///
/// Judgements on one draft are one message, and the last of them says what became of it: whoever is asked and
/// confirms is judged twice. What other mail programs handed over and was refused has no draft: each attempt is a
/// message. Mail of the past that was imported is left out, for no rule acted on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFate {
    /// The rule.
    pub code: Code,
    /// Whether it still fires in the last judgement.
    pub fires: bool,
    /// Whether the glass was broken there.
    pub broken: bool,
    /// The ruling there.
    pub ruling: Ruling,
    /// The outcome there.
    pub outcome: String,
    /// How many messages.
    pub messages: u64,
    /// Those of them of which a verdict with this rule was called wrong.
    pub told: u64,
}

type Columns = (String, String, String, i64, i64, i64, i64);

impl Store {
    /// What became of the messages in which each rule fired at `since` or later.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn rule_fates(&self, since: UnixSeconds) -> Result<Vec<RuleFate>, StoreError> {
        let rows: Vec<Columns> = sqlx::query_as(
            "WITH seen AS (
                 SELECT c.code AS code, CASE WHEN j.told_wrong > 0 THEN 1 ELSE 0 END AS told,
                     CASE WHEN length(j.draft) > 0
                          THEN (SELECT MAX(l.id) FROM judgements AS l WHERE l.draft = j.draft AND length(l.draft) > 0)
                          ELSE j.id END AS latest
                 FROM judgement_codes AS c JOIN judgements AS j ON j.id = c.judgement
                 WHERE j.at >= $1 AND j.outcome <> 'imported' AND c.code <> 'BREAK_GLASS'),
             fired AS (SELECT code, latest, MAX(told) AS told FROM seen GROUP BY code, latest),
             fates AS (
                 SELECT fired.code AS code, fired.told AS told, j.ruling AS ruling, j.outcome AS outcome,
                     CASE WHEN EXISTS (SELECT 1 FROM judgement_codes AS k
                         WHERE k.code = fired.code AND k.judgement = j.id) THEN 1 ELSE 0 END AS fires,
                     CASE WHEN EXISTS (SELECT 1 FROM judgement_codes AS k
                         WHERE k.code = 'BREAK_GLASS' AND k.judgement = j.id) THEN 1 ELSE 0 END AS broken
                 FROM fired JOIN judgements AS j ON j.id = fired.latest)
             SELECT code, ruling, outcome, fires, broken, COUNT(*), CAST(SUM(told) AS BIGINT) FROM fates
             GROUP BY code, ruling, outcome, fires, broken",
        )
        .bind(since)
        .fetch_all(self.reader())
        .await?;
        let row = |(code, ruling, outcome, fires, broken, messages, told): Columns| {
            Ok(RuleFate {
                code: Code::parse(&code).ok_or(StoreError::Corrupt("code"))?,
                fires: fires != 0,
                broken: broken != 0,
                ruling: Ruling::parse(&ruling).ok_or(StoreError::Corrupt("ruling"))?,
                outcome,
                messages: messages.unsigned_abs(),
                told: told.unsigned_abs(),
            })
        };
        rows.into_iter().map(row).collect()
    }
}
