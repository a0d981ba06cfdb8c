//! Use cases: the one room that sees store, IMAP, SMTP, directory and guard together.
//! Knows neither leptos nor axum; what screens ask is in `levee-contract`.

mod accounts;
mod act_on_messages;
mod alerts;
mod answer;
mod approvals;
mod archive;
mod audience;
mod audit;
mod body;
mod capability;
mod carrier;
mod circumstances;
mod clock;
mod compose;
mod day;
mod deliver_outbox;
mod draft_files;
mod event;
mod expand_address;
mod facts;
mod feedback;
mod figures;
mod filed_drafts;
mod find_messages;
mod folder_order;
mod follow_directory;
mod formatted;
mod found_lists;
mod frozen;
mod handed;
mod held_files;
mod hold;
mod ignored;
mod import_directory;
mod import_record;
mod judge_submission;
mod keep;
mod keep_sizes;
mod keys;
mod list_index;
mod lists;
mod live;
mod load_directory;
mod mailboxes;
mod map_lists;
mod membership;
mod opened;
mod outbox;
mod outgoing;
mod own_release;
mod owner_note;
mod parent;
mod pass;
mod permits;
mod policy;
mod policy_change;
mod policy_file;
mod policy_value;
mod question;
mod quota;
mod readiness;
mod reading;
mod release;
mod remembered;
mod replay;
mod retry;
mod rights;
mod roles;
mod rule_figures;
mod rule_preview;
mod rules;
mod send;
#[cfg(test)]
mod sending_tests;
mod service_error;
mod signature;
mod size_limit;
mod spread;
mod suspend_list;
mod tuning;
mod verdicts;
mod watch;

pub use alerts::{Alerts, Occasion};
pub use clock::{Chance, Clock, SystemChance, SystemClock, random};
pub use day::{NoSuchTimeZone, TimeZone};
pub use expand_address::Behind;
pub use figures::Figures;
pub use import_directory::Imported;
pub use import_record::{Filed, Past};
pub use judge_submission::{SmtpAnswer, SmtpSubmission};
pub use keys::{KeyError, Keys, Purpose};
pub use levee_alert::{Failed as AlertFailed, Syslog, SyslogError, Webhook, WebhookError};
pub use levee_imap::{
    Client as ImapClient, ProbeError as ImapProbeError, Security as ImapSecurity, Server as ImapServer,
    ServerError as ImapServerError,
};
pub use levee_smtp::{ProbeError as SmtpProbeError, Relay, RelayError, Security as SmtpSecurity, Size as SmtpSize};
pub use levee_tls::{CaFileError, CertificateDer, is_loopback, of_file as ca_file, of_this_machine as system_roots};
pub use pass::PASS_HEADER;
pub use readiness::{Need, Weight};
pub use release::{Login, NoticeWords, Reason, Release, Told};
pub use rights::RoleList;
pub use service_error::OpenError;
pub use tuning::ReplayFileError;

use levee_directory::Directory;
use levee_imap::{Pool, PoolLimits};
use levee_mail::Domains;
use levee_store::{Store, StoreError, StorePlace};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, Notify, Semaphore};

/// The organisation that this server serves.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its name, for the header and the sentences.
    pub name: String,
    /// Its mail domains; the first accepted one completes a bare user name.
    pub domains: Domains,
    /// Lists of its directory whose members have a role.
    pub role_lists: Vec<RoleList>,
    /// Where it is: when its days begin.
    pub time_zone: TimeZone,
}

/// What a service is made of.
pub struct Settings {
    /// Whom it serves.
    pub organisation: Organisation,
    /// The database.
    pub store: StorePlace,
    /// The key file; made when there is none.
    pub key_file: PathBuf,
    /// Where mail is read.
    pub imap: ImapServer,
    /// Where mail is handed over.
    pub relay: Relay,
    /// Bytes that no message may exceed, whatever the relay takes.
    pub largest_message: u64,
    /// How Levee hands over in its own name. None: it does not, what other mail programs send and would be
    /// asked about or held is refused, and nobody gets a notice.
    pub release: Option<Release>,
    /// Which programs outside are told of what happens; none when left out.
    pub alerts: Option<Alerts>,
}

