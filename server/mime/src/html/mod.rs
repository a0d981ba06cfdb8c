//! Hostile HTML to harmless HTML, and to text. Nothing changes the bytes after they were cleaned.
//! Order: size, balancing ([`balance`]), ammonia with the same judgement of attributes, done.

mod attributes;
mod balance;
mod dark;
mod document;
mod fold;
mod images;
mod links;
mod references;
mod report;
mod style;
mod tags;
mod to_text;
mod tokens;

pub use document::{Theme, asks_for_light, document};
pub use fold::fold_quotes;
pub use images::{Image, raster_type};
pub use links::Link;
pub use report::{Removed, Why};
pub use style::is_allowed_property;
pub use to_text::to_text;

pub(crate) use references::escape_into;

use ammonia::{Builder, UrlRelative};
use attributes::Judge;
use report::Report;
use serde::Serialize;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use tags::TagId;

/// HTML over this many bytes is shown as text.
pub const MAX_HTML: usize = 2 * 1024 * 1024;

/// HTML that can do nothing but be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cleaned {
    /// What to show: the content of a body, to be put into [`document`] as it is.
    pub html: String,
    /// What was taken out.
    pub removed: Vec<Removed>,
    /// How many pictures from elsewhere are not shown.
    pub remote_images: usize,
    /// The links that are left, in order.
    pub links: Vec<Link>,
}

/// Cleans a message's HTML. Pictures from elsewhere are taken out and counted. `cid` says where an
/// attached picture (by Content-ID, without brackets) is to be had; `None` takes it out.
///
/// Cleaning what was cleaned changes nothing, apart from pictures that `cid` gave an address.
#[must_use]
pub fn clean(html: &str, cid: &dyn Fn(&str) -> Option<String>) -> Cleaned {
    clean_with(html, &|image| match image {
        Image::Attached(id) => cid(&id),
        _ => None,
    })
}

/// As [`clean`], with a say in pictures from elsewhere too: their address by way of a proxy, or `None`.
/// What is returned is written as it is, so it must come from us and not from the message.
#[must_use]
pub fn clean_with(html: &str, image: &dyn Fn(Image<'_>) -> Option<String>) -> Cleaned {
    let mut report = Report::default();
    if html.len() > MAX_HTML {
        report.add("size", Why::Limit);
        let html = crate::plain::to_html(&to_text(html));
        return Cleaned { links: links::find(&html), html, removed: report.into_list(), remote_images: 0 };
    }
    let given = RefCell::new(HashSet::new());
    let remote_images = Cell::new(0);
    let remembering = |wanted: Image<'_>| {
        let remote = matches!(wanted, Image::Remote(_));
        let address = image(wanted);
        match &address {
            Some(address) => drop(given.borrow_mut().insert(address.clone())),
            None if remote => remote_images.set(remote_images.get() + 1),
            None => {}
        }
        address
    };
    let balanced = balance::balance(html, &remembering, &mut report);
    let html = allow_list(given.take()).clean(&balanced).to_string();
    Cleaned { links: links::find(&html), html, removed: report.into_list(), remote_images: remote_images.get() }
}

/// The second wall. `pictures` are addresses that we gave out for this message.
fn allow_list(pictures: HashSet<String>) -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(tags::names().collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(HashSet::from(attributes::NAMES))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "data", "cid"]))
        // Only addresses that we gave out are relative by now.
        .url_relative(UrlRelative::PassThrough)
        .set_tag_attribute_values(HashMap::from([("a", HashMap::from([("target", "_blank")]))]))
        .link_rel(Some("noopener noreferrer"))
        .attribute_filter(move |element, name, value| {
            if element == "a" && matches!(name, "target" | "rel") || element == "img" && pictures.contains(value) {
                return Some(Cow::Borrowed(value));
            }
            let tag = TagId::find(element)?;
            let mut report = Report::default();
            Judge { tag, image: &|_| None, report: &mut report }.value(name, value).map(Cow::Owned)
        });
    builder
}
