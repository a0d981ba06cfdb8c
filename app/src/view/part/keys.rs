//! Which key does what, and where: one table for all regions, named as mail programs name them. What acts on keys
//! asks it, and what tells about keys is made of it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, Event};

/// The key that was pressed: none for one that is only held down with others.
pub(crate) fn key_of(event: &Event) -> Option<&KeyboardEvent> {
    let held = |key: &str| matches!(key, "Shift" | "Control" | "Alt" | "AltGraph" | "Meta");
    event.dyn_ref::<KeyboardEvent>().filter(|event| !held(&event.key()))
}

/// Whether a press is one on *Keyboard shortcuts* in the menu of the account.
pub(crate) fn asks_for_keys(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    event.type_() == "click" && target.is_some_and(|target| target.closest(".show-keys").is_ok_and(|e| e.is_some()))
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Delete,
    Ignore,
    Archive,
    Junk,
    Move,
    Flag,
    Read,
    Unread,
    Undo,
    Reply,
    ReplyAll,
    Forward,
    Open,
    Close,
    Previous,
    Next,
    First,
    Last,
    Choose,
    ChooseUp,
    ChooseDown,
    ChooseAll,
    Send,
    Save,
    New,
    Search,
    Go,
    GoInbox,
    GoDrafts,
    GoSent,
    NextRegion,
    PreviousRegion,
    Help,
}

impl Command {
    /// What it does, for who looks up its key.
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Ignore => "Ignore the open conversation",
            Self::Archive => "Archive",
            Self::Junk => "Junk, or not junk",
            Self::Move => "Move to a folder",
            Self::Flag => "Flag, or remove the flag",
            Self::Read => "Mark as read",
            Self::Unread => "Mark as unread",
            Self::Undo => "Undo, also of Send while it waits",
            Self::Reply => "Reply",
            Self::ReplyAll => "Reply all, where it is on",
            Self::Forward => "Forward",
            Self::Open => "Open",
            Self::Close => "Clear the selection, or close the message",
            Self::Previous => "Message above",
            Self::Next => "Message below",
            Self::First => "First message",
            Self::Last => "Last message",
            Self::Choose => "Select, or not",
            Self::ChooseUp => "Select upwards",
            Self::ChooseDown => "Select downwards",
            Self::ChooseAll => "Select all",
            Self::Send => "Send",
            Self::Save => "Save the draft",
            Self::New => "New message",
            Self::Search => "Search",
            Self::Go => "Go to…",
            Self::GoInbox => "Go to the inbox",
            Self::GoDrafts => "Go to the drafts",
            Self::GoSent => "Go to what was sent",
            Self::NextRegion => "Next part of the page",
            Self::PreviousRegion => "Previous part of the page",
            Self::Help => "Show these keys",
        }
    }
}

/// A part of the page that has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    /// The list of messages.
    List,
    /// The message beside it.
    Reading,
    /// The composer.
    Writing,
    Elsewhere,
}

/// Where a key means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Everywhere,
    /// Wherever no message is being written.
    NotWriting,
    /// In the list and in the message.
    Mail,
    List,
    Writing,
}

impl Place {
    fn holds(self, region: Region) -> bool {
        match self {
            Self::Everywhere => true,
            Self::NotWriting => region != Region::Writing,
            Self::Mail => matches!(region, Region::List | Region::Reading),
            Self::List => region == Region::List,
            Self::Writing => region == Region::Writing,
        }
    }
}

/// What is held down with a key, or was pressed before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum With {
    Nothing,
    Shift,
    /// Control, or Command on a Mac.
    Control,
    Alt,
    /// The key of [`Command::Go`] was pressed just before.
    Go,
}

/// A key, and where it means this.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) key: &'static str,
    pub(crate) with: With,
    pub(crate) place: Place,
    pub(crate) command: Command,
}

impl Key {
    /// Whether it is a letter or a sign by itself. Voices and slipping hands press these by mistake, so that they
    /// can be switched off (WCAG 2.2, 2.1.4). Space is not one of them: it acts on what has the focus.
    pub(crate) fn is_letter(&self) -> bool {
        self.key.len() == 1 && self.key != " " && matches!(self.with, With::Nothing | With::Shift | With::Go)
    }

