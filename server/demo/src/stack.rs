//! Starts and stops Dovecot and Postfix in one folder on loopback ports. Blocking; needs root.
//! What they are told stands in `dovecot` and `postfix`; who has mail, in `seed`.

use crate::ports::Ports;
use crate::shared::SharedAccount;
use crate::system_user::{self, SystemUser};
use crate::{StackError, cast, dovecot, folder, postfix, processes, shared, warm};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A mailbox with a password.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StackAccount {
    /// Part of the address before the `@`; it is the same person in every domain.
    pub local: String,
    /// The password.
    pub password: String,
}

impl From<&cast::Account> for StackAccount {
    fn from(account: &cast::Account) -> Self {
        Self { local: account.local.to_owned(), password: account.password.to_owned() }
    }
}

/// Who answers Postfix when it asks whether a recipient exists and what a list holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum PeopleSource {
    /// Levee's socketmap, maps `people` and `lists`.
    Levee(SocketAddr),
    /// The accounts, these lists, and whoever stands in them: local part and whole member addresses.
    AccountsOnly {
        /// Lists with their members.
        lists: Vec<(String, Vec<String>)>,
    },
}

/// How fast a wrong password is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WrongPassword {
    /// After two seconds, as Dovecot does unless told otherwise.
    AnsweredLate,
    /// At once, for tests.
    AnsweredAtOnce,
}

/// The largest message that a stack takes where nothing else is asked for, octets: more than Levee lets out.
pub const LARGEST_MESSAGE: u32 = 52_428_800;

/// What a stack is to be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StackConfig {
    /// Where everything lives: configuration, logs, queue, mail.
    pub folder: PathBuf,
    /// Own domain first, then domains that mean the same people.
    pub domains: Vec<String>,
    /// Mailboxes one can sign in to. Everybody else's mail goes to one sink.
    pub accounts: Vec<StackAccount>,
    /// Mailboxes that several of them read.
    pub shared: Vec<SharedAccount>,
    /// An account that may use every sender of the domains: sends on what was held.
    pub releaser: Option<StackAccount>,
    /// Where the guard listens as a milter.
    pub milter: Option<SocketAddr>,
    /// Who knows people and lists.
    pub people: PeopleSource,
    /// Octets of the largest message (`message_size_limit`).
    pub largest_message: u32,
    /// How fast a wrong password is answered.
    pub wrong_password: WrongPassword,
    /// Where to listen; `None`: where there is room, the same at the next start.
    pub ports: Option<Ports>,
}

/// A running stack; ends when dropped. What a killed program leaves running is ended by the next
/// start in the same folder, or by [`Stack::stop_leftover`].
#[derive(Debug)]
#[must_use = "a stack ends when it is dropped"]
pub struct Stack {
    folder: PathBuf,
    ports: Ports,
}

/// Paths below the stack's folder.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) folder: PathBuf,
}

const POSTFIX_MASTER: &str = "/usr/lib/postfix/sbin/master";
const DOVECOT: &str = "/usr/sbin/dovecot";
/// What must be there, and the package that brings it.
const PROGRAMS: [(&str, &str); 4] = [
    (DOVECOT, "dovecot-core"),
    ("/usr/lib/dovecot/imap", "dovecot-imapd"),
    ("/usr/lib/dovecot/lmtp", "dovecot-lmtpd"),
    (POSTFIX_MASTER, "postfix"),
];
/// How long a server may take until it greets. It takes some 100 ms; this is for a machine in distress.
const READY: Duration = Duration::from_secs(20);

impl Stack {
    /// Stops what an earlier run left in the folder, writes the configuration, starts both servers
    /// and returns when both have greeted. Mail of the accounts is kept, the sink is emptied.
    ///
    /// # Errors
    /// One [`StackError`]; nothing is left running then.
    pub fn start(config: &StackConfig) -> Result<Self, StackError> {
        check_machine()?;
        check_names(config)?;
        let folder = folder::prepare(&config.folder)?;
        processes::end_all(&folder)?;
        let layout = Layout { folder };
        let ports = write_files(config, &layout)?;
        let stack = Self { folder: layout.folder.clone(), ports };
        // On failure the stack is dropped, so that nothing half started stays.
        stack.launch(&layout).map(|()| stack)
    }

