//! Tries what is on this machine: files, folders, addresses to listen on, the site.

use super::Report;
use crate::config::Config;
use crate::run;
use levee_service::is_loopback;
use levee_store::{Found, Store, StorePlace};
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// MB (10^6 octets) below which a day's mail could fill the disk.
const SPARE_MB: u64 = 1_000;
/// MB below which nothing is safe.
const NEEDED_MB: u64 = 100;
/// What the key file holds.
const KEY_OCTETS: u64 = 32;

pub(super) async fn check(config: &Config, report: &mut Report) {
    origin(config, report);
    match run::site_folder(config) {
        Ok(site) => report.ok("site", format!("is at {}", site.display())),
        Err(error) => report.wrong("site", error.to_string()),
    }
    store(&config.store, report).await;
    key(&config.key_file, report);
    addresses(config, report);
}

fn origin(config: &Config, report: &mut Report) {
    let host = config.public_host().unwrap_or_default();
    if config.is_https() {
        report.ok(
            "public_origin",
            format!("people type {}; the proxy in front must pass Host: {host}", config.public_origin),
        );
    } else {
        report.warning("public_origin", "is http, on this machine only; for others set up a proxy with TLS and https");
    }
    if config.is_https() && is_loopback(host) {
        report.warning("public_origin", "names this machine; other people cannot type it");
    }
}

async fn store(place: &StorePlace, report: &mut Report) {
    let shown = place;
    match Store::find(place).await {
        Ok(Found::Absent) if place.file().is_none() => {
            report.ok("store", format!("{shown} answers, and is empty; the first start fills it"));
        }
        Ok(Found::Absent) => report.ok("store", format!("{shown} is not there yet; the first start makes it")),
        Ok(Found::Current) => report.ok("store", format!("{shown} opens, and is of this version")),
        Ok(Found::Older { steps }) => {
            report.warning(
                "store",
                format!("{shown} is {steps} steps older; the next start brings it up to date: back it up"),
            );
        }
        Ok(Found::Newer) => {
            report
                .wrong("store", format!("{shown} was written by a newer Levee; install that one, or restore a backup"));
        }
        Err(error) if place.file().is_none() => {
            report.wrong("store", format!("{shown} cannot be used: {error}; see what its own log says"));
        }
        Err(error) => {
            report.wrong("store", format!("{shown} cannot be opened: {error}; run this as the user of levee"));
        }
    }
    if let Some(file) = place.file() {
        on_disk(file, report);
    }
}

fn on_disk(path: &Path, report: &mut Report) {
    let shown = path.display();
    if let Ok(found) = std::fs::metadata(path)
        && found.permissions().mode() & 0o007 != 0
    {
        report.wrong("store", format!("{shown} can be read by everybody; run: chmod 600 {shown}"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match rustix::fs::statvfs(folder) {
        Ok(found) => {
            let free = found.f_bavail.saturating_mul(found.f_frsize) / 1_000_000;
            match free {
                ..NEEDED_MB => report.wrong("disk", format!("{free} MB free in {}; make room", folder.display())),
                NEEDED_MB..SPARE_MB => report.warning("disk", format!("{free} MB free in {}", folder.display())),
                _ => report.ok("disk", format!("{free} MB free in {}", folder.display())),
            }
        }
        Err(error) => report.wrong("disk", format!("{} cannot be looked at: {error}", folder.display())),
    }
}

fn key(path: &Path, report: &mut Report) {
    let shown = path.display();
    match std::fs::metadata(path) {
        Ok(found) if found.permissions().mode() & 0o077 != 0 => {
            report.wrong("key_file", format!("{shown} can be read by others; run: chmod 600 {shown}"));
        }
        Ok(found) if found.len() != KEY_OCTETS => {
            report.wrong("key_file", format!("{shown} does not hold {KEY_OCTETS} bytes; put the right one back"));
        }
        Ok(_) => match std::fs::File::open(path) {
            Ok(_) => report.ok("key_file", format!("{shown} is there, for its owner only")),
            Err(error) => report.wrong("key_file", format!("{shown}: {error}; run this as the user of levee")),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => {
            report.ok("key_file", format!("{shown} is not there yet; the first start makes it"));
        }
        Err(error) => report.wrong("key_file", format!("{shown}: {error}; run this as the user of levee")),
    }
}

/// An address is free, or something answers there: most likely a Levee that runs.
fn addresses(config: &Config, report: &mut Report) {
    let others = [("milter", config.milter), ("socketmap", config.socketmap), ("metrics", config.metrics)];
    let named = others.into_iter().filter_map(|(name, address)| Some((name, address?)));
    for (name, address) in std::iter::once(("listen", config.listen)).chain(named) {
        match TcpListener::bind(address) {
            Ok(_) => report.ok(name, format!("{address} is free")),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                report.warning(name, format!("{address} is in use: by a Levee that runs, or stop what uses it"));
            }
            Err(error) => {
                report.wrong(name, format!("{address} cannot be listened on: {error}; name an address of this machine"))
            }
        }
        if name != "listen" && !is_local(address) {
            report
                .warning(name, format!("{address} can be asked from other machines; keep strangers out by a firewall"));
        }
    }
    if config.milter.is_none() {
        report.warning("milter", "is not set: mail that other programs send is not held to the rules");
    }
}

fn is_local(address: SocketAddr) -> bool {
    address.ip().is_loopback()
}
