//! A PostgreSQL of one's own for tests: in a folder, on a loopback port, ended with its test, also when that is
//! killed. Commits are as durable as the machine's memory, which is enough for killing Levee beside it.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The user that the package brings; the server refuses to run as root.
const USER: &str = "postgres";
/// The superuser of the cluster, who needs no password on this machine.
const OWNER: &str = "levee";
/// Runs a server until its own input ends, which it does with the test, however that ends.
const KEEPER: &str = r#""$@" & server=$!; cat; kill -INT "$server"; wait "$server""#;
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
pub struct Postgres {
    keeper: Mutex<Option<Child>>,
    port: u16,
    programs: PathBuf,
    named: AtomicU32,
    folder: TempDir,
}

impl Postgres {
    /// The server that the tests of one program share; the last of them ends it. Nothing, and it says why, where
    /// its packages are missing.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = shared.upgrade() {
            return Some(server);
        }
        let server = Arc::new(Self::start()?);
        *shared = Arc::downgrade(&server);
        Some(server)
    }

    /// A server for one test alone. Nothing as in [`Postgres::shared`].
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            eprintln!("skipped: PostgreSQL is not installed (package postgresql)");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("levee-postgres-").tempdir_in("/var/tmp").expect("a folder");
        let user = user();
        if let Some((uid, gid)) = user {
            chown(folder.path(), Some(uid), Some(gid)).expect("the folder is given to its user");
        }
        let data = folder.path().join("data");
        let made = command(&programs.join("initdb"), user)
            .args(["--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"])
            .arg("--pgdata")
            .arg(&data)
            .current_dir(folder.path())
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = free.local_addr().expect("its number").port();
        drop(free);
        let server = Self { keeper: Mutex::new(None), port, programs, named: AtomicU32::new(0), folder };
        server.run_again();
        Some(server)
    }

    /// Ends the server, with the connections that there are.
    pub fn stop(&self) {
        if let Some(mut keeper) = self.keeper().take() {
            drop(keeper.stdin.take());
            drop(keeper.wait());
        }
    }

    /// Starts it where it was.
    ///
    /// # Panics
    /// When it does not start.
    pub fn run_again(&self) {
        let log = File::options().append(true).create(true).open(self.folder.path().join("log")).expect("a log");
        let keeper = command(Path::new("/bin/sh"), user())
            .args(["-c", KEEPER, "sh"])
            .arg(self.programs.join("postgres"))
            .arg("-D")
            .arg(self.folder.path().join("data"))
            .args(["-p", &self.port.to_string(), "-h", "127.0.0.1", "-k", "", "-c", "fsync=off"])
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("a shell runs");
        *self.keeper() = Some(keeper);
        self.await_ready();
    }

    fn keeper(&self) -> MutexGuard<'_, Option<Child>> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address of a new, empty database.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn database(&self) -> String {
        let name = format!("levee_{}", self.named.fetch_add(1, Ordering::Relaxed));
        self.run("createdb", &[&name]);
        format!("postgres://{OWNER}@127.0.0.1:{}/{name}", self.port)
    }

    /// Runs a statement in a database and gives what it prints, without heads.
    ///
    /// # Errors
    /// What the server says against it.
    pub fn sql(&self, database: &str, statement: &str) -> Result<String, String> {
        let mut psql = Command::new(self.programs.join("psql"));
        let run = psql.args(["--no-psqlrc", "-qtA", "-c", statement, database]).output().expect("psql runs");
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if run.status.success() { Ok(said(&run.stdout)) } else { Err(said(&run.stderr)) }
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let port = self.port.to_string();
        let mut command = Command::new(self.programs.join(program));
        command.args(["-h", "127.0.0.1", "-p", &port, "-U", OWNER]).args(arguments);
        let run = command.output().expect("a program of PostgreSQL runs");
        assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
    }

    fn await_ready(&self) {
        let started = Instant::now();
        let mut asks = Command::new(self.programs.join("pg_isready"));
        asks.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        while !asks.status().expect("pg_isready runs").success() {
            assert!(started.elapsed() < PATIENCE, "PostgreSQL does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Where Debian puts the server's programs: a folder for each version, the newest is taken.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let numbered =
        versions.flatten().filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry)));
    let (_, newest) = numbered.max_by_key(|(version, _)| *version)?;
    let programs = newest.path().join("bin");
    programs.join("postgres").exists().then_some(programs)
}

/// Whom root lets the server run as; nobody else when a test is not run by root.
fn user() -> Option<(u32, u32)> {
    let root = std::fs::metadata("/proc/self").map(|found| std::os::unix::fs::MetadataExt::uid(&found)).ok()? == 0;
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut fields = users.lines().find(|line| line.split(':').next() == Some(USER))?.split(':').skip(2);
    let ids = fields.next()?.parse().ok().zip(fields.next()?.parse().ok());
    ids.filter(|_| root)
}

fn command(program: &Path, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command
}
