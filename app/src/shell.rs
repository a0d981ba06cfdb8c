//! The HTML document around every screen, and which screen answers which path.

use crate::view::admin::PolicyPage;
use crate::view::approvals::ApprovalsPage;
use crate::view::compose::ComposePage;
use crate::view::drafts::DraftsPage;
use crate::view::frame::Frame;
use crate::view::mailbox::MailPage;
use crate::view::outbox::OutboxPage;
use crate::view::part::NotFound;
use crate::view::sign_in::SignInPage;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::SsrMode;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

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
pub fn shell(assets: &SiteAssets) -> impl IntoView + use<> {
    let SiteAssets { css, js, wasm } = assets.clone();
    let start = format!(
        "import start, {{ hydrate }} from \"{js}\";\nawait start({{ module_or_path: \"{wasm}\" }});\nhydrate();"
    );
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
                <link rel="modulepreload" href=js nonce=use_nonce() />
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                <script type="module" nonce=use_nonce()>{start}</script>
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
        <Title formatter=|title: String| if title.is_empty() { "Levee".to_owned() } else { format!("{title} – Levee") } />
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=|| view! { <Redirect path="/mail/INBOX" /> } ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <ParentRoute path=path!("/mail/:mailbox") view=MailPage ssr=SsrMode::Async>
                        // The screen reads the whole path itself, so that its list stays when a message opens.
                        <Route path=path!("") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("/:uidvalidity/:uid") view=|| () ssr=SsrMode::Async />
                    </ParentRoute>
                    <ParentRoute path=path!("/compose") view=ComposePage ssr=SsrMode::Async>
                        // A new draft gets its own address when it is saved, and stays on screen.
                        <Route path=path!("") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("/:id") view=|| () ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("/drafts") view=DraftsPage ssr=SsrMode::Async />
                    <Route path=path!("/outbox") view=OutboxPage ssr=SsrMode::Async />
                    <ParentRoute path=path!("/approvals") view=ApprovalsPage ssr=SsrMode::Async>
                        <Route path=path!("") view=|| () ssr=SsrMode::Async />
                        <Route path=path!("/:id") view=|| () ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("/admin/policy") view=PolicyPage ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
    .into_any()
}
