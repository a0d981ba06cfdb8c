//! Reads the letters of the story from their text files: who, to whom, when, what, and how it is filed.
//! Says nothing of MIME; `post` turns a letter into octets.

use super::attachment::Attachment;
use super::clock::Moment;

/// How a letter's text travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// text/plain.
    Plain,
    /// multipart/alternative, the HTML made from the plain text or given.
    Html,
}

/// What a reply does with the letter it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Repeats it below, with an attribution.
    Below,
    /// Leaves it out.
    None,
}

/// One letter as written in a file; placeholders not yet filled.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    /// Names the letter within the story; its Message-ID is made of it.
    pub(super) key: String,
    /// The letter that this one answers.
    pub(super) answers: Option<String>,
    pub(super) from: String,
    /// Name in From when it is not the sender's own.
    pub(super) pretends: Option<String>,
    pub(super) to: Vec<String>,
    pub(super) cc: Vec<String>,
    pub(super) when: Moment,
    /// None: "Re: " and the parent's subject.
    pub(super) subject: Option<String>,
    pub(super) charset: String,
    pub(super) format: Format,
    pub(super) quoting: Quoting,
    pub(super) attachments: Vec<Attachment>,
    /// Raw header lines.
    pub(super) headers: Vec<String>,
    /// Accounts that have not read it; None: by age.
    pub(super) unread: Option<Vec<String>>,
    pub(super) flagged: Vec<String>,
    /// Folder by account; `all` stands for every reader.
    pub(super) filed: Vec<(String, String)>,
    /// Stays in the author's Drafts.
    pub(super) state: State,
    pub(super) text: String,
    /// HTML given by hand.
    pub(super) html: Option<String>,
}

/// Whether a letter has left its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Sent,
    Draft,
}

/// What is wrong with a letter in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misspelt {
    pub(super) key: String,
    pub(super) line: String,
}

/// Reads all letters of one file. A letter begins with `=== key`, then `name: value` lines, an empty
/// line, the text, and perhaps a line `--- html` with HTML below it. `repeat: N every D` makes N of
/// it, D working days apart, with `.0`, `.1` … after each key.
pub(super) fn read(file: &str) -> Result<Vec<Letter>, Misspelt> {
    let mut letters = Vec::new();
    // A letter's own text may not hold a line that begins with "=== ".
    for chunk in format!("\n{file}").split("\n=== ").skip(1) {
        let (head, body) = chunk.split_once("\n\n").unwrap_or((chunk, ""));
        letters.extend(one(head, body)?);
    }
    Ok(letters)
}

fn one(head: &str, body: &str) -> Result<Vec<Letter>, Misspelt> {
    let mut lines = head.lines();
    let key = lines.next().unwrap_or_default().trim().to_owned();
    let (text, html) = match body.split_once("--- html\n") {
        Some((text, html)) => (text.trim_end().to_owned(), Some(html.trim_end().to_owned())),
        None => (body.trim_end().to_owned(), None),
    };
    let mut letter = Letter {
        key: key.clone(),
        answers: None,
        from: String::new(),
        pretends: None,
        to: Vec::new(),
        cc: Vec::new(),
        when: Moment::MinutesAgo(0),
        subject: None,
        charset: "utf-8".into(),
        format: if html.is_some() { Format::Html } else { Format::Plain },
        quoting: Quoting::Below,
        attachments: Vec::new(),
        headers: Vec::new(),
        unread: None,
        flagged: Vec::new(),
        filed: Vec::new(),
        state: State::Sent,
        text,
        html,
    };
    let mut repeat = None;
    for line in lines {
        let understood = line.split_once(':').and_then(|(name, value)| match name {
            "repeat" => {
                let (count, days) = value.split_once("every")?;
                repeat = Some((count.trim().parse::<u32>().ok()?, days.trim().parse::<u32>().ok()?));
                Some(())
            }
            _ => set(&mut letter, name, value.trim()),
        });
        understood.ok_or_else(|| Misspelt { key: key.clone(), line: line.to_owned() })?;
    }
    Ok(match repeat {
        None => vec![letter],
        Some((count, days)) => (0..count).map(|round| letter.round(round, days)).collect(),
    })
}

