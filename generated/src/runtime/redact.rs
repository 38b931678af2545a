//! Texts that leave the client: without the key, on one line, of bounded length.

#[cfg(feature = "_client")]
use http::{HeaderMap, HeaderValue};
#[cfg(feature = "_client")]
use zeroize::Zeroizing;

/// The replacement for a secret. It is never searched for secrets itself.
const REDACTED: &str = "[redacted]";

/// Minimum bytes of a secret that is redacted. A shorter one is a dummy rather than a key, and would match parts of words.
#[cfg(feature = "_client")]
const MIN_SECRET: usize = 8;

/// The secret that no text may contain, in each encoding in which a server may repeat it. The default is no secret.
#[derive(Default)]
pub struct Secret {
    #[cfg(feature = "_client")]
    encodings: Vec<Zeroizing<String>>,
}

impl Secret {
    /// The encodings are: plain, escaped as in JSON, with and without escaped slashes, and percent-encoded.
    #[cfg(feature = "_client")]
    pub(crate) fn new(plain: &str) -> Self {
        if plain.len() < MIN_SECRET {
            return Self::default();
        }
        let escape = |special: &str| {
            encode(plain, |char| if special.contains(char) { format!("\\{char}") } else { char.to_string() })
        };
        let percent_encoded = encode(plain, |char| match char {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' => char.to_string(),
            _ => format!("%{:02X}", u32::from(char)),
        });
        let mut encodings = vec![Zeroizing::new(plain.to_owned())];
        for encoding in [escape("\"\\"), escape("\"\\/"), percent_encoded] {
            if !encodings.contains(&encoding) {
                encodings.push(encoding);
            }
        }
        Self { encodings }
    }

    /// Returns the text without the secret, on one line, truncated to `max` bytes.
    pub(crate) fn clean(&self, text: &str, max: usize) -> String {
        self.rewrite(text, max, push_escaped)
    }

    /// Returns the text without the secret, truncated to `max` bytes.
    #[cfg(feature = "_client")]
    pub(crate) fn redact(&self, text: &str, max: usize) -> String {
        self.rewrite(text, max, String::push)
    }

    /// Returns the headers without the secret, as many as fit in `max` bytes. A header with the secret in its name is left out.
    #[cfg(feature = "_client")]
    pub(crate) fn redact_headers(&self, headers: &HeaderMap, max: usize) -> HeaderMap {
        let mut redacted = HeaderMap::new();
        let mut size = 0;
        for (name, value) in headers {
            size += name.as_str().len() + value.len();
            if size > max {
                break;
            }
            let text = String::from_utf8_lossy(value.as_bytes());
            let value = match self.redact(&text, usize::MAX) {
                clean if clean == text => Some(value.clone()),
                clean => HeaderValue::try_from(clean).ok(),
            };
            let is_clean = self.redact(name.as_str(), usize::MAX) == name.as_str();
            if let Some(value) = value.filter(|_| is_clean) {
                redacted.append(name, value);
            }
        }
        redacted
    }

    /// Works in one pass, so that a replacement is not redacted again, and no part of a secret remains where the text is truncated.
    fn rewrite(&self, text: &str, max: usize, push: impl Fn(&mut String, char)) -> String {
        let mut output = String::new();
        let mut rest = text;
        while let Some(char) = rest.chars().next() {
            let before = output.len();
            let length = match self.match_at_start(rest) {
                Some(length) => {
                    output.push_str(REDACTED);
                    length
                }
                None => {
                    push(&mut output, char);
                    char.len_utf8()
                }
            };
            if output.len() > max {
                output.truncate(before);
                break;
            }
            rest = &rest[length..];
        }
        output
    }

    /// The length of the secret, or of a replacement, that the text begins with. The comparison ignores ASCII case, because servers
    /// change the case of header values.
    #[cfg_attr(
        not(feature = "_client"),
        expect(clippy::unused_self, reason = "without a client there is no secret")
    )]
    fn match_at_start(&self, text: &str) -> Option<usize> {
        #[cfg(feature = "_client")]
        for encoding in &self.encodings {
            let start = text.as_bytes().get(..encoding.len());
            if start.is_some_and(|start| start.eq_ignore_ascii_case(encoding.as_bytes())) {
                return Some(encoding.len());
            }
        }
        text.starts_with(REDACTED).then_some(REDACTED.len())
    }
}

/// Encodes an ASCII secret by character. The buffer never reallocates, which would leave a copy of the secret that is not wiped.
#[cfg(feature = "_client")]
fn encode(plain: &str, encode: impl Fn(char) -> String) -> Zeroizing<String> {
    let mut encoded = Zeroizing::new(String::with_capacity(3 * plain.len()));
    plain.chars().for_each(|char| encoded.push_str(&encode(char)));
    encoded
}

