//! The paths of the screens around mail: drafts, outbox, approvals, console.

use super::LocalPath;
#[cfg(feature = "ssr")]
use levee_contract::AppError;
use levee_contract::RuleDraft;
use levee_mail::{Address, DraftId};

impl LocalPath {
    /// An empty composer.
    #[cfg(feature = "ssr")]
    pub(crate) fn compose() -> Self {
        Self("/compose".to_owned())
    }

    /// The composer with a draft of the store.
    pub(crate) fn draft(id: &DraftId) -> Self {
        Self(format!("/compose/{}", id.as_str()))
    }

    /// The drafts.
    pub(crate) fn drafts() -> Self {
        Self("/drafts".to_owned())
    }

    /// What is on its way or held.
    pub(crate) fn outbox() -> Self {
        Self("/outbox".to_owned())
    }

    /// What waits for this account's decision.
    pub(crate) fn approvals() -> Self {
        Self("/approvals".to_owned())
    }

    /// One held message, for its approver.
    pub(crate) fn approval(id: &DraftId) -> Self {
        Self(format!("/approvals/{}", id.as_str()))
    }

    /// The thresholds.
    #[cfg(feature = "ssr")]
    pub(crate) fn policy() -> Self {
        Self("/admin/policy".to_owned())
    }

    /// What happens now, for administrators.
    #[cfg(feature = "ssr")]
    pub(crate) fn now() -> Self {
        Self("/admin/now".to_owned())
    }

    /// Whether rules observe or enforce.
    #[cfg(feature = "ssr")]
    pub(crate) fn modes() -> Self {
        Self("/admin/modes".to_owned())
    }

    /// The versions of the policy.
    #[cfg(feature = "ssr")]
    pub(crate) fn versions() -> Self {
        Self("/admin/versions".to_owned())
    }

    /// One list of the directory, for administrators.
    pub(crate) fn list(address: &Address) -> Self {
        Self(format!("/admin/lists/{}", super::escaped(&address.to_string())))
    }

    /// The numbers of a unit; of `/`, the units that have any.
    pub(crate) fn unit(path: &str) -> Self {
        let page = Self("/admin/units".to_owned());
        let path = path.trim_matches('/');
        if path.is_empty() { page } else { page.with("unit", path) }
    }

    /// One proposal of a list by a rule.
    pub(crate) fn rule(id: i64) -> Self {
        Self(format!("/admin/rules/{id}"))
    }

    /// Where a list by a rule is written, with what is written already.
    pub(crate) fn write_rule(draft: &RuleDraft) -> Self {
        let written = draft.pairs().into_iter().filter(|(_, text)| !text.is_empty());
        written.fold(Self("/admin/rules/new".to_owned()), |page, (key, text)| page.with(key, text))
    }

    /// Permits for broadcasts.
    #[cfg(feature = "ssr")]
    pub(crate) fn permits() -> Self {
        Self("/admin/permits".to_owned())
    }

    /// Who has which role.
    #[cfg(feature = "ssr")]
    pub(crate) fn roles() -> Self {
        Self("/admin/roles".to_owned())
    }

    /// The same page, told what went wrong and which field is to blame.
    #[cfg(feature = "ssr")]
    pub(crate) fn refused(self, problem: &AppError) -> Self {
        let page = self.telling(problem);
        match problem {
            AppError::Invalid { fields } => match fields.first() {
                Some(field) => page.with("why", &field.problem),
                None => page,
            },
            _ => page,
        }
    }

    /// The same page, told what went wrong, if anything did.
    #[cfg(feature = "ssr")]
    pub(crate) fn told<T>(self, done: &Result<T, AppError>) -> Self {
        match done {
            Ok(_) => self,
            Err(problem) => self.telling(problem),
        }
    }
}
