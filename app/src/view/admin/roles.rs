//! Who has which role; grant and withdraw, each with a reason.

use super::failed::Failed;
use super::pager::Csv;
use super::refused::{Reason, Told};
use super::rights::administers;
use crate::api::{GrantRole, Timed, WithdrawRole, list_roles};
use crate::view::frame::{MailChanges, SignedIn};
use crate::view::part::Avatar;
use crate::view::part::when::{full, short};
use crate::words::en::{count, counted, may, role};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{Granted, Role, RoleHolder, UnixSeconds};
use levee_mail::Address;
use server_fn::ServerFn as _;

/// Rows shown; the file has all.
const SHOWN: usize = 200;

/// `/admin/roles`, and with `?withdraw=address&role=role` the form that takes one away.
#[component]
pub(crate) fn RolesPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let signed_in = expect_context::<SignedIn>();
    let holders = Resource::new(move || changes.follow(), |_| list_roles());
    view! {
        <Title text="Roles" />
        <div class="page">
            <header class="page-head">
                <h1>"Roles"</h1>
                <p class="caption">"in force everywhere within seconds of a change"</p>
                <div class="head-acts"><Csv href="/admin/roles.csv".to_owned() /></div>
            </header>
            <Told done="Done, and written in the audit." />
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    let changes = administers(signed_in).await;
                    match holders.await {
                        Ok(Timed { now, value }) => view! { <Holders holders=value now changes /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Holders(holders: Vec<RoleHolder>, now: UnixSeconds, changes: bool) -> impl IntoView {
    let query = use_query_map();
    let number = |role: Role| holders.iter().filter(|h| h.roles.iter().any(|g| g.role == role)).count() as u64;
    let counts = Role::ALL.map(|one| {
        view! { <tr><th scope="row">{role(one)}</th><td class="r"><b>{count(number(one))}</b></td><td class="says">{may(one)}</td></tr> }
    });
    let people = holders.len();
    let rows = holders.iter().take(SHOWN).map(|holder| line(holder, now, changes)).collect_view();
    let holders = StoredValue::new(holders);
    // Named in the address, so that the form stands where the decision is looked at, without script too.
    let withdrawing = move || {
        let query = changes.then_some(query)?;
        let (address, wanted) = query.with(|query| (query.get("withdraw"), query.get("role")));
        let (address, wanted) = (Address::parse(&address?).ok()?, Role::parse(&wanted?)?);
        let unit = query.with(|query| query.get("unit")).filter(|unit| !unit.is_empty());
        let fits = |granted: &&Granted| granted.role == wanted && granted.unit == unit && granted.list.is_none();
        let holder = holders.with_value(|all| all.iter().find(|h| h.person.address == address).cloned())?;
        let granted = holder.roles.iter().find(fits).cloned()?;
        Some(view! { <Withdraw holder granted /> })
    };
    view! {
        <div class="two-columns">
            <div class="column">
                {withdrawing}
                <section class="card" aria-labelledby="people-with-a-role">
                    <header class="card-head">
                        <h2 id="people-with-a-role">"People with a role"</h2>
                        <span class="caption">{counted(people as u64, "account")}</span>
                    </header>
                    <div class="scroll" tabindex="0" role="region" aria-label="Table of people">
                        <table class="data tall">
                            <thead><tr><th scope="col">"Person"</th><th scope="col">"Unit"</th><th scope="col">"Roles"</th></tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                    {(people > SHOWN).then(|| view! { <p class="nothing">{SHOWN} " are shown. The file has all."</p> })}
                    {(people == 0).then(|| view! { <p class="nothing">"Nobody has a role. On the server, `levee role grant` gives the first one."</p> })}
                </section>
            </div>
            <div class="column">
                {changes.then(|| view! { <Grant /> })}
                <section class="card">
                    <header class="card-head"><h2>"What each role may do"</h2></header>
                    <table class="data may"><tbody>{counts.collect_view()}</tbody></table>
                </section>
            </div>
        </div>
    }
}

fn line(holder: &RoleHolder, now: UnixSeconds, changes: bool) -> AnyView {
    let address = holder.person.address.to_string();
    let roles = holder.roles.iter().map(|granted| {
        let href = super::pager::link(
            "/admin/roles",
            &[
                ("withdraw", address.clone()),
                ("role", granted.role.as_str().to_owned()),
                ("unit", granted.unit.clone().unwrap_or_default()),
            ],
        );
        let title = format!("Withdraw {} from {}", role(granted.role), holder.person.label());
        let unit = granted.unit.as_deref().map(spaced);
        let at = if granted.list.is_some() { String::new() } else { full(granted.at, now) };
        // What a list gives is taken away by taking somebody off the list.
        let withdraw = (changes && granted.list.is_none()).then(|| view! {
            <a class="button small" href=href title=title.clone()>"Withdraw…"<span class="unseen">" " {title.clone()}</span></a>
        });
        view! {
            <li>
                <b>{role(granted.role)} {unit.map(|unit| view! { <span class="caption">{unit}</span> })}</b>
                <span class="caption" title=at>{since(granted, now)}</span>
                {withdraw}
            </li>
        }
    });
    let roles = roles.collect_view();
    let (contact, name) = (holder.person.clone(), holder.person.label());
    view! {
        <tr>
            <td class="name person"><Avatar contact /><span class="cut" title=address.clone()>{name}<span class="caption">{address.clone()}</span></span></td>
            <td data-label="Unit" class="name"><span class="cut" title=holder.unit.clone()>{spaced(&holder.unit)}</span></td>
            <td data-label="Roles"><ul class="role-list">{roles}</ul></td>
        </tr>
    }
    .into_any()
}

/// "Northmoor Health / Ambulance".
fn spaced(unit: &str) -> String {
    unit.replace('/', " / ")
}

fn since(granted: &Granted, now: UnixSeconds) -> String {
    if let Some(list) = &granted.list {
        return format!("as a member of {}", list.local());
    }
    let by = granted.by.as_deref().map_or_else(|| "from the directory".to_owned(), |by| format!("by {by}"));
    format!("{by}, {}", short(granted.at, now))
}

#[component]
fn Grant() -> impl IntoView {
    let query = use_query_map();
    // While one is being withdrawn, what stands in the address is about that form.
    let typed =
        move |key: &str| query.with_untracked(|query| query.get(key).filter(|_| query.get("withdraw").is_none()));
    let wanted = typed("role").and_then(|wanted| Role::parse(&wanted));
    let options = Role::ALL.map(|one| {
        view! { <option value=one.as_str() selected=wanted == Some(one)>{role(one)}</option> }
    });
    let (address, unit) = (typed("address"), typed("unit"));
    let withdrawing = query.with_untracked(|query| query.get("withdraw").is_some());
    view! {
        <section class="card panel">
            <h2>"Grant a role"</h2>
            <form method="post" action=GrantRole::url() class="guarded">
                <label class="reason" for="grant-address">
                    <span>"Email address"</span>
                    <input type="text" inputmode="email" id="grant-address" name="address" required autocomplete="off" value=address />
                </label>
                <label class="reason" for="grant-role">
                    <span>"Role"</span>
                    <select id="grant-role" name="role">{options.collect_view()}</select>
                </label>
                <label class="reason" for="grant-unit">
                    <span>"Unit, for a unit administrator"</span>
                    <input type="text" id="grant-unit" name="unit" autocomplete="off" placeholder="Where they work, if left empty" value=unit />
                </label>
                <Reason id="grant-reason" />
                <button type="submit" class="button" class:primary=!withdrawing>"Grant role"</button>
            </form>
        </section>
    }
}

#[component]
fn Withdraw(holder: RoleHolder, granted: Granted) -> impl IntoView {
    let Granted { role: wanted, unit, .. } = granted;
    let of = unit.as_deref().map(|unit| format!(" of {}", spaced(unit)));
    view! {
        <section class="card panel">
            <h2>"Withdraw " {role(wanted)} {of} " from " {holder.person.label()}</h2>
            <form method="post" action=WithdrawRole::url() class="guarded">
                <input type="hidden" name="address" value=holder.person.address.to_string() />
                <input type="hidden" name="role" value=wanted.as_str() />
                <input type="hidden" name="unit" value=unit />
                <p>{may(wanted)} " " <b>{holder.person.label()}</b> " will no longer have this right."</p>
                <Reason id="withdraw-reason" />
                <span class="buttons">
                    <button type="submit" class="button primary">"Withdraw role"</button>
                    <a class="button" href="/admin/roles">"Cancel"</a>
                </span>
            </form>
        </section>
    }
}
