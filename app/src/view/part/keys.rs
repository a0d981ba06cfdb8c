//! Which key does what, and where: one table for all regions, named as mail programs name them.

use leptos::ev::KeyboardEvent;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::Element;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Delete,
    Archive,
    Junk,
    Move,
    Flag,
    Read,
    Unread,
    Undo,
    Choose,
    ChooseUp,
    ChooseDown,
    ChooseAll,
    ChooseNone,
    Search,
}

/// A part of the page that has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    /// The list of messages.
    List,
    /// The message beside it.
    Reading,
}

/// What is held down with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum With {
    Nothing,
    Shift,
    /// Control, or Command on a Mac.
    Control,
    Alt,
}

/// A key, and the regions in which it means this; with none, everywhere but in fields.
struct Key {
    key: &'static str,
    with: With,
    regions: &'static [Region],
    command: Command,
}

const fn key(key: &'static str, with: With, regions: &'static [Region], command: Command) -> Key {
    Key { key, with, regions, command }
}

const LIST: &[Region] = &[Region::List];
const MAIL: &[Region] = &[Region::List, Region::Reading];

/// Single letters act in list and message only, so that they are never taken from what is typed.
const KEYS: &[Key] = &[
    key("Delete", With::Nothing, MAIL, Command::Delete),
    key("e", With::Nothing, MAIL, Command::Archive),
    key("j", With::Nothing, MAIL, Command::Junk),
    key("v", With::Nothing, MAIL, Command::Move),
    key("Insert", With::Nothing, MAIL, Command::Flag),
    key("q", With::Nothing, MAIL, Command::Read),
    key("u", With::Nothing, MAIL, Command::Unread),
    key("z", With::Control, &[], Command::Undo),
    key(" ", With::Nothing, LIST, Command::Choose),
    key(" ", With::Control, LIST, Command::Choose),
    key("ArrowUp", With::Shift, LIST, Command::ChooseUp),
    key("ArrowDown", With::Shift, LIST, Command::ChooseDown),
    key("a", With::Control, LIST, Command::ChooseAll),
    key("Escape", With::Nothing, LIST, Command::ChooseNone),
    key("/", With::Nothing, MAIL, Command::Search),
    key("q", With::Alt, &[], Command::Search),
];

/// What a key pressed here asks for. Nothing in a field, but for those that are not typed into: boxes.
pub(crate) fn command(event: &KeyboardEvent) -> Option<Command> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let fields = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [popover]";
    if target.closest(fields).ok().flatten().is_some() {
        return None;
    }
    let with = match (event.ctrl_key() || event.meta_key(), event.alt_key(), event.shift_key()) {
        (false, false, false) => With::Nothing,
        (false, false, true) => With::Shift,
        (true, false, false) => With::Control,
        (false, true, false) => With::Alt,
        _ => return None,
    };
    let inside = |selector| target.closest(selector).ok().flatten().is_some();
    let region = if inside(".rows") {
        Some(Region::List)
    } else if inside(".reading") {
        Some(Region::Reading)
    } else {
        None
    };
    meant(&event.key(), with, region)
}

fn meant(pressed: &str, with: With, region: Option<Region>) -> Option<Command> {
    let pressed = if pressed.len() == 1 { pressed.to_ascii_lowercase() } else { pressed.to_owned() };
    let fits = |key: &&Key| {
        let here = key.regions.is_empty() || region.is_some_and(|region| key.regions.contains(&region));
        key.key == pressed && key.with == with && here
    };
    KEYS.iter().find(fits).map(|key| key.command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_one_thing_and_letters_mean_nothing_outside_of_mail() {
        for (n, key) in KEYS.iter().enumerate() {
            let same = |other: &&Key| other.key == key.key && other.with == key.with;
            assert_eq!(KEYS[n + 1..].iter().find(same).map(|key| key.key), None, "twice: {}", key.key);
            let letter = key.key.len() == 1 && key.with == With::Nothing;
            assert!(!(letter && key.regions.is_empty()), "{} would be taken from everywhere", key.key);
        }
        assert_eq!(meant("E", With::Nothing, Some(Region::Reading)), Some(Command::Archive));
        assert_eq!(meant("e", With::Nothing, None), None);
        assert_eq!(meant("e", With::Control, Some(Region::List)), None);
        assert_eq!(meant("z", With::Control, None), Some(Command::Undo));
        assert_eq!(meant("a", With::Control, Some(Region::Reading)), None);
    }
}
