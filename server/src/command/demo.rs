//! `levee demo`: a real Dovecot and Postfix, an organisation of 840,000 and Levee on top, in one folder.

mod announce;

use super::Done;
use crate::config::{self, Config, LogFormat, LogLevel, MailServer, ReleaseSettings, Security};
use crate::log;
use crate::run::{self, Listeners, Mta, Node};
use announce::Announce;
use clap::Args;
use levee_demo::cast;
use levee_demo::keeper::{Bulk, KeptStack, Mail, Order, check_rights, keep};
use levee_demo::seed::Amount;
use levee_demo::{
    LARGEST_MESSAGE, PeopleSource, Ports, SharedAccount, StackAccount, StackConfig, WrongPassword, folder, organisation,
};
use levee_mail::{Address, Domains};
use levee_service::{SystemChance, random};
use std::fs::OpenOptions;
use std::io::{BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Seconds since the rule of the story's list went wrong.
const SINCE_THE_MISTAKE: i64 = 3600;
/// Under which the store keeps what the demo made.
const SOURCE: &str = "demo";
/// The account with which Levee hands over in its own name.
const RELEASER: &str = "levee";
/// The file of its password.
const RELEASE_PASSWORD: &str = "release.password";
/// What the first start does, the mail at the same time as the directory.
const MAKING: &str = "making an organisation of 840,000 people and 35,000 lists, and their mail";
/// What every later start does.
const STARTING: &str = "starting Dovecot and Postfix";

/// Options of the demo.
#[derive(Args)]
pub(crate) struct Demo {
    /// Where browsers connect.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Where everything is kept; one in /var/tmp unless named.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Throw away what an earlier run left and start over.
    #[arg(long)]
    fresh: bool,
    /// Without the months of everyday mail: some hundred messages for each person. Decided at the first start.
    #[arg(long)]
    small: bool,
    /// Fill somebody's inbox with so many messages instead of the story's, as in ravi.menon=1000; for benches.
    #[arg(long, value_name = "LOCAL=N", hide = true)]
    bulk: Vec<Bulk>,
    /// How to say what was started: for people, or one line of JSON.
    #[arg(long, value_enum, default_value = "people")]
    announce: Announce,
}

impl Demo {
    fn amount(&self) -> Amount {
        if self.small { Amount::Story } else { Amount::Everything }
    }
}

/// Runs the demo until Ctrl-C.
pub(crate) fn run(demo: &Demo) -> Done {
    if !demo.listen.ip().is_loopback() {
        return Err("the demo's passwords are public: it listens on a loopback address only".into());
    }
    log::begin(LogFormat::Text, LogLevel::Info);
    let folder = demo.folder.clone().unwrap_or_else(|| folder::default_folder(own_uid()));
    run::runtime()?.block_on(async {
        levee_demo::check_programs()?;
        check_rights(&std::env::current_exe()?)?;
        let listeners = Listeners::bind(&settings(demo, &folder), Mta::Here).await?;
        let (browsers, milter, socketmap) = listeners.addresses()?;
        if demo.fresh {
            start_over(&folder)?;
        }
        std::fs::create_dir_all(&folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;

        let ports = Ports::choose(&folder.join("ports.json"))?;
        let on = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let config = Config {
            listen: browsers,
            public_origin: format!("http://{browsers}"),
            imap: on_loopback(on(ports.imap)),
            smtp: on_loopback(on(ports.submission)),
            milter,
            socketmap,
            ..settings(demo, &folder)
        };
        let settings_file = folder.join("levee.toml");
        std::fs::write(&settings_file, toml::to_string(&config)?)?;
        let releaser = releaser(&folder.join(RELEASE_PASSWORD))?;

        let said = Progress::begin("opening the directory");
        let node = run::start(&config, listeners).await?;
        said.done();
        // Postfix greets nobody before the guard has answered it, so that the node comes first.
        let said = Progress::begin(if is_told(&node)? { STARTING } else { MAKING });
        let order = order(demo, &folder, (milter, socketmap, ports), releaser)?;
        let program = std::env::current_exe()?;
        let starting = tokio::task::spawn_blocking(move || KeptStack::start(&program, &["keep-stack"], &order));
        let told = tell_the_story(&node).await;
        let stack = starting.await??;
        told?;
        said.done();
        demo.announce.started(browsers, &stack, &settings_file, demo.amount());
        run::told_to_stop().await;
        eprintln!("stopping");
        node.stop().await;
        tokio::task::block_in_place(|| stack.stop())?;
        Ok(ExitCode::SUCCESS)
    })
}

/// What `levee demo` runs as root: see [`levee_demo::keeper`].
pub(crate) fn keep_stack() -> Done {
    keep(BufReader::new(std::io::stdin()), std::io::stdout())?;
    Ok(ExitCode::SUCCESS)
}

/// Settings before the mail servers have told their ports.
fn settings(demo: &Demo, folder: &Path) -> Config {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    Config {
        organisation: cast::ORGANISATION.to_owned(),
        listen: demo.listen,
        public_origin: format!("http://{}", demo.listen),
        site: None,
        store: folder.join("levee.sqlite").into(),
        store_password_file: None,
        key_file: folder.join("levee.key"),
        domains: Domains {
            accepted: vec![cast::DOMAIN.to_owned()],
            aliases: cast::ALIAS_DOMAINS.map(|alias| (alias.to_owned(), cast::DOMAIN.to_owned())).into(),
            sub_address: Some('+'),
        },
        imap: on_loopback(any),
        smtp: on_loopback(any),
        largest_message: config::defaults::largest_message(),
        milter: Some(any),
        socketmap: Some(any),
        metrics: None,
        release: Some(ReleaseSettings {
            from: format!("{RELEASER}@{}", cast::DOMAIN),
            login: Some(format!("{RELEASER}@{}", cast::DOMAIN)),
            password_file: Some(folder.join(RELEASE_PASSWORD)),
            server: None,
        }),
        mail_hosts: Vec::new(),
        role_lists: Vec::new(),
        time_zone: config::defaults::time_zone(),
        alerts: None,
        log_format: LogFormat::Text,
        log_level: LogLevel::Info,
    }
}

fn on_loopback(address: SocketAddr) -> MailServer {
    MailServer { host: address.ip().to_string(), port: address.port(), security: Security::Plain, ca_file: None }
}

/// What the keeper of the mail servers is asked for.
fn order(
    demo: &Demo,
    folder: &Path,
    (milter, socketmap, ports): (Option<SocketAddr>, Option<SocketAddr>, Ports),
    releaser: StackAccount,
) -> Result<Order, Box<dyn std::error::Error>> {
    let config = StackConfig {
        folder: folder.join("mail"),
        domains: [cast::DOMAIN].into_iter().chain(cast::ALIAS_DOMAINS).map(str::to_owned).collect(),
        accounts: cast::mailboxes().map(|account| StackAccount::from(&account)).collect(),
        shared: vec![SharedAccount::from(&cast::WARD_7)],
        releaser: Some(releaser),
        milter,
        people: socketmap.map(PeopleSource::Levee).ok_or("the demo serves its lists itself")?,
        largest_message: LARGEST_MESSAGE,
        wrong_password: WrongPassword::AnsweredLate,
        ports: Some(ports),
    };
    Ok(Order { config, mail: Mail::Story { now: now(), amount: demo.amount() }, bulk: demo.bulk.clone() })
}

/// Levee's own account, with a password that only this folder knows: it may use every sender.
fn releaser(file: &Path) -> Result<StackAccount, Box<dyn std::error::Error>> {
    if !file.exists() {
        let password = random::<16>(&SystemChance).map(|byte| format!("{byte:02x}")).concat();
        let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        made.write_all(format!("{password}\n").as_bytes())?;
    }
    Ok(StackAccount { local: RELEASER.to_owned(), password: config::password("release.password_file", file)? })
}

/// Whether the directory is filled. Lists come last: where this one is, a first start was not broken off; and
/// people who have joined the cast since are imported, too.
fn is_told(node: &Node) -> Result<bool, Box<dyn std::error::Error>> {
    let directory = node.service().directory();
    let list = Address::parse(&cast::CROYDON_PRACTICES.address())?;
    let known = |account: cast::Account| {
        Address::parse(&account.address()).is_ok_and(|address| directory.person_by_address(&address).is_some())
    };
    Ok(directory.list_by_address(&list).is_some() && cast::mailboxes().all(known))
}

/// Fills an empty directory, and moves the mistake of the story to an hour ago.
async fn tell_the_story(node: &Node) -> Result<(), Box<dyn std::error::Error>> {
    let service = node.service();
    let now = now();
    // The story is about what is stopped; an organisation of one's own observes first.
    service.begin_enforcing().await?;
    if !is_told(node)? {
        let imported = service.import_directory(SOURCE, organisation::records(now)).await?;
        tracing::debug!(problems = imported.problems.len(), "in the organisation made");
    }
    service.record_rule_change(&Address::parse(&cast::CROYDON_PRACTICES.address())?, now - SINCE_THE_MISTAKE).await?;
    Ok(())
}

/// Removes what an earlier run left. The mail servers' part belongs to root.
fn start_over(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    if !folder.exists() {
        return Ok(());
    }
    if !folder.join("levee.toml").is_file() {
        return Err(format!("{} was not made by levee demo and is not removed", folder.display()).into());
    }
    let mail = folder.join("mail");
    if own_uid() != 0 && mail.exists() {
        let removed = Command::new("sudo").args(["rm", "-rf", "--one-file-system", "--"]).arg(&mail).status()?;
        if !removed.success() {
            return Err(format!("{} could not be removed", mail.display()).into());
        }
    }
    std::fs::remove_dir_all(folder).map_err(|e| format!("{} could not be removed: {e}", folder.display()).into())
}

/// One line for a step: what it is, and how long it took when it took long.
struct Progress {
    began: Instant,
}

impl Progress {
    fn begin(what: &str) -> Self {
        eprint!("{what} ... ");
        // A terminal that is gone must not end the demo.
        drop(std::io::stderr().flush());
        Self { began: Instant::now() }
    }

    fn done(self) {
        eprintln!("{:.1} s", self.began.elapsed().as_secs_f64());
    }
}

fn own_uid() -> u32 {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").map_or(0, |me| me.uid())
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
