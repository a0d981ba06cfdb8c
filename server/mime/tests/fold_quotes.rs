//! What a message repeats is folded, what it says is not, and folding adds nothing but `details` and `summary`.

use levee_mime::html::{clean, fold_quotes};
use levee_mime::plain;
use proptest::prelude::*;

/// `expected` with the fold as `[[ ... ]]`.
#[track_caller]
fn check(html: &str, expected: &str) {
    let cleaned = clean(html, &|_| None).html;
    let folded = fold_quotes(&cleaned);
    assert_eq!(folded.replace("<details><summary>Quoted text</summary>", "[[").replace("</details>", "]]"), expected);
    assert_eq!(clean(&folded, &|_| None).html, folded, "still clean");
}

#[track_caller]
fn check_text(text: &str, expected: &str) {
    let html = plain::to_html(text);
    check(&html, expected);
}

#[test]
fn folds_the_quote_of_an_answer_with_its_first_line() {
    check(
        "<p>Yes.</p><p>On Monday, Bob wrote:</p><blockquote><p>Coffee?</p></blockquote>",
        "<p>Yes.</p>[[<p>On Monday, Bob wrote:</p><blockquote><p>Coffee?</p></blockquote>]]",
    );
    // As Gmail writes it.
    check(
        "<div>Yes.</div><div class=gmail_quote><div class=gmail_attr>On Mon, Bob &lt;b@x.example&gt; wrote:<br></div>\
         <blockquote>Coffee?</blockquote></div>",
        "<div>Yes.</div><div>[[<div>On Mon, Bob &lt;b@x.example&gt; wrote:<br></div><blockquote>Coffee?</blockquote>]]</div>",
    );
    check(
        "Yes.<br><br>Am 3.3. schrieb Bob:<blockquote>Kaffee?</blockquote>",
        "Yes.<br><br>[[Am 3.3. schrieb Bob:<blockquote>Kaffee?</blockquote>]]",
    );
    // With nothing that says whose it is, when nothing comes after it.
    check("Yes.<blockquote>Coffee?</blockquote>", "Yes.[[<blockquote>Coffee?</blockquote>]]");
    // An answer below the quote.
    check(
        "Hello<br>On Monday, Bob wrote:<blockquote>Coffee?</blockquote>Yes.",
        "Hello<br>[[On Monday, Bob wrote:<blockquote>Coffee?</blockquote>]]Yes.",
    );
}

#[test]
fn folds_everything_from_a_quoted_head_on() {
    // As Outlook writes it.
    check(
        "<div class=WordSection1><p>Yes.</p><div style='border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Bob<br>\
         <b>Sent:</b> Monday<br><b>To:</b> Ann<br><b>Subject:</b> Coffee</p></div><p>Coffee?</p></div>",
        "<div><p>Yes.</p>[[<div style=\"border-top:solid #e1e1e1 1pt\"><p><b>From:</b> Bob<br>\
         <b>Sent:</b> Monday<br><b>To:</b> Ann<br><b>Subject:</b> Coffee</p></div><p>Coffee?</p>]]</div>",
    );
    check(
        "<div>Oui.</div><hr><div><b>De :</b> Bob<br><b>Envoyé :</b> lundi<br><b>Objet :</b> Café</div><div>Café ?</div>",
        "<div>Oui.</div><hr>[[<div><b>De :</b> Bob<br><b>Envoyé :</b> lundi<br><b>Objet :</b> Café</div><div>Café ?</div>]]",
    );
}

#[test]
fn folds_between_whole_elements() {
    check(
        "Yes.<br>On x wrote:<b><blockquote>Coffee?</blockquote></b>",
        "Yes.<br>On x wrote:<b>[[<blockquote>Coffee?</blockquote>]]</b>",
    );
}

#[test]
fn folds_plain_text_alike() {
    check_text(
        "Yes.\n\nOn Monday, Bob wrote:\n> Coffee?\n> Now?\n",
        "Yes.<br><br>[[On Monday, Bob wrote:<blockquote>Coffee?<br>Now?</blockquote>]]",
    );
    check_text(
        "Yes.\n\nOn Monday, 3 March,\nBob wrote:\n> Coffee?\n",
        "Yes.<br><br>[[On Monday, 3 March,<br>Bob wrote:<blockquote>Coffee?</blockquote>]]",
    );
    check_text(
        "Yes.\n\nFrom: Bob\nSent: Monday\nTo: Ann\nSubject: Coffee\n\nCoffee?\n",
        "Yes.<br><br>[[From: Bob<br>Sent: Monday<br>To: Ann<br>Subject: Coffee<br><br>Coffee?]]",
    );
}

#[test]
fn shows_what_is_there_to_be_read() {
    for text in [
        // Nothing of its own: passed on.
        "> Coffee?\n",
        "On Monday, Bob wrote:\n> Coffee?\n",
        "From: Bob\nSent: Monday\nSubject: Coffee\n\nCoffee?\n",
        // Answered piece by piece.
        "Hello\n> Coffee?\nYes.\n> Cake?\nNo.\n",
        "Please bring:\nFrom: home\nA cup\n",
        "He wrote:\nnothing\n",
    ] {
        let html = plain::to_html(text);
        assert_eq!(fold_quotes(&html), html, "{text}");
    }
}

proptest! {
    #[test]
    fn folding_keeps_html_clean(html in "(<(p|div|b|span|blockquote|table|tr|td|li|ul|pre|h1|hr|br|/p|/div|/b|/blockquote|/td)>|On x wrote:|From: a<br>Sent: b<br>Subject: c|\n| |x){0,40}") {
        let cleaned = clean(&html, &|_| None).html;
        let folded = fold_quotes(&cleaned);
        prop_assert_eq!(&clean(&folded, &|_| None).html, &folded, "{}", html);
        prop_assert_eq!(folded.replace("<details><summary>Quoted text</summary>", "").replace("</details>", ""), cleaned);
    }
}
