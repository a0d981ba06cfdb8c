//! One safe name for a file that a stranger named, and the header line that hands it out.

use crate::safe_text::{is_invisible, safe_line};
use std::collections::{HashMap, HashSet};

/// Characters of a name that are kept.
const MAX_CHARS: usize = 120;
/// Characters of an extension that are kept whole.
const MAX_EXTENSION: usize = 20;
/// Bytes of a name: file systems allow 255.
const MAX_BYTES: usize = 240;

/// The last component of a path, without what cannot be seen or written to a file system. Never
/// empty, never hidden, never a device; the real extension stays.
#[must_use]
pub fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let mut clean = String::new();
    for c in safe_line(last).chars() {
        match c {
            '\u{200C}' | '\u{200D}' => clean.push(crate::MARK),
            ':' | '*' | '?' | '"' | '<' | '>' | '|' => clean.push('_'),
            c if is_invisible(c) => clean.push(crate::MARK),
            c => clean.push(c),
        }
    }
    let clean = clean.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let short = shortened(clean);
    match short.as_str() {
        "" => String::from("file"),
        name if is_device(name) => format!("_{name}"),
        _ => short,
    }
}

/// Safe names for files that go into one folder: a name that is taken, in whatever case, gets a number before its
/// extension, `report (2).pdf`.
#[must_use]
pub fn distinct<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut next: HashMap<String, u32> = HashMap::new();
    let mut found = Vec::new();
    for name in names {
        let name = safe(name);
        let tail = extension(&name).map_or(0, |_| name.len() - name.rfind('.').unwrap_or(name.len()));
        let (stem, tail) = name.split_at(name.len() - tail);
        let number = next.entry(name.to_lowercase()).or_insert(1);
        let mut free = name.clone();
        while !taken.insert(free.to_lowercase()) {
            *number += 1;
            free = format!("{stem} ({number}){tail}");
        }
        found.push(free);
    }
    found
}

/// The safe name of a file that is called after a title, or `otherwise` where there is none: slashes in it part no
/// folders.
#[must_use]
pub fn titled(title: &str, otherwise: &str, extension: &str) -> String {
    let title = if title.trim().is_empty() { otherwise } else { title };
    safe(&format!("{}.{extension}", title.replace(['/', '\\'], "-")))
}

/// The value of a Content-Disposition that saves a file under its safe name (RFC 6266, 8187): one
/// line of ASCII, an approximation for old programs and the name itself.
#[must_use]
pub fn content_disposition(name: &str) -> String {
    disposition("attachment", name)
}

/// As [`content_disposition`], for what may be shown in place.
#[must_use]
pub fn inline_disposition(name: &str) -> String {
    disposition("inline", name)
}

fn disposition(kind: &str, name: &str) -> String {
    let name = safe(name);
    // A percent sign is decoded by some programs even here.
    let plain =
        |c: char| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%' | ';') || c == ' ' { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

/// The last extension of a name in lower case, without the dot; what a system would open it by.
#[must_use]
pub fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let ok = !stem.is_empty() && !extension.is_empty() && extension.chars().count() <= MAX_EXTENSION;
    (ok && !extension.contains(' ')).then(|| extension.to_lowercase())
}

