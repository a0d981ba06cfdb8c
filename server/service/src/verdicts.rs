//! The record of judgements, as administrators look things up in it.

use crate::Service;
use crate::feedback::shown;
use crate::rights::reader;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{
    AppError, Caller, RuleFigures, RuleQuery, VerdictPage, VerdictQuery, VerdictRow, VerdictView, Verdicts,
};
use levee_guard::Code;
use levee_mail::Address;
use levee_store::{JudgementFilter, Recorded};
use std::fmt::Write as _;

/// Seconds of a day.
const DAY: i64 = 86_400;
/// Bytes of a pseudonym that are shown: enough to tell people apart, not to tell who they are.
const SHOWN: usize = 4;

#[async_trait]
impl Verdicts for Service {
    async fn verdicts(&self, who: &Caller, query: &VerdictQuery, rows: u32) -> Result<VerdictPage, AppError> {
        let reach = self.sees(who).await?;
        let mut filter = JudgementFilter {
            code: query.code,
            ruling: query.ruling,
            channel: query.channel.clone(),
            told: query.told,
            since: query.since.unwrap_or_else(|| self.clock.now() - i64::from(query.days) * DAY),
            until: query.until,
            units: reach.units().map(<[String]>::to_vec),
            before: query.before,
            limit: rows.saturating_add(1),
            ..JudgementFilter::default()
        };
        match Typed::read(&query.text) {
            Typed::Nothing => {}
            Typed::Code(code) => filter.code = Some(code),
            Typed::List(list) => filter.list = list,
            // Whoever quotes one means it, however old it is.
            Typed::Reference(reference) => {
                filter.reference = Some(reference);
                (filter.since, filter.until) = (i64::MIN, None);
            }
        }
        let found = self.store.count_judgements(&filter, VerdictPage::COUNTED).await.map_err(from_store)?;
        let mut recorded = self.store.find_judgements(&filter).await.map_err(from_store)?;
        let more = recorded.len() > rows as usize;
        recorded.truncate(rows as usize);
        let next = recorded.last().filter(|_| more).map(|last| last.id);
        Ok(VerdictPage { rows: recorded.iter().map(row).collect(), found, next })
    }

    async fn verdict(&self, who: &Caller, reference: &str) -> Result<VerdictView, AppError> {
        let reach = self.sees(who).await?;
        let filter = JudgementFilter {
            reference: Some(reference.to_owned()),
            units: reach.units().map(<[String]>::to_vec),
            since: i64::MIN,
            limit: 1,
            ..JudgementFilter::default()
        };
        let found = self.store.find_judgements(&filter).await.map_err(from_store)?.pop().ok_or(AppError::Gone)?;
        let judgement = &found.judgement;
        Ok(VerdictView {
            row: row(&found),
            size: judgement.size,
            disclosed: judgement.disclosed,
            findings: judgement.findings.clone(),
            thread: Some(&judgement.thread).filter(|thread| !thread.is_empty()).map(|thread| pseudonym('t', thread)),
        })
    }

    async fn rule_figures(&self, who: &Caller, query: &RuleQuery) -> Result<RuleFigures, AppError> {
        reader(who)?;
        self.figures_of_rules(query).await.map_err(from_store)
    }
}

/// What a search means.
#[derive(Debug, PartialEq, Eq)]
enum Typed {
    Nothing,
    Reference(String),
    Code(Code),
    List(String),
}

impl Typed {
    fn read(text: &str) -> Self {
        let upper = text.trim().to_uppercase();
        if upper.is_empty() {
            return Self::Nothing;
        }
        let letters: String = upper.strip_prefix("LV").unwrap_or(&upper).chars().filter(|c| *c != '-').collect();
        let split = letters.len() == 8 && (upper.starts_with("LV") || upper.as_bytes().get(4) == Some(&b'-'));
        if split && letters.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let (one, two) = letters.split_at(4);
            return Self::Reference(format!("LV-{one}-{two}"));
        }
        Code::parse(&upper).map_or_else(|| Self::List(text.trim().to_lowercase()), Self::Code)
    }
}

fn row(Recorded { id, judgement }: &Recorded) -> VerdictRow {
    // Written by this program; what cannot be read is no list.
    let lists: Vec<(String, Option<u64>)> = serde_json::from_str(&judgement.lists).unwrap_or_default();
    let lists = lists.into_iter().filter_map(|(list, size)| Some((Address::parse(&list).ok()?, size)));
    let mut codes: Vec<Code> = Vec::new();
    for finding in &judgement.findings {
        if !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    VerdictRow {
        id: *id,
        reference: judgement.reference.clone(),
        at: judgement.at,
        sender: pseudonym('s', &judgement.sender),
        kind: judgement.kind.clone(),
        channel: judgement.channel.clone(),
        people: judgement.people,
        external: judgement.external,
        lists: lists.collect(),
        ruling: judgement.ruling,
        enforced: judgement.enforced,
        codes,
        outcome: judgement.outcome.clone(),
        told: judgement.told.clone().map(shown),
        policy: judgement.policy,
    }
}

/// `s-41ce07b2`: the beginning of a keyed hash.
pub(crate) fn pseudonym(of: char, hash: &[u8]) -> String {
    hash.iter().take(SHOWN).fold(format!("{of}-"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_a_reference_a_code_or_a_list() {
        let reference = || Typed::Reference("LV-81WB-MQPV".into());
        for (typed, expected) in [
            ("", Typed::Nothing),
            ("LV-81WB-MQPV", reference()),
            (" lv-81wb-mqpv ", reference()),
            ("LV81WBMQPV", reference()),
            ("81wb-mqpv", reference()),
            ("aud_max", Typed::Code(Code::AudMax)),
            ("Croydon-Practices", Typed::List("croydon-practices".into())),
            ("wingward", Typed::List("wingward".into())),
            ("LV-81WB", Typed::List("lv-81wb".into())),
        ] {
            assert_eq!(Typed::read(typed), expected, "{typed}");
        }
    }
}
