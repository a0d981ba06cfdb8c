//! Nothing of a corpus of attacks gets through cleaning, judged by a walk that knows nothing of the
//! cleaner: html5ever's tokenizer and its own lists of what may be there.

use cssparser::{Parser, Token as Css};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use levee_mime::html::{Cleaned, Image, Why, clean, clean_with, to_text};
use proptest::prelude::*;
use std::cell::RefCell;

const TAGS: &str = " a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col \
    colgroup data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i \
    img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table \
    tbody td tfoot th thead time tr tt u ul var wbr ";
const ATTRIBUTES: &str = " align alt bgcolor border cellpadding cellspacing color colspan dir face height href lang rel \
    rowspan size span src start style target title type valign width ";
const PROPERTIES: [&str; 17] = [
    "color",
    "background-color",
    "font",
    "text-align",
    "text-decoration",
    "line-height",
    "letter-spacing",
    "word-spacing",
    "vertical-align",
    "width",
    "height",
    "max-width",
    "padding",
    "margin",
    "border",
    "direction",
    "white-space",
];

fn corpus() -> Vec<(&'static str, String)> {
    let records = include_str!("xss.txt").split("=== ").skip(1);
    // Characters that do not live well in a text file.
    let real = |html: &str| html.replace('␀', "\0").replace('␌', "\x0c").replace('␍', "\r");
    records.filter_map(|record| record.split_once('\n')).map(|(name, html)| (name, real(html))).collect()
}

fn cleaned(html: &str) -> Cleaned {
    clean(html, &|_| None)
}

/// Asserts that HTML holds allowed elements, attributes and styles only, and nothing that loads.
#[track_caller]
fn check_harmless(name: &str, html: &str) {
    struct Walk<'a>(&'a str, RefCell<i32>);
    impl TokenSink for Walk<'_> {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            match token {
                Token::TagToken(tag) => {
                    check_tag(self.0, &tag);
                    let void = ["br", "hr", "img", "wbr", "col"].contains(&&*tag.name);
                    *self.1.borrow_mut() += if void {
                        0
                    } else if tag.kind == TagKind::StartTag {
                        1
                    } else {
                        -1
                    };
                    assert!(*self.1.borrow() <= 256, "{}: too deep", self.0);
                }
                Token::CharacterTokens(_) | Token::EOFToken => {}
                other => panic!("{}: {other:?}", self.0),
            }
            TokenSinkResult::Continue
        }
    }
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Walk(name, RefCell::new(0)), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    assert_eq!(*tokenizer.sink.1.borrow(), 0, "{name}: unbalanced: {html}");
}

#[track_caller]
fn check_tag(name: &str, tag: &Tag) {
    assert!(TAGS.contains(&format!(" {} ", tag.name)), "{name}: element {}", tag.name);
    assert!(!tag.had_duplicate_attributes, "{name}: twice the same attribute");
    for attribute in &tag.attrs {
        let (key, value) = (&*attribute.name.local, &*attribute.value);
        assert!(ATTRIBUTES.contains(&format!(" {key} ")), "{name}: attribute {key}");
        assert!(!value.chars().any(|c| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c)), "{name}: {value:?}");
        match key {
            "href" => {
                let schemes = ["http://", "https://", "mailto:", "tel:"];
                assert!(schemes.iter().any(|s| value.starts_with(s)), "{name}: leads to {value}");
                assert!(!value.contains("bcc") && !value.contains("attach"), "{name}: {value}");
            }
            "src" => assert!(value.starts_with("data:image/"), "{name}: loads {value}"),
            "target" => assert_eq!(value, "_blank", "{name}"),
            "rel" => assert_eq!(value, "noopener noreferrer", "{name}"),
            "style" => check_style(name, value),
            _ => assert!(!value.contains("//") || key == "title" || key == "alt", "{name}: {key}={value}"),
        }
    }
    if &*tag.name == "a" && tag.kind == TagKind::StartTag {
        assert!(tag.attrs.iter().any(|a| &*a.name.local == "rel"), "{name}: link without rel");
    }
}

#[track_caller]
fn check_style(name: &str, style: &str) {
    for declaration in style.split(';') {
        let (property, _) = declaration.split_once(':').unwrap_or_else(|| panic!("{name}: {style}"));
        let known = PROPERTIES.iter().any(|p| property == *p || property.starts_with(&format!("{p}-")))
            || property == "list-style-type";
        assert!(known && !property.contains("image"), "{name}: property {property}");
    }
    fn walk(name: &str, parser: &mut Parser<'_>) {
        while let Ok(token) = parser.next().cloned() {
            match token {
                Css::Function(f) => {
                    assert!(["rgb", "rgba", "hsl", "hsla"].contains(&&*f), "{name}: function {f}");
                    let _ = parser.parse_nested_block(|p| -> Result<(), cssparser::ParseError<()>> {
                        walk(name, p);
                        Ok(())
                    });
                }
                Css::Ident(_)
                | Css::Number { .. }
                | Css::Percentage { .. }
                | Css::Dimension { .. }
                | Css::Hash(_)
                | Css::IDHash(_)
                | Css::QuotedString(_)
                | Css::Comma
                | Css::Colon
                | Css::Semicolon
                | Css::Delim('/') => {}
                other => panic!("{name}: token {other:?}"),
            }
        }
    }
    walk(name, &mut Parser::new(style));
}

