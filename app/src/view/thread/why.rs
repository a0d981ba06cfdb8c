//! *Why did I get this?*: the lists that a message came by, what makes its reader one of them, and what can
//! be done about it. It unfolds without script; leaving is a form.

use crate::api::{ApiError, ComeBack, LeaveList, Timed, come_back, leave_list};
use crate::path::{LocalPath, MailPath, compose};
use crate::view::part::when::full;
use crate::view::part::{CommandForm, Glyph, Icon, Said, label, sentence};
use crate::words::en::{people, reached, way};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{ElsewhereList, Leaving, MessageRef, OwnerNote, ReachedBy, Start, UnixSeconds, Way, Why};
use levee_mail::{Address, Contact};
use server_fn::ServerFn as _;

/// The bar under the head.
#[component]
pub(crate) fn WhyBar(page: MailPath, why: Timed<Why>) -> impl IntoView {
    let Timed { now, value: why } = why;
    let Some(message) = page.message() else { return ().into_any() };
    let unfolded = use_query_map().with_untracked(|query| query.get_str("why").is_some());
    let shown = RwSignal::new(why);
    let part = Part {
        page: StoredValue::new(page),
        message: StoredValue::new(message),
        now,
        shown,
        leave: leaving(),
        come_back: coming_back(),
    };
    part.follow();
    view! {
        <details class="reached" open=unfolded>
            <summary class="info-bar">
                <Icon glyph=Glyph::Group />
                <span class="info-text">{move || view! { <Said sentence=shown.with(reached) /> }.into_any()}</span>
                <span class="reached-ask">"Why did I get this?"<Icon glyph=Glyph::Down class="small" /></span>
            </summary>
            <div class="reached-answer">
                {move || part.failed().map(|error| view! {
                    <p class="problem-text" role="alert"><Said sentence=sentence(&error) /></p>
                }.into_any())}
                <div aria-live="polite">{move || shown.with(|why| part.answer(why))}</div>
            </div>
        </details>
    }
    .into_any()
}

type Membership<T> = Action<T, Result<Option<Why>, ApiError>>;

fn leaving() -> Membership<LeaveList> {
    Action::new(|LeaveList { page, list }: &LeaveList| leave_list(page.clone(), list.clone()))
}

fn coming_back() -> Membership<ComeBack> {
    Action::new(|ComeBack { page, list }: &ComeBack| come_back(page.clone(), list.clone()))
}

/// What the pieces of the answer share.
#[derive(Clone, Copy)]
struct Part {
    page: StoredValue<MailPath>,
    message: StoredValue<MessageRef>,
    now: UnixSeconds,
    shown: RwSignal<Why>,
    leave: Membership<LeaveList>,
    come_back: Membership<ComeBack>,
}

impl Part {
    /// Shows how the message reaches its reader after a list was left or joined again.
    fn follow(self) {
        let take = move |done: Option<Result<Option<Why>, ApiError>>| {
            if let Some(Ok(Some(why))) = done {
                self.shown.set(why);
            }
        };
        Effect::new(move |_| take(self.leave.value().get()));
        Effect::new(move |_| take(self.come_back.value().get()));
    }

    fn failed(self) -> Option<ApiError> {
        let failed = self.leave.value().get().and_then(Result::err);
        failed.or_else(|| self.come_back.value().get().and_then(Result::err))
    }

    fn answer(self, why: &Why) -> AnyView {
        let lists = why.lists.iter().map(|list| self.list(list)).collect_view().into_any();
        view! {
            {why.named.then(|| view! { <p>"You are also named as a recipient yourself."</p> }.into_any())}
            {lists}
            {why.elsewhere.as_ref().map(|list| self.elsewhere(list))}
        }
        .into_any()
    }