/// Everything that use cases work with.
pub struct Service {
    pub(crate) organisation: Organisation,
    pub(crate) store: Store,
    pub(crate) keys: Keys,
    pub(crate) imap_server: ImapServer,
    pub(crate) imap: Pool,
    /// Who follows what happens in mailboxes.
    pub(crate) live: Arc<live::LiveMail>,
    pub(crate) relay: Relay,
    pub(crate) release: Option<Release>,
    pub(crate) alerts: Option<Alerts>,
    /// Bytes that no message may exceed, whatever the relay takes.
    pub(crate) most_bytes: u64,
    /// Replaced as a whole when the directory changes; readers keep the one they took.
    directory: RwLock<Arc<Directory>>,
    /// The store's number of the directory loaded.
    pub(crate) loaded: AtomicI64,
    /// When it was loaded, seconds since 1970.
    pub(crate) directory_read: AtomicI64,
    /// Held while another state of the directory is made: of two made at once the older could stay.
    pub(crate) following: Mutex<()>,
    pub(crate) opened: opened::Opened,
    pub(crate) found: found_lists::FoundLists,
    /// All lists in order, for the administrators' table.
    pub(crate) list_index: list_index::Kept,
    /// How the record is spread, where it is large.
    pub(crate) spread: spread::Kept,
    /// Places for cleaning bodies.
    pub(crate) cleaning: Arc<Semaphore>,
    /// Wakes the worker of the outbox.
    pub(crate) wake: Notify,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
}

impl Service {
    /// Goes on with the key file that is there (made when there is none) instead of the one that the store was used
    /// with: everybody signs in again.
    ///
    /// # Errors
    /// An [`OpenError`] that says what to do.
    pub async fn change_key(store: &StorePlace, key_file: &Path) -> Result<(), OpenError> {
        let keys = Keys::load_or_create(key_file, &SystemChance)?;
        let store = Store::open(store).await?;
        store.change_key(&keys.mark()).await?;
        store.close().await;
        Ok(())
    }

    /// Opens the store, the key and the directory. Connects to no mail server yet.
    ///
    /// # Errors
    /// An [`OpenError`] that says what to do.
    pub async fn open(
        settings: Settings,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Arc<Self>, OpenError> {
        let Settings { organisation, store, key_file, imap, relay, largest_message, release, alerts } = settings;
        let store = Store::open(&store).await?;
        let keys = Keys::load_or_create(&key_file, &*chance)?;
        if store.note_key(&keys.mark()).await? != keys.mark() {
            return Err(OpenError::OtherKey(key_file));
        }
        let version = store.directory_version().await?;
        let directory = load_directory::load(&store, &organisation).await?;
        let pool = Pool::new(imap.clone(), PoolLimits::default());
        Ok(Arc::new(Self {
            organisation,
            store,
            keys,
            live: live::LiveMail::new(imap.clone(), pool.clone(), chance.clone()),
            imap: pool,
            imap_server: imap,
            relay,
            release,
            alerts,
            most_bytes: largest_message,
            directory: RwLock::new(Arc::new(directory)),
            loaded: AtomicI64::new(version),
            directory_read: AtomicI64::new(clock.now()),
            following: Mutex::new(()),
            opened: opened::Opened::default(),
            found: found_lists::FoundLists::default(),
            list_index: list_index::Kept::default(),
            spread: spread::Kept::default(),
            cleaning: body::room(),
            wake: Notify::new(),
            clock,
            chance,
        }))
    }

    /// The directory as it is now.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        self.directory.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts another state of the directory in place.
    pub(crate) fn replace_directory(&self, directory: Directory) {
        self.directory_read.store(self.clock.now(), Ordering::Relaxed);
        *self.directory.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(directory);
    }
}
