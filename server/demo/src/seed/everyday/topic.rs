//! Reads what ordinary days are about: `letters/everyday.txt`. Each topic is a first letter, perhaps with
//! answers after lines of `--- reply`.

use crate::seed::attachment::Attachment;
use crate::seed::letter::{Format, Misspelt};

const TOPICS: &str = include_str!("../letters/everyday.txt");

/// What people write to each other about.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) subject: String,
    /// Who always writes it, by local part or whole address; such mail is not answered.
    pub(super) from: Option<String>,
    /// How often it comes, beside the others.
    pub(super) weight: u64,
    pub(super) attachment: Option<Attachment>,
    pub(super) format: Format,
    pub(super) charset: String,
    /// Where a tidy reader files it.
    pub(super) folder: Option<String>,
    pub(super) headers: Vec<String>,
    /// The first letter, then its answers.
    pub(super) texts: Vec<String>,
}

/// All topics.
pub(super) fn read() -> Result<Vec<Topic>, Misspelt> {
    format!("\n{TOPICS}").split("\n=== ").skip(1).map(one).collect()
}

fn one(chunk: &str) -> Result<Topic, Misspelt> {
    let (head, body) = chunk.split_once("\n\n").unwrap_or((chunk, ""));
    let mut lines = head.lines();
    let key = lines.next().unwrap_or_default();
    let mut topic = Topic {
        subject: String::new(),
        from: None,
        weight: 3,
        attachment: None,
        format: Format::Plain,
        charset: "utf-8".into(),
        folder: None,
        headers: Vec::new(),
        texts: body.split("\n--- reply\n").map(|text| text.trim_end().to_owned()).collect(),
    };
    for line in lines {
        let understood = line.split_once(':').and_then(|(name, value)| set(&mut topic, name, value.trim()));
        understood.ok_or_else(|| Misspelt { key: key.to_owned(), line: line.to_owned() })?;
    }
    Ok(topic)
}

fn set(topic: &mut Topic, name: &str, value: &str) -> Option<()> {
    match name {
        "subject" => topic.subject = value.into(),
        "from" => topic.from = Some(value.into()),
        "weight" => topic.weight = value.parse().ok()?,
        "attach" => topic.attachment = Some(Attachment::parse(value)?),
        "format" if value == "html" => topic.format = Format::Html,
        "charset" => topic.charset = encoding_rs::Encoding::for_label(value.as_bytes()).map(|_| value.into())?,
        "file" => topic.folder = Some(value.into()),
        "header" => topic.headers.push(value.into()),
        _ => return None,
    }
    Some(())
}
