//! The HTML document around every screen, and which screen answers which path.

#[cfg(feature = "ssr")]
use crate::path::{LocalPath, MailPath};
use crate::view::frame::{Frame, Unread};
use crate::view::lazy::{LazyCompose, LazyConsole, LazyOffice};
use crate::view::mailbox::MailPage;
use crate::view::part::NotFound;
use crate::words::en::tab;
#[cfg(feature = "ssr")]
use leptos::nonce::use_nonce;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;
use leptos_router::{Lazy, SsrMode};

/// Paths of the site's files, with their hashes. The server reads them from the site's manifest.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SiteAssets {
    /// The stylesheet of every page.
    pub css: String,
    /// The stylesheet of the screens that are fetched when they are first opened.
    pub screens: String,
    /// The stylesheet of the console, beside the first.
    pub console: String,
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
    let SiteAssets { css, screens, console, js, wasm } = assets.clone();
    let nonce = use_nonce();
    let asked = use_context::<http::request::Parts>().map(|asked| asked.uri.path().to_owned()).unwrap_or_default();
    let at_the_door = asked == LocalPath::sign_in().as_str();
    let list_alone = MailPath::read(&asked, "").is_some_and(|page| page.open.is_none());
    let screens = (!at_the_door && !list_alone).then(|| view! { <link rel="stylesheet" href=screens /> });
    let in_console = ["/admin", "/approvals"].iter().any(|root| asked.starts_with(root));
    let console = in_console.then(|| view! { <link rel="stylesheet" href=console /> });
    // The door is one plain form: it stands without script, and meanwhile the browser fetches what comes next.
    let script = if at_the_door {
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
        <html lang="en-GB" data-list=crate::api::ListView::of_request().words() data-keys=crate::api::letter_keys()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=css />
                {screens}
                {console}
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
    // Counted by itself: the server asks for the title when the page's own signals may be gone.
    let unread = ArcRwSignal::new(0);
    provide_context(Unread(unread.clone().into()));
    view! {
        <Title formatter=move |name: String| page_title(&name, unread.get()) />
        <Router>
            // Each type of route is downloaded once more: those that are alike have one view.
            <Routes fallback=NotFound>
                <Route path=path!("/sign-in") view={Lazy::<LazyOffice>::new()} ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <ParentRoute path=path!("/mail/:mailbox") view=MailPage ssr=SsrMode::Async>
                        // The screen reads the whole path itself, so that its list stays when a message opens.
                        <Route path=path!("") view=nothing ssr=SsrMode::Async />
                        <Route path=path!("/:uidvalidity/:uid") view=nothing ssr=SsrMode::Async />
                    </ParentRoute>
                    <ParentRoute path=path!("/compose") view={Lazy::<LazyCompose>::new()} ssr=SsrMode::Async>
                        // A new draft gets its own address when it is saved, and stays on screen.
                        <Route path=path!("") view=nothing ssr=SsrMode::Async />
                        <Route path=path!("/*draft") view=nothing ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("/drafts") view={Lazy::<LazyOffice>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/outbox") view={Lazy::<LazyOffice>::new()} ssr=SsrMode::Async />
                </ParentRoute>
                // The console reads the whole path itself.
                <ParentRoute path=path!("/admin") view={Lazy::<LazyConsole>::new()} ssr=SsrMode::Async>
                    <Route path=path!("") view=nothing ssr=SsrMode::Async />
                    <Route path=path!("/*screen") view=nothing ssr=SsrMode::Async />
                </ParentRoute>
                <ParentRoute path=path!("/approvals") view={Lazy::<LazyConsole>::new()} ssr=SsrMode::Async>
                    <Route path=path!("") view=nothing ssr=SsrMode::Async />
                    <Route path=path!("/*held") view=nothing ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
    .into_any()
}

/// Of a path that its screen reads itself.
fn nothing() {}

/// The title of a page that is called so. A rendered page holds it as it is given, and some of it is a
/// stranger's: there it is escaped as text of a `title` has to be (WHATWG HTML 13.1.2.2). A browser's script
/// sets it as text.
fn page_title(name: &str, unread: u32) -> String {
    let title = tab(name, unread);
    if cfg!(feature = "ssr") { title.replace('&', "&amp;").replace('<', "&lt;") } else { title }
}
