//! 840,000 people: first the cast, then one for each post. Kept as numbers of words; addresses and
//! names are made when they are asked for.

use super::chance::Chance;
use super::words::{FIRST_NAMES, LAST_NAMES};
use super::workplaces::{Workplace, Workplaces};
use crate::cast::{ACCOUNTS, Account, CORRESPONDENTS, Correspondent, DOMAIN, Part, SHARED_TITLE};
use levee_directory::Role;
use levee_directory::source::Person;
use levee_mail::Address;
use std::collections::HashSet;

/// Somebody outside the cast.
#[derive(Clone, Copy, Debug)]
struct Somebody {
    first: u16,
    last: u16,
    /// Tells people of one name apart: 1 is not written.
    number: u16,
    title: u16,
    workplace: u32,
}

#[derive(Debug)]
pub(super) struct People {
    first_names: Vec<Word>,
    last_names: Vec<Word>,
    cast: Vec<Person>,
    others: Vec<Somebody>,
}

/// A name and how it stands in an address.
#[derive(Debug)]
struct Word {
    shown: String,
    plain: String,
}

/// Everybody of the cast who has an address at the organisation.
pub(super) fn cast() -> Vec<Person> {
    let accounts = ACCOUNTS.iter().map(account);
    let inside = CORRESPONDENTS.iter().filter(|c| !c.unit.is_empty()).filter_map(correspondent);
    accounts.chain(inside).collect()
}

/// Correspondents outside: known by name, counted as external.
pub(super) fn outsiders() -> impl Iterator<Item = Person> {
    CORRESPONDENTS.iter().filter(|c| c.unit.is_empty()).filter_map(correspondent)
}

impl People {
    pub(super) fn new(workplaces: &Workplaces, chance: &mut Chance) -> Self {
        let (first_names, last_names) = (words(FIRST_NAMES), words(LAST_NAMES));
        let cast = cast();
        let reserved: HashSet<String> = cast.iter().map(|person| person.address.local().to_owned()).collect();
        let mut used = vec![0_u16; first_names.len() * last_names.len()];
        let mut others = Vec::new();
        for (index, workplace) in (0..).zip(&workplaces.all) {
            let titles = workplace.titles.split(';').count();
            for _ in workplace.people.clone() {
                let (first, last) = (chance.skewed(first_names.len()), chance.skewed(last_names.len()));
                let number = &mut used[first * last_names.len() + last];
                *number += 1;
                if *number == 1 && reserved.contains(&local(&first_names[first], &last_names[last], 1)) {
                    *number = 2;
                }
                let title = chance.skewed(titles) as u16;
                others.push(Somebody {
                    first: first as u16,
                    last: last as u16,
                    number: *number,
                    title,
                    workplace: index,
                });
            }
        }
        Self { first_names, last_names, cast, others }
    }

    pub(super) fn len(&self) -> u32 {
        (self.cast.len() + self.others.len()) as u32
    }

    /// The address of the person of this number.
    pub(super) fn address(&self, number: u32) -> Address {
        match self.cast.get(number as usize) {
            Some(person) => person.address.clone(),
            None => self.others.get(number as usize - self.cast.len()).map_or_else(nobody, |s| self.made_up(*s)),
        }
    }

    /// Addresses of people by number.
    pub(super) fn addresses(&self, numbers: impl IntoIterator<Item = u32>) -> Vec<Address> {
        numbers.into_iter().map(|number| self.address(number)).collect()
    }

    /// The number of somebody of the cast.
    pub(super) fn number_of(&self, local: &str) -> Option<u32> {
        (0..).zip(&self.cast).find(|(_, person)| person.address.local() == local).map(|(number, _)| number)
    }

