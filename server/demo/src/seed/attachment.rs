//! Makes small attachments that open in ordinary programs: PDF, PNG, Word, text, calendar.
//! Each is computed from its name; nothing is shipped.

use super::clock::{icalendar, working_day};
use time::Date;

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
    Text,
    Calendar,
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
            Kind::Text => "text/csv; charset=utf-8",
            Kind::Calendar => "text/calendar; charset=utf-8; method=REQUEST",
        }
    }

    /// Whether the text shows it rather than carries it; its Content-ID is then the name.
    pub(super) fn is_inline(&self) -> bool {
        self.kind == Kind::Inline
    }

    /// Its octets, for a letter of this date about this subject.
    pub(super) fn octets(&self, date: Date, subject: &str) -> Vec<u8> {
        match self.kind {
            Kind::Pdf => pdf(&self.name, subject),
            Kind::Png => png(480, 320, &self.name),
            Kind::Inline => png(120, 40, &self.name),
            Kind::Word => word(subject),
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

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |sum: u32, octet| {
        (0..8).fold(sum ^ u32::from(*octet), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

/// One paragraph (ECMA-376), in a zip of stored files (APPNOTE 4.3).
fn word(subject: &str) -> Vec<u8> {
    const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let text = subject.replace('&', "&amp;").replace('<', "&lt;");
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"#
    );
    let parts = [("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document.as_str())];
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in parts {
        let offset = file.len() as u32;
        // Version 2.0, no flags, stored, midnight of 1 January 1980, checksum, sizes, name length, no extra.
        let mut entry = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        entry.extend(crc32(data.as_bytes()).to_le_bytes());
        entry.extend((data.len() as u32).to_le_bytes());
        entry.extend((data.len() as u32).to_le_bytes());
        entry.extend((name.len() as u16).to_le_bytes());
        entry.extend([0, 0]);
        file.extend(b"PK\x03\x04");
        file.extend(&entry);
        file.extend(name.bytes().chain(data.bytes()));
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&entry);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.bytes());
    }
    let (start, size, count) = (file.len() as u32, directory.len() as u32, parts.len() as u16);
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    file.extend([size.to_le_bytes(), start.to_le_bytes()].concat());
    file.extend([0, 0]);
    file
}

fn csv(name: &str) -> Vec<u8> {
    let mut text = "Item,Place,Counted\r\n".to_owned();
    let places = ["Ashgrove ward", "Old gym", "Therapy stores", "Day room"];
    for (number, item) in
        ["Rollator small", "Rollator large", "Hoist sling M", "Hoist sling L", "Walking stick"].iter().enumerate()
    {
        let count = (name.len() * 7 + number * 13) % 31;
        let place = places.get(number % places.len()).copied().unwrap_or_default();
        text.push_str(&format!("{item},{place},{count}\r\n"));
    }
    text.into_bytes()
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
        check("txt a.csv", b"Item,", b"\r\n");
    }
}
