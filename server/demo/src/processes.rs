//! Finds and ends the processes of one stack, each by its own id.
//! Ours is a program of Dovecot or Postfix that works inside the stack's folder; nothing else is touched.

use crate::StackError;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Where Debian keeps the programs of both servers.
const PROGRAMS: [&str; 3] = ["/usr/sbin/dovecot", "/usr/lib/dovecot/", "/usr/lib/postfix/"];
/// How long a process may take to end when asked.
const PATIENCE: Duration = Duration::from_secs(4);

/// A process held by descriptor, so that its id cannot come to mean another one.
struct Held {
    pid: Pid,
    fd: OwnedFd,
}

/// Asks the masters of this folder to end, waits for them and their children, ends the rest.
///
/// # Errors
/// `StillRunning` when a process stays even so.
pub(crate) fn end_all(folder: &Path) -> Result<(), StackError> {
    // Masters first: they end their children, and would start anew those that ended before them. The children
    // are held before: those that work elsewhere are known by their master alone.
    let (masters, children): (Vec<Held>, Vec<Held>) =
        ours(folder).into_iter().partition(|held| is_master(held.pid, folder));
    ask(&masters, Signal::TERM, PATIENCE);
    // What is left serves a connection that is still open, or lost its master to a kill -9.
    let left: Vec<Held> = children.into_iter().chain(ours(folder)).collect();
    ask(&left, Signal::TERM, Duration::from_millis(500));
    ask(&left, Signal::KILL, PATIENCE);
    let pids: Vec<i32> = ours(folder).iter().map(|held| held.pid.as_raw_nonzero().get()).collect();
    if !pids.is_empty() {
        return Err(StackError::StillRunning { pids });
    }
    // A killed master leaves its pid file, and Dovecot believes it while the id exists, even as a zombie.
    for file in ["dovecot/run/master.pid", "postfix/queue/pid/master.pid"] {
        let _mostly_gone = fs::remove_file(folder.join(file));
    }
    Ok(())
}

/// Ids of the processes of the stack in this folder.
pub(crate) fn pids(folder: &Path) -> Vec<i32> {
    ours(folder).iter().map(|held| held.pid.as_raw_nonzero().get()).collect()
}

fn ours(folder: &Path) -> Vec<Held> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let of_mail: Vec<Held> = entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(Pid::from_raw)
        .filter_map(|pid| {
            // Opened before it is looked at: what is looked at is then what will be signalled.
            let fd = pidfd_open(pid, PidfdFlags::empty()).ok()?;
            is_of_mail(pid).then_some(Held { pid, fd })
        })
        .collect();
    let masters: Vec<Pid> = of_mail.iter().map(|held| held.pid).filter(|pid| is_master(*pid, folder)).collect();
    // An imap process works in the home of its user, or in `/` when nothing was delivered there yet.
    let known_by_master = |pid| masters.contains(&pid) || parent(pid).is_some_and(|parent| masters.contains(&parent));
    of_mail.into_iter().filter(|held| is_inside(held.pid, folder) || known_by_master(held.pid)).collect()
}

fn is_of_mail(pid: Pid) -> bool {
    let program = fs::read_link(proc(pid).join("exe"));
    let program = program.as_deref().ok().and_then(Path::to_str);
    program.is_some_and(|program| PROGRAMS.iter().any(|known| program.starts_with(known)))
}

/// Login processes are chrooted below the folder; most others have it as their working directory.
fn is_inside(pid: Pid, folder: &Path) -> bool {
    ["cwd", "root"]
        .iter()
        .any(|link| fs::read_link(proc(pid).join(link)).is_ok_and(|target| target.starts_with(folder)))
}

/// The fourth field of stat (proc_pid_stat(5)), counted from behind the name, which may hold anything.
fn parent(pid: Pid) -> Option<Pid> {
    let stat = fs::read_to_string(proc(pid).join("stat")).ok()?;
    Pid::from_raw(stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?)
}

fn proc(pid: Pid) -> PathBuf {
    Path::new("/proc").join(pid.as_raw_nonzero().to_string())
}

/// Whether the command line names this folder's configuration, as only masters' do.
fn is_master(pid: Pid, folder: &Path) -> bool {
    let Ok(line) = fs::read(proc(pid).join("cmdline")) else { return false };
    line.split(|octet| *octet == 0)
        .any(|word| std::str::from_utf8(word).is_ok_and(|word| Path::new(word).starts_with(folder)))
}

/// Sends the signal to each and waits until all have ended or the time is over.
fn ask(processes: &[Held], signal: Signal, patience: Duration) {
    for held in processes {
        let _gone_already = pidfd_send_signal(&held.fd, signal);
    }
    let started = Instant::now();
    for held in processes {
        let left = patience.saturating_sub(started.elapsed());
        let left = Timespec { tv_sec: left.as_secs() as i64, tv_nsec: i64::from(left.subsec_nanos()) };
        // A pidfd becomes readable when its process ends (pidfd_open(2)).
        let _ended_or_late = poll(&mut [PollFd::new(&held.fd, PollFlags::IN)], Some(&left));
    }
}
