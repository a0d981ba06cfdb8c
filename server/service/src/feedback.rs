//! What senders say of verdicts on their own mail, and by what judgements are known to be of one message.

use crate::Service;
use crate::facts::judge_all;
use crate::handed::Handed;
use crate::keys::Purpose;
use crate::send::Desk;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{AppError, Caller, Feedback, Field, SendRequest, Telling, ToldWrong, UnixSeconds};
use levee_guard::{Ruling, Verdict};
use levee_store::{Same, ToldWrong as ToldRow};
use std::collections::HashMap;

/// Texts of fewer words say nothing of whose they are.
const FEWEST_WORDS: usize = 3;

#[async_trait]
impl Feedback for Service {
    async fn tell_wrong(&self, who: &Caller, reference: &str, telling: Telling, why: &str) -> Result<(), AppError> {
        let sender = self.pseudonym(&who.account.address);
        let done = match telling {
            Telling::Wrong => {
                let told = ToldRow { at: self.clock.now(), why: few_words(why)? };
                self.store.tell_wrong(&sender, reference, &told).await
            }
            Telling::TakeBack => self.store.take_back_wrong(&sender, reference).await,
        };
        done.map_err(from_store)
    }

    async fn call_stop_wrong(&self, who: &Caller, request: &SendRequest) -> Result<Option<String>, AppError> {
        let told = ToldRow { at: self.clock.now(), why: few_words(request.wrong.as_deref().unwrap_or_default())? };
        let account = &who.account.address;
        let parent = self.parent_of(who, &request.draft).await?;
        let mut handed = Handed::from_draft(account, &request.draft, parent);
        handed.draft = Some(request.id.clone());
        handed.size = request.draft.weight();
        let directory = self.directory();
        let circumstances = self.circumstances(&directory, account).await.map_err(from_store)?;
        let numbered = self.number_everybody(&directory, &handed).await.map_err(from_store)?;
        let mut context = self.context(&circumstances, &directory, &numbered, request.id.as_str());
        let mut acceptance = self.store.begin_acceptance().await.map_err(from_store)?;
        context.now = self.clock.now();
        let judged = judge_all(&mut acceptance.history(), &handed, &context).await.map_err(from_store)?;
        if judged.verdict.ruling() < Ruling::Block {
            return Ok(None);
        }
        let policy = &circumstances.policy;
        let desk = Desk { service: self, directory: &directory, policy, now: context.now };
        let reference = desk.file(&mut acceptance, &handed, &judged).await?;
        acceptance.tell_wrong(&self.pseudonym(account), &reference, &told).await.map_err(from_store)?;
        acceptance.commit().await.map_err(from_store)?;
        Ok(Some(reference))
    }
}

impl Service {
    /// What an account said of verdicts, by reference.
    pub(crate) async fn told_by(&self, who: &Caller) -> Result<HashMap<String, ToldWrong>, AppError> {
        let sender = self.pseudonym(&who.account.address);
        let told = self.store.told_wrong(&sender).await.map_err(from_store)?;
        Ok(told.into_iter().map(|(reference, told)| (reference, shown(told))).collect())
    }

    /// By what other judgements on this sender's mail are known to be of the same message.
    pub(crate) fn same(&self, handed: &Handed) -> Same {
        let keyed = |text: String| self.keys.hash(Purpose::Pseudonym, text.as_bytes()).to_vec();
        let folded = handed.message.text.to_lowercase();
        let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let words = (words.len() >= FEWEST_WORDS).then(|| format!("text {} {}", handed.sender, words.join(" ")));
        Same {
            draft: handed.draft.as_ref().map(|id| keyed(format!("draft {}", id.as_str()))).unwrap_or_default(),
            words: words.map(keyed).unwrap_or_default(),
        }
    }
}

/// What the author said of the warning shown, where the message is accepted: a verdict that asks or blocks is
/// another one, and is answered by itself.
pub(crate) fn said_with(
    request: &SendRequest,
    verdict: &Verdict,
    now: UnixSeconds,
) -> Result<Option<ToldRow>, AppError> {
    let accepted = matches!(verdict.ruling(), Ruling::Allow | Ruling::Warn | Ruling::Hold);
    match &request.wrong {
        Some(why) if accepted && !verdict.findings.is_empty() => Ok(Some(ToldRow { at: now, why: few_words(why)? })),
        _ => Ok(None),
    }
}

pub(crate) fn shown(ToldRow { at, why }: ToldRow) -> ToldWrong {
    ToldWrong { at, why }
}

/// A reason in one line.
fn few_words(why: &str) -> Result<String, AppError> {
    let why = why.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if why.chars().count() <= ToldWrong::LONGEST {
        return Ok(why);
    }
    let detail = Some(ToldWrong::LONGEST.to_string());
    Err(AppError::Invalid { fields: vec![Field { name: "why".into(), problem: "too_long".into(), detail }] })
}
