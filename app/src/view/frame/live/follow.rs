//! Follows what happens in the mailbox that is shown, and knows how it stands with the connection.

use super::keep_place::Place;
use super::source::{Heard, Source};
use super::{Live, MailChanges, SignedIn};
use crate::api::ApiError;
use crate::path::MailPath;
use crate::view::part::pause::{every, seconds_now};
use leptos::ev::{keydown, pointerdown, visibilitychange};
use leptos::prelude::*;
use leptos::web_sys::VisibilityState;
use leptos_router::hooks::use_location;
use levee_contract::{AppError, LiveEvent, UnixSeconds};
use std::time::Duration;

/// How it stands with the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    None,
    /// Levee does not answer this browser.
    Levee,
    /// Levee answers, and its mail server does not.
    MailServer,
    /// There was some a moment ago.
    Over,
}

/// Longest pause between two tries, seconds.
const LONGEST: u32 = 60;
/// A stream that was open for so long, in seconds, was a good one.
const STEADY: UnixSeconds = 30;
/// How long is said that all is well again.
const OVER: Duration = Duration::from_secs(4);
/// A page that nobody has touched for so long, in seconds, follows nothing more: its session must be able to
/// run out.
const ABANDONED: UnixSeconds = 2 * 3600;

/// The stream of this page. All of it is the frame's and goes with it.
#[derive(Clone, Copy)]
pub(super) struct Follow {
    live: Live,
    changes: MailChanges,
    signed_in: SignedIn,
    mailbox: Memo<String>,
    pub(super) trouble: RwSignal<Trouble>,
    /// When it began.
    pub(super) since: RwSignal<UnixSeconds>,
    /// Seconds until the next try.
    pub(super) left: RwSignal<u32>,
    tries: StoredValue<u32>,
    /// How often the stream has ended since it was open last.
    ended: StoredValue<u32>,
    /// When it was.
    opened: StoredValue<UnixSeconds>,
    stream: StoredValue<Stream, LocalStorage>,
    /// When somebody last did something on this page.
    touched: StoredValue<UnixSeconds>,
    /// What was in view when the list was asked for again because of an event.
    pub(super) place: StoredValue<Option<Place>, LocalStorage>,
}

enum Stream {
    Open(Source),
    /// To be opened again by the next try. What is in it is closed and not dropped yet: it may be what calls.
    Broken(Option<Source>),
    /// To be opened again when somebody comes back to the page.
    Resting(Option<Source>),
    /// Never again: the session is over.
    Over(Option<Source>),
}

impl Stream {
    fn close(self) -> Option<Source> {
        match self {
            Self::Open(source) => {
                source.close();
                Some(source)
            }
            Self::Broken(closed) | Self::Resting(closed) | Self::Over(closed) => closed,
        }
    }
}

impl Follow {
    /// Begins to follow, and goes on with whatever mailbox is shown.
    pub(super) fn begin(live: Live, changes: MailChanges, signed_in: SignedIn) -> Self {
        let pathname = use_location().pathname;
        let mailbox = Memo::new(move |_| {
            MailPath::try_from(pathname.get()).map_or_else(|_| "INBOX".to_owned(), |page| page.mailbox)
        });
        let follow = Self {
            live,
            changes,
            signed_in,
            mailbox,
            trouble: RwSignal::new(Trouble::None),
            since: RwSignal::new(seconds_now()),
            left: RwSignal::new(0),
            tries: StoredValue::new(0),
            ended: StoredValue::new(0),
            opened: StoredValue::new(0),
            stream: StoredValue::new_local(Stream::Broken(None)),
            touched: StoredValue::new(seconds_now()),
            place: StoredValue::new_local(None),
        };
        Effect::new(move |_| {
            mailbox.track();
            follow.open();
        });
        Effect::new(move |_| follow.look_at_answers());
        every(Duration::from_secs(1), move || follow.tick());
        for handle in [
            window_event_listener(keydown, move |_| follow.touch()),
            window_event_listener(pointerdown, move |_| follow.touch()),
            window_event_listener(visibilitychange, move |_| follow.touch()),
        ] {
            on_cleanup(move || handle.remove());
        }
        follow
    }

    /// Asks now, instead of when the time has come.
    pub(super) fn try_now(self) {
        self.left.set(0);
        if self.is(|stream| matches!(stream, Stream::Broken(_))) {
            self.open();
        } else {
            self.signed_in.0.refetch();
        }
    }

    /// Lists and counts are read again; who reads on finds the page as it was.
    fn refresh(self) {
        self.place.set_value(Some(Place::now()));
        self.changes.announce();
    }

    fn open(self) {
        let mailbox = self.mailbox.get_untracked();
        let source = Source::open(&mailbox, move |heard| self.heard(heard));
        self.stream.try_update_value(|stream| {
            if !matches!(stream, Stream::Over(_)) {
                *stream = source.map_or(Stream::Over(None), Stream::Open);
            }
        });
    }