    /// Where IMAP listens.
    #[must_use]
    pub fn imap(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.ports.imap).into()
    }

    /// Where submission listens.
    #[must_use]
    pub fn submission(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.ports.submission).into()
    }

    /// Both ports.
    #[must_use]
    pub fn ports(&self) -> Ports {
        self.ports
    }

    /// The stack's folder; logs are in `log/` below it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Ids of all processes of the stack at this moment.
    #[must_use]
    pub fn pids(&self) -> Vec<i32> {
        processes::pids(&self.folder)
    }

    /// Has Dovecot read the cast's largest mailbox once, beside everything else.
    pub(crate) fn warm(&self) -> Option<std::process::Child> {
        warm::begin(&self.folder)
    }

    /// Ends both servers and waits until their processes are gone. Mail and queue stay.
    ///
    /// # Errors
    /// `StillRunning`.
    pub fn stop(self) -> Result<(), StackError> {
        processes::end_all(&self.folder)
    }

    /// Ends what an earlier run in this folder left behind, if anything.
    ///
    /// # Errors
    /// `StillRunning`.
    pub fn stop_leftover(folder: &Path) -> Result<(), StackError> {
        folder.canonicalize().map_or(Ok(()), |folder| processes::end_all(&folder))
    }

    fn launch(&self, layout: &Layout) -> Result<(), StackError> {
        let folder = &layout.folder;
        // Side by side: `master -w` returns when it is initialised, `dovecot` when it listens.
        let dovecot = Launch::spawn("Dovecot", DOVECOT, &["-c"], &folder.join("dovecot/dovecot.conf"), &[], layout)?;
        let postfix = Launch::spawn("Postfix", POSTFIX_MASTER, &["-c"], &folder.join("postfix/etc"), &["-w"], layout)?;
        dovecot.finish(self.ports.imap)?;
        postfix.finish(self.ports.submission)?;
        await_greeting("Dovecot", self.imap(), "* OK", &layout.log("dovecot"))?;
        await_greeting("Postfix", self.submission(), "220 ", &layout.log("postfix"))
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // After `stop` there is nothing left, and nobody to tell otherwise.
        let _nobody_to_tell = processes::end_all(&self.folder);
    }
}

impl Layout {
    pub(crate) fn queue(&self) -> PathBuf {
        self.folder.join("postfix/queue")
    }

    pub(crate) fn mail(&self) -> PathBuf {
        self.folder.join("mail")
    }

    pub(crate) fn home(&self, local: &str) -> PathBuf {
        self.mail().join(local.to_lowercase())
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("log/{name}.log"))
    }
}

/// Whether a stack can run here at all: [`check_programs`], and root.
///
/// # Errors
/// `MissingProgram`, `OtherDovecot`, `NotRoot`, in this order.
pub fn check_machine() -> Result<(), StackError> {
    check_programs()?;
    if rustix::process::geteuid().is_root() { Ok(()) } else { Err(StackError::NotRoot) }
}

/// Whether the programs of a stack are there, Dovecot in the right version.
///
/// # Errors
/// `MissingProgram`, `OtherDovecot`, in this order.
pub fn check_programs() -> Result<(), StackError> {
    for (program, package) in PROGRAMS {
        if !Path::new(program).exists() {
            return Err(StackError::MissingProgram { program: program.into(), package });
        }
    }
    let said = Command::new(DOVECOT).arg("--version").output().map_err(StackError::file(Path::new(DOVECOT)))?;
    let found = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    if !found.starts_with("2.3.") {
        return Err(StackError::OtherDovecot { found });
    }
    Ok(())
}

/// Names end up in configuration files: only what cannot change their meaning passes.
fn check_names(config: &StackConfig) -> Result<(), StackError> {
    let plain = |text: &str| {
        !text.is_empty()
            && !text.starts_with(['.', '-'])
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    let lists = match &config.people {
        PeopleSource::Levee(_) => &[][..],
        PeopleSource::AccountsOnly { lists } => lists,
    };
    let domains = config.domains.iter().map(|text| ("domain", text.as_str()));
    let accounts = config.accounts.iter().chain(&config.releaser).map(|a| ("account", a.local.as_str()));
    let shared = config.shared.iter().flat_map(|shared| shared.members.iter().chain([&shared.local]));
    let shared = shared.map(|local| ("shared mailbox", local.as_str()));
    let lists_named = lists.iter().map(|(local, _)| ("list", local.as_str()));
    let members = lists.iter().flat_map(|(_, members)| members);
    let members = members.flat_map(|member| member.split('@').map(|part| ("list member", part)));
    if config.domains.is_empty() {
        return Err(StackError::BadName { what: "domain", text: String::new() });
    }
    match domains.chain(accounts).chain(shared).chain(lists_named).chain(members).find(|(_, text)| !plain(text)) {
        None => Ok(()),
        Some((what, text)) => Err(StackError::BadName { what, text: text.to_owned() }),
    }
}

fn write_files(config: &StackConfig, layout: &Layout) -> Result<Ports, StackError> {
    let folder = &layout.folder;
    let mail = system_user::mail_user()?;
    let user = system_user::of_package("postfix", "postfix")?;
    let postdrop = system_user::group_of_package("postdrop", "postfix")?;
    let dovecot_group = system_user::group_of_package("dovecot", "dovecot-core")?;
    for below in ["dovecot/run", "dovecot/state", "log", "postfix/etc"] {
        let path = folder.join(below);
        fs::create_dir_all(&path).map_err(StackError::file(&path))?;
    }
    let sink = folder.join("sink");
    // Nobody reads it, and each mass mail fills it further.
    if sink.exists() {
        fs::remove_dir_all(&sink).map_err(StackError::file(&sink))?;
    }
    for path in [layout.mail(), sink] {
        fs::create_dir_all(&path).map_err(StackError::file(&path))?;
        chown(&path, Some(mail.uid), Some(mail.gid)).map_err(StackError::file(&path))?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).map_err(StackError::file(&path))?;
    }
    let ports = match config.ports {
        Some(ports) => ports,
        None => Ports::choose(&folder.join("ports.json"))?,
    };
    let write = |below: &str, text: String| write_aged(&folder.join(below), &text);
    write("dovecot/dovecot.conf", dovecot::configuration(config, layout, mail, ports.imap))?;
    write_accounts(config, layout, mail, dovecot_group)?;
    shared::write(config, layout, mail)?;
    postfix::make_queue(layout, user, postdrop)?;
    write("postfix/etc/main.cf", postfix::main_cf(config, layout))?;
    write("postfix/etc/master.cf", postfix::master_cf(config, ports))?;
    write("postfix/etc/senders", postfix::senders(config))?;
    let (people, lists) = postfix::maps(config);
    write("postfix/etc/people", people)?;
    write("postfix/etc/lists", lists)?;
    Ok(ports)
}

