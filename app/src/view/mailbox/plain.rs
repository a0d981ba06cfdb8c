//! Commands of the list for browsers without script. Drawn by the server alone, as the content of `noscript`:
//! a page with a script never parses them, and its program carries none of it.

use crate::path::MailPath;
use levee_contract::FolderRole;

#[cfg(feature = "ssr")]
mod drawn {
    use super::*;
    use crate::api::{DENSITIES, ListView, SetListView};
    use leptos::prelude::*;
    use server_fn::ServerFn as _;

    pub(super) fn commands(here: &MailPath, role: Option<FolderRole>, validity: u32) -> String {
        let command = |act: &'static str, label: &'static str| {
            view! { <button class="button small" name="act" value=act>{label}</button> }.into_any()
        };
        let delete = match role {
            Some(FolderRole::Trash) => command("erase", "Delete for good"),
            _ => command("delete", "Delete"),
        };
        let junk = match role {
            Some(FolderRole::Junk) => command("not_junk", "Not junk"),
            _ => command("junk", "Junk"),
        };
        view! {
            <input type="hidden" name="page" value=here.href() />
            <input type="hidden" name="validity" value=validity />
            <div class="plain-commands" role="group" aria-label="With the checked messages">
                {delete}
                {command("archive", "Archive")}
                {junk}
                {command("flag", "Flag")}
                {command("unflag", "Remove flag")}
                {command("read", "Mark as read")}
                {command("unread", "Mark as unread")}
            </div>
        }
        .to_html()
    }

    pub(super) fn view_form(here: &MailPath) -> String {
        let ListView { density, preview } = ListView::of_request();
        let option = |name: &'static str| view! { <option selected=name == density>{name}</option> };
        view! {
            <form method="post" action=SetListView::url()>
                <input type="hidden" name="page" value=here.href() />
                <label>"Rows "<select name="density">{DENSITIES.map(option)}</select></label>
                <label><input type="checkbox" name="preview" value="true" checked=preview />" First words"</label>
                <button class="button small">"Apply"</button>
            </form>
        }
        .to_html()
    }
}

/// The commands for the boxes that are checked.
pub(super) fn commands(here: &MailPath, role: Option<FolderRole>, validity: u32) -> String {
    #[cfg(feature = "ssr")]
    return drawn::commands(here, role, validity);
    #[cfg(not(feature = "ssr"))]
    {
        let _ = (here, role, validity);
        String::new()
    }
}

/// The form for how lists look.
pub(super) fn view_form(here: &MailPath) -> String {
    #[cfg(feature = "ssr")]
    return drawn::view_form(here);
    #[cfg(not(feature = "ssr"))]
    {
        let _ = here;
        String::new()
    }
}
