//! The bar under the text: what can be done to it. It acts where the cursor is.

use super::mark::{Mark, MarkIcon};
use super::written::write_plain;
use super::{Cursor, Form};
use crate::view::compose::composing::Composing;
use crate::view::compose::files::{ANY_FILES, Choose, PICTURES};
use crate::view::part::{Glyph, Icon};
use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

/// Sizes of letters, in points, by name; the second is that of a text as it begins.
const SIZES: [(&str, &str); 4] = [("9", "Small"), ("11", "Normal"), ("14", "Large"), ("18", "Huge")];
/// Colours that can be read on white; a reader's dark theme shows coloured mail on white.
const COLOURS: [(&str, &str); 6] = [
    ("#242424", "Black"),
    ("#616161", "Grey"),
    ("#b10e1c", "Red"),
    ("#8a3707", "Orange"),
    ("#0c5e0c", "Green"),
    ("#0f54a0", "Blue"),
];

/// Shown with the editor; where text is written plain, the button that brings it.
#[component]
pub(crate) fn FormatBar() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let there = Memo::new(move |_| composing.cursor.with(Option::is_some));
    let scripted = RwSignal::new(false);
    Effect::new(move |_| scripted.set(true));
    view! {
        {move || composing.linking.get().then(|| view! { <LinkRow composing /> })}
        {move || match (there.get(), composing.form.get()) {
            (true, _) => view! { <Buttons composing /> }.into_any(),
            (false, Form::Plain) if scripted.get() => view! { <Bring composing /> }.into_any(),
            (false, _) => ().into_any(),
        }}
    }
}

#[component]
fn Bring(composing: Composing) -> impl IntoView {
    view! {
        <div class="format-bar" role="group" aria-label="Formatting">
            <button type="button" class="button subtle" on:click=move |_| composing.form.set(Form::Formatted)>
                <MarkIcon mark=Mark::Bold />
                "Format text"
            </button>
            <Choose composing what=ANY_FILES class="subtle only-icon narrow">
                <Icon glyph=Glyph::Clip />
                <span class="unseen">"Attach files"</span>
            </Choose>
        </div>
    }
}

#[component]
fn Buttons(composing: Composing) -> impl IntoView {
    let cursor = Memo::new(move |_| composing.cursor.get().unwrap_or_default());
    let choose = move |name: &'static str| {
        move |event| {
            if let Some(editor) = composing.editor() {
                editor.run(name, &event_target_value(&event));
                editor.focus();
            }
        }
    };
    let size = move || cursor.with(|cursor| nearest_size(&cursor.size));
    let colour = move || cursor.with(|cursor| known_colour(&cursor.colour));
    view! {
        <div class="format-bar" role="group" aria-label="Formatting">
            <select class="format-size" aria-label="Size of letters" title="Size of letters" prop:value=size on:change=choose("size")>
                {SIZES.map(|(points, name)| view! { <option value=format!("{points}pt")>{name}</option> })}
            </select>
            <span class="divider"></span>
            <Button composing cursor mark=Mark::Bold name="Bold (Ctrl+B)" command="bold" tag="B" />
            <Button composing cursor mark=Mark::Italic name="Italic (Ctrl+I)" command="italic" tag="I" />
            <Button composing cursor mark=Mark::Underline name="Underline (Ctrl+U)" command="underline" tag="U" />
            <select class="format-colour" aria-label="Colour of letters" title="Colour of letters" prop:value=colour on:change=choose("colour")>
                {COLOURS.map(|(code, name)| view! { <option value=code>{name}</option> })}
            </select>
            <span class="divider"></span>
            <Button composing cursor mark=Mark::Bullets name="Bullets (Ctrl+.)" command="bullets" tag="UL" />
            <Button composing cursor mark=Mark::Numbers name="Numbers (Ctrl+/)" command="numbers" tag="OL" />
            <span class="roomy">
                <Button composing cursor mark=Mark::Outdent name="Less indent (Ctrl+[)" command="outdent" tag="" />
                <Button composing cursor mark=Mark::Indent name="More indent (Ctrl+])" command="indent" tag="" />
                <Button composing cursor mark=Mark::Quote name="Quote" command="quote" tag="" />
            </span>
            <span class="divider"></span>
            <button
                type="button"
                class="button subtle only-icon"
                title="Link (Ctrl+K)"
                aria-pressed=move || cursor.with(|cursor| !cursor.link.is_empty()).to_string()
                on:click=move |_| composing.linking.update(|linking| *linking = !*linking)
            >
                <MarkIcon mark=Mark::Link />
                <span class="unseen">"Link (Ctrl+K)"</span>
            </button>
            <Choose composing what=PICTURES class="subtle only-icon">
                <MarkIcon mark=Mark::Picture />
                <span class="unseen">"Picture in the text"</span>
            </Choose>
            <Choose composing what=ANY_FILES class="subtle only-icon narrow">
                <Icon glyph=Glyph::Clip />
                <span class="unseen">"Attach files"</span>
            </Choose>
            <span class="roomy">
                <Button composing cursor mark=Mark::Clear name="Clear formatting" command="clear" tag="" />
            </span>
            <button type="button" class="button subtle only-icon last" title="Write as plain text" on:click=move |_| write_plain(composing)>
                <MarkIcon mark=Mark::Plain />
                <span class="unseen">"Write as plain text"</span>
            </button>
        </div>
    }
}