#[test]
fn nothing_of_the_corpus_gets_through() {
    let corpus = corpus();
    assert!(corpus.len() >= 120, "{} records", corpus.len());
    for (name, html) in corpus {
        check_harmless(name, &cleaned(&html).html);
    }
}

#[test]
fn cleaning_twice_is_cleaning_once() {
    for (name, html) in corpus() {
        let once = cleaned(&html).html;
        assert_eq!(cleaned(&once).html, once, "{name}");
    }
    // And in each other's company, where one leaves things open for the next.
    for pair in corpus().windows(2) {
        let both = format!("{}{}", pair[0].1, pair[1].1);
        let once = cleaned(&both).html;
        check_harmless(pair[0].0, &once);
        assert_eq!(cleaned(&once).html, once, "{} + {}", pair[0].0, pair[1].0);
    }
}

#[track_caller]
fn check(html: &str, expect: &str) {
    assert_eq!(cleaned(html).html, expect, "{html}");
}

#[test]
fn what_is_harmless_stays() {
    check("<p>a <b>b</b> <i>c</i></p>", "<p>a <b>b</b> <i>c</i></p>");
    check("<p>a<p>b", "<p>a</p><p>b</p>");
    check("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>");
    check(
        "<table><tr><td>a<td>b<tr><td>c</table>",
        "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
    );
    check(
        "<body bgcolor=#102030 text=white><p>x</body>",
        "<div style=\"background-color:#102030;color:white\"><p>x</p></div>",
    );
    check("5 < 6 &amp; 7 > 2 &copy; &nbsp;", "5 &lt; 6 &amp; 7 &gt; 2 © &nbsp;");
    check("<b><div>a</b>b</div>c", "<b><div>ab</div></b>c");
    check("<img src=cid:x alt='A logo'>", "<img alt=\"A logo\">");
    check("<svg><text>x</text></svg>y", "y");
    check("<svg><p>never closed", "<p>never closed</p>");
    check("<form>a<button>b</button></form>", "ab");
    check(
        "<a href='https://a.example/?x=1&y=2' target=_top>z</a>",
        "<a href=\"https://a.example/?x=1&amp;y=2\" target=\"_blank\" rel=\"noopener noreferrer\">z</a>",
    );
}

#[test]
fn says_what_was_taken_out() {
    let html = "<script>x</script><p onclick=x style='position:fixed;background:url(//e)'>a</p><img src=https://e/1><img src=//e/2>\
        <a href=javascript:x>b</a><form><input></form><a href=https://evil.example/>bank.example</a>";
    let cleaned = cleaned(html);
    let has = |what: &str, why: Why| cleaned.removed.iter().any(|r| r.what == what && r.why == why && r.count > 0);
    assert!(has("script", Why::Script) && has("onclick", Why::Script) && has("javascript", Why::Script));
    assert!(has("position", Why::Style) && has("background", Why::RemoteContent) && has("img", Why::RemoteContent));
    assert!(has("form", Why::Form) && has("input", Why::Form));
    assert_eq!(cleaned.remote_images, 2);
    assert_eq!(cleaned.links.len(), 1);
    assert_eq!(cleaned.links[0].shows_other_host.as_deref(), Some("bank.example"));
}

#[test]
fn attached_pictures_are_where_we_say() {
    let known = |id: &str| (id == "logo@x").then(|| "/body/part/2?a=1&b=2".to_owned());
    let cleaned = clean("<img src='cid:logo%40x'><img src=cid:other><img src=/body/part/9>", &known);
    assert_eq!(cleaned.html, "<img src=\"/body/part/2?a=1&amp;b=2\"><img><img>");
    let shown = clean_with("<img src=https://e.example/1.png>", &|image| match image {
        Image::Remote(address) => Some(format!("/picture/{}", address.len())),
        _ => None,
    });
    assert_eq!((shown.html.as_str(), shown.remote_images), ("<img src=\"/picture/23\">", 0));
}