    fn close(self, how: fn(Option<Source>) -> Stream) {
        self.stream.try_update_value(|stream| {
            let closed = std::mem::replace(stream, Stream::Over(None)).close();
            *stream = how(closed);
        });
    }

    fn is(self, what: impl Fn(&Stream) -> bool) -> bool {
        self.stream.try_with_value(what).unwrap_or(false)
    }

    fn heard(self, heard: Heard) {
        match heard {
            Heard::Opened => {
                self.ended.set_value(0);
                self.opened.set_value(seconds_now());
                if self.trouble.get_untracked() == Trouble::Levee {
                    self.is_over();
                }
            }
            Heard::Ended => {
                self.close(Stream::Broken);
                // A stream that was cut as soon as it was open is not asked for every second.
                if seconds_now() - self.opened.get_value() > STEADY {
                    self.tries.set_value(0);
                }
                // The first time nothing is said: servers are restarted, and streams end.
                let ended = self.ended.get_value();
                self.ended.set_value(ended + 1);
                self.wait();
                if ended > 0 {
                    self.is_in(Trouble::Levee);
                }
            }
            Heard::Told(event) => self.told(&event),
        }
    }

    fn told(self, event: &LiveEvent) {
        if seconds_now() - self.touched.get_value() > ABANDONED {
            return self.close(Stream::Resting);
        }
        match event {
            LiveEvent::Changed { .. } => self.refresh(),
            LiveEvent::Unread { mailbox, n } => {
                if self.unread_shown(mailbox) != Some(*n) {
                    self.refresh();
                }
            }
            LiveEvent::MailServerDown => self.is_in(Trouble::MailServer),
            LiveEvent::MailServerUp => {
                if self.trouble.get_untracked() == Trouble::MailServer {
                    self.is_over();
                }
            }
            LiveEvent::SignedOut => self.close(Stream::Over),
            LiveEvent::Yield => self.close(Stream::Resting),
        }
    }

    fn unread_shown(self, mailbox: &str) -> Option<u32> {
        let around = self.signed_in.0.get_untracked()?.ok()?;
        around.folders.ok()?.into_iter().find(|folder| folder.name == mailbox)?.unread
    }

    /// What was asked for besides, and how that went.
    fn look_at_answers(self) {
        let trouble = self.trouble.get_untracked();
        match self.signed_in.0.get() {
            Some(Err(ApiError::Unreachable)) => {
                if self.is(|stream| matches!(stream, Stream::Open(_))) {
                    self.close(Stream::Broken);
                    self.wait();
                }
                self.is_in(Trouble::Levee);
            }
            Some(Ok(around)) => match around.folders {
                Err(AppError::MailServerDown) => {
                    self.wait();
                    self.is_in(Trouble::MailServer);
                }
                Ok(_) if trouble == Trouble::MailServer => self.is_over(),
                _ => {}
            },
            _ => {}
        }
    }

    fn is_in(self, trouble: Trouble) {
        if self.trouble.get_untracked() != trouble {
            if matches!(self.trouble.get_untracked(), Trouble::None | Trouble::Over) {
                self.since.set(seconds_now());
            }
            if self.left.get_untracked() == 0 {
                self.wait();
            }
            self.trouble.set(trouble);
        }
    }

    fn is_over(self) {
        self.tries.set_value(0);
        self.left.set(0);
        self.trouble.set(Trouble::Over);
        self.refresh();
        set_timeout(
            move || {
                if self.trouble.try_get_untracked() == Some(Trouble::Over) {
                    self.trouble.set(Trouble::None);
                }
            },
            OVER,
        );
    }

    /// Twice as long each time, and not for all pages the same: they would all come back at once.
    fn wait(self) {
        let tries = self.tries.get_value();
        self.tries.set_value(tries + 1);
        self.left.set(pause(tries, js_sys::Math::random()));
    }

    fn tick(self) {
        let Some(left) = self.left.try_get_untracked().filter(|left| *left > 0) else { return };
        self.left.set(left - 1);
        if left == 1 {
            self.try_now();
        }
    }

    /// Somebody is there.
    fn touch(self) {
        if document().visibility_state() == VisibilityState::Visible {
            self.touched.try_update_value(|touched| *touched = seconds_now());
            if self.is(|stream| matches!(stream, Stream::Resting(_))) {
                self.open();
            }
        }
    }

    /// What the frame says.
    pub(super) fn say(self, text: String) {
        self.live.said.fill(move || text.clone().into_any());
    }
}

/// Seconds before the next try: a second at first, then from some to a minute, by chance (0 to 1) a quarter
/// more or less.
fn pause(tries: u32, chance: f64) -> u32 {
    if tries == 0 {
        return 1;
    }
    let longest = (2_u32 << tries.min(6)).min(LONGEST);
    // Small and positive.
    (f64::from(longest) * (0.75 + chance / 2.0)).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_minute() {
        let middle: Vec<_> = (0..8).map(|tries| pause(tries, 0.5)).collect();
        assert_eq!(middle, [1, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!((pause(2, 0.0), pause(2, 1.0), pause(u32::MAX, 1.0)), (6, 10, 75));
    }
}