fn set(letter: &mut Letter, name: &str, value: &str) -> Option<()> {
    match name {
        "from" => letter.from = value.into(),
        "pretends" => letter.pretends = Some(value.into()),
        "to" => letter.to = words(value),
        "cc" => letter.cc = words(value),
        "re" => letter.answers = Some(value.into()),
        "when" => letter.when = Moment::parse(value)?,
        "subject" => letter.subject = Some(value.into()),
        "charset" => letter.charset = encoding_rs::Encoding::for_label(value.as_bytes()).map(|_| value.into())?,
        "format" if value == "html" => letter.format = Format::Html,
        "quote" if value == "none" => letter.quoting = Quoting::None,
        "attach" => letter.attachments.push(Attachment::parse(value)?),
        "header" => letter.headers.push(value.into()),
        "unread" => letter.unread = Some(words(value)),
        "flagged" => letter.flagged = words(value),
        "file" => {
            let (who, folder) = value.split_once(' ')?;
            letter.filed.push((who.into(), folder.into()));
        }
        "state" if value == "draft" => letter.state = State::Draft,
        _ => return None,
    }
    Some(())
}

fn words(value: &str) -> Vec<String> {
    value.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

impl Letter {
    /// The same letter, some rounds of so many working days earlier.
    fn round(&self, round: u32, days: u32) -> Self {
        let numbered = |key: &String| format!("{key}.{round}");
        Self {
            key: numbered(&self.key),
            answers: self.answers.as_ref().map(numbered),
            when: self.when.earlier(round * days, (round * 7 % 11) as u8),
            ..self.clone()
        }
    }

    /// Where this account keeps it: told in the file, else by age.
    pub(super) fn folder(&self, account: &str) -> &str {
        let told = self.filed.iter().find(|(who, _)| who == account || who == "all");
        match told {
            Some((_, folder)) => folder,
            None if self.state == State::Draft => "Drafts",
            None if self.from == account => "Sent",
            None if self.when.days_ago() > 45 => "Archive",
            None => "INBOX",
        }
    }

    /// Whether this account has read it.
    pub(super) fn is_read(&self, account: &str) -> bool {
        let own = self.from == account;
        match &self.unread {
            _ if own => true,
            Some(who) => !who.iter().any(|name| name == account || name == "all"),
            None => self.when.days_ago() > 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_read_with_its_rounds() {
        let file = "=== rota\nfrom: beth.llewellyn\nto: physio-team, ravi.menon\nwhen: 2d 09:10\nrepeat: 3 every 5\n\
                    subject: Rota\nfile: all Archive\n\nDear all,\n\nthe rota.\n";
        let letters = read(file).expect("well written");
        let keys: Vec<&str> = letters.iter().map(|letter| letter.key.as_str()).collect();
        assert_eq!(keys, ["rota.0", "rota.1", "rota.2"]);
        assert_eq!(letters[2].when.days_ago(), 12);
        assert_eq!(letters[0].to, ["physio-team", "ravi.menon"]);
        assert_eq!(letters[0].text, "Dear all,\n\nthe rota.");
        assert_eq!(letters[0].folder("ravi.menon"), "Archive");
        assert_eq!(letters[0].folder("beth.llewellyn"), "Archive");
    }

    #[test]
    fn a_misspelt_line_is_named() {
        for line in
            ["form: ann", "when: yesterday", "attach: exe a.exe", "charset: klingon", "repeat: often", "file: all"]
        {
            let said = read(&format!("=== one\n{line}\n\ntext")).expect_err(line);
            assert_eq!(said, Misspelt { key: "one".into(), line: line.into() });
        }
    }
}