/// Work that grows with the square of the input would not return within the patience of anyone.
#[test]
fn bombs_are_defused() {
    let attributes: String = (0..250_000).map(|n| format!(" a{n}")).collect();
    let quoted: String = (0..100_000).map(|n| format!(" a{n}=\">\"")).collect();
    let fonts: String = (0..100_000).map(|n| format!("<font size={}>", n % 7)).collect();
    let bombs = [
        "<div>".repeat(100_000),
        "<blockquote>".repeat(100_000) + &"</blockquote>".repeat(40_000),
        "<table>".repeat(100_000),
        "<table><tr><td>".repeat(60_000),
        format!("<p{attributes}>x"),
        format!("<!-- \" --><p{quoted}>x"),
        fonts.clone() + "<p>x</p>",
        "<p><b><i><u><s>".repeat(50_000),
        "<b><div></b>".repeat(80_000),
        "<a href=https://a.example/>".repeat(60_000),
        format!("<table>{}", "<p></p>".repeat(200_000)),
        format!("<table>{}", "x<b></b>".repeat(150_000)),
        format!("<table><tr>{}", "<b>x".repeat(200_000)),
        "<svg>".repeat(200_000),
        "<math><svg>".repeat(100_000),
        "<!--".repeat(300_000),
        "<title>".repeat(200_000),
        "</style".repeat(200_000),
        format!("<style>{}", "</styl ".repeat(200_000)),
        "<".repeat(300_000),
        "&".repeat(200_000),
        "&#".repeat(150_000),
        "\u{A1}".repeat(150_000),
        format!("{}<td>", "&".repeat(8_000)).repeat(20),
        "&CounterClockwiseContourIntegra".repeat(60_000),
        format!("<p style=\"{}\">", "color:red;".repeat(150_000)),
        format!("<p style=\"{}\">", "a(".repeat(8_000)),
        format!("<p style=\"{}\">", "a(".repeat(8_000)).repeat(100),
        format!("<pre>{}", "\n".repeat(1_000_000)),
        "</p>".repeat(400_000),
        "<li>".repeat(300_000),
        "<h1>".repeat(300_000),
        "<ruby><rt>".repeat(150_000),
    ];
    for bomb in bombs {
        let name = &bomb[..bomb.len().min(30)];
        assert!(bomb.len() <= 2 * 1024 * 1024, "{name}");
        let once = cleaned(&bomb).html;
        // The walk itself is not built for speed.
        if once.len() <= 100 * 1024 {
            check_harmless(name, &once);
            assert_eq!(cleaned(&once).html, once, "{name}");
        }
        assert!(once.len() <= bomb.len() * 12 + 1000, "{name} grows to {}", once.len());
        assert!(to_text(&bomb).len() <= 1024 * 1024, "{name}");
    }
}

#[test]
fn too_large_becomes_text() {
    let large = format!("<p>{}</p><script>x</script>", "word ".repeat(600_000));
    let cleaned = cleaned(&large);
    assert!(cleaned.removed.iter().any(|r| r.why == Why::Limit));
    assert!(cleaned.html.starts_with("word word") && !cleaned.html.contains("<p"));
    check_harmless("large", &cleaned.html);
}

/// Pieces that hostile HTML is made of, put together by chance.
fn markup() -> impl Strategy<Value = String> {
    let pieces: Vec<&'static str> = "<b> </b> <p> </p> <div> </div> <table> </table> <tr> </tr> <td> </td> <tbody> <caption> \
        </caption> <col> <colgroup> </colgroup> <ul> <li> </li> </ul> <dl> <dd> <dt> <a~href=https://a.example/> </a> \
        <h1> </h2> <pre> </pre> \n &#10; &#13; \r x <svg> </svg> <math> </math> <select> </select> <style> </style> <title> \
        </title> <!-- --> <template> </template> <noscript> </noscript> <font~color=red> </font> <span~style=color:red> \
        </span> <br> </br> <img~src=x~alt=y> <hr> <ruby> <rt> <rp> </ruby> <details> <summary> <center> &lt; & &amp \u{FEFF} \
        <body~bgcolor=red> <i> </i> <nobr> <xmp> </xmp> <plaintext> \" ' > = <p~title=\" onclick=x \0 <th> <thead> <address> \
        <blockquote> </blockquote> </td> </table> <button> <form> <object> </object> <article>"
        .split(' ')
        .filter(|p| !p.is_empty())
        .collect();
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|v| v.concat().replace('~', " "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markup_is_harmless_and_settled(html in markup()) {
        let once = cleaned(&html).html;
        check_harmless(&html, &once);
        prop_assert_eq!(&cleaned(&once).html, &once);
        prop_assert!(to_text(&html).len() <= html.len() * 4 + 100);
    }

    #[test]
    fn any_text_is_harmless_and_settled(html in ".{0,200}") {
        let once = cleaned(&html).html;
        check_harmless(&html, &once);
        prop_assert_eq!(&cleaned(&once).html, &once);
    }

    #[test]
    fn any_style_is_harmless_and_settled(style in "[a-z:;(){}'/*\\\\!#%,.0-9 -]{0,60}") {
        let once = cleaned(&format!("<p style=\"color:{style}\">")).html;
        check_harmless(&style, &once);
        prop_assert_eq!(&cleaned(&once).html, &once);
    }
}
