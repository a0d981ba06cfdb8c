//! The first wall: writes hostile HTML anew as a balanced tree of allowed elements, in linear time.
//! Tree builders are quadratic on deep nesting, on content astray in tables and on formatting left
//! open; none of these leaves here. What it writes is parsed and judged again behind it.

use super::attributes::Judge;
use super::images::Image;
use super::references::{Place, decode, escape_into};
use super::report::{Report, Why};
use super::tags::{self, Content, Role, TagId};
use super::tokens::{StartTag, Token, Tokens};

/// Elements nested deeper than this are shown without their tag.
pub(crate) const MAX_DEPTH: usize = 256;
/// A table needs this much room for its section, row and cell.
const TABLE_ROOM: usize = 4;

/// After this many characters that need escaping in one text, a `<wbr>` begins another: html5ever
/// looks through the rest of a text for each of them (a megabyte of ampersands: seven seconds).
const MAX_ESCAPES: usize = 512;

/// Writes `source` anew. What it drops is counted in `report`; `image` says where to find a picture.
pub(crate) fn balance(source: &str, image: &dyn Fn(Image<'_>) -> Option<String>, report: &mut Report) -> String {
    let mut tree = Tree::new(image, report);
    let mut tokens = Tokens::new(source);
    // Where to go on if the element whose content is being skipped is never closed. Once is enough:
    // going back each time would be quadratic.
    let mut skipping: Option<(String, usize, Tokens<'_>)> = None;
    let mut gave_up = false;
    loop {
        let Some(token) = tokens.next() else {
            let Some((_, _, back)) = skipping.take() else { break };
            tokens = back;
            gave_up = true;
            continue;
        };
        if let Some((name, depth, _)) = &mut skipping {
            match token {
                Token::Start(tag) if tag.name.eq_ignore_ascii_case(name) && !tag.self_closing => *depth += 1,
                Token::End(end) if end.eq_ignore_ascii_case(name) => *depth -= 1,
                _ => {}
            }
            if *depth == 0 {
                skipping = None;
            }
            continue;
        }
        match token {
            Token::Text(raw) => tree.text(raw),
            Token::End(name) => tree.end(name),
            Token::Start(tag) => match tree.start(&tag) {
                Content::Shown => {}
                Content::RawText => tokens.skip_raw_text(tag.name),
                Content::Rest => tokens.skip_rest(),
                Content::Elements if gave_up || tag.self_closing => {}
                Content::Elements => skipping = Some((tag.name.to_ascii_lowercase(), 1, tokens.clone())),
            },
        }
    }
    tree.finish()
}

/// An element that is open.
struct Open {
    tag: TagId,
    role: Role,
    /// Its end tag was met where it could not take effect; it ends with the element inside it.
    ending: bool,
}

struct Tree<'a> {
    out: String,
    stack: Vec<Open>,
    /// How many of each element are open.
    open: [u16; tags::COUNT],
    /// How many of each were left out for depth, whose end tags are to be ignored.
    left_out: [u32; tags::COUNT],
    /// Characters not yet written: pieces that a dropped tag stood between belong together.
    pending: String,
    /// Characters since the last tag that need escaping.
    escapes: usize,
    /// Nothing was written since `<pre>`: a line end here would be lost to the next parser.
    after_pre: bool,
    has_body: bool,
    image: &'a dyn Fn(Image<'_>) -> Option<String>,
    report: &'a mut Report,
}

