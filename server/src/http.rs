//! The face towards browsers: routes, and the layers that every request passes.
//! No use case is decided here.

mod csrf;
mod csv;
mod files;
mod headers;
mod parts;
mod session;

use crate::config::Config;
use axum::Router;
use axum::extract::{FromRef, Request};
use axum::routing::get;
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use levee_app::{App, Organisation, SetSession, SiteAssets, shell};
use levee_contract::Levee;
use std::path::Path;
use std::sync::Arc;
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

/// Builds the router: pages, server functions, bodies and attachments, static files, health.
pub(crate) fn router(config: &Config, site: &Path, assets: SiteAssets, levee: Arc<dyn Levee>) -> Router {
    let shared = Shared {
        levee,
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
        .route("/api/{*function}", axum::routing::post(functions))
        .leptos_routes_with_context(&shared, pages, context, move || shell(&assets))
        .route("/admin/lists.csv", get(csv::lists))
        .route("/admin/verdicts.csv", get(csv::verdicts))
        .route("/admin/audit.csv", get(csv::audit))
        .route("/admin/roles.csv", get(csv::roles))
        .route("/body/{capability}", get(parts::body))
        // Pages repeat themselves, the data of the script repeats the text: a tenth of the bytes. Cookies do
        // not come along from other sites (SameSite), so that nobody can ask for a page many times over and
        // weigh the answers.
        .layer(CompressionLayer::new())
        .route("/part/{capability}", get(parts::part))
        .route("/attachment/{capability}", get(parts::part))
        .layer(axum::middleware::from_fn_with_state(shared.clone(), session::recognise))
        .layer(axum::middleware::from_fn_with_state(shared.clone(), csrf::refuse_strangers));
    app.route("/health", get(|| async { "ok\n" }))
        .fallback_service(files::service(site, nowhere))
        .layer(axum::middleware::from_fn(headers::harden))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .with_state(shared)
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
