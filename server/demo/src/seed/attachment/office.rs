//! The smallest documents, sheets and slides that office programs open (ECMA-376).

use super::zip::zip;

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const FORMAT: &str = "application/vnd.openxmlformats-officedocument";
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// One paragraph.
pub(super) fn word(text: &str) -> Vec<u8> {
    let document = format!(
        r#"{XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"#,
        escape(text)
    );
    package("word/document.xml", &[("word/document.xml", "wordprocessingml.document.main", document)])
}

/// One sheet of rows of text.
pub(super) fn sheet(rows: &[[String; 3]]) -> Vec<u8> {
    let cell = |text: &String| format!(r#"<c t="inlineStr"><is><t>{}</t></is></c>"#, escape(text));
    let row = |row: &[String; 3]| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let workbook = format!(
        r#"{XML}<workbook xmlns="{main}" xmlns:r="{OFFICE}"><sheets><sheet name="Counted" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let sheet = format!(
        r#"{XML}<worksheet xmlns="{main}"><sheetData>{}</sheetData></worksheet>"#,
        rows.iter().map(row).collect::<String>()
    );
    let relation = relations(&[("worksheet", "worksheets/sheet1.xml")]);
    package(
        "xl/workbook.xml",
        &[
            ("xl/workbook.xml", "spreadsheetml.sheet.main", workbook),
            ("xl/worksheets/sheet1.xml", "spreadsheetml.worksheet", sheet),
            ("xl/_rels/workbook.xml.rels", "", relation),
        ],
    )
}

/// One slide with a line of text.
pub(super) fn slides(text: &str) -> Vec<u8> {
    let names = r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main""#;
    let presentation = format!(
        r#"{XML}<p:presentation {names} xmlns:r="{OFFICE}"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>"#
    );
    let group = r#"<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>"#;
    let slide = format!(
        r#"{XML}<p:sld {names}><p:cSld><p:spTree>{group}<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"#,
        escape(text)
    );
    let relation = relations(&[("slide", "slides/slide1.xml")]);
    package(
        "ppt/presentation.xml",
        &[
            ("ppt/presentation.xml", "presentationml.presentation.main", presentation),
            ("ppt/slides/slide1.xml", "presentationml.slide", slide),
            ("ppt/_rels/presentation.xml.rels", "", relation),
        ],
    )
}

/// A package of parts: path, kind and text; a kind of nothing is a list of relations.
fn package(main: &str, parts: &[(&str, &str, String)]) -> Vec<u8> {
    let kinds: String = parts
        .iter()
        .filter(|(_, kind, _)| !kind.is_empty())
        .map(|(path, kind, _)| format!(r#"<Override PartName="/{path}" ContentType="{FORMAT}.{kind}+xml"/>"#))
        .collect();
    let types = format!(
        r#"{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>"#
    );
    let first = relations(&[("officeDocument", main)]);
    let mut files = vec![("[Content_Types].xml", types.as_bytes()), ("_rels/.rels", first.as_bytes())];
    files.extend(parts.iter().map(|(path, _, text)| (*path, text.as_bytes())));
    zip(&files)
}

fn relations(of: &[(&str, &str)]) -> String {
    let one = |(number, (kind, target)): (usize, &(&str, &str))| {
        format!(r#"<Relationship Id="rId{}" Type="{OFFICE}/{kind}" Target="{target}"/>"#, number + 1)
    };
    let all: String = of.iter().enumerate().map(one).collect();
    format!(r#"{XML}<Relationships xmlns="{PACKAGE}/relationships">{all}</Relationships>"#)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
