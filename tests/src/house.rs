//! A hospital of our own in a folder of its own: directory, mail server, `levee serve`. Everything that it
//! started is ended when it is dropped, by process id.

mod nodes;

pub use nodes::{SecondNode, Serving};

use crate::browser::Browser;
use crate::organisation::{CAST, DOMAIN, ORGANISATION, json_lines};
use crate::program::program;
use levee_demo::keeper::{KeptStack, Mail, Order};
use levee_demo::{LARGEST_MESSAGE, PeopleSource, StackAccount, StackConfig, StackError, WrongPassword, check_machine};
use levee_postgres::Postgres;
use std::fs::{self, Permissions};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tempfile::TempDir;

/// What the administrator sets before anybody writes, so that nobody waits for long.
pub const POLICY: [(&str, &str); 3] = [("undo.short", "1s"), ("undo.long", "6s"), ("undo.longest", "30s")];
/// The account with which Levee hands over in its own name.
const RELEASER: &str = "levee";
/// Set, every house has its store in a PostgreSQL.
const ON_POSTGRES: &str = "LEVEE_TESTS_ON_POSTGRES";
/// People with numbers who have a mailbox; everybody else's mail goes to one sink.
const MAILBOXES: u32 = 400;

/// A running house.
pub struct House {
    // Dropped in this order: Levee first, then its mail server, then the folder.
    levee: Mutex<Option<Serving>>,
    stack: Mutex<Option<KeptStack>>,
    folder: TempDir,
    _database: Option<Arc<Postgres>>,
    listen: SocketAddr,
    imap: SocketAddr,
    submission: SocketAddr,
    metrics: SocketAddr,
    /// Where the store is, as the settings say it.
    store: String,
    order: Order,
    password: String,
}

