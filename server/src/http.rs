//! The face towards browsers: routes, and the layers that every request passes.
//! No use case is decided here.

mod archive;
mod csrf;
mod csv;
mod events;
mod files;
mod headers;
mod health;
mod held;
mod parts;
mod policy_file;
mod session;
mod writing;

use crate::config::Config;
use crate::metrics;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, Request};
use axum::response::Redirect;
use axum::routing::{get, post};
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use levee_app::{App, Organisation, SetSession, SiteAssets, shell};
use levee_contract::Levee;
use levee_service::Service;
use std::path::Path;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

pub(crate) use session::SessionCookie;

/// What every handler shares.
#[derive(Clone)]
pub(crate) struct Shared {
    /// The use cases.
    pub(crate) levee: Arc<dyn Levee>,
    /// Names of the site's files.
    pub(crate) assets: SiteAssets,
    /// How the session's cookie is written.
    pub(crate) cookie: SessionCookie,
    /// Host and port that browsers must ask for.
    pub(crate) host: Arc<str>,
    /// Name shown before anybody has signed in.
    pub(crate) organisation: Arc<str>,
    /// What the framework asks for; paths of files come from the manifest instead.
    options: LeptosOptions,
}

impl FromRef<Shared> for LeptosOptions {
    fn from_ref(shared: &Shared) -> Self {
        shared.options.clone()
    }
}

/// Builds the router: pages, server functions, events, bodies and attachments, static files, health.
pub(crate) fn router(config: &Config, site: &Path, assets: SiteAssets, service: &Arc<Service>) -> Router {
    let shared = Shared {
        levee: service.clone(),
        assets,
        cookie: SessionCookie::new(config.is_https()),
        host: config.public_host().unwrap_or_default().into(),
        organisation: config.organisation.as_str().into(),
        options: LeptosOptions::builder().output_name("levee").build(),
    };
    let pages = generate_route_list(App);
    let context = {
        let shared = shared.clone();
        move || provide(&shared)
    };
    let functions = {
        let context = context.clone();
        move |request: Request| leptos_axum::handle_server_fns_with_context(context.clone(), request)
    };
    let assets = shared.assets.clone();
    let nowhere = {
        let assets = assets.clone();
        leptos_axum::render_app_async_with_context(context.clone(), move || shell(&assets))
    };
    let app = Router::new()
        .route("/", get(async || Redirect::to("/mail/INBOX")))
        .route("/api/{*function}", post(functions))
        .leptos_routes_with_context(&shared, pages, context, move || shell(&assets))
        .route("/admin/lists.csv", get(csv::lists))
        .route("/admin/verdicts.csv", get(csv::verdicts))
        .route("/admin/audit.csv", get(csv::audit))
        .route("/admin/roles.csv", get(csv::roles))
        .route("/admin/permits.csv", get(csv::permits))
        .route("/admin/storms.csv", get(csv::storms))
        .route("/admin/held.csv", get(csv::held))
        .route("/admin/replay.csv", get(csv::replay))
        .route("/admin/figures.csv", get(csv::rules))
        .route("/admin/policy.toml", get(policy_file::export))
        .route("/body/{capability}", get(parts::body))
        // Pages repeat themselves, the data of the script repeats the text: a tenth of the bytes. Cookies do
        // not come along from other sites (SameSite), so that nobody can ask for a page many times over and
        // weigh the answers.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PAGES)))
        // Not compressed: an event must not wait for more to compress it with.
        .route("/events", get(events::events))
        .route("/part/{capability}", get(parts::part))
        .route("/attachment/{capability}", get(parts::part))
        .route("/archive/{capability}", get(archive::archive))
        .route("/held-file/{id}/{part}", get(held::file))
        .route("/editor/frame", get(writing::frame))
        .route("/upload/{draft}", post(writing::upload).layer(DefaultBodyLimit::max(largest_upload(config))))
        .route("/draft-file/{draft}/{file}", get(writing::file))
        .layer(axum::middleware::from_fn_with_state(shared.clone(), session::recognise))
        .layer(axum::middleware::from_fn_with_state(shared.clone(), csrf::refuse_strangers));
    let app = app
        .fallback_service(files::service(site, nowhere))
        // Within the routes, where it is known which of them matched.
        .route_layer(axum::middleware::from_fn(metrics::measure));
    app.with_state(shared)
        .merge(health::router(service.clone()))
        .layer(axum::middleware::from_fn(headers::harden))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
}

/// How hard a page is compressed: brotli leaves 8 % less at 5 than at its usual 4, in no more time.
const PAGES: i32 = 5;

/// What no message holds is not even read to its end.
fn largest_upload(config: &Config) -> usize {
    usize::try_from(config.largest_message).unwrap_or(usize::MAX)
}

/// What screens and server functions find in their context.
fn provide(shared: &Shared) {
    provide_context(shared.levee.clone());
    provide_context(shared.assets.clone());
    provide_context::<Arc<dyn SetSession>>(Arc::new(shared.cookie));
    provide_context(Organisation(shared.organisation.to_string()));
    session::provide_caller();
    headers::provide_page_policy();
}
