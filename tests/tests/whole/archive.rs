//! All files of a message at once: what is unpacked is what was sent, under names that do no harm.

use levee_tests::{Browser, House, MailProgram};
use std::io::{Cursor, Read as _};
use std::path::PathBuf;

/// Name as the sender wrote it, its header parameters, and the content in base64.
const FILES: [(&str, &str); 8] = [
    ("filename=\"../../x\"", "b25l"),
    ("filename=CON", "dHdv"),
    ("filename=\"report.csv\"", "YTti"),
    ("filename=\"REPORT.csv\"", "YztkCg=="),
    ("filename=\"\"", "bm8gbmFtZQ=="),
    ("filename=empty.txt", ""),
    ("filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.pdf", "JVBERi0xLjc="),
    ("filename=\"C:\\\\Users\\\\a.doc\"", "AAEC/w=="),
];

fn letter(subject: &str, files: &[(&str, &str)]) -> String {
    let mut text = format!(
        "From: bob@hosp.example\nTo: alice@hosp.example\nSubject: {subject}\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the files.\n"
    );
    for (name, content) in files {
        text.push_str(&format!(
            "--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; {name}\n\
             Content-Transfer-Encoding: base64\n\n{content}\n"
        ));
    }
    text + "--b--\n"
}

/// Sends a message with these files to Alice; where all of them are, as her page says.
fn received(house: &House, alice: &Browser, subject: &str, files: &[(&str, &str)]) -> Option<String> {
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    assert_eq!(program.send(&["alice@hosp.example"], &letter(subject, files)).code, 250);
    house.await_letter("alice", subject);
    let message = alice.open("INBOX", subject).expect("her message").message;
    let page = alice.get(&format!("/mail/INBOX/{}/{}", message.uid_validity, message.uid), &[]).body;
    let url = alice.particulars(&message).expect("hers").archive_url;
    for link in ["href=\"/archive/", "Download all"] {
        assert_eq!(page.contains(link), url.is_some(), "{link}: {page}");
    }
    url
}

/// Names and contents, in order, as another program than the one that packed them has it.
fn unpacked(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len()).map(|n| unpack(&mut archive, n)).collect()
}

fn unpack(archive: &mut zip::ZipArchive<Cursor<Vec<u8>>>, n: usize) -> (String, Vec<u8>) {
    let mut entry = archive.by_index(n).expect("an entry");
    let mut content = Vec::new();
    // Its sum is compared, too.
    entry.read_to_end(&mut content).expect("its bytes");
    let name = entry.name().expect("UTF-8").into_owned();
    assert_eq!(entry.enclosed_name(), Some(PathBuf::from(&name)), "it stays in the folder");
    // Without a day and a month, some programs refuse it.
    assert!(entry.last_modified().is_some_and(|date| date.is_valid()), "{name}");
    (name, content)
}

#[test]
fn all_files_come_as_one_archive_with_names_that_do_no_harm() {
    let Some(house) = House::shared() else { return };
    let alice = house.browser("alice");
    let url = received(&house, &alice, "Many/files", &FILES).expect("more than one");
    let (page, bytes) = alice.download(&url);
    assert_eq!((page.status, page.header("content-type")), (200, "application/zip"));
    assert!(page.header("content-disposition").starts_with("attachment; filename=\"Many-files.zip\""), "{page:?}");
    assert_eq!(page.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("content-encoding"), "", "not packed once more");
    let expected: [(&str, &[u8]); 8] = [
        ("x", b"one"),
        ("_CON", b"two"),
        ("report.csv", b"a;b"),
        ("REPORT (2).csv", b"c;d\n"),
        ("part-6.bin", b"no name"),
        ("empty.txt", b""),
        ("تقرير.pdf", b"%PDF-1.7"),
        ("a.doc", &[0, 1, 2, 255]),
    ];
    let expected: Vec<_> = expected.map(|(name, content)| (name.to_owned(), content.to_vec())).into();
    assert_eq!(unpacked(bytes), expected);

    for other in [house.browser("carol"), house.browser("alice"), house.stranger()] {
        assert_eq!(other.get(&url, &[]).status, 404, "another session's path");
    }
    // A path serves what it was given for.
    assert_eq!(alice.get(&url.replace("/archive/", "/attachment/"), &[]).status, 404);
}

#[test]
fn one_file_needs_no_archive() {
    let Some(house) = House::shared() else { return };
    let alice = house.browser("alice");
    assert_eq!(received(&house, &alice, "One file", &FILES[..1]), None);
}
