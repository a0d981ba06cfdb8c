//! Where the focus goes when the link that had it is gone with its screen.

use leptos::prelude::*;

/// Whether no field, link or button has the focus: then a screen may take it to where one goes on.
pub(crate) fn is_free() -> bool {
    document().active_element().is_none_or(|focused| focused.tag_name() == "BODY")
}
