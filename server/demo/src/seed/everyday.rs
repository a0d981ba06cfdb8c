//! Makes the mail of ordinary days: conversations between colleagues over months or years, the same at every
//! start. Gives letters; `post` makes messages of them. Their dates stay when the story's move.

mod topic;

use super::chance::Chance;
use super::clock::{Moment, working_day};
use super::letter::{Format, Letter, Misspelt, Quoting, State};
use crate::cast::{ARCHIVE, mailboxes};
use time::{Date, OffsetDateTime, Time};
use topic::Topic;

/// Minutes of a working day, from 08:00.
const DAY: i64 = 9 * 60 + 30;
/// Working days before today on which the latest conversation begins: what is newer is the story's. The
/// longest conversation takes two.
const QUIET: i64 = 3;

/// How the person round whom the mail is made stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Writes and answers, in seven conversations of eight.
    TakesPart,
    /// Has a copy of everything and writes nothing.
    Copied,
}

/// Mail round one person.
pub(super) struct Everyday {
    topics: Vec<Topic>,
    /// Whose mail it is, by local part.
    person: &'static str,
    place: Place,
    /// Colleagues, the nearest first.
    colleagues: Vec<&'static str>,
    /// How many letters the person has in the end.
    count: usize,
    /// Minutes of working time from the beginning of one conversation to the next.
    gap: i64,
}

/// A conversation before anything is written.
struct Outline<'e> {
    number: i64,
    topic: &'e Topic,
    letters: usize,
    with_person: bool,
    chance: Chance,
}

impl Everyday {
    /// Mail round this person: `count` letters, spread evenly over so many working days.
    pub(super) fn read(person: &'static str, place: Place, count: usize, days: i64) -> Result<Self, Misspelt> {
        let others = mailboxes().map(|account| account.local);
        let colleagues = others.filter(|local| *local != person && *local != ARCHIVE).collect();
        let mut everyday = Self { topics: topic::read()?, person, place, colleagues, count, gap: 1 };
        everyday.gap = (days * DAY / everyday.conversations().max(1)).max(1);
        Ok(everyday)
    }

    /// All conversations, the oldest first, each with its letters in order. Conversations overlap.
    pub(super) fn told(&self, now: OffsetDateTime) -> impl Iterator<Item = Vec<Letter>> {
        let conversations = self.conversations();
        let days = conversations * self.gap / DAY + QUIET + 1;
        let mut dates = vec![working_day(now.date(), 0)];
        for _ in 0..days {
            dates.extend(dates.last().map(|date| working_day(*date, -1)));
        }
        let mut left = self.count;
        (0..conversations).rev().map(move |number| {
            let outline = self.outline(number);
            // The sum is exact: the oldest conversation gives what is over.
            let over = self.count_from(&outline, conversations, &mut left);
            self.write(outline, over, &dates)
        })
    }

    /// How many conversations give the person as many letters as wanted, or a little more.
    fn conversations(&self) -> i64 {
        let (mut number, mut letters) = (0, 0);
        while letters < self.count {
            letters += self.outline(number).held();
            number += 1;
        }
        number
    }

    /// Letters to leave out of this conversation.
    fn count_from(&self, outline: &Outline<'_>, conversations: i64, left: &mut usize) -> usize {
        if outline.number + 1 < conversations {
            return 0;
        }
        let newer: usize = (0..outline.number).map(|number| self.outline(number).held()).sum();
        *left -= newer;
        outline.held().saturating_sub(*left)
    }