    fn list(self, reached: &ReachedBy) -> AnyView {
        let ReachedBy { list, people: reaches, owners, ways } = reached;
        let tell =
            (!owners.is_empty()).then(|| self.note(&list.address, OwnerNote::Tell, "Tell the owner", Glyph::Mail));
        let ways = ways.iter().map(|way| self.way(way, owners)).collect_view().into_any();
        view! {
            <section class="reached-list">
                <h2>{label(list)}</h2>
                <p class="caption">{list.address.to_string()} " \u{b7} reaches " {people(*reaches)}</p>
                {ways}
                <p class="reached-owners">{self.owners(owners)}</p>
                {tell}
            </section>
        }
        .into_any()
    }

    fn way(self, one: &Way, owners: &[Contact]) -> AnyView {
        let Some(first) = one.path.first() else { return ().into_any() };
        let name = label(first);
        let list = first.address.clone();
        let page = self.page.get_value();
        match one.leaving {
            Leaving::Open => {
                let send = LeaveList { page: page.clone(), list: list.clone() };
                view! {
                    <div class="reached-way">
                        <p><Said sentence=way(one) /></p>
                        <CommandForm url=LeaveList::url() send=move || drop(self.leave.dispatch(send.clone()))>
                            {fields(&page, &list)}
                            <button type="submit" class="button">"Leave " {name}</button>
                        </CommandForm>
                    </div>
                }
                .into_any()
            }
            Leaving::Ask => view! {
                <div class="reached-way">
                    <p><Said sentence=way(one) /></p>
                    {(!owners.is_empty()).then(|| self.note(&list, OwnerNote::Leave, "Ask to leave", Glyph::Mail))}
                </div>
            }
            .into_any(),
            Leaving::Left(at) => {
                let send = ComeBack { page: page.clone(), list: list.clone() };
                view! {
                    <div class="reached-way">
                        <p>"You left " <b>{name}</b> " on " {full(at, self.now)} ". Its mail no longer comes to you by it."</p>
                        <CommandForm url=ComeBack::url() send=move || drop(self.come_back.dispatch(send.clone()))>
                            {fields(&page, &list)}
                            <button type="submit" class="button"><Icon glyph=Glyph::Undo />"Come back"</button>
                        </CommandForm>
                    </div>
                }
                .into_any()
            }
        }
    }

    fn owners(self, owners: &[Contact]) -> AnyView {
        if owners.is_empty() {
            return "Nobody is on record as its owner.".into_any();
        }
        let link = |(n, owner): (usize, &Contact)| {
            let href = compose(&Start::New { to: owner.address.to_string() });
            view! { {if n == 0 { "" } else { ", " }}<a href=href>{label(owner)}</a> }.into_any()
        };
        let word = if owners.len() == 1 { "Owner: " } else { "Owners: " };
        let links = owners.iter().enumerate().map(link).collect_view().into_any();
        view! { {word} {links} }.into_any()
    }

    fn note(self, list: &Address, note: OwnerNote, label: &'static str, glyph: Glyph) -> AnyView {
        let href = compose(&Start::ToOwner { message: self.message.get_value(), list: list.clone(), note });
        view! { <a class="button" href=href><Icon glyph />{label}</a> }.into_any()
    }

    fn elsewhere(self, list: &ElsewhereList) -> AnyView {
        let unsubscribe = list.unsubscribe.as_ref().map(|to| {
            let href = compose(&Start::Unsubscribe { message: self.message.get_value() });
            view! {
                <p class="caption">"The list is left by a message to " {to.to_string()} "."</p>
                <a class="button" href=href><Icon glyph=Glyph::Mail />"Unsubscribe"</a>
            }
            .into_any()
        });
        let none = unsubscribe.is_none().then_some("It names no address by which it is left.");
        view! {
            <section class="reached-list">
                <h2>{list.name.clone()}</h2>
                <p>"A list of another organisation. Whom it reaches is not known here. " {none}</p>
                {unsubscribe}
            </section>
        }
        .into_any()
    }
}

/// What a form says that is sent without script.
fn fields(page: &MailPath, list: &Address) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="page" value=String::from(LocalPath::from(page.clone())) />
        <input type="hidden" name="list" value=list.to_string() />
    }
    .into_any()
}