/// A button; `tag` is the element that it stands for, if the cursor can be in one.
#[component]
fn Button(
    composing: Composing,
    cursor: Memo<Cursor>,
    mark: Mark,
    name: &'static str,
    command: &'static str,
    tag: &'static str,
) -> impl IntoView {
    let pressed =
        move || (!tag.is_empty()).then(|| cursor.with(|cursor| cursor.on.iter().any(|on| on == tag)).to_string());
    let press = move |_| {
        if let Some(editor) = composing.editor() {
            editor.run(command, "");
        }
    };
    view! {
        <button type="button" class="button subtle only-icon" title=name aria-pressed=pressed on:click=press>
            <MarkIcon mark />
            <span class="unseen">{name}</span>
        </button>
    }
    .into_any()
}

/// Where a link leads: Enter sets it, Escape leaves it.
#[component]
fn LinkRow(composing: Composing) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let known = composing.cursor.with_untracked(|cursor| cursor.as_ref().map(|c| c.link.clone()).unwrap_or_default());
    let linked = !known.is_empty();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
            field.select();
        }
    });
    let leave = move || {
        composing.linking.set(false);
        if let Some(editor) = composing.editor() {
            editor.focus();
        }
    };
    let run = move |address: &str| {
        if let Some(editor) = composing.editor() {
            editor.run("link", address);
        }
        leave();
    };
    let set = move || {
        let typed = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        run(&address(&typed));
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            event.stop_propagation();
            set();
        }
        "Escape" => leave(),
        _ => {}
    };
    view! {
        <div class="link-row" role="group" aria-label="Link">
            <label for="link-address">"Link to"</label>
            <input
                id="link-address"
                type="text"
                inputmode="url"
                autocomplete="off"
                placeholder="https://"
                value=known
                node_ref=field
                on:keydown=keys
            />
            <button type="button" class="button small" on:click=move |_| set()>"Set"</button>
            {linked.then(|| view! {
                <button type="button" class="button small" on:click=move |_| run("")>"Remove link"</button>
            })}
            <button type="button" class="button subtle only-icon" title="Leave the link" on:click=move |_| leave()>
                <Icon glyph=Glyph::Cross class="small" />
                <span class="unseen">"Leave the link"</span>
            </button>
        </div>
    }
}

/// What was typed as an address of the web or of mail; empty for what can be neither.
fn address(typed: &str) -> String {
    let typed = typed.trim();
    let scheme = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| typed.starts_with(scheme));
    match typed {
        "" => String::new(),
        typed if scheme => typed.to_owned(),
        typed if typed.contains("://") || typed.contains(char::is_whitespace) => String::new(),
        typed if typed.contains('@') && !typed.contains('/') => format!("mailto:{typed}"),
        typed => format!("https://{typed}"),
    }
}

/// The size in the list that a text has.
fn nearest_size(size: &str) -> &'static str {
    let points = |text: &str| match text.strip_suffix("pt") {
        Some(number) => number.parse::<f64>().ok(),
        None => text.strip_suffix("px").and_then(|number| Some(number.parse::<f64>().ok()? * 0.75)),
    };
    match points(size) {
        Some(size) if size < 10.0 => "9pt",
        Some(size) if size > 16.0 => "18pt",
        Some(size) if size > 12.5 => "14pt",
        _ => "11pt",
    }
}

/// The colour in the list that a text has, as browsers write it: `rgb(177, 14, 28)`.
fn known_colour(colour: &str) -> &'static str {
    let numbers: Vec<u8> = colour.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let hex = numbers.iter().fold("#".to_owned(), |hex, number| format!("{hex}{number:02x}"));
    COLOURS.iter().find(|(code, _)| *code == hex || *code == colour).map_or(COLOURS[0].0, |(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_what_was_typed_or_nowhere() {
        for (typed, expected) in [
            ("levee.example/x", "https://levee.example/x"),
            ("http://a.example", "http://a.example"),
            (" a@b.example ", "mailto:a@b.example"),
            ("javascript://alert(1)", ""),
            ("two words", ""),
            ("", ""),
        ] {
            assert_eq!(address(typed), expected, "{typed}");
        }
        // Without a scheme that could run anything: it becomes part of a host's name.
        assert_eq!(address("javascript:alert(1)"), "https://javascript:alert(1)");
    }

    #[test]
    fn the_bar_shows_what_the_text_has() {
        assert_eq!(
            [nearest_size("14px"), nearest_size("18pt"), nearest_size("9pt"), nearest_size("")],
            ["11pt", "18pt", "9pt", "11pt"]
        );
        assert_eq!(
            [known_colour("rgb(177, 14, 28)"), known_colour("#0f54a0"), known_colour("")],
            ["#b10e1c", "#0f54a0", "#242424"]
        );
    }
}