    /// The conversation of this number, counted from the latest.
    fn outline(&self, number: i64) -> Outline<'_> {
        let mut chance = Chance::for_text(&format!("everyday {} {number}", self.person));
        let topic = self.topic(&mut chance);
        let letters = match chance.below(4) {
            0 => 1,
            _ => 1 + chance.below(topic.texts.len() as u64) as usize,
        };
        let with_person = self.place == Place::Copied || topic.from.is_some() || chance.below(8) > 0;
        Outline { number, topic, letters, with_person, chance }
    }

    fn topic(&self, chance: &mut Chance) -> &Topic {
        let mut at = chance.below(self.topics.iter().map(|topic| topic.weight).sum());
        let chosen = self.topics.iter().find(|topic| {
            let here = at < topic.weight;
            at = at.saturating_sub(topic.weight);
            here
        });
        chosen.unwrap_or(&self.topics[0])
    }

    fn write(&self, outline: Outline<'_>, leave_out: usize, dates: &[Date]) -> Vec<Letter> {
        let Outline { number, topic, letters, with_person, mut chance } = outline;
        let people = self.people(with_person, &mut chance);
        let age = number * self.gap / DAY;
        let quoting = if chance.below(3) > 0 { Quoting::Below } else { Quoting::None };
        let format = if chance.below(4) == 0 { Format::Html } else { topic.format };
        let mut at = -number * self.gap - chance.below(self.gap as u64) as i64;
        let mut written: Vec<Letter> = Vec::new();
        for (place, text) in topic.texts.iter().take(letters - leave_out).enumerate() {
            let author = topic.from.as_deref().unwrap_or(people[place % people.len()]);
            let before = written.last();
            let first = before.map_or(people[usize::from(topic.from.is_none()) % people.len()], |before| {
                people.iter().copied().find(|one| *one == before.from).unwrap_or(self.person)
            });
            let mut cc: Vec<String> =
                people.iter().filter(|one| **one != author && **one != first).map(|one| (*one).to_owned()).collect();
            if self.place == Place::Copied {
                cc.push(self.person.to_owned());
            }
            // A notice goes to one; everything else to all who talk.
            let cc = if topic.from.is_some() && self.place == Place::TakesPart { Vec::new() } else { cc };
            let to = if topic.from.is_some() && self.place == Place::TakesPart { self.person } else { first };
            let text = text.replace("{to}", first_name(to));
            let text = if topic.from.is_some() { text } else { signed(&text, author, &mut chance) };
            let mut readers: Vec<String> = std::iter::once(to.to_owned()).chain(cc.iter().cloned()).collect();
            readers.retain(|_| chance.below(if age < 2 { 4 } else { 60 }) == 0);
            let letter = Letter {
                key: format!("everyday.{}.{number}.{place}", self.person),
                answers: before.map(|before| before.key.clone()),
                from: author.to_owned(),
                pretends: None,
                to: vec![to.to_owned()],
                cc,
                when: Moment::Fixed(moment(at, dates)),
                subject: before.is_none().then(|| topic.subject.clone()),
                charset: topic.charset.clone(),
                format,
                quoting,
                attachments: topic.attachment.iter().filter(|_| place == 0 && number % 2 == 0).cloned().collect(),
                headers: topic.headers.clone(),
                unread: Some(readers),
                flagged: if chance.below(50) == 0 { vec![self.person.to_owned()] } else { Vec::new() },
                filed: self.filed(topic, author, age, &mut chance),
                state: State::Sent,
                text,
                html: None,
            };
            written.push(letter);
            at += 4 + chance.below(220) as i64;
        }
        written
    }

    /// Who talks: the one who begins first.
    fn people(&self, with_person: bool, chance: &mut Chance) -> Vec<&'static str> {
        let talkers = 2 + (chance.below(5) / 2) as usize;
        let mut people = Vec::new();
        if with_person && self.place == Place::TakesPart {
            people.push(self.person);
        }
        while people.len() < talkers {
            // The smaller of two numbers: near colleagues write more often.
            let bound = self.colleagues.len() as u64;
            let at = chance.below(bound).min(chance.below(bound)) as usize;
            let colleague = self.colleagues[at];
            if !people.contains(&colleague) {
                people.push(colleague);
            }
        }
        let turns = chance.below(talkers as u64) as usize;
        people.rotate_left(turns);
        people
    }

    /// Who takes part files half of what has a place, and puts half of what is old away.
    fn filed(&self, topic: &Topic, author: &str, age: i64, chance: &mut Chance) -> Vec<(String, String)> {
        let folder = match (chance.below(2), &topic.folder) {
            _ if self.place == Place::Copied || author == self.person => return Vec::new(),
            (0, Some(folder)) => folder,
            (0, None) if age > 150 => "Archive",
            _ => return Vec::new(),
        };
        vec![(self.person.to_owned(), folder.to_owned())]
    }
}

