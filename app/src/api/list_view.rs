//! How a browser shows lists of messages: what its cookie says, and what the page's root element carries.

/// Name of the cookie. Nothing secret is in it, and a script may read it.
#[cfg(feature = "ssr")]
const COOKIE: &str = "levee-list";

/// How high rows are, and whether they show how messages begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListView {
    pub(crate) density: &'static str,
    pub(crate) preview: bool,
}

/// From the highest rows to the lowest; the second is what one gets who has chosen nothing.
pub(crate) const DENSITIES: [&str; 3] = ["roomy", "cosy", "compact"];

impl ListView {
    /// A density by its name, the usual one for any other.
    pub(crate) fn of(density: &str, preview: bool) -> Self {
        let density = DENSITIES.into_iter().find(|known| *known == density).unwrap_or(DENSITIES[1]);
        Self { density, preview }
    }

    /// Reads what [`ListView::words`] wrote; anything else is the usual view.
    pub(crate) fn read(words: &str) -> Self {
        let mut words = words.split(['.', ' ']);
        Self::of(words.next().unwrap_or_default(), words.next() != Some("plain"))
    }

    /// As it stands in the root's `data-list`, which the style sheet follows.
    pub(crate) fn words(self) -> String {
        format!("{}{}", self.density, if self.preview { "" } else { " plain" })
    }

    /// What the browser that asks for this page has chosen.
    #[cfg(feature = "ssr")]
    pub(crate) fn of_request() -> Self {
        Self::read(&super::request::cookie(COOKIE).unwrap_or_default())
    }

    /// The cookie that keeps it for a year.
    #[cfg(feature = "ssr")]
    pub(crate) fn cookie(self) -> String {
        format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", self.words().replace(' ', "."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_read_as_it_was_written_and_nothing_else_is_believed() {
        for density in DENSITIES {
            for preview in [true, false] {
                let view = ListView::of(density, preview);
                assert_eq!(ListView::read(&view.words()), view);
            }
        }
        assert_eq!(ListView::read("roomy.plain"), ListView::of("roomy", false));
        assert_eq!(ListView::read("\"><script>"), ListView::of("cosy", true));
        assert_eq!(ListView::read(""), ListView::of("cosy", true));
    }
}
