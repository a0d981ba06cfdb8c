//! The HTML document around every screen, and which screen answers which path.

use crate::view::frame::Frame;
use crate::view::lazy::{LazyApprovals, LazyCompose, LazyDrafts, LazyOutbox, LazyPolicy, LazySignIn};
use crate::view::mailbox::MailPage;
use crate::view::part::NotFound;
#[cfg(feature = "ssr")]
use leptos::nonce::use_nonce;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;
use leptos_router::{Lazy, SsrMode};

/// Paths of the site's files, with their hashes. The server reads them from the site's manifest.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SiteAssets {
    /// The stylesheet.
    pub css: String,
    /// The module that loads the program of the page.
    pub js: String,
    /// The program of the page.
    pub wasm: String,
}

/// Name of the organisation, for those who are not signed in yet. The server may provide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation(pub String);

/// The document. Readable and usable before its script has arrived, and without it.
#[cfg(feature = "ssr")]
pub fn shell(assets: &SiteAssets) -> impl IntoView + use<> {
    let SiteAssets { css, js, wasm } = assets.clone();
    let nonce = use_nonce();
    // The door is one plain form: it stands without script, and meanwhile the browser fetches what comes next.
    let script = if use_context::<http::request::Parts>().is_some_and(|asked| asked.uri.path() == "/sign-in") {
        view! {
            <link rel="prefetch" href=js />
            <link rel="prefetch" href=wasm r#as="fetch" crossorigin="anonymous" />
        }
        .into_any()
    } else {
        let start = format!(
            "import start, {{ hydrate }} from \"{js}\";\nawait start({{ module_or_path: \"{wasm}\" }});\nhydrate();"
        );
        view! {
            <link rel="modulepreload" href=js nonce=nonce.clone() />
            <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
            <script type="module" nonce=nonce>{start}</script>
        }
        .into_any()
    };
    view! {
        <!DOCTYPE html>
        <html lang="en-GB">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=css />
                {script}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// All screens. Each is rendered whole before it is sent, so that it needs no script to be read.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=page_title />
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=|| view! { <Redirect path="/mail/INBOX" /> } ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view={Lazy::<LazySignIn>::new()} ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <ParentRoute path=path!("/mail/:mailbox") view=MailPage ssr=SsrMode::Async>
                        // The screen reads the whole path itself, so that its list stays when a message opens.
                        <Route path=path!("") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("/:uidvalidity/:uid") view=|| () ssr=SsrMode::Async />
                    </ParentRoute>
                    <ParentRoute path=path!("/compose") view={Lazy::<LazyCompose>::new()} ssr=SsrMode::Async>
                        // A new draft gets its own address when it is saved, and stays on screen.
                        <Route path=path!("") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("/:id") view=|| () ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("/drafts") view={Lazy::<LazyDrafts>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/outbox") view={Lazy::<LazyOutbox>::new()} ssr=SsrMode::Async />
                    <ParentRoute path=path!("/approvals") view={Lazy::<LazyApprovals>::new()} ssr=SsrMode::Async>
                        <Route path=path!("") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("/:id") view=|| () ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("/admin/policy") view={Lazy::<LazyPolicy>::new()} ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
    .into_any()
}

/// The title of a page that is called so. A rendered page holds it as it is given, and some of it is a
/// stranger's: there it is escaped as text of a `title` has to be (WHATWG HTML 13.1.2.2). A browser's script
/// sets it as text.
fn page_title(name: String) -> String {
    let title = if name.is_empty() { "Levee".to_owned() } else { format!("{name} – Levee") };
    if cfg!(feature = "ssr") { title.replace('&', "&amp;").replace('<', "&lt;") } else { title }
}
