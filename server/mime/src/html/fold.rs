//! Folds what a message repeats of the one it answers: the quote behind "... wrote:", and everything from a
//! quoted head ("From: ... Sent: ...") on. Works on cleaned HTML and adds `details` and `summary` without
//! attributes between its tags, nothing else: what is harmless stays so. Unfolds without script.

use super::references::{Place, decode};
use super::tags::TagId;

/// What is shown in place of the quote.
const OPEN: &str = "<details><summary>Quoted text</summary>";
const CLOSE: &str = "</details>";
/// Lines of a quoted head that are looked through.
const HEAD_LINES: usize = 8;
/// Characters of a line that are looked at.
const LINE: usize = 300;

/// How the line before a quote ends, in some languages.
const WROTE: [&str; 10] =
    ["wrote", "schrieb", "écrit", "escribió", "ha scritto", "escreveu", "schreef", "skrev", "napisał", "пишет"];
/// The fields of a quoted head: author, time, subject.
const HEAD: [&[&str]; 3] = [
    &["from:", "von:", "de:", "da:", "van:", "från:", "od:", "от:"],
    &["sent:", "date:", "gesendet:", "datum:", "envoyé:", "enviado:", "inviato:", "verzonden:", "skickat:", "wysłano:"],
    &["subject:", "betreff:", "objet:", "asunto:", "oggetto:", "assunto:", "onderwerp:", "ämne:", "temat:", "тема:"],
];

/// The same HTML with what it quotes folded. `html` is what [`super::clean`] gave.
#[must_use]
pub fn fold_quotes(html: &str) -> String {
    let page = Page::read(html);
    match page.quoted_part() {
        Some((from, to)) => {
            let (before, rest) = html.split_at(from);
            let (quoted, after) = rest.split_at(to - from);
            [before, OPEN, quoted, CLOSE, after].concat()
        }
        None => html.to_owned(),
    }
}

/// An element that is a box of its own, or the whole.
struct Block {
    name: &'static str,
    parent: usize,
    /// It stands in an element of a line: nothing that begins before that one can end behind this box.
    in_line: bool,
    /// Before its start tag.
    start: usize,
    /// Before its end tag.
    inner_end: usize,
    /// Behind its end tag.
    end: usize,
}

/// A line as it is seen.
struct Line {
    /// Before its first character and the tags in front of that.
    start: usize,
    block: usize,
    text: String,
    /// Its first character stands in an element that began in the line before: nothing can be put between.
    split: bool,
}

struct Page {
    blocks: Vec<Block>,
    lines: Vec<Line>,
}

impl Page {
    fn read(html: &str) -> Self {
        let whole = Block { name: "", parent: 0, in_line: false, start: 0, inner_end: html.len(), end: html.len() };
        let mut page = Self { blocks: vec![whole], lines: Vec::new() };
        let (mut at, mut block, mut inline) = (0, 0, 0_usize);
        let fresh = |start, block, inline| Line { start, block, text: String::new(), split: inline > 0 };
        let mut line = fresh(0, 0, 0);
        while at < html.len() {
            let end = piece_end(html, at);
            let piece = &html[at..end];
            match Piece::of(piece) {
                Piece::Text => {
                    if line.text.len() < LINE {
                        let text = decode(piece, Place::Text);
                        line.text.extend(text.chars().take(LINE));
                    }
                }
                Piece::Break => page.lines.push(std::mem::replace(&mut line, fresh(end, block, inline))),
                Piece::Rule => page.lines.push(std::mem::replace(&mut line, fresh(end, block, inline))),
                Piece::Inline => inline += 1,
                Piece::InlineEnd => inline = inline.saturating_sub(1),
                Piece::Block(name) => {
                    page.lines.push(line);
                    page.blocks.push(Block {
                        name,
                        parent: block,
                        in_line: inline > 0,
                        start: at,
                        inner_end: end,
                        end,
                    });
                    block = page.blocks.len() - 1;
                    line = fresh(end, block, inline);
                }
                Piece::BlockEnd => {
                    page.lines.push(line);
                    let parent = page.blocks[block].parent;
                    (page.blocks[block].inner_end, page.blocks[block].end) = (at, end);
                    block = parent;
                    line = fresh(end, block, inline);
                }
            }
            at = end;
        }
        page.lines.push(line);
        page.lines.retain(|line| line.text.chars().any(|c| !c.is_whitespace() && c != '\u{A0}'));
        page
    }

    /// From where to where the message repeats another; both in the same element.
    fn quoted_part(&self) -> Option<(usize, usize)> {
        let (from, to) = self.by_head().or_else(|| self.by_blockquote())?;
        // What says nothing of its own passes something on: that is what is to be read.
        self.lines.first().is_some_and(|first| first.start < from).then_some((from, to))
    }

    /// From a quoted head to the end of what it stands in.
    fn by_head(&self) -> Option<(usize, usize)> {
        let heads = (0..self.lines.len()).filter(|n| self.is_head(*n));
        heads.filter_map(|n| self.part_from(n, |block, is_first| !is_first || block == 0 || n == 0)).next()
    }