    /// Whether it means the same where one types.
    fn works_in_fields(&self) -> bool {
        let types = self.is_letter() || self.key == " ";
        match self.command {
            Command::Send | Command::Save | Command::NextRegion | Command::PreviousRegion => true,
            Command::Search => !types,
            _ => false,
        }
    }
}

const fn key(key: &'static str, with: With, place: Place, command: Command) -> Key {
    Key { key, with, place, command }
}

// Keys that the list follows by itself.
pub(crate) const UP: &str = "ArrowUp";
pub(crate) const DOWN: &str = "ArrowDown";
pub(crate) const HOME: &str = "Home";
pub(crate) const END: &str = "End";

/// All keys. Letters are never taken from what is typed.
pub(crate) const KEYS: &[Key] = &[
    key("n", With::Nothing, Place::NotWriting, Command::New),
    key("/", With::Nothing, Place::NotWriting, Command::Search),
    key("q", With::Alt, Place::Everywhere, Command::Search),
    key("z", With::Control, Place::Everywhere, Command::Undo),
    key("g", With::Nothing, Place::NotWriting, Command::Go),
    key("i", With::Go, Place::NotWriting, Command::GoInbox),
    key("d", With::Go, Place::NotWriting, Command::GoDrafts),
    key("s", With::Go, Place::NotWriting, Command::GoSent),
    key("F6", With::Nothing, Place::Everywhere, Command::NextRegion),
    key("F6", With::Control, Place::Everywhere, Command::NextRegion),
    key("F6", With::Shift, Place::Everywhere, Command::PreviousRegion),
    key("?", With::Nothing, Place::NotWriting, Command::Help),
    key("r", With::Nothing, Place::Mail, Command::Reply),
    key("r", With::Shift, Place::Mail, Command::ReplyAll),
    key("f", With::Shift, Place::Mail, Command::Forward),
    key("Delete", With::Nothing, Place::Mail, Command::Delete),
    key("Delete", With::Control, Place::Mail, Command::Ignore),
    key("e", With::Nothing, Place::Mail, Command::Archive),
    key("v", With::Nothing, Place::Mail, Command::Move),
    key("e", With::Shift, Place::Mail, Command::Move),
    key("j", With::Nothing, Place::Mail, Command::Junk),
    key("Insert", With::Nothing, Place::Mail, Command::Flag),
    key("q", With::Nothing, Place::Mail, Command::Read),
    key("u", With::Nothing, Place::Mail, Command::Unread),
    key("Escape", With::Nothing, Place::Mail, Command::Close),
    key(DOWN, With::Nothing, Place::List, Command::Next),
    key(UP, With::Nothing, Place::List, Command::Previous),
    key(HOME, With::Nothing, Place::List, Command::First),
    key(END, With::Nothing, Place::List, Command::Last),
    key("Enter", With::Nothing, Place::List, Command::Open),
    key("o", With::Nothing, Place::List, Command::Open),
    key(" ", With::Nothing, Place::List, Command::Choose),
    key(" ", With::Control, Place::List, Command::Choose),
    key(DOWN, With::Shift, Place::List, Command::ChooseDown),
    key(UP, With::Shift, Place::List, Command::ChooseUp),
    key("a", With::Control, Place::List, Command::ChooseAll),
    key("Enter", With::Control, Place::Writing, Command::Send),
    key("s", With::Alt, Place::Writing, Command::Send),
    key("s", With::Control, Place::Writing, Command::Save),
];

/// The root's attribute that says `off` where letters by themselves mean nothing.
pub(crate) const LETTERS: &str = "data-keys";

/// What a key pressed here asks for. In a field only what cannot be typed, and nothing in a dialog or a menu.
pub(crate) fn command(event: &KeyboardEvent) -> Option<Command> {
    let with = match (event.ctrl_key() || event.meta_key(), event.alt_key(), event.shift_key()) {
        (false, false, false) => With::Nothing,
        (false, false, true) => With::Shift,
        (true, false, false) => With::Control,
        (false, true, false) => With::Alt,
        _ => return None,
    };
    asked(event, with)
}

/// What a key pressed after that of [`Command::Go`] asks for.
pub(crate) fn command_after_go(event: &KeyboardEvent) -> Option<Command> {
    let held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
    if held { None } else { asked(event, With::Go) }
}

