//! The pass that lets our own submissions through the milter without being judged twice: signed, for
//! one attempt of one submission, one envelope and one body, and honoured once.

use crate::keys::{Keys, Purpose, sha256};
use levee_mail::DraftId;

/// The header that carries it. The milter strips it.
pub const PASS_HEADER: &str = "X-Levee-Pass";

/// The header line for one attempt.
pub(crate) fn header(
    keys: &Keys,
    (id, attempt): (&DraftId, u32),
    (return_path, recipients): (&str, &[String]),
    bytes: &[u8],
) -> String {
    let text = [format!("{} {attempt} ", id.as_str()).as_bytes(), &content(return_path, recipients, bytes)].concat();
    // Folded, because a header line holds at most 998 octets and reads better below 78.
    format!("{PASS_HEADER}:\r\n {}\r\n", keys.sign(Purpose::Pass, &text))
}

/// What has to be spent for a message that carries a pass of ours; `None` when it carries none, or one
/// that was made for another envelope or another body.
pub(crate) fn carried(keys: &Keys, return_path: &str, recipients: &[String], bytes: &[u8]) -> Option<[u8; 32]> {
    let word: String = value(bytes)?.split_whitespace().collect();
    let text = keys.verify(Purpose::Pass, &word)?;
    let about = text.get(text.len().checked_sub(32)?..)?;
    (about == content(return_path, recipients, bytes)).then(|| sha256(word.as_bytes()))
}

/// Hash of the envelope and of the body. The header is left out: the MTA may add to it on the way.
fn content(return_path: &str, recipients: &[String], bytes: &[u8]) -> [u8; 32] {
    let mut recipients: Vec<String> = recipients.iter().map(|address| address.to_lowercase()).collect();
    recipients.sort_unstable();
    recipients.dedup();
    let body = split(bytes).1.trim_ascii_end();
    let envelope = format!("{}\n{}\n", return_path.to_lowercase(), recipients.join("\n"));
    sha256(&[&sha256(envelope.as_bytes())[..], body].concat())
}

/// A message without any header of this name: what came from elsewhere is no pass, and beside one of ours
/// neither would count.
pub(crate) fn without(bytes: &[u8]) -> Vec<u8> {
    let (header, body) = split(bytes);
    let mut kept = Vec::with_capacity(bytes.len());
    let mut is_pass = false;
    for line in header.split_inclusive(|byte| *byte == b'\n') {
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
            is_pass = name.trim_ascii_end().eq_ignore_ascii_case(PASS_HEADER.as_bytes());
        }
        if !is_pass {
            kept.extend_from_slice(line);
        }
    }
    kept.extend_from_slice(body);
    kept
}

/// Whether a message has a header of this name, ours or not.
pub(crate) fn is_in(bytes: &[u8]) -> bool {
    let mut names =
        split(bytes).0.split(|byte| *byte == b'\n').filter_map(|line| line.split(|byte| *byte == b':').next());
    names.any(|name| name.trim_ascii_end().eq_ignore_ascii_case(PASS_HEADER.as_bytes()))
}

/// Header and body.
pub(crate) fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    end.map_or((bytes, &[]), |end| bytes.split_at(end + 2))
}

/// The value of the pass header, if there is exactly one.
fn value(bytes: &[u8]) -> Option<String> {
    let header = String::from_utf8_lossy(split(bytes).0).replace("\r\n ", " ").replace("\r\n\t", " ");
    let mut values = header.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim_end().eq_ignore_ascii_case(PASS_HEADER).then(|| value.trim().to_owned())
    });
    values.next().filter(|_| values.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &[u8] = b"From: ann@hosp.example\r\nSubject: Rota\r\n\r\nHello\r\n";

    fn passed(keys: &Keys) -> Vec<u8> {
        let recipients = ["bob@hosp.example".to_owned(), "eve@hosp.example".to_owned()];
        let header = header(keys, (&DraftId::from_random([1; 16]), 1), ("ann@hosp.example", &recipients), MESSAGE);
        [header.as_bytes(), MESSAGE].concat()
    }

    #[track_caller]
    fn check(return_path: &str, recipients: &[&str], bytes: &[u8], honoured: bool) {
        let recipients: Vec<String> = recipients.iter().map(|r| (*r).to_owned()).collect();
        let found = carried(&Keys::from_bytes([7; 32]), return_path, &recipients, bytes);
        assert_eq!(found.is_some(), honoured, "{return_path} {recipients:?}");
    }

    #[test]
    fn a_pass_from_elsewhere_is_taken_out_with_its_folds() {
        let given =
            b"From: a@x\r\nX-levee-PASS :\r\n one\r\n\ttwo\r\nX-Levee-Passage: stays\r\n\r\nX-Levee-Pass: text\r\n";
        let kept = String::from_utf8(without(given)).unwrap();
        assert_eq!(kept, "From: a@x\r\nX-Levee-Passage: stays\r\n\r\nX-Levee-Pass: text\r\n");
        assert!(is_in(given) && !is_in(kept.as_bytes()));
    }

    #[test]
    fn a_pass_is_for_one_envelope_and_one_body() {
        let bytes = passed(&Keys::from_bytes([7; 32]));
        let both = ["eve@hosp.example", "bob@HOSP.example"];
        check("ann@hosp.example", &both, &bytes, true);
        check("ann@hosp.example", &both, &[b"Received: by mta\r\n", &bytes[..], b"\r\n"].concat(), true);
        check("ann@hosp.example", &both[..1], &bytes, false);
        check("mallory@hosp.example", &both, &bytes, false);
        check("ann@hosp.example", &both, &[&bytes[..], b"more"].concat(), false);
        check("ann@hosp.example", &both, MESSAGE, false);
        check("ann@hosp.example", &both, &passed(&Keys::from_bytes([8; 32])), false);
        let line = &bytes[..bytes.len() - MESSAGE.len()];
        check("ann@hosp.example", &both, &[line, &bytes].concat(), false);
    }
}
