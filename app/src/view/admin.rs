//! The console, with which administrators run Levee and approvers decide: its own navigation, and one
//! screen at a time. Forms are plain: each act is a page of its own afterwards, with or without script.

mod audit;
mod failed;
mod import;
mod lists;
mod modes;
mod nav;
mod now;
mod observe_bar;
mod pager;
mod permits;
mod pill;
mod proposal;
mod records;
mod refused;
mod replay;
mod rights;
mod roles;
mod rule_figures;
mod rules;
mod scale;
mod stop_bar;
mod thresholds;
mod units;
mod verdicts;
mod versions;

#[cfg(feature = "ssr")]
pub(crate) use thresholds::{field_of, plain};

use crate::api::read_standing;
use crate::path::unescaped;
use crate::view::approvals::ApprovalsPage;
use crate::view::frame::{First, Header, MailChanges, SignedIn, Toast};
use crate::view::keys::Keys;
use crate::view::part::{NotFound, settle_location, settled};
use audit::AuditPage;
use import::ImportPage;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;
use levee_mail::Address;
use lists::{ListPage, ListsPage};
use modes::ModesPage;
use nav::Nav;
use now::NowPage;
use observe_bar::ObserveBar;
use permits::PermitsPage;
use replay::ReplayPage;
use rights::{ReachBar, Rights};
use roles::RolesPage;
use rule_figures::RuleFiguresPage;
use rules::{RulePage, RulesPage, WritePage};
use stop_bar::StopBar;
use thresholds::ThresholdsPage;
use units::UnitsPage;
use verdicts::{VerdictPage, VerdictsPage};
use versions::VersionsPage;

/// What the address names.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Screen {
    Now,
    Approvals,
    Thresholds,
    Units,
    Import,
    Replay,
    Figures,
    Modes,
    Versions,
    Lists,
    Permits,
    List(Address),
    Rules,
    WriteRule,
    Rule(i64),
    Verdicts,
    Verdict(String),
    Roles,
    Audit,
    Nowhere,
}

impl Screen {
    /// The screen of a path; `None` when it is none of the console's.
    fn read(path: &str) -> Option<Self> {
        if path == "/approvals" || path.starts_with("/approvals/") {
            return Some(Self::Approvals);
        }
        let below = path.strip_prefix("/admin")?;
        let mut parts = below.split('/').filter(|part| !part.is_empty());
        Some(match (parts.next(), parts.next().map(unescaped), parts.next()) {
            (None | Some("now"), None, None) => Self::Now,
            (Some("policy"), None, None) => Self::Thresholds,
            (Some("units"), None, None) => Self::Units,
            (Some("import"), None, None) => Self::Import,
            (Some("replay"), None, None) => Self::Replay,
            (Some("figures"), None, None) => Self::Figures,
            (Some("modes"), None, None) => Self::Modes,
            (Some("versions"), None, None) => Self::Versions,
            (Some("lists"), None, None) => Self::Lists,
            (Some("lists"), Some(list), None) => Address::parse(&list).map_or(Self::Nowhere, Self::List),
            (Some("rules"), None, None) => Self::Rules,
            (Some("rules"), Some(new), None) if new == "new" => Self::WriteRule,
            (Some("rules"), Some(id), None) => id.parse().map_or(Self::Nowhere, Self::Rule),
            (Some("permits"), None, None) => Self::Permits,
            (Some("verdicts"), None, None) => Self::Verdicts,
            (Some("verdicts"), Some(reference), None) => Self::Verdict(reference),
            (Some("roles"), None, None) => Self::Roles,
            (Some("audit"), None, None) => Self::Audit,
            _ => Self::Nowhere,
        })
    }

