//! Puts the rooms together into one running node: service, HTTP, delivery, milter, socketmap.

use crate::config::{Config, MailServer, Security};
use crate::http;
use crate::milter_judge::MilterJudge;
use crate::socketmap;
use levee_app::SiteAssets;
use levee_service::{
    ImapSecurity, ImapServer, ImapServerError, Organisation, Relay, RelayError, Service, Settings, SmtpSecurity,
    SystemChance, SystemClock,
};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// Why a node did not start: one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// The port is taken, or may not be used.
    #[error("{0} cannot be listened on: {1}. Stop what uses it, or choose another port")]
    Listen(SocketAddr, std::io::Error),
    /// The site was not built.
    #[error("the site is not at {0}; make it with: make build")]
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
        node
    }

    /// Ready when the node is stopped.
    fn ended(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopped = self.stop.subscribe();
        async move { while stopped.changed().await.is_ok() {} }
    }

    fn serve_browsers(&mut self, listener: TcpListener, router: axum::Router) {
        let until = self.ended();
        self.tasks.spawn(async move {
            let app = router.into_make_service_with_connect_info::<SocketAddr>();
            if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(until).await {
                tracing::error!(%error, "serving browsers ended");
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
        while self.tasks.join_next().await.is_some() {}
    }
}

/// The addresses of a node, taken before anything is opened: what is taken by another program is
/// known at once, and an MTA can be told where to ask.
pub(crate) struct Listeners {
    browsers: TcpListener,
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
        Ok(Self { browsers: listen(config.listen).await?, mta })
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
    node.serve_browsers(listeners.browsers, http::router(config, &site, assets, node.service.clone()));
    let deliver = node.service.clone().deliver_until(node.ended());
    node.tasks.spawn(deliver);
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
        organisation: Organisation { name: config.organisation.clone(), domains: config.domains.clone() },
        store: config.store.clone(),
        key_file: config.key_file.clone(),
        imap: imap_server(&config.imap).map_err(StartError::Imap)?,
        relay: relay(&config.smtp).map_err(StartError::Smtp)?,
        largest_message: config.largest_message,
    };
    Ok(Service::open(settings, Arc::new(SystemClock), Arc::new(SystemChance)).await?)
}

fn imap_server(server: &MailServer) -> Result<ImapServer, ImapServerError> {
    let security = match server.security {
        Security::Tls => ImapSecurity::ImplicitTls,
        Security::StartTls => ImapSecurity::StartTls,
        Security::Plain => ImapSecurity::PlainOnLoopback,
    };
    ImapServer::new(&server.host, server.port, security)
}

fn relay(server: &MailServer) -> Result<Relay, RelayError> {
    let security = match server.security {
        Security::Tls => SmtpSecurity::ImplicitTls,
        Security::StartTls => SmtpSecurity::StartTls,
        Security::Plain => SmtpSecurity::PlainOnLoopback,
    };
    Relay::new(&server.host, server.port, security)
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

fn site_folder(config: &Config) -> Result<PathBuf, StartError> {
    let beside = || std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
    let site = config.site.clone().or_else(beside).unwrap_or_else(|| PathBuf::from("site"));
    if site.join("manifest.json").is_file() { Ok(site) } else { Err(StartError::NoSite(site)) }
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

/// Logs go to standard error, warnings and above unless `LEVEE_LOG` says otherwise. They never hold
/// addresses or content.
pub(crate) fn log_to_stderr() {
    let wanted = std::env::var("LEVEE_LOG").ok().and_then(|text| text.parse().ok());
    let wanted: Targets =
        wanted.unwrap_or_else(|| Targets::new().with_default(Level::WARN).with_target("levee", Level::INFO));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    tracing_subscriber::registry().with(lines.with_filter(wanted)).init();
}