/// Cuts the stem, not the extension.
fn shortened(name: &str) -> String {
    let (stem, tail) = match extension(name) {
        Some(found) => name.split_at(name.len() - name.rsplit_once('.').map_or(found.len(), |(_, e)| e.len()) - 1),
        None => (name, ""),
    };
    let room = MAX_CHARS - tail.chars().count();
    let mut out = String::new();
    for c in stem.chars().take(room) {
        if out.len() + c.len_utf8() + tail.len() > MAX_BYTES {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end_matches(['.', ' ']).len());
    out + tail
}

/// Names that Windows takes for devices, with any extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| {
        let digit = stem.strip_prefix(prefix).unwrap_or_default();
        digit.chars().count() == 1 && digit.chars().all(|c| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³'))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: &str) {
        let found = safe(name);
        assert_eq!(found, expect, "{name:?}");
        assert_eq!(safe(&found), found, "again: {name:?}");
        let line = content_disposition(name);
        assert!(line.bytes().all(|b| (b' '..=b'~').contains(&b)) && line.matches('"').count() == 2, "{line}");
    }

    #[test]
    fn a_title_is_a_name() {
        assert_eq!(titled("Budget 2026/27", "files", "zip"), "Budget 2026-27.zip");
        assert_eq!(titled("a\\b/", "files", "zip"), "a-b-.zip");
        assert_eq!(titled("  ", "files", "zip"), "files.zip");
    }

    #[test]
    fn names_are_safe() {
        check("report.pdf", "report.pdf");
        check("../../etc/passwd", "passwd");
        check("C:\\Users\\x\\a.doc", "a.doc");
        check("dir/", "dir");
        check("/", "file");
        check("", "file");
        check("...", "file");
        check(".htaccess", "htaccess");
        check("a.exe. . ", "a.exe");
        check("invoice\u{202E}gpj.exe", "invoice\u{FFFD}gpj.exe");
        check("a\0b\r\nc\".txt", "a\u{FFFD}b c_.txt");
        check("a\u{200B}b.txt", "a\u{FFFD}b.txt");
        check("CON", "_CON");
        check("nul.txt", "_nul.txt");
        check("com1.tar.gz", "_com1.tar.gz");
        check("COM10", "COM10");
        check("Übersicht 2024.xlsx", "Übersicht 2024.xlsx");
        check("x\r\nSet-Cookie: a=b", "x Set-Cookie_ a=b");
    }

    #[test]
    fn long_names_keep_their_extension() {
        let found = safe(&format!("{}.tar.gz", "a".repeat(5000)));
        assert_eq!(found.chars().count(), 120);
        assert!(found.ends_with("a.gz"), "{found}");
        assert!(safe(&format!("{}.pdf", "界".repeat(5000))).len() <= 240);
        assert_eq!(safe(&format!("a.{}", "b".repeat(5000))).chars().count(), 120);
    }

    #[test]
    fn names_of_one_folder_differ() {
        let check = |names: &[&str], expect: &[&str]| assert_eq!(distinct(names.iter().copied()), expect);
        check(&["a.txt", "b.txt"], &["a.txt", "b.txt"]);
        check(&["a.txt", "A.TXT", "a.txt", "../a.txt"], &["a.txt", "A (2).TXT", "a (3).txt", "a (4).txt"]);
        check(&["a (2).txt", "a.txt", "a.txt"], &["a (2).txt", "a.txt", "a (3).txt"]);
        check(&["", "/", "CON", "con"], &["file", "file (2)", "_CON", "_con (2)"]);
        check(&["تقرير.pdf", "تقرير.pdf"], &["تقرير.pdf", "تقرير (2).pdf"]);
        check(&["a.tar.gz", "a.tar.gz"], &["a.tar.gz", "a.tar (2).gz"]);
        check(&[], &[]);
        let many = distinct(std::iter::repeat_n("a", 5_000));
        assert_eq!(many.last().map(String::as_str), Some("a (5000)"));
        let long = "界".repeat(500);
        assert!(distinct([long.as_str(), long.as_str()]).iter().all(|name| name.len() <= 255));
    }

    #[test]
    fn the_header_names_it_twice() {
        let expect = "attachment; filename=\"_bersicht _1_.pdf\"; filename*=UTF-8''%C3%9Cbersicht%20%251%25.pdf";
        assert_eq!(content_disposition("Übersicht %1%.pdf"), expect);
        assert_eq!(inline_disposition("a;b.png"), "inline; filename=\"a_b.png\"; filename*=UTF-8''a%3Bb.png");
    }

    #[test]
    fn extensions_are_what_a_system_sees() {
        let check = |name: &str, expect: Option<&str>| assert_eq!(extension(name).as_deref(), expect, "{name}");
        check("a.PDF", Some("pdf"));
        check("a.pdf.exe", Some("exe"));
        check(".bashrc", None);
        check("a", None);
        check("a. b", None);
    }
}