    fn view(self) -> AnyView {
        match self {
            Self::Now => view! { <NowPage /> }.into_any(),
            Self::Approvals => view! { <ApprovalsPage /> }.into_any(),
            Self::Thresholds => view! { <ThresholdsPage /> }.into_any(),
            Self::Units => view! { <UnitsPage /> }.into_any(),
            Self::Import => view! { <ImportPage /> }.into_any(),
            Self::Replay => view! { <ReplayPage /> }.into_any(),
            Self::Figures => view! { <RuleFiguresPage /> }.into_any(),
            Self::Modes => view! { <ModesPage /> }.into_any(),
            Self::Versions => view! { <VersionsPage /> }.into_any(),
            Self::Permits => view! { <PermitsPage /> }.into_any(),
            Self::Lists => view! { <ListsPage /> }.into_any(),
            Self::List(address) => view! { <ListPage address /> }.into_any(),
            Self::Rules => view! { <RulesPage /> }.into_any(),
            Self::WriteRule => view! { <WritePage /> }.into_any(),
            Self::Rule(id) => view! { <RulePage id /> }.into_any(),
            Self::Verdicts => view! { <VerdictsPage /> }.into_any(),
            Self::Verdict(reference) => view! { <VerdictPage reference /> }.into_any(),
            Self::Roles => view! { <RolesPage /> }.into_any(),
            Self::Audit => view! { <AuditPage /> }.into_any(),
            Self::Nowhere => view! { <NotFound /> }.into_any(),
        }
    }
}

/// Header, navigation, and the screen.
#[component]
pub(crate) fn ConsolePage() -> impl IntoView {
    settle_location();
    let changes = MailChanges::new();
    provide_context(changes);
    provide_context(Toast::new());
    let signed_in = SignedIn::new(changes);
    provide_context(signed_in);
    let rights = Rights::new(signed_in);
    provide_context(rights);
    let standing = Resource::new(move || changes.follow(), |_| read_standing());
    let pathname = use_location().pathname;
    let screen = settled(move |before: Option<&Screen>| {
        // On the way to a screen that is being fetched, this one stays as it is.
        let there = pathname.with(|path| match path.trim_end_matches('/') {
            // The console opens with what happens now; to whoever sees no more than their units, with their lists.
            "/admin" if rights.ends_at_units() => Some(Screen::Lists),
            path => Screen::read(path),
        });
        there.or_else(|| before.cloned()).unwrap_or(Screen::Nowhere)
    });
    view! {
        <a class="skip" href="#main" rel="external">"Skip to the page"</a>
        <div class="console">
            <Header signed_in search=false />
            <Keys signed_in first=First::new(None) />
            <Nav signed_in standing />
            <main id="main" tabindex="-1">
                <StopBar standing />
                <ObserveBar signed_in standing />
                <ReachBar signed_in />
                {move || screen.get().view()}
                // Empty; a navigation below this route counts as done when its outlet is there.
                <Outlet />
            </main>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_screen() {
        let list = |text: &str| Screen::List(Address::parse(text).unwrap());
        for (path, expected) in [
            ("/approvals/1f", Some(Screen::Approvals)),
            ("/approvalsx", None),
            ("/admin", Some(Screen::Now)),
            ("/admin/policy/", Some(Screen::Thresholds)),
            ("/admin/units", Some(Screen::Units)),
            ("/admin/import", Some(Screen::Import)),
            ("/admin/lists/wing%40hosp.example", Some(list("wing@hosp.example"))),
            ("/admin/lists/wing@hosp.example", Some(list("wing@hosp.example"))),
            ("/admin/lists/wing", Some(Screen::Nowhere)),
            ("/admin/verdicts/LV-81WB-MQPV", Some(Screen::Verdict("LV-81WB-MQPV".into()))),
            ("/admin/rules/new", Some(Screen::WriteRule)),
            ("/admin/rules/12", Some(Screen::Rule(12))),
            ("/admin/rules/x", Some(Screen::Nowhere)),
            ("/admin/roles/x", Some(Screen::Nowhere)),
            ("/mail/INBOX", None),
        ] {
            assert_eq!(Screen::read(path), expected, "{path}");
        }
    }
}
