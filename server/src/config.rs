//! The settings of a server, read from TOML; every value is checked before anything starts.
//! Each with its default and reason stands in `levee.example.toml`.

mod alerts;
mod check;
pub(crate) mod defaults;
mod role_list;

pub(crate) use alerts::{AlertSettings, WebhookSettings};
pub(crate) use check::{ConfigError, password};
pub(crate) use role_list::RoleListSetting;

use levee_mail::Domains;
use levee_store::StorePlace;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Settings of `levee serve`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Name of the organisation, shown in the header and in sentences.
    pub(crate) organisation: String,
    /// Where the organisation is, by the name of the time zone database: when its days begin.
    #[serde(default = "defaults::time_zone")]
    pub(crate) time_zone: String,
    /// Where browsers connect; TLS is ended by the proxy in front.
    #[serde(default = "defaults::listen")]
    pub(crate) listen: SocketAddr,
    /// The address that people type, scheme and host: `https://mail.example`. Requests for another host are refused.
    pub(crate) public_origin: String,
    /// Folder of the site, as the builder made it; beside the program, or where the package puts it, when left out.
    #[serde(default)]
    pub(crate) site: Option<PathBuf>,
    /// The SQLite file, or the address of a PostgreSQL database.
    #[serde(default = "defaults::store")]
    pub(crate) store: StorePlace,
    /// The password of that database, one line, readable by its owner only; none when the address or the server's
    /// rules make one needless.
    #[serde(default)]
    pub(crate) store_password_file: Option<PathBuf>,
    /// 32 random bytes that seal credentials and sign questions; made at the first start.
    #[serde(default = "defaults::key_file")]
    pub(crate) key_file: PathBuf,
    /// Where the MTA asks the guard; none when it does not.
    #[serde(default)]
    pub(crate) milter: Option<SocketAddr>,
    /// Where the MTA asks for lists and people (Postfix socketmap); none when it has its own.
    #[serde(default)]
    pub(crate) socketmap: Option<SocketAddr>,
    /// Bytes that no message may exceed; `smtp` may take less, and says so.
    #[serde(default = "defaults::largest_message")]
    pub(crate) largest_message: u64,
    /// How Levee hands over in its own name what other mail programs sent and was released, and notices; it does
    /// not when left out, and refuses what would have to be held.
    #[serde(default)]
    pub(crate) release: Option<ReleaseSettings>,
    /// Where Prometheus asks for figures: a loopback address; none when nobody does.
    #[serde(default)]
    pub(crate) metrics: Option<SocketAddr>,
    /// Hosts that Levee may connect to for mail; empty: those named below.
    #[serde(default)]
    pub(crate) mail_hosts: Vec<String>,
    /// Which programs outside are told of storms, stops, important mail that waits and lists that jump.
    #[serde(default)]
    pub(crate) alerts: Option<AlertSettings>,
    /// Lists of the directory whose members have a role.
    #[serde(default)]
    pub(crate) role_lists: Vec<RoleListSetting>,
    /// How lines of the log are written.
    #[serde(default)]
    pub(crate) log_format: LogFormat,
    /// What is worth a line.
    #[serde(default)]
    pub(crate) log_level: LogLevel,
    /// The organisation's mail domains.
    pub(crate) domains: Domains,
    /// Where mail is read.
    pub(crate) imap: MailServer,
    /// Where mail is handed over.
    pub(crate) smtp: MailServer,
}

/// One mail server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailServer {
    /// Host name; its certificate must carry it.
    pub(crate) host: String,
    /// Port.
    pub(crate) port: u16,
    /// How the connection is protected.
    #[serde(default)]
    pub(crate) security: Security,
    /// Authorities that sign its certificate, PEM; those of this machine when left out.
    #[serde(default)]
    pub(crate) ca_file: Option<PathBuf>,
}

/// How Levee hands over in its own name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseSettings {
    /// Whom notices are from; an address of the organisation.
    pub(crate) from: String,
    /// An account that may use every sender of the organisation; none where the server knows this machine.
    #[serde(default)]
    pub(crate) login: Option<String>,
    /// Its password, one line, readable by its owner only.
    #[serde(default)]
    pub(crate) password_file: Option<PathBuf>,
    /// Where; as `smtp` when left out.
    #[serde(default)]
    pub(crate) server: Option<MailServer>,
}

/// How a connection to a mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Security {
    /// TLS from the first byte.
    #[default]
    Tls,
    /// STARTTLS, required.
    StartTls,
    /// None: loopback addresses only.
    Plain,
}

/// How lines of the log are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What is worth a line in the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogLevel {
    /// What needs somebody.
    Error,
    /// What may need somebody.
    Warn,
    /// What happened.
    #[default]
    Info,
    /// How it happened.
    Debug,
    /// Each step.
    Trace,
}

