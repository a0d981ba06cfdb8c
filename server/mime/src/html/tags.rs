//! Which elements a mail may show, and how each sits among the others (WHATWG HTML 13.2.6).
//! An element that is not in this table never reaches the page.

use super::report::Why;

/// Every allowed element, sorted. A `TagId` is an index into it.
#[rustfmt::skip]
const NAMES: [&str; 78] = [
    "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "img",
    "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section",
    "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "time", "tr", "tt", "u", "ul", "var", "wbr",
];

/// How many elements are allowed.
pub(crate) const COUNT: usize = NAMES.len();

/// All allowed names.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter()
}

/// One allowed element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TagId(u8);

/// What an element does to those around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Part of a line: `b`, `span`, `a`.
    Inline,
    /// Has no content: `br`, `img`.
    Void,
    /// Stands for itself and ends an open paragraph: `div`, `p`, `ul`.
    Block,
    /// `h1` … `h6`: blocks that do not nest in each other.
    Heading,
    /// `li`, `dd`, `dt`: end the item before them.
    Item,
    /// `rt`, `rp`.
    RubyText,
    Table,
    Caption,
    ColGroup,
    Col,
    /// `tbody`, `thead`, `tfoot`.
    Section,
    Row,
    /// `td`, `th`.
    Cell,
}

impl TagId {
    /// Finds an element by its name in any case.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let mut lower = [0_u8; 16];
        let lower = lower.get_mut(..name.len())?;
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        let index = NAMES.binary_search_by(|n| n.as_bytes().cmp(lower)).ok()?;
        u8::try_from(index).ok().map(Self)
    }

    pub(crate) fn name(self) -> &'static str {
        NAMES[self.index()]
    }

    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    pub(crate) fn role(self) -> Role {
        match self.name() {
            "br" | "img" | "wbr" | "hr" => Role::Void,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
            "li" | "dd" | "dt" => Role::Item,
            "rt" | "rp" => Role::RubyText,
            "table" => Role::Table,
            "caption" => Role::Caption,
            "colgroup" => Role::ColGroup,
            "col" => Role::Col,
            "tbody" | "thead" | "tfoot" => Role::Section,
            "tr" => Role::Row,
            "td" | "th" => Role::Cell,
            "address" | "article" | "aside" | "blockquote" | "center" | "details" | "div" | "dl" | "figcaption"
            | "figure" | "footer" | "header" | "hgroup" | "main" | "nav" | "ol" | "p" | "pre" | "section"
            | "summary" | "ul" => Role::Block,
            _ => Role::Inline,
        }
    }

    /// Whether its start tag ends an open `p`.
    pub(crate) fn ends_paragraph(self) -> bool {
        matches!(self.role(), Role::Block | Role::Heading | Role::Item | Role::Table) || self.name() == "hr"
    }
}

impl Role {
    /// Elements that the end tag of an inline element does not reach through.
    pub(crate) fn is_special(self) -> bool {
        !matches!(self, Self::Inline | Self::Void | Self::RubyText)
    }

    /// Elements in which only parts of a table may stand.
    pub(crate) fn is_table_frame(self) -> bool {
        matches!(self, Self::Table | Self::ColGroup | Self::Section | Self::Row)
    }

    /// Elements that hide what is open outside them.
    pub(crate) fn is_barrier(self) -> bool {
        matches!(self, Self::Cell | Self::Caption) || self.is_table_frame()
    }
}

/// What to do with the content of an element that is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// It is shown without the element.
    Shown,
    /// It is characters up to the end tag, and goes.
    RawText,
    /// It is characters up to the end of the source, and goes.
    Rest,
    /// It is elements up to the end tag, and goes.
    Elements,
}

/// What becomes of an element outside the table; `name` in lower case.
pub(crate) fn unwanted(name: &str) -> (Content, Why) {
    match name {
        "script" => (Content::RawText, Why::Script),
        "style" => (Content::RawText, Why::Style),
        "textarea" => (Content::RawText, Why::Form),
        "title" => (Content::RawText, Why::PageControl),
        "iframe" | "noembed" | "noframes" => (Content::RawText, Why::Embedded),
        "xmp" | "noscript" => (Content::RawText, Why::Unsupported),
        "plaintext" => (Content::Rest, Why::Unsupported),
        "svg" | "math" | "object" => (Content::Elements, Why::Embedded),
        "template" => (Content::Elements, Why::Unsupported),
        "select" => (Content::Elements, Why::Form),
        "form" | "input" | "button" | "option" | "optgroup" | "label" | "fieldset" | "legend" | "output"
        | "datalist" | "keygen" | "isindex" => (Content::Shown, Why::Form),
        "meta" | "base" | "dialog" => (Content::Shown, Why::PageControl),
        "link" | "picture" | "source" | "bgsound" => (Content::Shown, Why::RemoteContent),
        "embed" | "applet" | "param" | "frame" | "frameset" | "video" | "audio" | "track" | "canvas" | "portal"
        | "fencedframe" | "image" | "animate" | "set" => (Content::Shown, Why::Embedded),
        _ => (Content::Shown, Why::Unsupported),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_found_in_any_case() {
        assert!(NAMES.is_sorted());
        for name in NAMES {
            assert_eq!(TagId::find(&name.to_ascii_uppercase()).map(TagId::name), Some(name));
        }
        assert_eq!(TagId::find("svg"), None);
        assert_eq!(TagId::find("a-name-that-is-longer-than-any"), None);
    }
}