    /// Everything about the person of this number.
    pub(super) fn record(&self, number: u32, workplaces: &[Workplace]) -> Option<Person> {
        if let Some(person) = self.cast.get(number as usize) {
            return Some(person.clone());
        }
        let somebody = self.others.get(number as usize - self.cast.len())?;
        let workplace = workplaces.get(somebody.workplace as usize)?;
        let (first, last) = (&self.first_names[somebody.first as usize], &self.last_names[somebody.last as usize]);
        // Some have married, or came from elsewhere, and keep an old address.
        let old = (number % 40 == 7).then(|| format!("{}.nm{number}", last.plain));
        Some(Person {
            address: self.made_up(*somebody),
            aliases: old.and_then(|local| Address::from_parts(&local, DOMAIN).ok()).into_iter().collect(),
            name: format!("{} {}", first.shown, last.shown),
            title: workplace.titles.split(';').nth(somebody.title as usize).unwrap_or_default().to_owned(),
            unit: workplace.unit.clone(),
            site: workplace.site.clone(),
            roles: Vec::new(),
            shared: false,
        })
    }

    fn made_up(&self, somebody: Somebody) -> Address {
        let first = &self.first_names[somebody.first as usize];
        let local = local(first, &self.last_names[somebody.last as usize], somebody.number);
        Address::from_parts(&local, DOMAIN).unwrap_or_else(|_| nobody())
    }
}

fn local(first: &Word, last: &Word, number: u16) -> String {
    match number {
        1 => format!("{}.{}", first.plain, last.plain),
        number => format!("{}.{}{number}", first.plain, last.plain),
    }
}

/// Stands where no address can be made; the word lists are fixed, so it stands nowhere.
fn nobody() -> Address {
    Address::from_parts("nobody", DOMAIN).expect("a fixed address")
}

fn account(account: &Account) -> Person {
    Person {
        address: Address::from_parts(account.local, DOMAIN).expect("the cast has addresses"),
        aliases: Vec::new(),
        name: account.name.to_owned(),
        title: account.title.to_owned(),
        unit: account.unit.to_owned(),
        site: site(account.unit),
        roles: match account.part {
            Part::Contractor | Part::Colleague | Part::MassSender => Vec::new(),
            Part::Approver => vec![Role::Approver],
            Part::Administrator => vec![Role::Administrator, Role::OnCall],
        },
        shared: false,
    }
}

fn correspondent(correspondent: &Correspondent) -> Option<Person> {
    let address = Address::parse(correspondent.address).ok()?;
    // The deputy director writes to everybody, and breaks the glass in a major incident.
    let roles = match address.local() {
        "helen.marsh" => vec![Role::MassSender, Role::Incident],
        _ => Vec::new(),
    };
    Some(Person {
        address,
        aliases: Vec::new(),
        name: correspondent.name.to_owned(),
        title: correspondent.title.to_owned(),
        unit: correspondent.unit.to_owned(),
        site: site(correspondent.unit),
        roles,
        shared: correspondent.title == SHARED_TITLE,
    })
}

/// The hospital in a unit's path, or what comes second in it.
fn site(unit: &str) -> String {
    unit.split('/').nth(1).unwrap_or_default().to_owned()
}

fn words(text: &str) -> Vec<Word> {
    text.split_whitespace().map(|word| Word { shown: word.replace('_', " "), plain: plain(word) }).collect()
}

/// A name in the letters of an address.
pub(super) fn plain(word: &str) -> String {
    let mut plain = String::new();
    for c in word.to_lowercase().chars() {
        match c {
            'á' | 'ä' | 'â' | 'ã' | 'ą' | 'ả' => plain.push('a'),
            'ç' | 'ć' => plain.push('c'),
            'é' | 'ê' | 'ę' | 'ē' | 'ệ' => plain.push('e'),
            'ğ' => plain.push('g'),
            'í' | 'ı' | 'ī' => plain.push('i'),
            'ł' => plain.push('l'),
            'ń' | 'ņ' | 'ñ' => plain.push('n'),
            'ó' | 'ö' | 'ø' => plain.push('o'),
            'š' | 'ś' | 'ş' | 'ș' => plain.push('s'),
            'ú' | 'ü' | 'ū' => plain.push('u'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            ' ' | '_' | '-' | '/' => plain.push('-'),
            c if c.is_ascii_alphanumeric() => plain.push(c),
            _ => {}
        }
    }
    plain
}
