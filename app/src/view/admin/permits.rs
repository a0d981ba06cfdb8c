//! Who may write to how many until when; given and taken back, each with a reason.

use super::failed::Failed;
use super::pager::{Csv, link};
use super::refused::{Reason, Told};
use super::rights::administers;
use crate::api::{GivePermit, Timed, WithdrawPermit, list_permits};
use crate::view::frame::{MailChanges, SignedIn};
use crate::view::part::Avatar;
use crate::view::part::when::{full, short};
use crate::words::en::{count, counted};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{Permit, PermitGrant, UnixSeconds};
use server_fn::ServerFn as _;

/// `/admin/permits`, and with `?withdraw=number` the form that takes one back.
#[component]
pub(super) fn PermitsPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let signed_in = expect_context::<SignedIn>();
    let permits = Resource::new(move || changes.follow(), |_| list_permits());
    view! {
        <Title text="Permits" />
        <div class="page">
            <header class="page-head">
                <h1>"Permits"</h1>
                <p class="caption">"for one broadcast above the largest threshold; two approvers still decide"</p>
                <div class="head-acts"><Csv href="/admin/permits.csv".to_owned() /></div>
            </header>
            <Told done="Done, and written in the audit." />
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    let changes = administers(signed_in).await;
                    match permits.await {
                        Ok(Timed { now, value }) => view! { <Given permits=value now changes /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Given(permits: Vec<Permit>, now: UnixSeconds, changes: bool) -> impl IntoView {
    let query = use_query_map();
    let number = permits.iter().filter(|permit| permit.holds(now)).count() as u64;
    let empty = permits.is_empty();
    let rows: Vec<AnyView> = permits.iter().map(|permit| line(permit, now, changes)).collect();
    let permits = StoredValue::new(permits);
    let withdrawing = move || {
        let query = changes.then_some(query)?;
        let id = query.with(|query| query.get("withdraw")).and_then(|id| id.parse::<i64>().ok())?;
        let permit =
            permits.with_value(|all| all.iter().find(|permit| permit.id == id && permit.holds(now)).cloned())?;
        Some(view! { <Withdraw permit /> })
    };
    view! {
        <div class="two-columns">
            <div class="column">
                {withdrawing}
                <section class="card" aria-labelledby="permits-given">
                    <header class="card-head">
                        <h2 id="permits-given">"Permits"</h2>
                        <span class="caption">{counted(number, "permit")} " in force"</span>
                    </header>
                    {if empty {
                        view! { <p class="nothing">"Nobody has a permit. Without one no message goes to more people than the largest threshold allows."</p> }.into_any()
                    } else {
                        view! {
                            <div class="scroll" tabindex="0" role="region" aria-label="Table of permits">
                                <table class="data tall">
                                    <thead><tr>
                                        <th scope="col">"Person"</th>
                                        <th scope="col" class="r">"People"</th>
                                        <th scope="col">"Until"</th>
                                        <th scope="col">"Given"</th>
                                        <th scope="col">"Reason"</th>
                                    </tr></thead>
                                    <tbody>{rows}</tbody>
                                </table>
                            </div>
                        }
                        .into_any()
                    }}
                </section>
            </div>
            {changes.then(|| view! { <div class="column"><Grant /></div> })}
        </div>
    }
    .into_any()
}

fn line(permit: &Permit, now: UnixSeconds, changes: bool) -> AnyView {
    let (contact, name) = (permit.person.clone(), permit.person.label());
    let until = match permit.withdrawn {
        Some(at) => format!("withdrawn {}", short(at, now)),
        None if permit.holds(now) => full(permit.until, now),
        None => format!("ended {}", short(permit.until, now)),
    };
    let withdraw = (changes && permit.holds(now)).then(|| {
        let href = link("/admin/permits", &[("withdraw", permit.id.to_string())]);
        view! { <a class="button small" href=href>"Withdraw…"<span class="unseen">" the permit of " {name.clone()}</span></a> }
    });
    view! {
        <tr>
            <td class="name person"><Avatar contact /><span class="cut" title=permit.person.address.to_string()>{name.clone()}</span></td>
            <td data-label="People" class="r">{count(permit.people)}</td>
            <td data-label="Until">{until} " " {withdraw}</td>
            <td data-label="Given">{short(permit.at, now)} " by " {permit.by.clone()}</td>
            <td data-label="Reason" class="name wide"><span class="cut" title=permit.reason.clone()>{permit.reason.clone()}</span></td>
        </tr>
    }
    .into_any()
}

#[component]
fn Grant() -> impl IntoView {
    let query = use_query_map();
    let typed =
        move |key: &str| query.with_untracked(|query| query.get(key).filter(|_| query.get("withdraw").is_none()));
    let wanted = typed("hours").and_then(|hours| hours.parse().ok()).unwrap_or(24_u32);
    let options = PermitGrant::HOURS.map(|hours| {
        let label = if hours < 48 { counted(hours.into(), "hour") } else { counted((hours / 24).into(), "day") };
        view! { <option value=hours.to_string() selected=hours == wanted>{label}</option> }
    });
    view! {
        <section class="card panel">
            <h2>"Give a permit"</h2>
            <form method="post" action=GivePermit::url() class="guarded">
                <label class="reason" for="permit-address">
                    <span>"Email address"</span>
                    <input type="text" inputmode="email" id="permit-address" name="address" required autocomplete="off" value=typed("address") />
                </label>
                <label class="reason" for="permit-people">
                    <span>"For at most so many people"</span>
                    <input type="text" inputmode="numeric" id="permit-people" name="people" required autocomplete="off" value=typed("people") />
                </label>
                <label class="reason" for="permit-hours">
                    <span>"From now on for"</span>
                    <select id="permit-hours" name="hours">{options.collect_view()}</select>
                </label>
                <Reason id="permit-reason" />
                <button type="submit" class="button primary">"Give permit"</button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Withdraw(permit: Permit) -> impl IntoView {
    view! {
        <section class="card panel">
            <h2>"Withdraw the permit of " {permit.person.label()}</h2>
            <form method="post" action=WithdrawPermit::url() class="guarded">
                <input type="hidden" name="id" value=permit.id.to_string() />
                <p>"A message to " {count(permit.people)} " people is blocked from then on."</p>
                <Reason id="withdraw-reason" />
                <span class="buttons">
                    <button type="submit" class="button primary">"Withdraw permit"</button>
                    <a class="button" href="/admin/permits">"Cancel"</a>
                </span>
            </form>
        </section>
    }
    .into_any()
}