impl Config {
    /// Reads and checks the settings.
    ///
    /// # Errors
    /// A [`ConfigError`] naming the file and the setting.
    pub(crate) fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|e| ConfigError::Unreadable(path.to_owned(), e))?;
        let config: Self =
            toml::from_str(&text).map_err(|e| ConfigError::Malformed(path.to_owned(), in_one_line(&text, &e)))?;
        config.check()?;
        config.with_passwords()
    }

    /// Whether browsers reach us by TLS: then the cookie is bound to it.
    #[must_use]
    pub(crate) fn is_https(&self) -> bool {
        self.public_origin.starts_with("https://")
    }

    /// Host and port of the public origin, as browsers send them in `Host`.
    #[must_use]
    pub(crate) fn public_host(&self) -> Option<&str> {
        let host =
            self.public_origin.strip_prefix("https://").or_else(|| self.public_origin.strip_prefix("http://"))?;
        (!host.is_empty() && !host.contains('/')).then_some(host)
    }
}

/// Where the text is wrong and how, without the picture that the reader of TOML draws of it.
fn in_one_line(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().and_then(|span| Some(text.get(..span.start)?.matches('\n').count() + 1));
    let at = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    format!("{at}{}", error.message().replace('\n', ", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        organisation = "Northmoor Health"
        listen = "127.0.0.1:3000"
        public_origin = "http://127.0.0.1:3000"
        store = "levee.sqlite"
        key_file = "levee.key"
        domains = { accepted = ["northmoor.example"], aliases = [], sub_address = "+" }
        imap = { host = "127.0.0.1", port = 1143, security = "plain" }
        smtp = { host = "127.0.0.1", port = 1587, security = "plain" }
    "#;

    #[track_caller]
    fn check(from: &str, to: &str, expected: &str) {
        let text = GOOD.replacen(from, to, 1);
        let dir = tempfile_path();
        std::fs::write(&dir, text).unwrap();
        let answer = Config::load(&dir).map_or_else(|e| e.to_string(), |_| "good".to_owned());
        std::fs::remove_file(&dir).unwrap();
        assert!(answer.contains(expected), "{answer}");
    }

    fn tempfile_path() -> PathBuf {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        std::env::temp_dir().join(format!("levee-config-{}-{n}.toml", std::process::id()))
    }

    #[test]
    fn says_what_is_wrong() {
        check("", "", "good");
        check("http://127.0.0.1:3000", "https://mail.northmoor.example", "good");
        check("http://127.0.0.1:3000", "http://mail.northmoor.example", "must be https");
        check("http://127.0.0.1:3000", "mail.northmoor.example", "needs the form");
        check("\"127.0.0.1\", port = 1143", "\"imap.northmoor.example\", port = 143", "imap.security");
        check("[\"northmoor.example\"]", "[]", "domains.accepted");
        check("store =", "largest_message = 5\n        store =", "largest_message");
        check("organisation", "organization", "organization");
        check("organisation =", "organisatoin = 1\norganisation =", "line 2: unknown field `organisatoin`");
        check("1143", "\"imaps\"", "line 8: invalid type");
        check("1143", "0", "imap.port");
        check("\"127.0.0.1\", port = 1143", "\"imap.northmoor.example:993\", port = 993", "imap.host: is a name only");
        check("security = \"plain\"", "ca_file = \"/nowhere/ca.pem\"", "/nowhere/ca.pem cannot be read");
        check("security = \"plain\"", "security = \"plain\", ca_file = \"/etc/hosts\"", "imap.ca_file: has no use");
        check("levee.sqlite", "/nowhere/levee.sqlite", "the folder /nowhere is not there; make it with: mkdir -p");
        check("levee.sqlite", "postgres://levee@db.northmoor.example/levee", "good");
        check("levee.sqlite", "postgres://levee@db:port/levee", "store: needs the form postgres://user@host/database");
        check("store =", "store_password_file = \"/nowhere/p\"\nstore =", "store_password_file: has no use");
        check(
            "store = \"levee.sqlite\"",
            "store = \"postgres://levee@db/levee\"\nstore_password_file = \"/nowhere/p\"",
            "store_password_file: /nowhere/p cannot be read",
        );
        check("levee.key", "/nowhere/levee.key", "key_file: the folder /nowhere");
        check("store =", "metrics = \"0.0.0.0:9464\"\nstore =", "metrics: figures are for this machine only");
        check("store =", "milter = \"127.0.0.1:3000\"\nstore =", "milter: has the address of listen");
        check("store =", "mail_hosts = [\"mx.example\"]\nstore =", "imap.host: 127.0.0.1 is not among mail_hosts");
        check("store =", "mail_hosts = [\"127.0.0.1\"]\nstore =", "good");
        check(
            "store =",
            "release = { from = \"levee\" }\nstore =",
            "release.from: is an address of one of the domains",
        );
        check("store =", "release = { from = \"levee@northmoor.example\" }\nstore =", "good");
        check(
            "store =",
            "release = { from = \"levee@northmoor.example\", login = \"levee\" }\nstore =",
            "release.login",
        );
        check(
            "store =",
            "release = { from = \"levee@northmoor.example\", login = \"levee\", password_file = \"/nowhere/p\" }\nstore =",
            "release.password_file: /nowhere/p",
        );
        check("store =", "time_zone = \"Europe/Lundon\"\nstore =", "time_zone: is a name of the time zone database");
        check("store =", "time_zone = \"Europe/London\"\nstore =", "good");
        check("store =", "log_level = \"loud\"\nstore =", "unknown variant `loud`");
        for (given, expected) in [
            ("syslog = \"udp://127.0.0.1:514\"", "good"),
            ("syslog = \"127.0.0.1:514\"", "alerts.syslog: needs the form"),
            ("", "alerts: names nobody to tell"),
            (
                "webhook = { url = \"http://127.0.0.1:9/\", secret_file = \"/nowhere/s\" }",
                "alerts.webhook.secret_file: /nowhere/s",
            ),
        ] {
            check("store =", &format!("alerts = {{ {given} }}\nstore ="), expected);
        }
        for (given, expected) in [
            ("list = \"auditors@northmoor.example\", role = \"auditor\"", "good"),
            ("list = \"crews@northmoor.example\", role = \"unit_administrator\", unit = \"Northmoor/Crews\"", "good"),
            ("list = \"auditors\", role = \"auditor\"", "role_lists: auditors is no address"),
            ("list = \"a@northmoor.example\", role = \"porter\"", "unknown variant `porter`"),
            ("list = \"a@northmoor.example\", role = \"auditor\", unit = \"Northmoor\"", "only a unit administrator"),
            (
                "list = \"a@northmoor.example\", role = \"unit_administrator\", unit = \" / \"",
                "role_lists: the unit of a@",
            ),
        ] {
            check("store =", &format!("role_lists = [{{ {given} }}]\nstore ="), expected);
        }
    }

    /// The example with its optional settings, each told to be the default, taken out of their comments.
    fn example() -> (toml::Table, toml::Table) {
        let text = include_str!("../levee.example.toml");
        let told: String = text
            .lines()
            .map(|line| match line.strip_prefix("#") {
                Some(setting) if !setting.starts_with([' ', '#']) && setting.contains('=') => setting,
                _ => line,
            })
            .map(|line| format!("{line}\n"))
            .collect();
        (text.parse().unwrap(), told.parse().unwrap())
    }

    #[test]
    fn the_example_tells_every_setting_and_its_default() {
        let (as_it_is, told) = example();
        let config: Config = as_it_is.try_into().unwrap();
        let mut without = told.clone();
        // Left out is their default; what they show is an example.
        for (table, name) in [
            ("", "site"),
            ("", "store_password_file"),
            ("", "milter"),
            ("", "socketmap"),
            ("", "metrics"),
            ("", "release"),
            ("", "alerts"),
            ("domains", "sub_address"),
            ("imap", "ca_file"),
            ("smtp", "ca_file"),
        ] {
            let table = if table.is_empty() { &mut without } else { without[table].as_table_mut().unwrap() };
            assert!(table.remove(name).is_some(), "{name} is not in the example");
        }
        assert_eq!(without.clone().try_into::<Config>().unwrap(), config, "a default is told wrong");
        // Names by what is written, and those of the settings that are left out above.
        let written = toml::Table::try_from(&config).unwrap();
        assert_eq!(names(&written), names(&without));
        let all: Config = told.try_into().unwrap();
        assert!(all.site.is_some() && all.milter.is_some() && all.socketmap.is_some() && all.metrics.is_some());
        assert!(all.imap.ca_file.is_some() && all.smtp.ca_file.is_some());
        let alerts = all.alerts.unwrap();
        assert!(alerts.webhook.is_some_and(|hook| hook.ca_file.is_some()) && alerts.syslog.is_some());
        let release = all.release.unwrap();
        assert!(release.login.is_some() && release.password_file.is_some() && release.server.is_some());
    }

    fn names(table: &toml::Table) -> std::collections::BTreeSet<String> {
        let below = |(name, value): (&String, &toml::Value)| match value {
            toml::Value::Table(table) => names(table).into_iter().map(|below| format!("{name}.{below}")).collect(),
            _ => vec![name.clone()],
        };
        table.iter().flat_map(below).collect()
    }
}