fn asked(event: &KeyboardEvent, with: With) -> Option<Command> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let inside = |selector| target.closest(selector).ok().flatten().is_some();
    if inside("dialog, [popover]:popover-open") || (event.key() == "Escape" && a_menu_is_open()) {
        return None;
    }
    let typing = inside("input:not([type=checkbox]), textarea, select, [contenteditable], .editor-frame");
    let letters = document().document_element().and_then(|root| root.get_attribute(LETTERS));
    let found = meant(&event.key(), with, region(&target))?;
    let off = found.is_letter() && letters.as_deref() == Some("off");
    (!off && (!typing || found.works_in_fields())).then_some(found.command)
}

/// Escape closes it, and nothing else.
fn a_menu_is_open() -> bool {
    document().query_selector(":popover-open").ok().flatten().is_some()
}

fn region(target: &Element) -> Region {
    let inside = |selector| target.closest(selector).ok().flatten().is_some();
    let nowhere = target.tag_name() == "BODY" || target.id() == "main";
    if inside(".composer") {
        Region::Writing
    } else if inside(".rows") {
        Region::List
    } else if inside(".reading") {
        Region::Reading
    } else if nowhere && document().query_selector(".reading .message").ok().flatten().is_some() {
        // Who has clicked beside everything still reads the message that is open.
        Region::Reading
    } else {
        Region::Elsewhere
    }
}

fn meant(pressed: &str, with: With, region: Region) -> Option<&'static Key> {
    let letter = pressed.len() == 1 && pressed != " ";
    let pressed = if letter { pressed.to_ascii_lowercase() } else { pressed.to_owned() };
    // Which signs need Shift depends on the keyboard.
    let sign = letter && !pressed.bytes().all(|byte| byte.is_ascii_alphabetic());
    let with = if sign && with == With::Shift { With::Nothing } else { with };
    KEYS.iter().find(|key| key.key == pressed && key.with == with && key.place.holds(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pressed: &str, with: With, region: Region, expected: Option<Command>) {
        assert_eq!(meant(pressed, with, region).map(|key| key.command), expected, "{pressed}");
    }

    #[test]
    fn a_key_means_one_thing_wherever_it_is_pressed() {
        for region in [Region::List, Region::Reading, Region::Writing, Region::Elsewhere] {
            let here: Vec<&Key> = KEYS.iter().filter(|key| key.place.holds(region)).collect();
            for (n, key) in here.iter().enumerate() {
                let same = |other: &&&Key| other.key == key.key && other.with == key.with;
                let twice = here[n + 1..].iter().find(same);
                assert!(twice.is_none(), "{} twice in {region:?}", key.key);
                // A key after G is heard by those who listen for it alone, too.
                let alone = here.iter().any(|other| other.key == key.key && other.with == With::Nothing);
                assert!(key.with != With::Go || !alone, "{} after G and alone", key.key);
            }
        }
    }

    #[test]
    fn what_is_typed_is_no_command() {
        for key in KEYS.iter().filter(|key| key.is_letter() || key.key == " ") {
            assert!(!key.works_in_fields() || key.with == With::Control, "{} would be taken from fields", key.key);
            assert_ne!(key.place, Place::Everywhere, "{} would be taken from the composer", key.key);
        }
        check("e", With::Nothing, Region::Writing, None);
        check("z", With::Control, Region::Elsewhere, Some(Command::Undo));
        assert!(!meant("z", With::Control, Region::Writing).unwrap().works_in_fields());
        assert!(meant("F6", With::Nothing, Region::Writing).unwrap().works_in_fields());
    }

    #[test]
    fn keys_are_found_as_keyboards_send_them() {
        check("E", With::Nothing, Region::Reading, Some(Command::Archive));
        check("E", With::Shift, Region::Reading, Some(Command::Move));
        check("?", With::Shift, Region::Elsewhere, Some(Command::Help));
        check("?", With::Nothing, Region::List, Some(Command::Help));
        check("/", With::Shift, Region::List, Some(Command::Search));
        check("e", With::Nothing, Region::Elsewhere, None);
        check("e", With::Control, Region::List, None);
        check("a", With::Control, Region::Reading, None);
        check("i", With::Go, Region::Elsewhere, Some(Command::GoInbox));
        check("ArrowUp", With::Nothing, Region::Reading, None);
    }
}
