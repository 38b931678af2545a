//! What leaves the client as text: without the key, in one line, of bounded length.

#[cfg(feature = "_client")]
use zeroize::Zeroizing;

/// What replaces a secret. It is never searched for secrets itself.
const MARK: &str = "[redacted]";

/// A shorter secret is not redacted: it is no key but a dummy, and occurs in words by chance.
#[cfg(feature = "_client")]
const MIN_SECRET: usize = 8;

/// What no text shows, in each form in which a server may repeat it; by default nothing.
#[derive(Default)]
pub struct Secret {
    #[cfg(feature = "_client")]
    forms: Vec<Zeroizing<String>>,
}

impl Secret {
    /// As it is, as JSON escapes it, with or without its slashes, and percent-encoded.
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
        let mut forms = vec![Zeroizing::new(plain.to_owned())];
        for form in [escape("\"\\"), escape("\"\\/"), percent_encoded] {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        Self { forms }
    }

    /// The text in one line of at most so many bytes, without the secret.
    pub(crate) fn clean(&self, text: &str, max: usize) -> String {
        self.rewrite(text, max, push_escaped)
    }

    /// The text as it came but for the secret, up to so many bytes.
    #[cfg(feature = "_client")]
    pub(crate) fn redact(&self, text: &str, max: usize) -> String {
        self.rewrite(text, max, String::push)
    }

    /// In one pass, so that neither is a mark rewritten nor a part of a secret left where the text is cut.
    fn rewrite(&self, text: &str, max: usize, push: impl Fn(&mut String, char)) -> String {
        let mut output = String::new();
        let mut rest = text;
        while let Some(char) = rest.chars().next() {
            let before = output.len();
            let length = match self.match_at_start(rest) {
                Some(length) => {
                    output.push_str(MARK);
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

    /// The length of the secret, or of a mark, that the text begins with. Servers change the case of what they repeat.
    #[cfg_attr(
        not(feature = "_client"),
        expect(clippy::unused_self, reason = "without a client there is no secret")
    )]
    fn match_at_start(&self, text: &str) -> Option<usize> {
        #[cfg(feature = "_client")]
        for form in &self.forms {
            let start = text.as_bytes().get(..form.len());
            if start.is_some_and(|start| start.eq_ignore_ascii_case(form.as_bytes())) {
                return Some(form.len());
            }
        }
        text.starts_with(MARK).then_some(MARK.len())
    }
}

/// A secret of ASCII, character by character, in memory that does not move, so that no part of it is left behind.
#[cfg(feature = "_client")]
fn encode(plain: &str, encode: impl Fn(char) -> String) -> Zeroizing<String> {
    let mut form = Zeroizing::new(String::with_capacity(3 * plain.len()));
    plain.chars().for_each(|char| form.push_str(&encode(char)));
    form
}

/// A text in one line, of any length.
pub(crate) fn escaped(text: &str) -> String {
    Secret::default().clean(text, usize::MAX)
}

/// A text of others as it is displayed: in one line, of bounded length.
pub(crate) fn displayed(text: &str) -> String {
    ellipsize(text, MAX_DISPLAYED)
}

/// The start of a text in one line, with an ellipsis where it goes on.
pub(crate) fn ellipsize(text: &str, max_chars: usize) -> String {
    let mut output = String::new();
    let mut chars = text.chars();
    chars.by_ref().take(max_chars).for_each(|char| push_escaped(&mut output, char));
    if chars.next().is_some() {
        output.push('…');
    }
    output
}

/// How many characters of any text a message displays.
const MAX_DISPLAYED: usize = 200;

/// Escapes what would begin a new line, steer a terminal, or change the order of what is displayed.
fn push_escaped(output: &mut String, char: char) {
    let steers = matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if char.is_control() || steers {
        output.extend(char.escape_default());
    } else {
        output.push(char);
    }
}

#[cfg(all(test, feature = "_client"))]
mod tests {
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
    fn mark_is_not_rewritten() {
        assert_eq!(cleaned("redacted", "a redacted word"), "a [redacted] word");
        assert_eq!(cleaned("redacted", "a [redacted] word"), "a [redacted] word");
        let twice = cleaned("redacted", &cleaned("redacted", "redactedredacted"));
        assert_eq!(twice, "[redacted][redacted]");
    }

    #[test]
    fn each_form_of_a_secret_is_redacted() {
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
    fn cut_leaves_no_part_of_a_secret() {
        let secret = Secret::new("sk_0123456789");
        let text = "ab sk_0123456789 cd".repeat(3);
        let whole = secret.clean(&text, usize::MAX);
        for max in 0..=whole.len() {
            let cut = secret.clean(&text, max);
            assert!(whole.starts_with(&cut) && cut.len() <= max, "{cut}");
        }
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
