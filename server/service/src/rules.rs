//! Lists made here by a rule: proposed by an administrator, approved by others where they are large, put in place for
//! as many as were seen.

use crate::Service;
use crate::audit::given;
use crate::import_directory::stored;
use crate::policy::administrator;
use crate::rights::reader;
use crate::rule_preview::{Checked, look};
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{
    AppError, Caller, Field, Role, RuleApproval, RuleDraft, RulePreview, RuleRow, RuleState, RuleView, Rules,
};
use levee_directory::{Availability, Directory, Dynamic, ListFacts, ListRecord, Origin};
use levee_guard::size_covers;
use levee_mail::{Address, Contact};
use levee_store::{AuditEntry, RuleApprovalRow, StoreError};

/// Proposals shown.
const SHOWN: u32 = 200;
/// People from which on their number is typed.
const TYPED: u64 = 500;

#[async_trait]
impl Rules for Service {
    async fn rules(&self, who: &Caller) -> Result<Vec<RuleRow>, AppError> {
        sees(who)?;
        let directory = self.directory();
        let approvals = self.store.rule_approvals(None).await.map_err(from_store)?;
        let rows = self.store.rule_proposals(SHOWN).await.map_err(from_store)?;
        rows.into_iter().map(|kept| row(&directory, kept, &approvals)).collect()
    }

    async fn preview_rule(&self, who: &Caller, draft: &RuleDraft) -> Result<RulePreview, AppError> {
        administrator(who)?;
        if draft.is_empty() {
            // Nothing is written yet: the empty rule would name everybody.
            return Ok(RulePreview { problems: Vec::new(), reached: None, before: None });
        }
        Ok(self.looked_at(draft).await?.0)
    }

    async fn propose_rule(&self, who: &Caller, draft: &RuleDraft, people: u64, reason: &str) -> Result<i64, AppError> {
        administrator(who)?;
        let reason = given(reason)?;
        let (checked, now) = self.sound(draft, people).await?;
        let act = self.act(who, Role::Administrator, "rule.propose", checked.address.to_string());
        let entry = AuditEntry { detail: format!("{now} people: {}", checked.rule), reason, ..act };
        let text = serde_json::to_string(draft).map_err(|_| from_store(StoreError::Corrupt("rule to be written")))?;
        self.store.propose_rule(&text, now, &entry).await.map_err(from_store)
    }

    async fn rule(&self, who: &Caller, id: i64) -> Result<RuleView, AppError> {
        sees(who)?;
        let kept = self.store.rule_proposal(id).await.map_err(from_store)?;
        let approvals = self.store.rule_approvals(Some(id)).await.map_err(from_store)?;
        let draft = draft_of(&kept)?;
        let (preview, _) = self.looked_at(&draft).await?;
        let directory = self.directory();
        let now = preview.reached.as_ref().map_or(u64::MAX, |reached| reached.people);
        let me = who.account.address.to_string();
        let approvals: Vec<RuleApproval> =
            approvals.iter().map(|one| approval(&directory, one, now)).collect::<Result<_, _>>()?;
        Ok(RuleView {
            own: kept.who == me,
            agreed: approvals.iter().any(|one| one.counts && one.by.address == who.account.address),
            reason: kept.reason.clone(),
            row: RuleRow { approved: approvals.len() as u32, ..row(&directory, kept, &[])? },
            draft,
            preview,
            approvals,
        })
    }

    async fn approve_rule(&self, who: &Caller, id: i64, people: u64) -> Result<(), AppError> {
        let acting = approves(who)?;
        let kept = self.store.rule_proposal(id).await.map_err(from_store)?;
        if kept.who == who.account.address.to_string() {
            return Err(invalid("people", "own", ""));
        }
        let (checked, now) = self.sound(&draft_of(&kept)?, people).await?;
        let act = self.act(who, acting, "rule.approve", checked.address.to_string());
        let entry = AuditEntry { detail: format!("{now} people"), ..act };
        self.store.approve_rule(id, people, &entry).await.map_err(from_store)
    }

    async fn activate_rule(&self, who: &Caller, id: i64, people: u64, typed: &str) -> Result<(), AppError> {
        administrator(who)?;
        let kept = self.store.rule_proposal(id).await.map_err(from_store)?;
        let draft = draft_of(&kept)?;
        let (checked, now) = self.sound(&draft, people).await?;
        if people >= TYPED && typed.replace([',', ' '], "").parse() != Ok(people) {
            return Err(invalid("typed", "other_number", &people.to_string()));
        }
        let (preview, _) = self.looked_at(&draft).await?;
        let needed = preview.reached.map_or(u32::MAX, |reached| reached.needed);
        let approvals = self.store.rule_approvals(Some(id)).await.map_err(from_store)?;
        let agreed = approvals.iter().filter(|one| one.who != kept.who && size_covers(one.people, now)).count();
        if (agreed as u64) < u64::from(needed) {
            return Err(invalid("people", "not_approved", &needed.to_string()));
        }
        let act = self.act(who, Role::Administrator, "rule.activate", checked.address.to_string());
        let entry = AuditEntry { detail: format!("{now} people: {}", checked.rule), ..act };
        let declared = checked.declared;
        let list = stored(record(checked)).map_err(from_store)?;
        self.store.activate_rule(id, &list, declared, &entry).await.map_err(from_store)?;
        self.see_change().await;
        Ok(())
    }

