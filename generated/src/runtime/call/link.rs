//! Links to the next page: their resolution, and the `Link` header (RFC 8288).

use http::header::LINK;
use http::{HeaderMap, Uri};

use super::redirect::{self, Target};

/// Resolves a link against the URL of the request. A link to another origin is an error, so that the key never leaves it.
pub(super) fn resolve(from: &Uri, link: &str) -> Result<Uri, String> {
    match redirect::target(from, Some(link.trim().as_bytes())) {
        Target::SameOrigin(uri) => Ok(uri),
        Target::CrossOrigin(origin) => Err(format!("a page of another origin is not requested: {origin}")),
        Target::Invalid => Err("the link to the next page is not a URL".to_owned()),
    }
}

/// The target of the first link with the relation `next`.
pub(super) fn next(headers: &HeaderMap) -> Option<&str> {
    let values = headers.get_all(LINK).into_iter();
    values.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok()).find_map(next_in)
}

fn next_in(mut text: &str) -> Option<&str> {
    loop {
        text = text.trim_start_matches([' ', '\t', ',']);
        let (target, rest) = text.strip_prefix('<')?.split_once('>')?;
        let (is_next, rest) = parameters(rest);
        if is_next {
            return Some(target);
        }
        text = rest;
    }
}

/// Reads the parameters of a link: whether it is one from this page to the next, and the text after it.
fn parameters(mut text: &str) -> (bool, &str) {
    let (mut is_next, mut has_anchor) = (None, false);
    loop {
        let Some(rest) = skip_space(text).strip_prefix(';') else {
            return (is_next == Some(true) && !has_anchor, skip_space(text));
        };
        let (name, rest) = token(skip_space(rest));
        let (value, rest) = match skip_space(rest).strip_prefix('=').map(skip_space) {
            None => (String::new(), rest),
            Some(rest) => match rest.strip_prefix('"') {
                Some(quoted) => quoted_string(quoted),
                None => (token(rest).0.to_owned(), token(rest).1),
            },
        };
        if name.eq_ignore_ascii_case("rel") {
            // Only the first one counts.
            let has_next = || value.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("next"));
            is_next.get_or_insert_with(has_next);
        }
        // The link of another resource than the page.
        has_anchor |= name.eq_ignore_ascii_case("anchor");
        text = rest;
    }
}

/// A name or an unquoted value, and the text after it.
fn token(text: &str) -> (&str, &str) {
    text.split_at(text.find([';', ',', '=', ' ', '\t']).unwrap_or(text.len()))
}

/// A quoted string behind its first quote, and the text after it.
fn quoted_string(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (value, &text[at + 1..]),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

fn skip_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use http::header::LINK;
    use http::{HeaderMap, HeaderValue};

    use super::{next, next_in, resolve};

    #[test]
    fn link_with_the_relation_next_is_found() {
        for text in [
            r#"</a>; rel="next""#,
            "</a>;rel=next",
            r#"<https://b.example>; rel="prev", </a>; rel="next""#,
            r#"</b>; rel="last"; title="one, </c>; rel=\"next\"", </a>; REL="up NEXT""#,
            r#"</b>; rel=first , , </a> ; type = "text/html" ; rel = "next" ; x"#,
            "</b>, </a>; title*=UTF-8''n; rel=next; rel=prev",
            r#"</b>; rel="next"; anchor="/c", </a>; rel="next""#,
        ] {
            assert_eq!(next_in(text), Some("/a"), "{text}");
        }
        let mut headers = HeaderMap::new();
        headers.append(LINK, HeaderValue::from_static("</b>; rel=prev"));
        headers.append(LINK, HeaderValue::from_static("</a>; rel=next"));
        assert_eq!(next(&headers), Some("/a"));
    }

    #[test]
    fn other_and_malformed_links_are_ignored() {
        for text in [
            "",
            "/a; rel=next",
            "</a; rel=next",
            "</a>",
            "</a> rel=next",
            "</a>; rel=nexts",
            r#"</a>; rel="prev"; rel="next""#,
            r#"</a>; title="; rel=next"#,
            r#"</a>; rel="next\"#,
            ",;<>=\"",
        ] {
            assert_eq!(next_in(text), if text.ends_with('\\') { Some("/a") } else { None }, "{text}");
        }
    }

    #[test]
    fn huge_header_is_read_in_linear_time() {
        let many = "</b>; rel=prev; title=\"\\\"\", ".repeat(100_000);
        assert_eq!(next_in(&many), None);
        assert_eq!(next_in(&format!("{many}</a>; rel=next")), Some("/a"));
        assert_eq!(next_in(&format!("</a>{}", ";".repeat(1_000_000))), None);
    }

    #[test]
    fn link_is_resolved_within_the_origin_only() {
        let from = "https://api.example.com/v1/pets?page=1".parse().expect("a URL");
        for (link, expected) in [
            ("?page=2", "https://api.example.com/v1/pets?page=2"),
            (" /v1/pets?page=2 ", "https://api.example.com/v1/pets?page=2"),
            ("https://api.example.com/x", "https://api.example.com/x"),
        ] {
            assert_eq!(resolve(&from, link).map(|url| url.to_string()), Ok(expected.to_owned()));
        }
        for link in ["https://evil.example/v1/pets", "//evil.example", "http://api.example.com/v1"] {
            let why = resolve(&from, link).expect_err("another origin");
            assert!(why.starts_with("a page of another origin is not requested: http"), "{why}");
        }
        for link in ["", "https://user@api.example.com/", "javascript:alert()", "/a b"] {
            assert_eq!(resolve(&from, link).expect_err("no URL"), "the link to the next page is not a URL");
        }
    }
}
