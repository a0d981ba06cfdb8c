//! Puts the rooms together into one running node: service, HTTP, delivery, milter, socketmap.

use crate::alert_words;
use crate::config::{Config, ConfigError, MailServer, ReleaseSettings, RoleListSetting, Security, password};
use crate::http;
use crate::metrics;
use crate::milter_judge::MilterJudge;
use crate::notices::Notices;
use crate::socketmap;
use levee_app::SiteAssets;
use levee_mail::Address;
use levee_service::{
    CaFileError, CertificateDer, ImapSecurity, ImapServer, ImapServerError, Login, Organisation, Relay, RelayError,
    Release, Service, Settings, SmtpSecurity, SystemChance, SystemClock, ca_file, system_roots,
};
use levee_store::{Found, Store};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Why a node did not start: one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// The port is taken, or may not be used.
    #[error("{0} cannot be listened on: {1}. Stop what uses it, or choose another port")]
    Listen(SocketAddr, std::io::Error),
    /// The site was not built.
    #[error("the site is not at {0}; set site to its folder, or make it with: make build")]
    NoSite(PathBuf),
    /// The site's manifest is not what the builder writes.
    #[error("{0} is damaged; make the site again with: make build")]
    BadManifest(PathBuf),
    /// The mail server's settings cannot be.
    #[error("imap: {0}")]
    Imap(ImapServerError),
    /// The relay's settings cannot be.
    #[error("smtp: {0}")]
    Smtp(RelayError),
    /// Something in this process counts already.
    #[error("metrics: figures are counted already in this process")]
    Metrics,
    /// Notices would be from nobody.
    #[error("release.from: is no address")]
    NoSender,
    /// The password of the own account cannot be read.
    #[error(transparent)]
    Password(#[from] ConfigError),
    /// A file of authorities cannot be used.
    #[error(transparent)]
    CaFile(#[from] CaFileError),
    /// Store or key cannot be used.
    #[error(transparent)]
    Service(#[from] levee_service::OpenError),
}

/// A running node.
pub(crate) struct Node {
    service: Arc<Service>,
    stop: watch::Sender<()>,
    tasks: JoinSet<()>,
}

impl Node {
    fn new(service: Arc<Service>) -> Self {
        let mut node = Self { service, stop: watch::Sender::new(()), tasks: JoinSet::new() };
        let follow = node.service.clone().follow_directory_until(node.ended());
        node.tasks.spawn(follow);
        let sizes = node.service.clone().keep_sizes_until(node.ended());
        node.tasks.spawn(sizes);
        node
    }

    /// Ready when the node is stopped.
    fn ended(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopped = self.stop.subscribe();
        async move { while stopped.changed().await.is_ok() {} }
    }

    fn serve_http(&mut self, listener: TcpListener, router: axum::Router) {
        let until = self.ended();
        self.tasks.spawn(async move {
            let app = router.into_make_service_with_connect_info::<SocketAddr>();
            if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(until).await {
                tracing::error!(%error, "serving HTTP ended");
            }
        });
    }

    fn serve_mta(&mut self, organisation: &str, listeners: MtaListeners) {
        let MtaListeners { milter, socketmap: maps } = listeners;
        if let Some(listener) = milter {
            let judge = Arc::new(MilterJudge::new(self.service.clone(), organisation.to_owned()));
            let until = self.ended();
            self.tasks.spawn(async move {
                if let Err(error) = levee_milter::serve(listener, judge, until).await {
                    tracing::error!(%error, "answering the MTA ended");
                }
            });
        }
        if let Some(listener) = maps {
            let until = self.ended();
            self.tasks.spawn(socketmap::serve(listener, self.service.clone(), until));
        }
    }

    /// Its use cases.
    pub(crate) fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// Ends listening and waits for what is under way: a delivery that has begun is finished or left
    /// in a state from which it goes on.
    pub(crate) async fn stop(mut self) {
        drop(self.stop);
        self.service.stop_following();
        while self.tasks.join_next().await.is_some() {}
    }
}

/// The addresses of a node, taken before anything is opened: what is taken by another program is
/// known at once, and an MTA can be told where to ask.
pub(crate) struct Listeners {
    browsers: TcpListener,
    metrics: Option<TcpListener>,
    mta: MtaListeners,
}

/// Where an MTA asks; nowhere, if it does not.
#[derive(Default)]
pub(crate) struct MtaListeners {
    milter: Option<TcpListener>,
    socketmap: Option<TcpListener>,
}

/// Who answers the MTA.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mta {
    /// This process.
    Here,
    /// `levee milter`.
    Elsewhere,
}

impl Listeners {
    /// Takes the addresses of the settings.
    ///
    /// # Errors
    /// [`StartError::Listen`].
    pub(crate) async fn bind(config: &Config, mta: Mta) -> Result<Self, StartError> {
        let mta = match mta {
            Mta::Here => MtaListeners::bind(config).await?,
            Mta::Elsewhere => MtaListeners::default(),
        };
        Ok(Self { browsers: listen(config.listen).await?, metrics: listen_where(config.metrics).await?, mta })
    }

    /// Where browsers, the MTA's milter client and its socketmap client connect.
    pub(crate) fn addresses(&self) -> std::io::Result<(SocketAddr, Option<SocketAddr>, Option<SocketAddr>)> {
        let of = |listener: &Option<TcpListener>| listener.as_ref().map(TcpListener::local_addr).transpose();
        Ok((self.browsers.local_addr()?, of(&self.mta.milter)?, of(&self.mta.socketmap)?))
    }
}

impl MtaListeners {
    /// Takes the addresses of the settings.
    ///
    /// # Errors
    /// [`StartError::Listen`].
    pub(crate) async fn bind(config: &Config) -> Result<Self, StartError> {
        Ok(Self { milter: listen_where(config.milter).await?, socketmap: listen_where(config.socketmap).await? })
    }
}

/// Opens everything and serves on the addresses taken.
///
/// # Errors
/// A [`StartError`]; nothing is left running then.
pub(crate) async fn start(config: &Config, listeners: Listeners) -> Result<Node, StartError> {
    let site = site_folder(config)?;
    let assets = read_manifest(&site)?;
    let mut node = Node::new(open(config).await?);
    let router = http::router(config, &site, assets, &node.service);
    node.serve_http(listeners.browsers, router);
    if let Some(listener) = listeners.metrics {
        let router = metrics::router(metrics::begin().map_err(|_| StartError::Metrics)?, node.service.clone());
        node.serve_http(listener, router);
    }
    let deliver = node.service.clone().deliver_until(node.ended());
    node.tasks.spawn(deliver);
    let alerts = node.service.clone().send_alerts_until(node.ended());
    node.tasks.spawn(alerts);
    let learn = node.service.clone().learn_size_limit_until(node.ended());
    node.tasks.spawn(learn);
    node.serve_mta(&config.organisation, listeners.mta);
    Ok(node)
}

/// Opens the store and answers the MTA on the addresses taken; no pages, no delivery.
///
/// # Errors
/// A [`StartError`]; nothing is left running then.
pub(crate) async fn answer_mta(config: &Config, listeners: MtaListeners) -> Result<Node, StartError> {
    let mut node = Node::new(open(config).await?);
    node.serve_mta(&config.organisation, listeners);
    Ok(node)
}

/// Opens the use cases over the store of the settings, for tools as well as for a node.
///
/// # Errors
/// [`StartError::Service`].
pub(crate) async fn open(config: &Config) -> Result<Arc<Service>, StartError> {
    let settings = Settings {
        organisation: Organisation {
            name: config.organisation.clone(),
            domains: config.domains.clone(),
            role_lists: config.role_lists.iter().filter_map(RoleListSetting::read).collect(),
            time_zone: config.zone()?,
        },
        store: config.store.clone(),
        key_file: config.key_file.clone(),
        imap: imap_server(&config.imap)?,
        relay: relay(&config.smtp)?,
        largest_message: config.largest_message,
        release: config.release.as_ref().map(|settings| release(config, settings)).transpose()?,
        alerts: config.alerts.as_ref().map(alert_words::alerts).transpose()?,
    };
    Ok(Service::open(settings, Arc::new(SystemClock), Arc::new(SystemChance)).await?)
}

/// How Levee hands over in its own name.
///
/// # Errors
/// A [`StartError`] about the server or the password.
pub(crate) fn release(config: &Config, settings: &ReleaseSettings) -> Result<Release, StartError> {
    let login = match (&settings.login, &settings.password_file) {
        (Some(user), Some(file)) => {
            Some(Login { user: user.clone(), password: password("release.password_file", file)? })
        }
        _ => None,
    };
    Ok(Release {
        relay: relay(settings.server.as_ref().unwrap_or(&config.smtp))?,
        login,
        from: Address::parse(&settings.from).map_err(|_| StartError::NoSender)?,
        origin: config.public_origin.clone(),
        words: Arc::new(Notices::of(&config.organisation)),
    })
}

/// The use cases over a store that is there and of this version; nothing otherwise, and nothing is made.
///
/// # Errors
/// [`StartError::Service`].
pub(crate) async fn open_found(config: &Config) -> Result<Option<Arc<Service>>, StartError> {
    match Store::find(&config.store).await {
        Ok(Found::Current) if config.key_file.exists() => open(config).await.map(Some),
        Ok(_) => Ok(None),
        Err(error) => Err(StartError::Service(error.into())),
    }
}

/// The mail server that the settings name.
///
/// # Errors
/// [`StartError::Imap`], [`StartError::CaFile`].
pub(crate) fn imap_server(server: &MailServer) -> Result<ImapServer, StartError> {
    let security = match server.security {
        Security::Tls => ImapSecurity::ImplicitTls,
        Security::StartTls => ImapSecurity::StartTls,
        Security::Plain => ImapSecurity::PlainOnLoopback,
    };
    ImapServer::with_roots(&server.host, server.port, security, roots(server)?).map_err(StartError::Imap)
}

/// The relay that the settings name.
///
/// # Errors
/// [`StartError::Smtp`], [`StartError::CaFile`].
pub(crate) fn relay(server: &MailServer) -> Result<Relay, StartError> {
    let security = match server.security {
        Security::Tls => SmtpSecurity::ImplicitTls,
        Security::StartTls => SmtpSecurity::StartTls,
        Security::Plain => SmtpSecurity::PlainOnLoopback,
    };
    Relay::with_roots(&server.host, server.port, security, roots(server)?).map_err(StartError::Smtp)
}

/// Whom to trust: the authorities of the file named, else those of this machine.
fn roots(server: &MailServer) -> Result<Vec<CertificateDer>, StartError> {
    match (&server.ca_file, server.security) {
        (_, Security::Plain) => Ok(Vec::new()),
        (Some(file), _) => Ok(ca_file(file)?),
        (None, _) => Ok(system_roots()),
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|e| StartError::Listen(address, e))
}

async fn listen_where(address: Option<SocketAddr>) -> Result<Option<TcpListener>, StartError> {
    match address {
        Some(address) => listen(address).await.map(Some),
        None => Ok(None),
    }
}

/// The folder of the settings; else the one beside the program, else where the package puts it.
///
/// # Errors
/// [`StartError::NoSite`], naming the first of them.
pub(crate) fn site_folder(config: &Config) -> Result<PathBuf, StartError> {
    let program = std::env::current_exe().ok();
    let folder = program.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
    let places = match &config.site {
        Some(site) => vec![site.clone()],
        None => vec![folder.join("site"), folder.join("../share/levee/site")],
    };
    let made = places.iter().find(|site| site.join("manifest.json").is_file()).cloned();
    made.ok_or_else(|| StartError::NoSite(places.into_iter().next().unwrap_or_default()))
}

fn read_manifest(site: &Path) -> Result<SiteAssets, StartError> {
    let path = site.join("manifest.json");
    let text = std::fs::read_to_string(&path).map_err(|_| StartError::BadManifest(path.clone()))?;
    serde_json::from_str(&text).map_err(|_| StartError::BadManifest(path))
}

/// Ready at Ctrl-C or SIGTERM.
pub(crate) async fn told_to_stop() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ctrl_c = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// The runtime of a node or a tool.
pub(crate) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}