/// Escapes a text to one line, of any length.
pub(crate) fn escaped(text: &str) -> String {
    Secret::default().clean(text, usize::MAX)
}

/// Escapes an external text for display: one line of at most [`MAX_DISPLAYED`] characters.
pub(crate) fn displayed(text: &str) -> String {
    ellipsize(text, MAX_DISPLAYED)
}

/// Escapes a text to one line and truncates it to `max_chars` characters, with an ellipsis if it is longer.
pub(crate) fn ellipsize(text: &str, max_chars: usize) -> String {
    let mut output = String::new();
    let mut chars = text.chars();
    chars.by_ref().take(max_chars).for_each(|char| push_escaped(&mut output, char));
    if chars.next().is_some() {
        output.push('…');
    }
    output
}

/// Maximum characters of one external text in a message: a line or two of a log.
const MAX_DISPLAYED: usize = 200;

/// Escapes control characters, which can start a new line or control a terminal, and characters that change the text direction.
fn push_escaped(output: &mut String, char: char) {
    let changes_direction = matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if char.is_control() || changes_direction {
        output.extend(char.escape_default());
    } else {
        output.push(char);
    }
}

#[cfg(all(test, feature = "_client"))]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::Secret;

    fn cleaned(secret: &str, text: &str) -> String {
        Secret::new(secret).clean(text, usize::MAX)
    }

    #[test]
    fn short_secret_is_not_redacted() {
        for secret in ["", "k", "e", "test", "secret7"] {
            assert_eq!(cleaned(secret, "failed to look up secret7: test"), "failed to look up secret7: test");
        }
        assert_eq!(cleaned("12345678", "not 12345678!"), "not [redacted]!");
    }

    #[test]
    fn replacement_is_not_redacted_again() {
        assert_eq!(cleaned("redacted", "a redacted word"), "a [redacted] word");
        assert_eq!(cleaned("redacted", "a [redacted] word"), "a [redacted] word");
        let twice = cleaned("redacted", &cleaned("redacted", "redactedredacted"));
        assert_eq!(twice, "[redacted][redacted]");
    }

    #[test]
    fn each_encoding_of_a_secret_is_redacted() {
        let secret = r#"Quo"ted\k/y_"#;
        for form in [
            secret,
            r#"quo"ted\K/Y_"#,
            r#"Quo\"ted\\k/y_"#,
            r#"Quo\"ted\\k\/y_"#,
            "Quo%22ted%5Ck%2Fy_",
            "quo%22ted%5ck%2fy_",
        ] {
            assert_eq!(cleaned(secret, &format!("<{form}>")), "<[redacted]>", "{form}");
        }
        assert_eq!(cleaned(r#"ends_with_""#, r#"{"a": "ends_with_\""}"#), r#"{"a": "[redacted]"}"#);
    }

    #[test]
    fn truncation_leaves_no_part_of_a_secret() {
        let secret = Secret::new("sk_0123456789");
        let text = "ab sk_0123456789 cd".repeat(3);
        let whole = secret.clean(&text, usize::MAX);
        for max in 0..=whole.len() {
            let cut = secret.clean(&text, max);
            assert!(whole.starts_with(&cut) && cut.len() <= max, "{cut}");
        }
    }

    #[test]
    fn headers_are_redacted_and_bounded() {
        let secret = Secret::new("sk_0123456789");
        let values = [("x-a", "1"), ("x-key", "Bearer SK_0123456789"), ("sk_0123456789", "2"), ("x-a", "3")];
        let headers: HeaderMap = values
            .into_iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let redacted = secret.redact_headers(&headers, usize::MAX);
        assert_eq!(redacted.get_all("x-a").iter().collect::<Vec<_>>(), ["1", "3"]);
        assert_eq!((redacted.len(), &redacted["x-key"]), (3, &HeaderValue::from_static("Bearer [redacted]")));
        assert_eq!(secret.redact_headers(&headers, 5).len(), 1);

        let opaque = HeaderValue::from_bytes(b"\xff sk_0123456789").expect("a value");
        let headers = HeaderMap::from_iter([(HeaderName::from_static("x-b"), opaque)]);
        let redacted = secret.redact_headers(&headers, usize::MAX);
        assert_eq!(redacted["x-b"].as_bytes(), "\u{fffd} [redacted]".as_bytes());
    }

    #[test]
    fn control_and_direction_characters_are_escaped() {
        let text = "a\nb\r\u{1b}[2J\u{7}\u{9b}\u{2028}\u{202e}\u{2066}é\u{a0}";
        let escaped = "a\\nb\\r\\u{1b}[2J\\u{7}\\u{9b}\\u{2028}\\u{202e}\\u{2066}é\u{a0}";
        assert_eq!(cleaned("", text), escaped);
        assert_eq!(super::displayed(text), escaped);
        assert_eq!(Secret::default().redact(text, usize::MAX), text);
    }
}
