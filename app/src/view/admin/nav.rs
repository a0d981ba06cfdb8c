//! The console's navigation: 208 px wide, icons at 1024, a bar at the bottom of a phone.

use crate::api::{ApiError, Surroundings, Timed};
use crate::view::frame::SignedIn;
use crate::view::part::when::full;
use crate::view::part::{Glyph, Icon};
use crate::words::en::{count, role};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use levee_contract::{Account, GuardStanding, Role};
use levee_guard::Observe;

/// Who may open an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Approvers,
    /// Administrators, and auditors, who see all that they see.
    Administrators,
    /// They, and unit administrators.
    Units,
    /// Administrators and auditors, and approvers, who approve of them.
    Rules,
}

/// A heading, and its entries: label, picture, path, and who sees it.
type Part = (&'static str, &'static [(&'static str, Glyph, &'static str, For)]);

const PARTS: [Part; 3] = [
    (
        "Watch",
        &[
            ("Now", Glyph::Pulse, "/admin/now", For::Administrators),
            ("Approvals", Glyph::Inbox, "/approvals", For::Approvers),
            ("Verdicts", Glyph::ShieldCheck, "/admin/verdicts", For::Units),
        ],
    ),
    (
        "Tune",
        &[
            ("Thresholds", Glyph::Sliders, "/admin/policy", For::Administrators),
            ("Units", Glyph::Building, "/admin/units", For::Units),
            ("Rules", Glyph::Sheet, "/admin/figures", For::Administrators),
            ("Observe, enforce", Glyph::Lock, "/admin/modes", For::Administrators),
            ("Policy versions", Glyph::Clock, "/admin/versions", For::Administrators),
        ],
    ),
    (
        "Govern",
        &[
            ("Lists", Glyph::Group, "/admin/lists", For::Units),
            ("Lists by a rule", Glyph::Filter, "/admin/rules", For::Rules),
            ("Permits", Glyph::Send, "/admin/permits", For::Administrators),
            ("Roles", Glyph::Person, "/admin/roles", For::Administrators),
            ("Audit", Glyph::Doc, "/admin/audit", For::Administrators),
        ],
    ),
];

/// The entries that the account may open, and what is in force.
#[component]
pub(crate) fn Nav(signed_in: SignedIn, standing: Resource<Result<Timed<GuardStanding>, ApiError>>) -> impl IntoView {
    let pathname = use_location().pathname;
    view! {
        <nav class="console-nav" aria-label="Console">
            <Transition>
                {move || Suspend::new(async move {
                    let (around, standing) = (signed_in.around().await, standing.await);
                    around.ok().map(|Surroundings { account, waiting, .. }| {
                        let parts = PARTS.into_iter().filter_map(|part| entries(part, &account, waiting, pathname));
                        let in_force = standing.ok().map(|standing| in_force(&standing));
                        view! {
                            {parts.collect::<Vec<_>>()}
                            <div class="foot">
                                {in_force}
                                <p>{account.name.clone()} " · " <b>{acting(&account)}</b></p>
                                <a href="/mail/INBOX"><Icon glyph=Glyph::Mail class="small" />"Back to mail"</a>
                            </div>
                        }
                        .into_any()
                    })
                    .into_any()
                })}
            </Transition>
        </nav>
    }
    .into_any()
}

/// "Policy v41, in force".
fn in_force(Timed { now, value }: &Timed<GuardStanding>) -> AnyView {
    let mode = match value.observe {
        Observe::Nothing => "in force",
        Observe::Codes(_) => "in force, some rules observed",
        Observe::All => "observing only",
    };
    view! { <p title=full(value.since, *now)>"Policy " <b>"v" {count(value.version)}</b> ", " {mode}</p> }.into_any()
}

fn acting(account: &Account) -> &'static str {
    let roles = [Role::Administrator, Role::Approver, Role::Auditor, Role::UnitAdministrator];
    roles.into_iter().find(|one| account.has(*one)).map_or("No role", role)
}

fn entries((title, entries): Part, account: &Account, waiting: u32, pathname: Memo<String>) -> Option<AnyView> {
    let sees_all = account.has(Role::Administrator) || account.has(Role::Auditor);
    let may = |whose: For| match whose {
        For::Administrators => sees_all,
        For::Rules => sees_all || account.has(Role::Approver),
        For::Units => sees_all || account.has(Role::UnitAdministrator),
        // Owners of lists decide too; who administers or audits as such does not.
        For::Approvers => {
            account.has(Role::Approver) || waiting > 0 || !(sees_all || account.has(Role::UnitAdministrator))
        }
    };
    let first = if sees_all { "/admin/now" } else { "/admin/lists" };
    let open: Vec<_> = entries.iter().filter(|entry| may(entry.3)).copied().collect();
    let lines = open.iter().map(|(label, glyph, path, whose)| {
        let here = *path;
        let current = move || {
            let here_or_replay = |page: &str| here == "/admin/policy" && page == "/admin/replay";
            let below = pathname.with(|page| here_or_replay(page) || page.strip_prefix(here).is_some_and(|b| b.is_empty() || b.starts_with('/')));
            (below || (here == first && pathname.with(|page| page == "/admin"))).then_some("page")
        };
        let number = (*whose == For::Approvers && waiting > 0).then(|| {
            view! { <span class="n">{count(u64::from(waiting))}</span> }
        });
        view! {
            <li><a href=*path aria-current=current title=*label><Icon glyph=*glyph /><span class="label">{*label}</span>{number}</a></li>
        }
    });
    (!open.is_empty()).then(|| view! { <h2>{title}</h2><ul>{lines.collect_view()}</ul> }.into_any())
}