impl Outline<'_> {
    fn held(&self) -> usize {
        if self.with_person { self.letters } else { 0 }
    }
}

/// So many minutes of working time after the beginning of the day of the latest conversation.
fn moment(minutes: i64, dates: &[Date]) -> OffsetDateTime {
    let (day, minute) = (minutes.div_euclid(DAY), minutes.rem_euclid(DAY) + 8 * 60);
    let date = usize::try_from(QUIET - day).ok().and_then(|at| dates.get(at)).or(dates.last());
    let clock = Time::from_hms((minute / 60) as u8, (minute % 60) as u8, (minutes.rem_euclid(59)) as u8);
    OffsetDateTime::new_utc(date.copied().unwrap_or(Date::MIN), clock.unwrap_or(Time::MIDNIGHT))
}

/// What people call somebody; for somebody outside, or a mailbox, nothing that would be wrong.
fn first_name(local: &str) -> &'static str {
    let name = mailboxes().find(|account| account.local == local).map_or("all", |account| account.name);
    name.trim_start_matches("Dr ").split(' ').next().unwrap_or(name)
}

fn signed(text: &str, author: &str, chance: &mut Chance) -> String {
    let farewell = match chance.below(6) {
        0 => "Best wishes,\n",
        1 => "Thanks,\n",
        _ => "",
    };
    format!("{text}\n\n{farewell}{}", first_name(author))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::story::{holders, person};

    fn now() -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(1_794_823_200).expect("in range")
    }

    /// All letters round this person.
    fn letters(person: &'static str, place: Place, count: usize, days: i64) -> Vec<Vec<Letter>> {
        Everyday::read(person, place, count, days).expect("well written").told(now()).collect()
    }

    #[test]
    fn the_person_has_exactly_as_many_letters_as_asked_for() {
        for (place, count) in [(Place::TakesPart, 700), (Place::TakesPart, 1), (Place::Copied, 1_000)] {
            let told = letters("eleanor.whitby", place, count, 100);
            let held = told.iter().flatten().filter(|letter| holders(letter).contains(&"eleanor.whitby")).count();
            assert_eq!(held, count, "{place:?}");
        }
    }

    #[test]
    fn conversations_follow_each_other_over_the_days_and_end_before_the_story_is_told() {
        let told = letters("eleanor.whitby", Place::TakesPart, 2_000, 120);
        let begins = told.iter().filter_map(|letters| letters.first()).map(|letter| letter.when.at(now()));
        let begins: Vec<OffsetDateTime> = begins.collect();
        assert!(begins.is_sorted());
        let days = (now() - begins[0]).whole_days();
        assert!((150..190).contains(&days), "{days} days for 120 working days");
        for letter in told.iter().flatten() {
            let at = letter.when.at(now());
            assert!(now() - at > time::Duration::hours(12), "{} at {at}", letter.key);
            assert!((8..18).contains(&at.hour()), "{} at {at}", letter.key);
        }
    }

    #[test]
    fn answers_come_later_from_somebody_who_was_written_to() {
        let told = letters("eleanor.whitby", Place::TakesPart, 2_000, 120);
        assert!(told.iter().any(|letters| letters.len() > 3));
        for pair in told.iter().flat_map(|letters| letters.windows(2)) {
            let [before, answer] = pair else { panic!("two") };
            assert_eq!(answer.answers.as_ref(), Some(&before.key));
            assert!(before.to.iter().chain(&before.cc).any(|to| *to == answer.from), "{}", answer.key);
            assert!(before.when.at(now()) < answer.when.at(now()), "{}", answer.key);
            assert_eq!(answer.to, std::slice::from_ref(&before.from), "{}", answer.key);
        }
        for letter in told.iter().flatten() {
            assert!(!letter.to.contains(&letter.from) && !letter.text.contains("{to}"), "{}", letter.key);
            assert!(letter.to.iter().chain([&letter.from]).all(|who| !person(who).name.is_empty()), "{}", letter.key);
        }
    }
}
