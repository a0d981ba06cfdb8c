//! The site's files: names under /assets carry a hash and never change, the others are asked for again.

use axum::Router;
use axum::handler::Handler;
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use std::path::Path;
use tower_http::services::ServeDir;

/// Serves the site, as it was compressed when it was built. What is no file either is answered by `nowhere`.
pub(super) fn service<H, T>(site: &Path, nowhere: H) -> Router
where
    H: Handler<T, ()>,
    T: 'static,
{
    let folder = |path: &Path| ServeDir::new(path).precompressed_br().precompressed_gzip();
    let assets = Router::new()
        .nest_service("/assets", folder(&site.join("assets")))
        .layer(map_response(async |response| kept(response, "public, max-age=31536000, immutable")));
    let others = Router::new()
        .fallback_service(folder(site).fallback(nowhere.with_state(())))
        .layer(map_response(async |response| kept(response, "public, max-age=3600")));
    assets.fallback_service(others)
}

fn kept(mut response: Response, how_long: &'static str) -> Response {
    if response.status().is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(how_long));
    }
    response
}