    async fn withdraw_rule(&self, who: &Caller, id: i64, reason: &str) -> Result<(), AppError> {
        let entry = self.ending(who, id, "rule.withdraw", reason).await?;
        self.store.withdraw_rule(id, &entry).await.map_err(from_store)
    }

    async fn remove_rule(&self, who: &Caller, id: i64, reason: &str) -> Result<(), AppError> {
        let entry = self.ending(who, id, "rule.remove", reason).await?;
        self.store.remove_rule(id, &entry).await.map_err(from_store)?;
        self.see_change().await;
        Ok(())
    }
}

impl Service {
    /// Looks at a draft, away from those who answer people: a rule may name everybody.
    async fn looked_at(&self, draft: &RuleDraft) -> Result<(RulePreview, Option<Checked>), AppError> {
        let (directory, policy) = (self.directory(), self.policy().await.map_err(from_store)?);
        let draft = draft.clone();
        let looked = tokio::task::spawn_blocking(move || look(&directory, &policy, &draft)).await;
        looked.map_err(|_| from_store(StoreError::Corrupt("rule")))
    }

    /// A draft without a fault, and whom it reaches now: no more than were seen.
    async fn sound(&self, draft: &RuleDraft, seen: u64) -> Result<(Checked, u64), AppError> {
        let (preview, checked) = self.looked_at(draft).await?;
        let (Some(checked), Some(reached)) = (checked, preview.reached) else {
            return Err(AppError::Invalid { fields: preview.problems });
        };
        if reached.people > seen { Err(AppError::Conflict) } else { Ok((checked, reached.people)) }
    }

    /// The line of the audit for what ends a proposal or its list.
    async fn ending(&self, who: &Caller, id: i64, act: &str, reason: &str) -> Result<AuditEntry, AppError> {
        administrator(who)?;
        let reason = given(reason)?;
        let kept = self.store.rule_proposal(id).await.map_err(from_store)?;
        let detail = draft_of(&kept)?.rule;
        Ok(AuditEntry { detail, reason, ..self.act(who, Role::Administrator, act, kept.address) })
    }
}

/// Refuses whoever neither reads the console nor approves.
fn sees(who: &Caller) -> Result<(), AppError> {
    reader(who).or_else(|_| approves(who).map(drop))
}

/// In which role somebody approves.
fn approves(who: &Caller) -> Result<Role, AppError> {
    let role = [Role::Administrator, Role::Approver].into_iter().find(|role| who.account.has(*role));
    role.ok_or(AppError::Forbidden)
}

fn invalid(name: &str, problem: &str, detail: &str) -> AppError {
    let detail = (!detail.is_empty()).then(|| detail.to_owned());
    AppError::Invalid { fields: vec![Field { name: name.into(), problem: problem.into(), detail }] }
}

fn draft_of(kept: &levee_store::RuleRow) -> Result<RuleDraft, AppError> {
    serde_json::from_str(&kept.draft).map_err(|_| from_store(StoreError::Corrupt("rule")))
}

fn named(directory: &Directory, address: &str) -> Result<Contact, AppError> {
    let address = Address::parse(address).map_err(|_| from_store(StoreError::Corrupt("rule")))?;
    let name = directory.person_by_address(&address).map(|person| person.name.to_owned());
    Ok(Contact { name: name.filter(|name| !name.is_empty()), address })
}

fn row(directory: &Directory, kept: levee_store::RuleRow, approvals: &[RuleApprovalRow]) -> Result<RuleRow, AppError> {
    let rule = draft_of(&kept)?.rule;
    let address = named(directory, &kept.address)?.address;
    let state = match kept.state.as_str() {
        "waiting" => RuleState::Waiting,
        "active" => RuleState::Active,
        "replaced" => RuleState::Replaced,
        "withdrawn" => RuleState::Withdrawn,
        _ => RuleState::Removed,
    };
    let here = directory.list_by_address(&address);
    let shadowed = here.is_some_and(|list| list.facts().origin == Origin::Source);
    let stands = here.filter(|_| state == RuleState::Active && !shadowed);
    Ok(RuleRow {
        id: kept.id,
        people: stands.map_or(kept.people, |list| list.size()),
        rule,
        state,
        at: kept.at,
        by: named(directory, &kept.who)?,
        approved: approvals.iter().filter(|one| one.proposal == kept.id).count() as u32,
        shadowed,
        address,
    })
}

fn approval(directory: &Directory, kept: &RuleApprovalRow, now: u64) -> Result<RuleApproval, AppError> {
    let by = named(directory, &kept.who)?;
    Ok(RuleApproval { by, at: kept.at, people: kept.people, counts: size_covers(kept.people, now) })
}

/// The list as the store keeps it; it gives the number.
fn record(checked: Checked) -> ListRecord {
    let Checked { address, name, rule, kind, owners, scope, declared: _, senders } = checked;
    ListRecord {
        id: 0,
        address,
        aliases: Vec::new(),
        name,
        kind,
        members: Default::default(),
        nested: Vec::new(),
        dynamic: Some(Dynamic::Rule(rule)),
        scope,
        departure: None,
        senders,
        owners,
        moderators: Vec::new(),
        facts: ListFacts { origin: Origin::Here, ..ListFacts::default() },
        availability: Availability::Live,
    }
}
