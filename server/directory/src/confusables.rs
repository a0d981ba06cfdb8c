//! What looks alike (after Unicode Technical Standard 39, confusables.txt): the part of that table that
//! matters for domains of Latin letters, digits and hyphens. Not the whole table.

use unicode_normalization::UnicodeNormalization;

/// The skeleton of a domain: two domains with one skeleton look the same.
pub(crate) fn skeleton(domain: &str) -> String {
    let letters: String = domain.to_lowercase().nfd().map(prototype).collect();
    letters.replace("rn", "m").replace("vv", "w")
}

/// The Latin letter, digit or hyphen for which a character can be taken.
fn prototype(c: char) -> char {
    match c {
        'а' | 'ɑ' | 'α' | '⍺' => 'a',
        'ь' | 'Ƅ' | 'ƅ' | 'Ꮟ' => 'b',
        'с' | 'ϲ' | 'ⅽ' | 'ᴄ' | 'ꮯ' => 'c',
        'ԁ' | 'ⅾ' | 'Ꮷ' | 'ꓒ' => 'd',
        'е' | 'ҽ' | '℮' | 'ꬲ' => 'e',
        'ẝ' | 'ꬵ' | 'ꞙ' | 'ſ' => 'f',
        'ɡ' | 'ց' | 'ᶃ' | 'ƍ' => 'g',
        'һ' | 'հ' | 'Ꮒ' | 'н' => 'h',
        'і' | 'ı' | 'ι' | 'ɩ' | 'ӏ' | 'ⅰ' | 'Ꭵ' | 'ꙇ' | 'ͺ' => 'i',
        'ј' | 'ϳ' => 'j',
        'κ' | 'к' | 'ĸ' => 'k',
        '1' | 'ⅼ' | 'ǀ' | 'ו' | 'ן' | '|' | '∣' | 'Ⲓ' => 'l',
        'ⅿ' | 'м' => 'm',
        'ո' | 'ռ' | 'п' => 'n',
        'о' | 'ο' | '0' | 'σ' | 'օ' | 'ס' | 'ჿ' | 'ⲟ' | 'ᴏ' | '๐' | '०' => 'o',
        'р' | 'ρ' | 'ϱ' | '⍴' | 'ⲣ' => 'p',
        'ԛ' | 'գ' | 'զ' => 'q',
        'г' | 'ᴦ' | 'ⲅ' | 'ꭇ' | 'ꮁ' => 'r',
        'ѕ' | 'ƽ' | 'ꜱ' | 'ꮪ' => 's',
        'τ' | 'т' | 'ᴛ' => 't',
        'υ' | 'ս' | 'ʋ' | 'ᴜ' | 'ꞟ' => 'u',
        'ν' | 'ѵ' | 'ⅴ' | 'ᴠ' | '∨' | 'ט' => 'v',
        'ѡ' | 'ԝ' | 'ա' | 'ɯ' | 'ᴡ' => 'w',
        'х' | '×' | 'ⅹ' | 'χ' | 'ᕁ' => 'x',
        'у' | 'ү' | 'γ' | 'ʏ' | 'ყ' | 'ỿ' => 'y',
        'ᴢ' | 'ꮓ' => 'z',
        'з' | 'ʒ' | 'ȝ' | 'ӡ' => '3',
        'ч' => '4',
        'б' => '6',
        '‐' | '‑' | '‒' | '–' | '−' | '⁃' | '˗' => '-',
        '。' | '․' | '٠' | '۰' => '.',
        other => other,
    }
}
