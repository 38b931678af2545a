//! `optional list of Pet` to [`Type`].

use crate::diagnostic::{Diagnostic, Span, similar};
use crate::spec::{Primitive, Type};

use super::node::Reader;
use super::tree::Node;

/// A word of the expression and where it stands.
struct Word<'a> {
    text: &'a str,
    span: Span,
}

pub(super) fn read<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Type> {
    let text = reader.text(node)?;
    let words = words(&text.value, &text.span, reader.text);
    match parse(&words, &text.span) {
        Ok(ty) => Some(ty),
        Err(diagnostic) => {
            reader.report(*diagnostic);
            None
        }
    }
}

/// The words, with exact places where the text stands in the source as it is (a quoted one begins a character later).
fn words<'a>(expression: &'a str, span: &Span, source: &str) -> Vec<Word<'a>> {
    let start = [0, 1]
        .map(|skip| span.start + skip)
        .into_iter()
        .find(|start| source.get(*start..).is_some_and(|rest| rest.starts_with(expression)));
    let place = |word: &str| match start {
        Some(start) => {
            let at = start + (word.as_ptr().addr() - expression.as_ptr().addr());
            at..at + word.len()
        }
        None => span.clone(),
    };
    expression.split_whitespace().map(|text| Word { text, span: place(text) }).collect()
}

/// No API nests its types this deep, and neither does the stack of whoever walks them later.
const MOST_WORDS: usize = 32;

fn parse(words: &[Word<'_>], whole: &Span) -> Result<Type, Box<Diagnostic>> {
    if words.len() > MOST_WORDS {
        return Err(Box::new(Diagnostic::error(whole, format!("a type has at most {MOST_WORDS} words"))));
    }
    let Some((first, rest)) = words.split_first() else {
        let diagnostic = Diagnostic::error(whole, "a type is missing here");
        return Err(Box::new(diagnostic.help("such as `string`, `list of integer` or the name of a schema")));
    };
    match first.text {
        "optional" => {
            let inner = parse(rest, &first.span)?;
            if inner.is_optional() {
                return Err(Box::new(Diagnostic::error(&first.span, "`optional` is written twice")));
            }
            Ok(Type::Optional(Box::new(inner)))
        }
        "list" => Ok(Type::List(Box::new(parse(after_of(first, rest)?, &first.span)?))),
        "map" => Ok(Type::Map(Box::new(parse(after_of(first, rest)?, &first.span)?))),
        name => match rest.first() {
            None => Ok(simple(first, name)),
            Some(extra) => Err(Box::new(stray(first, extra))),
        },
    }
}

fn simple(word: &Word<'_>, name: &str) -> Type {
    match Primitive::ALL.iter().find(|(known, _)| *known == name) {
        Some((_, primitive)) => Type::Primitive(*primitive),
        None => Type::Named(name.to_owned(), word.span.clone()),
    }
}

fn after_of<'w, 'a>(first: &Word<'_>, rest: &'w [Word<'a>]) -> Result<&'w [Word<'a>], Box<Diagnostic>> {
    match rest.split_first() {
        Some((of, rest)) if of.text == "of" => Ok(rest),
        _ => {
            let message = format!("`{}` is followed by `of` and the type of its entries", first.text);
            let help = format!("such as `{} of string`", first.text);
            Err(Box::new(Diagnostic::error(&first.span, message).help(help)))
        }
    }
}

fn stray(first: &Word<'_>, extra: &Word<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::error(&extra.span, format!("the type ends before `{}`", extra.text));
    match similar(first.text, ["optional", "list", "map"]) {
        Some(word) => diagnostic.context(&first.span, format!("perhaps `{word}` is meant")),
        None => diagnostic,
    }
}