/// Writes a file that looks as if it had been there for a while: Postfix waits over a second for
/// each configuration file that changed in this second or the last, lest it be half written.
fn write_aged(path: &Path, text: &str) -> Result<(), StackError> {
    let write = || -> std::io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(text.as_bytes())?;
        let written = file.metadata()?.modified()?;
        file.set_modified(written - Duration::from_secs(10))
    };
    write().map_err(StackError::file(path))
}

/// The accounts with their passwords: for root and Dovecot's own group only.
fn write_accounts(config: &StackConfig, layout: &Layout, mail: SystemUser, group: u32) -> Result<(), StackError> {
    let path = layout.folder.join("dovecot/accounts");
    let text = dovecot::accounts(config.accounts.iter().chain(&config.releaser), layout, mail);
    let file = File::create(&path).map_err(StackError::file(&path))?;
    file.set_permissions(fs::Permissions::from_mode(0o640)).map_err(StackError::file(&path))?;
    chown(&path, Some(0), Some(group)).map_err(StackError::file(&path))?;
    fs::write(&path, text).map_err(StackError::file(&path))
}

/// A server that is being started: its first process ends when its daemon is up, or says why not.
struct Launch {
    program: &'static str,
    child: std::process::Child,
    said: PathBuf,
    log: PathBuf,
}

impl Launch {
    fn spawn(
        program: &'static str,
        path: &str,
        before: &[&str],
        configuration: &Path,
        after: &[&str],
        layout: &Layout,
    ) -> Result<Self, StackError> {
        let name = program.to_lowercase();
        let said = layout.folder.join(format!("log/{name}-start.out"));
        // To a file, not to us: the daemon inherits it, and a pipe would never close.
        let out = File::create(&said).map_err(StackError::file(&said))?;
        let also = out.try_clone().map_err(StackError::file(&said))?;
        let mut command = Command::new(path);
        command.args(before).arg(configuration).args(after).current_dir(&layout.folder);
        command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("MAIL_CONFIG", configuration);
        command.stdin(Stdio::null()).stdout(out).stderr(also);
        let child = command.spawn().map_err(StackError::file(Path::new(path)))?;
        Ok(Self { program, child, said, log: layout.log(&name) })
    }

    fn finish(mut self, port: u16) -> Result<(), StackError> {
        let status = self.child.wait().map_err(StackError::file(&self.said))?;
        if status.success() {
            return Ok(());
        }
        let mut text = fs::read_to_string(&self.said).unwrap_or_default();
        // Postfix speaks to its log only.
        text.push_str(&fs::read_to_string(&self.log).unwrap_or_default());
        if text.contains("Address already in use") {
            return Err(StackError::PortTaken { port, program: self.program });
        }
        let said = text.lines().rfind(|line| line.to_lowercase().contains("fatal")).or(text.lines().last());
        Err(StackError::Refused {
            program: self.program,
            said: said.unwrap_or("no reason given").to_owned(),
            log: self.log,
        })
    }
}

/// Connects until the server greets.
fn await_greeting(program: &'static str, server: SocketAddr, greeting: &str, log: &Path) -> Result<(), StackError> {
    let started = Instant::now();
    while started.elapsed() < READY {
        match greets(server, greeting) {
            Ok(true) => return Ok(()),
            // Refused or closed: not listening yet. There is nothing to wait on but time.
            Ok(false) | Err(_) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
    Err(StackError::NotReady { program, port: server.port(), log: log.to_owned() })
}

fn greets(server: SocketAddr, greeting: &str) -> std::io::Result<bool> {
    let stream = TcpStream::connect_timeout(&server, READY)?;
    stream.set_read_timeout(Some(READY))?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    Ok(line.starts_with(greeting))
}
