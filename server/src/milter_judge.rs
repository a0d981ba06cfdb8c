//! Lets the milter ask the service, and puts the verdict into the words that pages use.

use async_trait::async_trait;
use levee_app::words::{Context, Sentence, en};
use levee_milter::{Answer, Judge, Reply, Submission};
use levee_service::{Service, SmtpAnswer, SmtpSubmission};
use std::sync::Arc;

/// The service as the milter sees it.
pub(crate) struct MilterJudge {
    service: Arc<Service>,
    organisation: String,
}

impl MilterJudge {
    /// Answers by the service, in the name of the organisation.
    pub(crate) fn new(service: Arc<Service>, organisation: String) -> Self {
        Self { service, organisation }
    }

    fn reply(&self, answer: SmtpAnswer) -> Answer {
        match answer {
            SmtpAnswer::Accept { strip } => Answer::Accept { strip: strip.into_iter().map(str::to_owned).collect() },
            SmtpAnswer::Keep => Answer::Keep,
            SmtpAnswer::Refuse { code, enhanced, verdict, audience, reference } => {
                let context = Context::of_audience(&audience, &self.organisation);
                let text = match verdict.strictest() {
                    Some(finding) => en::sentence(finding, &context).smtp_line(finding.code.as_str(), &reference),
                    None => reference,
                };
                Answer::Refuse(Reply { code, enhanced: enhanced.to_owned(), text })
            }
            SmtpAnswer::TryLater => {
                let text = Sentence::from("The guard cannot be asked now; the message is kept and tried again.");
                Answer::Refuse(Reply { code: 451, enhanced: "4.7.1".to_owned(), text: text.to_string() })
            }
        }
    }
}

#[async_trait]
impl Judge for MilterJudge {
    async fn judge(&self, submission: Submission) -> Answer {
        let Submission { sasl_user, return_path, recipients, bytes } = submission;
        let submission = SmtpSubmission { sasl_user, return_path, recipients, bytes };
        self.reply(self.service.judge_submission(&submission).await)
    }
}