impl House {
    /// The house that tests of one program share; the last of them ends it. Nothing, and it says why, where
    /// no mail server can run: without root, or without its packages.
    #[must_use]
    pub fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<House>> = Mutex::new(Weak::new());
        let mut shared = locked(&SHARED);
        if let Some(house) = shared.upgrade() {
            return Some(house);
        }
        let house = Arc::new(Self::start()?);
        *shared = Arc::downgrade(&house);
        Some(house)
    }

    /// A house of one's own, for a test that breaks things. Nothing as in [`House::shared`].
    ///
    /// # Panics
    /// When it does not start, saying what the program said.
    #[must_use]
    pub fn start() -> Option<Self> {
        Some(Self::enforcing(Self::observing()?))
    }

    /// The same with its store in a database of PostgreSQL, by its address.
    ///
    /// # Panics
    /// When it does not start, saying what the program said.
    #[must_use]
    pub fn start_on(database: String) -> Option<Self> {
        Some(Self::enforcing(Self::observing_on(Some(database))?))
    }

    fn enforcing(house: Self) -> Self {
        let grace = house.browser("grace");
        grace.set_mode("enforce").expect("an administrator may");
        grace.change_policy(&POLICY).expect("shorter windows are within their ranges");
        house
    }

    /// The same as it is after an installation: its guard observes. Nothing as in [`House::shared`].
    ///
    /// # Panics
    /// When it does not start, saying what the program said.
    #[must_use]
    pub fn observing() -> Option<Self> {
        Self::observing_on(None)
    }

    fn observing_on(database: Option<String>) -> Option<Self> {
        match check_machine() {
            Ok(()) => {}
            Err(reason @ (StackError::NotRoot | StackError::MissingProgram { .. })) => {
                eprintln!("skipped: {reason}");
                return None;
            }
            Err(other) => panic!("{other}"),
        }
        let mut folder = tempfile::Builder::new();
        // Postfix works below it under its own user.
        folder.prefix("levee-house-").permissions(Permissions::from_mode(0o755));
        let folder = folder.tempdir_in("/var/tmp").expect("/var/tmp is there");
        let [listen, milter, socketmap, metrics] = [(); 4].map(|()| free_address());
        // Told apart from whatever else stands in a file or a log.
        let password = format!("Heron under glass {}", std::process::id());
        let order = Order {
            config: mail_server(folder.path(), &password, milter, socketmap),
            mail: Mail::AsFound,
            bulk: Vec::new(),
        };
        let stack = kept(&order);
        let (imap, submission) = (stack.imap(), stack.submission());
        let server = std::env::var_os(ON_POSTGRES).and_then(|_| Postgres::shared());
        let database = database.or_else(|| Some(server.as_ref()?.database()));
        let file = || folder.path().join("levee.sqlite").display().to_string();
        let house = Self {
            store: database.unwrap_or_else(file),
            levee: Mutex::new(None),
            stack: Mutex::new(Some(stack)),
            folder,
            _database: server,
            listen,
            imap,
            submission,
            metrics,
            order,
            password,
        };
        house.furnish(milter, socketmap);
        Some(house)
    }

    fn furnish(&self, milter: SocketAddr, socketmap: SocketAddr) {
        let site = self.path("site");
        fs::create_dir_all(&site).expect("a folder for the site");
        let manifest = r#"{"css":"/assets/main.css","screens":"/assets/screens.css","console":"/assets/console.css","js":"/assets/levee.js","wasm":"/assets/levee.wasm"}"#;
        fs::write(site.join("manifest.json"), manifest).expect("a manifest");
        let mta = format!(
            "milter = \"{milter}\"\nsocketmap = \"{socketmap}\"\nmetrics = \"{metrics}\"\n",
            metrics = self.metrics
        );
        fs::write(self.settings(), self.settings_text(self.listen) + &mta).expect("settings");
        let release = self.path("release.password");
        fs::write(&release, format!("{}\n", self.password)).expect("a password");
        fs::set_permissions(&release, Permissions::from_mode(0o600)).expect("its owner's");
        let people = self.path("people.jsonl");
        fs::write(&people, json_lines()).expect("people and lists");
        let imported = self.run(&["directory", "import", &people.display().to_string()]);
        assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
        self.serve();
    }

    /// What nodes of one organisation have in common; each is reached at an address of its own.
    fn settings_text(&self, listen: SocketAddr) -> String {
        let Self { imap, submission, store, .. } = self;
        format!(
            "organisation = \"{ORGANISATION}\"
listen = \"{listen}\"
public_origin = \"http://{listen}\"
site = {site:?}
store = {store:?}
key_file = {key:?}
domains = {{ accepted = [\"{DOMAIN}\"], aliases = [], sub_address = \"+\" }}
imap = {{ host = \"127.0.0.1\", port = {imap}, security = \"plain\" }}
smtp = {{ host = \"127.0.0.1\", port = {submission}, security = \"plain\" }}
release = {{ from = \"{RELEASER}@{DOMAIN}\", login = \"{RELEASER}@{DOMAIN}\", password_file = {password:?} }}
",
            password = self.path("release.password"),
            site = self.path("site"),
            key = self.path("levee.key"),
            imap = imap.port(),
            submission = submission.port(),
        )
    }

    /// Stops Dovecot and Postfix.
    pub fn stop_mail(&self) {
        if let Some(stack) = locked(&self.stack).take() {
            stack.stop().expect("the mail server stops");
        }
    }

    /// Starts them again, where they were.
    pub fn start_mail(&self) {
        *locked(&self.stack) = Some(kept(&self.order));
    }

    /// Starts them again with another limit on a message, in octets.
    pub fn start_mail_taking(&self, largest_message: u32) {
        let config = StackConfig { largest_message, ..self.order.config.clone() };
        *locked(&self.stack) = Some(kept(&Order { config, ..self.order.clone() }));
    }

    /// Runs `levee` with these arguments and the house's settings.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(program());
        command.args(arguments).arg("--config").arg(self.settings()).output().expect("levee runs")
    }

    /// A browser in which this person has signed in.
    #[must_use]
    pub fn browser(&self, local: &str) -> Browser {
        let mut browser = self.stranger();
        browser.sign_in(local, &self.password).expect("the password is right");
        browser
    }

    /// A browser in which nobody has.
    #[must_use]
    pub fn stranger(&self) -> Browser {
        Browser::new(&format!("http://{}", self.listen))
    }

    /// Everybody's password.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Where IMAP listens.
    #[must_use]
    pub fn imap(&self) -> SocketAddr {
        self.imap
    }

    /// Where figures are told.
    #[must_use]
    pub fn metrics(&self) -> SocketAddr {
        self.metrics
    }

    /// Where mail programs submit.
    #[must_use]
    pub fn submission(&self) -> SocketAddr {
        self.submission
    }

    /// The settings of `levee serve`.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.path("levee.toml")
    }

    /// Whether its store is a file, and not in a PostgreSQL.
    #[must_use]
    pub fn has_store_file(&self) -> bool {
        Path::new(&self.store).is_file()
    }

    /// What `levee serve` has said so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// A path in the house's folder.
    #[must_use]
    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Messages that Postfix has and has not delivered, of whomever.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.queue_files().count()
    }

    /// Messages of one sender that Postfix has and has not delivered; others use the same house at the same time.
    #[must_use]
    pub fn queued_from(&self, sender: &str) -> usize {
        // A record of a queue file is its kind, its length in one byte where that is enough, and its text (S: sender).
        let record = [&[b'S', u8::try_from(sender.len()).expect("a short address")], sender.as_bytes()].concat();
        let is_hers = |path: &PathBuf| {
            fs::read(path).is_ok_and(|bytes| bytes.windows(record.len()).any(|window| window == record))
        };
        self.queue_files().filter(is_hers).count()
    }

    fn queue_files(&self) -> impl Iterator<Item = PathBuf> {
        let queue = self.path("mail/postfix/queue");
        ["maildrop", "incoming", "active", "deferred", "hold"]
            .into_iter()
            .flat_map(move |name| files_in(&queue.join(name)))
    }

    /// Copies of a message that went to people without a mailbox of their own.
    #[must_use]
    pub fn in_the_sink(&self, subject: &str) -> usize {
        let line = format!("Subject: {subject}");
        let holds = |path: &PathBuf| {
            fs::read(path)
                .is_ok_and(|bytes| String::from_utf8_lossy(&bytes).lines().any(|found| found.trim_end() == line))
        };
        files_in(&self.path("mail/sink")).iter().filter(|path| holds(path)).count()
    }

    fn log_file(&self) -> PathBuf {
        self.path("levee.log")
    }
}

fn mail_server(folder: &Path, password: &str, milter: SocketAddr, socketmap: SocketAddr) -> StackConfig {
    let cast = CAST.iter().map(|(local, _, _)| (*local).to_owned());
    let numbered = (1..=MAILBOXES).map(|n| format!("p{n}"));
    StackConfig {
        folder: folder.join("mail"),
        domains: vec![DOMAIN.to_owned()],
        accounts: cast.chain(numbered).map(|local| StackAccount { local, password: password.to_owned() }).collect(),
        shared: Vec::new(),
        releaser: Some(StackAccount { local: RELEASER.to_owned(), password: password.to_owned() }),
        milter: Some(milter),
        people: PeopleSource::Levee(socketmap),
        largest_message: LARGEST_MESSAGE,
        wrong_password: WrongPassword::AnsweredAtOnce,
        ports: None,
    }
}

/// The mail server in a process of its own, which ends it even when this one is killed.
fn kept(order: &Order) -> KeptStack {
    KeptStack::start(&program(), &["keep-stack"], order).unwrap_or_else(|error| panic!("{error}"))
}

/// Below the ports that connections take by themselves, so that Levee gets it again after it was killed.
fn free_address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 9_000).expect("below 9,000");
    loop {
        let port = 20_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        if let Ok(free) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            return free.local_addr().expect("bound");
        }
    }
}

/// All files below a folder; none when it is not there.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let below = |entry: fs::DirEntry| if entry.path().is_dir() { files_in(&entry.path()) } else { vec![entry.path()] };
    entries.flat_map(below).collect()
}

/// What one test left locked when it failed is no reason for the others to fail.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
