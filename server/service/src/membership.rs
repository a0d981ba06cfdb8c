//! Why a message reached its reader: the lists it was written to, the ways through them, and leaving them.
//! A departure is kept in the store beside what the list's source says, so that it outlives imports.

use crate::Service;
use crate::hold::contact;
use crate::reading::contacts;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{
    AppError, Asks, Attribute, Because, Caller, ElsewhereList, Leaving, Membership, MessageRef, ReachedBy, RuleReason,
    UnixSeconds, Way, Why,
};
use levee_directory::{Asked, Comparison, Directory, List, ListId, Person, PersonId, Principal, Reason};
use levee_mail::{Address, Contact};
use levee_mime::{MailingList, Message};
use levee_store::{Departure, StoreError};

/// Ways told of one list.
const WAYS: usize = 4;
/// Lists told of one message.
const LISTS: usize = 10;

/// What a message's header says of its way.
pub(crate) struct Route {
    from: Vec<Contact>,
    /// To and Cc.
    recipients: Vec<Contact>,
    list: Option<MailingList>,
}

impl Route {
    pub(crate) fn of(parsed: &Message<'_>) -> Self {
        let headers = parsed.headers();
        let recipients = contacts(&headers.to).into_iter().chain(contacts(&headers.cc)).collect();
        Self { from: contacts(&headers.from), recipients, list: MailingList::of(headers) }
    }
}

#[async_trait]
impl Membership for Service {
    async fn why(&self, who: &Caller, message: &MessageRef) -> Result<Option<Why>, AppError> {
        let bytes = self.bytes(who, message).await?;
        let route = Route::of(&Message::parse(&bytes));
        self.why_by(who, route).await
    }

    async fn leave(&self, who: &Caller, list: &Address) -> Result<(), AppError> {
        let (list, person) = {
            let directory = self.directory();
            let list = directory.list_by_address(list).ok_or(AppError::Gone)?;
            let person = directory.person_by_address(&who.account.address).ok_or(AppError::Gone)?.id;
            if !list.members().contains(person) {
                // Left already, or never on it: the store knows.
                let left = self.store.departures_of(person).await.map_err(from_store)?;
                return if left.iter().any(|(known, _)| *known == list.id()) { Ok(()) } else { Err(AppError::Gone) };
            }
            if list.departure() == levee_directory::Departure::Closed {
                return Err(AppError::Forbidden);
            }
            (list.id(), person)
        };
        self.depart(list, person, Departure::Left).await
    }

    async fn come_back(&self, who: &Caller, list: &Address) -> Result<(), AppError> {
        let (list, person) = {
            let directory = self.directory();
            let list = directory.list_by_address(list).ok_or(AppError::Gone)?.id();
            (list, directory.person_by_address(&who.account.address).ok_or(AppError::Gone)?.id)
        };
        self.depart(list, person, Departure::CameBack).await
    }
}

impl Service {
    /// Records it and counts the list anew here; other processes follow the store.
    async fn depart(&self, list: ListId, person: PersonId, what: Departure) -> Result<(), AppError> {
        match self.store.record_departure(list, person, what, self.clock.now()).await {
            Ok(()) => tracing::info!(list, ?what, "a member of a list left or came back"),
            // Pressed twice.
            Err(StoreError::Conflict) => return Ok(()),
            Err(other) => return Err(from_store(other)),
        }
        self.see_change().await;
        Ok(())
    }

    /// Why a message of this route reached the caller.
    pub(crate) async fn why_by(&self, who: &Caller, route: Route) -> Result<Option<Why>, AppError> {
        let directory = self.directory();
        let Some(reader) = directory.person_by_address(&who.account.address) else { return Ok(None) };
        let is_reader = |one: &Contact| directory.person_by_address(&one.address).is_some_and(|p| p.id == reader.id);
        if route.from.iter().any(is_reader) {
            return Ok(None);
        }
        let named = route.recipients.iter().any(is_reader);
        let mut written = Vec::new();
        for recipient in &route.recipients {
            let list = directory.list_by_address(&recipient.address);
            if let Some(list) = list.filter(|list| !written.contains(&list.id()) && written.len() < LISTS) {
                written.push(list.id());
            }
        }
        let left = if written.is_empty() {
            Vec::new()
        } else {
            self.store.departures_of(reader.id).await.map_err(from_store)?
        };
        let lists: Vec<_> =
            written.into_iter().filter_map(|list| reached_by(&directory, list, &reader, &left)).collect();
        let elsewhere = route.list.filter(|_| lists.is_empty());
        let elsewhere =
            elsewhere.map(|list| ElsewhereList { name: list.name, unsubscribe: list.unsubscribe.map(|mail| mail.to) });
        // Written to the reader alone, as most mail is: nothing to explain.
        let plain = named && lists.is_empty() && elsewhere.is_none();
        Ok((!plain).then_some(Why { named, lists, elsewhere }))
    }
}