impl<'a> Tree<'a> {
    fn new(image: &'a dyn Fn(Image<'_>) -> Option<String>, report: &'a mut Report) -> Self {
        Self {
            out: String::new(),
            stack: Vec::new(),
            open: [0; tags::COUNT],
            left_out: [0; tags::COUNT],
            pending: String::new(),
            escapes: 0,
            after_pre: false,
            has_body: false,
            image,
            report,
        }
    }

    fn text(&mut self, raw: &str) {
        self.pending.push_str(&decode(raw, Place::Text));
    }

    fn start(&mut self, tag: &StartTag<'_>) -> Content {
        if tag.surplus > 0 {
            self.report.add("attributes", Why::Limit);
        }
        let is_body = tag.name.eq_ignore_ascii_case("body") && !self.has_body;
        let found = match TagId::find(tag.name) {
            // A browser reads the misspelling as what is meant.
            None if tag.name.eq_ignore_ascii_case("image") => TagId::find("img"),
            // The body's own colours make the text readable; as a `div` they stay inside the message.
            None if is_body => TagId::find("div"),
            found => found,
        };
        let Some(id) = found else {
            let name = tag.name.to_ascii_lowercase();
            if matches!(name.as_str(), "html" | "head" | "body") {
                return Content::Shown;
            }
            let (content, why) = tags::unwanted(&name);
            self.report.add(&name, why);
            return content;
        };
        self.flush();
        if is_body {
            self.has_body = true;
            self.element(id, &[("style", &body_style(tag))]);
        } else {
            self.element(id, &tag.attributes);
        }
        Content::Shown
    }

    /// Opens an allowed element where it may stand, closing what it ends.
    fn element(&mut self, id: TagId, attributes: &[(&str, &str)]) {
        let role = id.role();
        match role {
            Role::Caption | Role::ColGroup | Role::Col | Role::Section | Role::Row | Role::Cell => {
                if !self.make_place_in_table(role) {
                    return;
                }
            }
            _ => {
                self.leave_table_frame();
                if role == Role::Item {
                    self.end_item(id);
                }
                if id.ends_paragraph() {
                    self.close_open("p");
                }
                match role {
                    Role::Heading => self.close_top_while(|o| o.role == Role::Heading),
                    Role::RubyText => {
                        self.close_top_while(|o| matches!(o.role, Role::RubyText | Role::Item) || o.tag.name() == "p")
                    }
                    Role::Inline if id.name() == "a" => self.close_open("a"),
                    _ => {}
                }
            }
        }
        if role == Role::Void || role == Role::Col {
            self.write_start(id, attributes);
            return;
        }
        let room = if role == Role::Table { TABLE_ROOM } else { 0 };
        // The parts of a table have their room already.
        let in_table = matches!(role, Role::Caption | Role::ColGroup | Role::Section | Role::Row | Role::Cell);
        if !in_table && self.stack.len() + room >= MAX_DEPTH {
            self.left_out[id.index()] += 1;
            self.report.add("nesting", Why::Limit);
            return;
        }
        self.write_start(id, attributes);
        self.push(id);
        self.after_pre = id.name() == "pre";
    }

    fn end(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("br") {
            self.flush();
            self.leave_table_frame();
            self.escapes = 0;
            self.out.push_str("<br>");
            return;
        }
        let Some(id) = TagId::find(name) else { return };
        if self.left_out[id.index()] > 0 {
            self.left_out[id.index()] -= 1;
            return;
        }
        let role = id.role();
        if self.open[id.index()] == 0 && role != Role::Heading {
            return;
        }
        self.flush();
        if role.is_barrier() {
            let table = self.table().unwrap_or(0);
            if let Some(at) = self.stack.iter().rposition(|o| o.tag == id).filter(|at| *at >= table) {
                self.close_to(at);
            }
            return;
        }
        let matches = |o: &Open| o.tag == id || (role == Role::Heading && o.role == Role::Heading);
        let mut special_between = false;
        for at in (0..self.stack.len()).rev() {
            let open = &mut self.stack[at];
            if matches(open) {
                if special_between && !role.is_special() {
                    open.ending = true;
                } else {
                    self.close_to(at);
                }
                return;
            }
            if open.role.is_barrier() {
                return;
            }
            special_between |= open.role.is_special();
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.close_to(0);
        self.out
    }

    /// Writes the pending characters, in a cell of their own when they stand astray in a table.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.pending);
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        // A parser swallows the mark of byte order at the start of what it is given.
        let kept = |c: &char| (!c.is_control() && *c != '\u{FEFF}') || matches!(c, '\n' | '\t' | '\x0c');
        let text: String = text.chars().filter(kept).collect();
        if text.contains(|c| !matches!(c, '\n' | '\t' | '\x0c' | ' ')) {
            self.leave_table_frame();
        }
        let text = if self.after_pre { text.trim_start_matches('\n') } else { &text };
        if text.is_empty() {
            return;
        }
        self.after_pre = false;
        for c in text.chars() {
            // The first byte of the latter is that of the no-break space.
            self.escapes += usize::from(c == '&' || ('\u{80}'..='\u{BF}').contains(&c));
            if self.escapes > MAX_ESCAPES {
                self.out.push_str("<wbr>");
                self.escapes = 1;
            }
            escape_into(c.encode_utf8(&mut [0; 4]), &mut self.out);
        }
    }

    fn top(&self) -> Option<Role> {
        self.stack.last().map(|o| o.role)
    }

    /// Where the innermost table stands.
    fn table(&self) -> Option<usize> {
        self.stack.iter().rposition(|o| o.role == Role::Table)
    }

    /// Opens a cell when only parts of a table may stand here.
    fn leave_table_frame(&mut self) {
        if self.top().is_some_and(Role::is_table_frame) && self.make_place_in_table(Role::Cell) {
            self.open_plain("td");
        }
    }

    /// Closes and opens what is between the innermost table and a part of the given role.
    /// `false` when no table is open.
    fn make_place_in_table(&mut self, role: Role) -> bool {
        let Some(table) = self.table() else { return false };
        let role_at = |tree: &Self, depth: usize| tree.stack.get(table + depth).map(|o| o.role);
        match role {
            Role::Col => {
                if role_at(self, 1) != Some(Role::ColGroup) {
                    self.close_to(table + 1);
                    self.open_plain("colgroup");
                }
            }
            Role::Row | Role::Cell => {
                if role_at(self, 1) != Some(Role::Section) {
                    self.close_to(table + 1);
                    self.open_plain("tbody");
                }
                let in_row = role == Role::Cell && role_at(self, 2) == Some(Role::Row);
                if in_row {
                    self.close_to(table + 3);
                } else {
                    self.close_to(table + 2);
                    if role == Role::Cell {
                        self.open_plain("tr");
                    }
                }
            }
            _ => self.close_to(table + 1),
        }
        true
    }

    /// Ends the item before a new `li`, `dd` or `dt` of the same list.
    fn end_item(&mut self, id: TagId) {
        let definition = id.name() != "li";
        for at in (0..self.stack.len()).rev() {
            let open = &self.stack[at];
            if open.role == Role::Item && (open.tag.name() != "li") == definition {
                self.close_to(at);
                return;
            }
            if open.role.is_special() && !matches!(open.tag.name(), "address" | "div" | "p") {
                return;
            }
        }
    }

    /// Closes the named element if one is open in this cell.
    fn close_open(&mut self, name: &str) {
        let Some(id) = TagId::find(name).filter(|id| self.open[id.index()] > 0) else { return };
        let found = self.stack.iter().rposition(|o| o.tag == id || o.role.is_barrier());
        if let Some(at) = found.filter(|at| self.stack[*at].tag == id) {
            self.close_to(at);
        }
    }

    fn close_top_while(&mut self, ends: impl Fn(&Open) -> bool) {
        while self.stack.last().is_some_and(&ends) {
            self.close_to(self.stack.len() - 1);
        }
    }

    fn open_plain(&mut self, name: &str) {
        if let Some(id) = TagId::find(name) {
            self.write_start(id, &[]);
            self.push(id);
        }
    }

    fn push(&mut self, id: TagId) {
        self.open[id.index()] += 1;
        self.stack.push(Open { tag: id, role: id.role(), ending: false });
    }

    /// Closes everything from `depth` on, and what was only waiting for that.
    fn close_to(&mut self, depth: usize) {
        while self.stack.len() > depth || self.stack.last().is_some_and(|o| o.ending) {
            let Some(open) = self.stack.pop() else { break };
            self.open[open.tag.index()] -= 1;
            self.escapes = 0;
            self.out.push_str("</");
            self.out.push_str(open.tag.name());
            self.out.push('>');
            self.left_out = [0; tags::COUNT];
            self.after_pre = false;
        }
    }

    fn write_start(&mut self, id: TagId, attributes: &[(&str, &str)]) {
        self.after_pre = false;
        self.escapes = 0;
        self.out.push('<');
        self.out.push_str(id.name());
        for (name, raw) in attributes {
            let name = name.to_ascii_lowercase();
            let value = decode(raw, Place::Attribute);
            let mut judge = Judge { tag: id, image: self.image, report: self.report };
            if let Some(value) = judge.value(&name, &value) {
                self.out.push(' ');
                self.out.push_str(&name);
                self.out.push_str("=\"");
                escape_into(&value, &mut self.out);
                self.out.push('"');
            }
        }
        self.out.push('>');
    }
}

/// What of a body's looks its `div` takes over: the colours, so that light text is not left on light ground.
fn body_style(tag: &StartTag<'_>) -> String {
    let value = |name: &str| tag.attributes.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map_or("", |(_, v)| *v);
    let mut style = String::new();
    for (property, colour) in [("background-color", value("bgcolor")), ("color", value("text"))] {
        let digits = colour.strip_prefix('#').unwrap_or(colour);
        let hex = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let word = colour.len() <= 20 && colour.bytes().all(|b| b.is_ascii_alphabetic());
        if hex {
            style += &format!("{property}:#{digits};");
        } else if word && !colour.is_empty() {
            style += &format!("{property}:{colour};");
        }
    }
    style + value("style")
}
