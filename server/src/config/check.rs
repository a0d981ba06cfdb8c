//! What settings may be: each wrong one is told in one line that says what to do.

use super::{Config, MailServer, ReleaseSettings, Security};
use levee_mail::Address;
use levee_service::{CaFileError, NoSuchTimeZone, TimeZone, ca_file, is_loopback};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// It is not TOML, or has an unknown or missing setting.
    #[error("{0}: {1}")]
    Malformed(PathBuf, String),
    /// A value cannot be.
    #[error("{0}: {1}")]
    Value(&'static str, String),
    /// Authorities cannot be read.
    #[error("{0}: {1}")]
    CaFile(&'static str, CaFileError),
}

/// Names of a mail server's settings, for errors.
struct Names {
    host: &'static str,
    port: &'static str,
    security: &'static str,
    ca_file: &'static str,
}

const IMAP: Names = Names { host: "imap.host", port: "imap.port", security: "imap.security", ca_file: "imap.ca_file" };
const RELEASE: Names = Names {
    host: "release.server.host",
    port: "release.server.port",
    security: "release.server.security",
    ca_file: "release.server.ca_file",
};
const SMTP: Names = Names { host: "smtp.host", port: "smtp.port", security: "smtp.security", ca_file: "smtp.ca_file" };

impl Config {
    /// Checks what the types leave open.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let Some(host) = self.public_host() else {
            return wrong("public_origin", "needs the form https://mail.example, without a path");
        };
        if !self.is_https() && !is_loopback(without_port(host)) {
            return wrong("public_origin", "must be https, except on a loopback address");
        }
        if !(100_000..=200_000_000).contains(&self.largest_message) {
            return wrong("largest_message", "is a number of bytes from 100000 to 200000000");
        }
        if self.domains.accepted.is_empty() {
            return wrong("domains.accepted", "needs at least one domain");
        }
        self.zone()?;
        self.check_addresses()?;
        self.check_store()?;
        check_folder("key_file", &self.key_file)?;
        self.alerts.as_ref().map_or(Ok(()), super::AlertSettings::check)?;
        self.role_lists.iter().try_for_each(super::RoleListSetting::check)?;
        check_server(&IMAP, &self.imap, &self.mail_hosts)?;
        check_server(&SMTP, &self.smtp, &self.mail_hosts)?;
        self.release.as_ref().map_or(Ok(()), |release| self.check_release(release))
    }

    fn check_store(&self) -> Result<(), ConfigError> {
        if !self.store.is_readable() {
            return wrong("store", "needs the form postgres://user@host/database, or is the path of a file");
        }
        match (self.store.file(), &self.store_password_file) {
            (Some(_), Some(_)) => wrong("store_password_file", "has no use where store is a file; take it out"),
            (Some(file), None) => check_folder("store", file),
            (None, _) => Ok(()),
        }
    }

    /// Puts the passwords that stand in files of their own where they are used.
    pub(super) fn with_passwords(mut self) -> Result<Self, ConfigError> {
        if let Some(file) = &self.store_password_file {
            let password = password("store_password_file", file)?;
            self.store = self.store.with_password(&password);
        }
        Ok(self)
    }

    /// Where the organisation is.
    ///
    /// # Errors
    /// A [`ConfigError`] when there is no such time zone.
    pub(crate) fn zone(&self) -> Result<TimeZone, ConfigError> {
        self.time_zone.parse().map_err(|e: NoSuchTimeZone| ConfigError::Value("time_zone", e.to_string()))
    }

    fn check_release(&self, release: &ReleaseSettings) -> Result<(), ConfigError> {
        let own =
            |address: &Address| self.domains.accepted.iter().any(|own| own.eq_ignore_ascii_case(address.domain()));
        if !Address::parse(&release.from).is_ok_and(|address| own(&address)) {
            return wrong("release.from", "is an address of one of the domains, as levee@example.org");
        }
        match (&release.login, &release.password_file) {
            (Some(_), None) => return wrong("release.login", "needs release.password_file"),
            (None, Some(_)) => return wrong("release.password_file", "needs release.login"),
            (Some(_), Some(file)) => drop(password("release.password_file", file)?),
            (None, None) => {}
        }
        release.server.as_ref().map_or(Ok(()), |server| check_server(&RELEASE, server, &self.mail_hosts))
    }

    /// Each address once; figures for this machine only.
    fn check_addresses(&self) -> Result<(), ConfigError> {
        let others = [("milter", self.milter), ("socketmap", self.socketmap), ("metrics", self.metrics)];
        let mut taken: Vec<(&str, SocketAddr)> = vec![("listen", self.listen)];
        for (name, address) in others.into_iter().filter_map(|(name, address)| Some((name, address?))) {
            if let Some((before, _)) = taken.iter().find(|(_, one)| *one == address) {
                return wrong(name, &format!("has the address of {before}; give it a port of its own"));
            }
            taken.push((name, address));
        }
        if self.metrics.is_some_and(|address| !address.ip().is_loopback()) {
            return wrong("metrics", "figures are for this machine only; use a loopback address, as 127.0.0.1:9464");
        }
        Ok(())
    }
}

/// The password in a file that a setting names: its first line.
///
/// # Errors
/// A [`ConfigError`] when it cannot be read, others can read it, or it is empty.
pub(crate) fn password(name: &'static str, file: &Path) -> Result<String, ConfigError> {
    let wrong = |why: &str| ConfigError::Value(name, format!("{} {why}", file.display()));
    let mode = std::fs::metadata(file).map_err(|e| wrong(&format!("cannot be read: {e}")))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(wrong(&format!("can be read by others; run: chmod 600 {}", file.display())));
    }
    let text = std::fs::read_to_string(file).map_err(|e| wrong(&format!("cannot be read: {e}")))?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() { Err(wrong("holds no password")) } else { Ok(line.to_owned()) }
}

fn check_server(names: &Names, server: &MailServer, allowed: &[String]) -> Result<(), ConfigError> {
    let host = &server.host;
    if host.parse::<std::net::IpAddr>().is_err() && host.contains([':', '/', ' ', '@']) {
        return wrong(names.host, "is a name only, as imap.example.org; the port has a setting of its own");
    }
    if server.port == 0 {
        return wrong(names.port, "0 is no port");
    }
    if !allowed.is_empty() && !allowed.iter().any(|one| one.eq_ignore_ascii_case(host)) {
        return wrong(names.host, &format!("{host} is not among mail_hosts; add it there, or correct it here"));
    }
    match (server.security, &server.ca_file) {
        (Security::Plain, _) if !is_loopback(host) => {
            wrong(names.security, "plain is for loopback addresses only; use tls or start_tls")
        }
        (Security::Plain, Some(_)) => wrong(names.ca_file, "has no use where security is plain; take it out"),
        (_, Some(file)) => ca_file(file).map(drop).map_err(|error| ConfigError::CaFile(names.ca_file, error)),
        (_, None) => Ok(()),
    }
}

/// The folder must be there: a store made in another place by a misspelt path would look like lost mail.
fn check_folder(name: &'static str, path: &Path) -> Result<(), ConfigError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_dir() {
        return Ok(());
    }
    let folder = folder.display();
    wrong(name, &format!("the folder {folder} is not there; make it with: mkdir -p {folder}, for the user of levee"))
}

pub(super) fn wrong(name: &'static str, why: &str) -> Result<(), ConfigError> {
    Err(ConfigError::Value(name, why.to_owned()))
}

/// The host of `host` or `host:port`, without the brackets of IPv6.
fn without_port(host: &str) -> &str {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.parse::<u16>().is_ok() { name } else { host });
    name.trim_matches(['[', ']'])
}
