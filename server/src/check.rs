//! `levee check-config` tries what the settings name, one line a check. Changes nothing.

mod alerts;
mod lists;
mod local;
mod mail;

pub(crate) use lists::MtaView;

use crate::config::Config;
use serde::Serialize;
use std::fmt;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// As it should be.
    Ok,
    /// Works; somebody should know.
    Warning,
    /// Does not work.
    Wrong,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Checked {
    /// The setting, or what belongs to it.
    pub(crate) check: &'static str,
    /// How it came out.
    pub(crate) outcome: Outcome,
    /// What was found; where it is not as it should be, what to do.
    pub(crate) says: String,
}

/// Who tries to sign in.
pub(crate) struct Trial {
    /// The address or user name.
    pub(crate) account: String,
    /// Its password.
    pub(crate) password: String,
}

/// Lines as they come.
#[derive(Default)]
pub(crate) struct Report(Vec<Checked>);

impl Report {
    fn ok(&mut self, check: &'static str, says: impl Into<String>) {
        self.say(check, Outcome::Ok, says);
    }

    fn warning(&mut self, check: &'static str, says: impl Into<String>) {
        self.say(check, Outcome::Warning, says);
    }

    fn wrong(&mut self, check: &'static str, says: impl Into<String>) {
        self.say(check, Outcome::Wrong, says);
    }

    fn say(&mut self, check: &'static str, outcome: Outcome, says: impl Into<String>) {
        self.0.push(Checked { check, outcome, says: says.into() });
    }

    /// The lines.
    pub(crate) fn lines(&self) -> &[Checked] {
        &self.0
    }

    /// Whether something does not work.
    pub(crate) fn is_wrong(&self) -> bool {
        self.0.iter().any(|line| line.outcome == Outcome::Wrong)
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.outcome {
            Outcome::Ok => "ok",
            Outcome::Warning => "warning",
            Outcome::Wrong => "wrong",
        };
        write!(f, "{outcome:<8} {:<14} {}", self.check, self.says)
    }
}

/// Tries everything that the settings name.
pub(crate) async fn run(config: &Config, trial: Option<&Trial>, mta: &MtaView) -> Report {
    let mut report = Report::default();
    local::check(config, &mut report).await;
    mail::check(config, trial, &mut report).await;
    alerts::check(config, &mut report).await;
    lists::check(config, mta, &mut report).await;
    report
}
