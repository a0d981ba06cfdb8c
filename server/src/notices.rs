//! Notices in the words that pages use.

use levee_app::words::{Context, en};
use levee_service::{NoticeWords, Reason, Told};

/// The words of notices, in the name of the organisation.
pub(crate) struct Notices {
    organisation: String,
}

impl Notices {
    pub(crate) fn of(organisation: &str) -> Self {
        Self { organisation: organisation.to_owned() }
    }
}

impl NoticeWords for Notices {
    fn write(&self, told: &Told<'_>) -> (String, String) {
        let context = Context::of_audience(told.audience, &self.organisation);
        let why = told.verdict.strictest().map(|finding| en::sentence(finding, &context).to_string());
        let notice = en::Notice {
            subject: told.subject,
            sender: &told.sender,
            people: told.audience.people,
            lists: &told.lists,
            why: &why.unwrap_or_default(),
            deciders: &told.deciders,
            left: told.left,
            reference: told.reference,
            link: &told.link,
        };
        match told.reason {
            Reason::Yours => notice.yours(),
            Reason::YoursForOthers => notice.yours_for_others(),
            Reason::Decide => notice.decide(),
            Reason::Deputy => notice.nobody_decided("You are told as you have the role of an approver."),
            Reason::OnCall => notice.nobody_decided("You are on call for held mail."),
        }
    }
}