    fn is_head(&self, n: usize) -> bool {
        let begins = |line: &Line, field: &[&str]| {
            let text = line.text.trim_start().to_lowercase();
            // Mail programs set a blank before the colon in French.
            let text = text.replace("\u{A0}:", ":").replace(" :", ":");
            field.iter().any(|name| text.starts_with(name))
        };
        let [author, time, subject] = HEAD;
        let next = self.lines.iter().skip(n + 1).take(HEAD_LINES);
        self.lines.get(n).is_some_and(|line| begins(line, author))
            && next.clone().any(|line| begins(line, time))
            && next.clone().any(|line| begins(line, subject))
    }

    /// The only quote that stands for itself, or the last with nothing below it, with the line that says whose it is.
    fn by_blockquote(&self) -> Option<(usize, usize)> {
        let is_quote = |block: &Block| block.name == "blockquote";
        let outer = |block: &&Block| is_quote(block) && !self.above(block.parent).any(|b| is_quote(&self.blocks[b]));
        let quotes: Vec<&Block> = self.blocks.iter().filter(outer).collect();
        let last = *quotes.last()?;
        let is_last = self.lines.last().is_some_and(|line| line.start < last.end);
        let before = self.lines.iter().rposition(|line| line.start < last.start);
        let said = before.filter(|n| !last.in_line && attributes(&self.lines[*n].text));
        if !is_last && (said.is_none() || quotes.len() > 1) {
            return None;
        }
        // A long address goes on in a second line.
        let first = said.and_then(|n| (n.saturating_sub(1)..=n).find(|n| begins_attribution(&self.lines[*n].text)));
        let from = first.or(said).and_then(|n| self.part_from(n, |block, _| block == last.parent));
        Some((from.map_or(last.start, |(from, _)| from), last.end))
    }

    /// From a line to the end of what it stands in. Boxes that it begins count as beginning there, up to one
    /// that `fits`, which is told the box and whether the line is its first; none when it begins in the middle
    /// of an element, or where nothing may be put.
    fn part_from(&self, n: usize, fits: impl Fn(usize, bool) -> bool) -> Option<(usize, usize)> {
        let line = &self.lines[n];
        let (mut from, mut block) = (line.start, line.block);
        if line.split {
            return None;
        }
        loop {
            let here = &self.blocks[block];
            let is_first = n == 0 || self.lines[n - 1].start < here.start;
            // Only boxes may hold a box.
            let may_hold = !matches!(
                here.name,
                "p" | "ul"
                    | "ol"
                    | "dl"
                    | "table"
                    | "tbody"
                    | "thead"
                    | "tfoot"
                    | "tr"
                    | "colgroup"
                    | "pre"
                    | "h1"
                    | "h2"
                    | "h3"
                    | "h4"
                    | "h5"
                    | "h6"
            );
            if may_hold && fits(block, is_first) {
                return Some((from, here.inner_end));
            }
            if block == 0 || !is_first {
                return None;
            }
            (from, block) = (here.start, here.parent);
        }
    }

    /// A block and those it stands in.
    fn above(&self, block: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(block), |block| (*block > 0).then(|| self.blocks[*block].parent))
    }
}

/// One tag, or what is between two.
enum Piece {
    Text,
    Break,
    Rule,
    Inline,
    InlineEnd,
    Block(&'static str),
    BlockEnd,
}

impl Piece {
    fn of(piece: &str) -> Self {
        let Some(tag) = piece.strip_prefix('<') else { return Self::Text };
        let (tag, ends) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let Some(id) = TagId::find(name) else { return Self::Text };
        match (id.name(), ends) {
            ("br", _) => Self::Break,
            ("hr", _) => Self::Rule,
            ("img" | "wbr" | "col", _) => Self::Text,
            (_, false) if id.role().is_special() => Self::Block(id.name()),
            (_, true) if id.role().is_special() => Self::BlockEnd,
            (_, false) => Self::Inline,
            (_, true) => Self::InlineEnd,
        }
    }
}

/// Where the tag or the text at `at` ends. In cleaned HTML a quote ends an attribute and nothing else.
fn piece_end(html: &str, at: usize) -> usize {
    let rest = &html[at..];
    if !rest.starts_with('<') {
        return rest.find('<').map_or(html.len(), |end| at + end);
    }
    let mut in_value = false;
    let end = rest.bytes().position(|byte| {
        in_value ^= byte == b'"';
        byte == b'>' && !in_value
    });
    end.map_or(html.len(), |end| at + end + 1)
}

/// Whether a line says that somebody wrote what follows.
fn attributes(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    line.strip_suffix(':').is_some_and(|line| WROTE.iter().any(|word| line.contains(word)))
}

/// Whether such a line begins here.
fn begins_attribution(line: &str) -> bool {
    ["On ", "Am ", "Le ", "El ", "Il ", "Em ", "Op ", "Den ", "W dniu "]
        .iter()
        .any(|word| line.trim_start().starts_with(word))
}
