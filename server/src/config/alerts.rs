//! Which programs outside are told of what happens.

use super::check::{ConfigError, password, wrong};
use levee_service::{CertificateDer, Syslog, Webhook, ca_file, system_roots};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Who is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlertSettings {
    /// Told by HTTP.
    #[serde(default)]
    pub(crate) webhook: Option<WebhookSettings>,
    /// Told by syslog: `udp://host:514`, `tcp://host:601` or `/dev/log`.
    #[serde(default)]
    pub(crate) syslog: Option<String>,
}

/// A webhook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookSettings {
    /// Where: https, or plain on a loopback address.
    pub(crate) url: String,
    /// The secret that signs, one line, readable by its owner only.
    pub(crate) secret_file: PathBuf,
    /// Authorities that sign its certificate, PEM; those of this machine when left out.
    #[serde(default)]
    pub(crate) ca_file: Option<PathBuf>,
}

impl AlertSettings {
    /// Checks what the types leave open.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.webhook.is_none() && self.syslog.is_none() {
            return wrong("alerts", "names nobody to tell; set webhook or syslog, or leave it out");
        }
        self.syslog()?;
        self.webhook.as_ref().map_or(Ok(()), |hook| hook.open().map(drop))
    }

    /// Where lines go.
    ///
    /// # Errors
    /// A [`ConfigError`] naming the setting.
    pub(crate) fn syslog(&self) -> Result<Option<Syslog>, ConfigError> {
        let parse = |text: &String| text.parse().map_err(|e| ConfigError::Value("alerts.syslog", format!("{e}")));
        self.syslog.as_ref().map(parse).transpose()
    }
}

impl WebhookSettings {
    /// The webhook with its secret and whom it trusts.
    ///
    /// # Errors
    /// A [`ConfigError`] naming the setting.
    pub(crate) fn open(&self) -> Result<Webhook, ConfigError> {
        let secret = password("alerts.webhook.secret_file", &self.secret_file)?;
        let plain = self.url.starts_with("http://");
        let roots: Vec<CertificateDer> = match &self.ca_file {
            _ if plain => Vec::new(),
            Some(file) => ca_file(file).map_err(|e| ConfigError::CaFile("alerts.webhook.ca_file", e))?,
            None => system_roots(),
        };
        Webhook::new(&self.url, secret.as_bytes(), roots)
            .map_err(|e| ConfigError::Value("alerts.webhook", e.to_string()))
    }
}
