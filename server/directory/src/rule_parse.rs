//! Text to rule, by recursive descent. The grammar stands in `rule`.

use crate::rule::{Attribute, Comparison, Node, RuleError, Test};
use crate::units::trim_path;

/// Parentheses and `not` deeper than this are refused, so that no rule exhausts the stack.
const DEEPEST: usize = 64;

pub(crate) fn parse(text: &str) -> Result<Node, RuleError> {
    let mut reader = Reader { tokens: tokens(text)?, next: 0, depth: 0 };
    let root = reader.any()?;
    match reader.peek() {
        Token::End => Ok(root),
        _ => Err(reader.expected("`and`, `or` or the end of the rule")),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Mark(char),
    NotEqual,
    End,
}

/// Tokens, each with the character (from 1) at which it begins.
fn tokens(text: &str) -> Result<Vec<(usize, Token)>, RuleError> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut i) = (Vec::new(), 0);
    while let Some(c) = chars.get(i).copied() {
        let position = i + 1;
        i += 1;
        let token = match c {
            c if c.is_whitespace() => continue,
            '(' | ')' | ',' | '=' => Token::Mark(c),
            '!' if chars.get(i) == Some(&'=') => {
                i += 1;
                Token::NotEqual
            }
            '"' => {
                let mut quoted = String::new();
                loop {
                    let Some(c) = chars.get(i).copied() else {
                        return Err(RuleError { position: i + 1, expected: "a closing \"", found: String::new() });
                    };
                    i += 1;
                    match c {
                        '"' => break,
                        '\\' if i < chars.len() => {
                            quoted.push(chars[i]);
                            i += 1;
                        }
                        _ => quoted.push(c),
                    }
                }
                Token::Text(quoted)
            }
            c if c.is_alphabetic() => {
                let end =
                    chars[i..].iter().position(|c| !c.is_alphanumeric() && *c != '_').map_or(chars.len(), |n| i + n);
                let word = chars[i - 1..end].iter().flat_map(|c| c.to_lowercase()).collect();
                i = end;
                Token::Word(word)
            }
            c => {
                let expected = "an attribute, a word of the rule, a text in quotes or a parenthesis";
                return Err(RuleError { position, expected, found: format!("`{c}`") });
            }
        };
        found.push((position, token));
    }
    found.push((chars.len() + 1, Token::End));
    Ok(found)
}

struct Reader {
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
}

impl Reader {
    fn any(&mut self) -> Result<Node, RuleError> {
        self.joined("or", Self::all, Node::Any)
    }

    fn all(&mut self) -> Result<Node, RuleError> {
        self.joined("and", Self::each, Node::All)
    }

    fn joined(
        &mut self,
        word: &str,
        read: fn(&mut Self) -> Result<Node, RuleError>,
        join: fn(Vec<Node>) -> Node,
    ) -> Result<Node, RuleError> {
        let first = read(self)?;
        let mut nodes = vec![first];
        while self.take_word(word) {
            nodes.push(read(self)?);
        }
        Ok(match nodes.len() {
            1 => nodes.remove(0),
            _ => join(nodes),
        })
    }

    fn each(&mut self) -> Result<Node, RuleError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.expected("a rule nested at most 64 deep"));
        }
        let node = if self.take_word("not") {
            Node::Not(Box::new(self.each()?))
        } else if self.take_mark('(') {
            let inner = self.any()?;
            self.close()?;
            inner
        } else if self.take_word("everybody") {
            Node::Everybody
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn test(&mut self) -> Result<Node, RuleError> {
        let attribute = match self.peek() {
            Token::Word(word) => match word.as_str() {
                "unit" => Attribute::Unit,
                "title" => Attribute::Title,
                "site" => Attribute::Site,
                "name" => Attribute::Name,
                "address" => Attribute::Address,
                _ => return Err(self.expected("unit, title, site, name, address, `not`, `everybody` or `(`")),
            },
            _ => return Err(self.expected("unit, title, site, name, address, `not`, `everybody` or `(`")),
        };
        self.next += 1;
        if attribute == Attribute::Unit && self.take_word("under") {
            return self.compared(attribute, Comparison::Under);
        }
        if self.take_mark('=') {
            return self.compared(attribute, Comparison::Equals);
        }
        if self.take_word("contains") {
            return self.compared(attribute, Comparison::Contains);
        }
        if *self.peek() == Token::NotEqual {
            self.next += 1;
            return Ok(Node::Not(Box::new(self.compared(attribute, Comparison::Equals)?)));
        }
        if self.take_word("in") {
            if !self.take_mark('(') {
                return Err(self.expected("`(` and texts in quotes"));
            }
            let mut nodes = vec![self.compared(attribute, Comparison::Equals)?];
            while self.take_mark(',') {
                nodes.push(self.compared(attribute, Comparison::Equals)?);
            }
            self.close()?;
            return Ok(Node::Any(nodes));
        }
        Err(self.expected(match attribute {
            Attribute::Unit => "`under`, `=`, `!=`, `in` or `contains`",
            _ => "`=`, `!=`, `in` or `contains`",
        }))
    }

    fn compared(&mut self, attribute: Attribute, how: Comparison) -> Result<Node, RuleError> {
        let Token::Text(text) = self.peek() else {
            return Err(self.expected("a text in double quotes"));
        };
        let text = match attribute {
            Attribute::Unit if how != Comparison::Contains => trim_path(text).to_owned(),
            _ => text.trim().to_lowercase(),
        };
        if text.is_empty() && how == Comparison::Under {
            return Err(self.expected("the path of a unit"));
        }
        self.next += 1;
        Ok(Node::Test(Test { attribute, how, text }))
    }

    fn close(&mut self) -> Result<(), RuleError> {
        if self.take_mark(')') { Ok(()) } else { Err(self.expected("`)`")) }
    }

    fn peek(&self) -> &Token {
        self.tokens.get(self.next).map_or(&Token::End, |(_, token)| token)
    }

    fn take_word(&mut self, word: &str) -> bool {
        let taken = matches!(self.peek(), Token::Word(found) if found == word);
        self.next += usize::from(taken);
        taken
    }

    fn take_mark(&mut self, mark: char) -> bool {
        let taken = *self.peek() == Token::Mark(mark);
        self.next += usize::from(taken);
        taken
    }

    fn expected(&self, expected: &'static str) -> RuleError {
        let (position, token) = self.tokens.get(self.next).cloned().unwrap_or((1, Token::End));
        let found = match token {
            Token::Word(word) => format!("`{word}`"),
            Token::Text(text) => format!("\"{text}\""),
            Token::Mark(mark) => format!("`{mark}`"),
            Token::NotEqual => "`!=`".to_owned(),
            Token::End => String::new(),
        };
        RuleError { position, expected, found }
    }
}
