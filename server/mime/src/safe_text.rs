//! Text of a stranger made safe to show on one line: what cannot be seen becomes visible,
//! and line ends do not survive. It is still text: whoever builds HTML of it must escape it.

/// What stands in the place of a character that cannot be seen or that turns the text around.
pub const MARK: char = '\u{FFFD}';

/// One line: white space becomes single blanks, control, direction and invisible characters become
/// [`MARK`]. A joiner between two letters beyond ASCII is kept: scripts and emoji need it.
#[must_use]
pub fn safe_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.trim().chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let joins = matches!(c, '\u{200C}' | '\u{200D}')
            && !before.is_ascii()
            && chars.peek().is_some_and(|next| !next.is_ascii() && !is_invisible(*next));
        let shown = match c {
            _ if joins => c,
            // NEL and the separators of lines and paragraphs are white space to Unicode, ends of lines to some.
            '\t' | '\n' | '\r' | ' ' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if before == ' ' {
                    continue;
                }
                ' '
            }
            _ if is_invisible(c) => MARK,
            _ => c,
        };
        out.push(shown);
        before = shown;
    }
    out
}

/// Without the characters that cannot be seen, for comparing and for addresses.
#[must_use]
pub fn without_invisible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// Control characters, marks of direction, and characters of no width or no ink.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(safe_line(text), expect);
        assert_eq!(safe_line(expect), expect, "stable");
    }

    #[test]
    fn shows_what_hides() {
        check("invoice\u{202E}gpj.exe", "invoice\u{FFFD}gpj.exe");
        check("a\u{200B}b\u{2066}c\u{FEFF}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}");
        check("one\r\n two\tthree\u{2028}four\u{85}five", "one two three four five");
        check("nul\0 bell\u{7}", "nul\u{FFFD} bell\u{FFFD}");
        check("pay\u{AD}pal \u{E0041}", "pay\u{FFFD}pal \u{FFFD}");
    }

    #[test]
    fn keeps_what_scripts_need() {
        check("👩\u{200D}⚕️ می\u{200C}خواهم", "👩\u{200D}⚕️ می\u{200C}خواهم");
        check("Grüße שלום 世界", "Grüße שלום 世界");
    }
}