fn reached_by(
    directory: &Directory,
    list: ListId,
    reader: &Person<'_>,
    left: &[(ListId, UnixSeconds)],
) -> Option<ReachedBy> {
    let known = directory.list(list)?;
    let contacts = |path: &[ListId]| -> Vec<Contact> {
        path.iter().filter_map(|id| directory.list(*id)).map(|list| list_contact(list)).collect()
    };
    let ways = directory.ways(reader.id, list, WAYS).into_iter().map(|way| Way {
        path: contacts(&way.path),
        because: because(way.because, reader),
        leaving: match way.path.first().and_then(|first| directory.list(*first)).map(|first| first.departure()) {
            Some(levee_directory::Departure::Open) => Leaving::Open,
            _ => Leaving::Ask,
        },
    });
    let departures = left.iter().filter_map(|(from, at)| {
        let path = contacts(&directory.way_to(*from, list)?);
        Some(Way { path, because: Because::Named, leaving: Leaving::Left(*at) })
    });
    let ways: Vec<Way> = ways.chain(departures).collect();
    (!ways.is_empty()).then(|| ReachedBy {
        list: list_contact(known),
        people: known.size(),
        owners: who_answers(directory, known),
        ways,
    })
}

/// Owners, else moderators.
pub(crate) fn who_answers(directory: &Directory, list: &List) -> Vec<Contact> {
    let one = |principal: &Principal| match principal {
        Principal::Person(id) => contact(directory, *id),
        Principal::List(id) => directory.list(*id).map(|list| list_contact(list)),
    };
    let principals = if list.owners().is_empty() { list.moderators() } else { list.owners() };
    principals.iter().filter_map(one).collect()
}

fn list_contact(list: &List) -> Contact {
    Contact { name: Some(list.name().to_owned()), address: list.address().clone() }
}

fn because(because: levee_directory::Because, reader: &Person<'_>) -> Because {
    match because {
        levee_directory::Because::Named => Because::Named,
        levee_directory::Because::Resolved => Because::Resolved,
        levee_directory::Because::Rule(reasons) if reasons.is_empty() => Because::Everybody,
        levee_directory::Because::Rule(reasons) => {
            Because::Rule(reasons.into_iter().map(|reason| rule_reason(reason, reader)).collect())
        }
    }
}

fn rule_reason(reason: Reason, reader: &Person<'_>) -> RuleReason {
    let (attribute, own) = match reason.attribute {
        levee_directory::Attribute::Unit => (Attribute::Unit, reader.unit.to_owned()),
        levee_directory::Attribute::Title => (Attribute::Title, reader.title.to_owned()),
        levee_directory::Attribute::Site => (Attribute::Site, reader.site.to_owned()),
        levee_directory::Attribute::Name => (Attribute::Name, reader.name.to_owned()),
        levee_directory::Attribute::Address => (Attribute::Address, reader.address().to_string()),
    };
    let asks = match (reason.how, reason.asked) {
        (Comparison::Equals, Asked::For) => Asks::Is,
        (Comparison::Equals, Asked::Against) => Asks::IsNot,
        (Comparison::Contains, Asked::For) => Asks::Contains,
        (Comparison::Contains, Asked::Against) => Asks::Lacks,
        (Comparison::Under, Asked::For) => Asks::Under,
        (Comparison::Under, Asked::Against) => Asks::NotUnder,
    };
    RuleReason { attribute, asks, text: reason.text, own }
}
