//! Pages: responses that list items and say what follows. An item that cannot be decoded does not take its page down.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::Error;
use serde_json::{Map, Value};

use super::json::{Failure, read_text};
use super::object::{Object, Reader, Seen};
use super::text::{Step, Stop, Text};
use super::wire::Wire;
#[cfg(feature = "_client")]
use crate::runtime::redact::Secret;

/// What an emitted page says about itself.
pub trait Page: Object + Wire {
    /// What it lists.
    type Item: Wire + Send + Unpin + 'static;

    /// The property that lists the items.
    const ITEMS: &'static str;

    /// The items that were decoded.
    fn items(&mut self) -> &mut Vec<Self::Item>;

    /// The items that were not.
    fn rejected(&mut self) -> &mut Vec<RejectedItem>;

    /// Whether another page follows.
    fn more_follow(&self) -> bool;

    /// How to ask for it.
    fn next_token(&self) -> Option<&str>;
}

/// An item of a page that could not be decoded, while the rest of its page could.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedItem {
    /// Its position in the response's list, from 0.
    pub index: usize,
    /// The place in the response that does not fit, such as `items[3].name`.
    pub path: String,
    /// The item's JSON, as it came.
    pub raw: String,
    /// What was expected at that place and what was found.
    pub message: String,
}

impl fmt::Display for RejectedItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// Gives a [`Page`] what [`object!`](super::object!) gives an object, with a `from_json` that keeps broken items apart.
#[doc(hidden)]
#[macro_export]
macro_rules! __page {
    ($name:ident of $item:ty) => {
        impl $name {
            /// Reads one from the text of a JSON object. Items that cannot be decoded stand in `rejected`.
            ///
            /// # Errors
            ///
            /// If the text is not JSON, or something other than an item does not fit.
            pub fn from_json(text: &str) -> Result<Self, $crate::Error> {
                $crate::runtime::model::read_page_text(text).map_err($crate::Error::decode)
            }
        }

        #[cfg(feature = "_client")]
        impl $crate::runtime::model::Response for $name {
            fn from_text(text: &str) -> Result<Self, $crate::runtime::model::Failure> {
                $crate::runtime::model::read_page_text(text)
            }

            fn redact(&mut self, secret: &$crate::runtime::redact::Secret<'_>) {
                $crate::runtime::model::redact_rejected(self, secret);
            }
        }

        /// The items, one after another.
        impl IntoIterator for $name {
            type Item = $item;
            type IntoIter = std::vec::IntoIter<Self::Item>;

            fn into_iter(mut self) -> Self::IntoIter {
                std::mem::take($crate::runtime::model::Page::items(&mut self)).into_iter()
            }
        }

        $crate::runtime::model::object!(@serde $name);
    };
}

pub use __page as page;

/// Decodes a page straight; if that fails, for whatever reason, once more item by item.
pub fn read_page_text<T: Page>(text: &str) -> Result<T, Failure> {
    match read_text(text) {
        Err(failure) => match Text::new(text, 0).places_of_properties() {
            Ok(properties) => read_item_by_item(text, &properties),
            Err(_) => Err(failure),
        },
        page => page,
    }
}

fn read_item_by_item<T: Page>(text: &str, properties: &[(Cow<'_, str>, usize)]) -> Result<T, Failure> {
    let mut page = T::default();
    let mut seen = Seen::default();
    for (property, start) in properties {
        let at = PropertyAt { text, property, start: *start, seen: &mut seen };
        if property == T::ITEMS {
            at.items(&mut page)?;
        } else {
            page.read(property, at)?;
        }
    }
    match seen.missing_of(T::REQUIRED) {
        Some(missing) => Err(Failure::new(text, text.len(), &Stop::missing_field(missing))),
        None => Ok(page),
    }
}

/// A property of a text that is known to be JSON.
struct PropertyAt<'a> {
    text: &'a str,
    property: &'a str,
    /// Where its value begins.
    start: usize,
    seen: &'a mut Seen,
}

impl PropertyAt<'_> {
    /// Reads the items of a page, each for itself.
    fn items<T: Page>(self, page: &mut T) -> Result<(), Failure> {
        let mut from = Text::new(self.text, self.start);
        let places = from.places_of_items().map_err(|stop| self.failure(&from, stop))?;
        page.items().clear();
        page.rejected().clear();
        for (index, place) in places.into_iter().enumerate() {
            let raw = self.text.get(place).unwrap_or_default();
            match read_text(raw) {
                Ok(item) => page.items().push(item),
                Err(failure) => page.rejected().push(reject(T::ITEMS, index, raw, &failure)),
            }
        }
        Ok(())
    }

    fn failure(&self, from: &Text<'_>, stop: Stop) -> Failure {
        let stop = stop.inside(Step::Property(self.property.to_owned()));
        Failure::new(self.text, from.position(), &stop)
    }
}

impl Reader<'_> for PropertyAt<'_> {
    type Error = Failure;

    fn required<T: Wire>(self, position: usize, field: &mut T) -> Result<(), Failure> {
        self.seen.insert(position);
        self.optional(field)
    }

    fn optional<T: Wire>(self, field: &mut T) -> Result<(), Failure> {
        // A property may come twice; the last one counts.
        *field = T::default();
        let mut from = Text::new(self.text, self.start);
        match field.fill(&mut from) {
            Ok(()) => Ok(()),
            Err(stop) => Err(self.failure(&from, stop)),
        }
    }

    fn unknown(self, property: &str, extra: &mut Map<String, Value>) -> Result<(), Failure> {
        let mut value = Value::Null;
        self.optional(&mut value)?;
        extra.insert(property.to_owned(), value);
        Ok(())
    }
}

/// Items that could not be decoded are told of by errors, which never show a secret.
#[cfg(feature = "_client")]
pub fn redact_rejected(page: &mut impl Page, secret: &Secret<'_>) {
    for RejectedItem { path, raw, message, .. } in page.rejected() {
        for text in [path, raw, message] {
            secret.take_out_of(text);
        }
    }
}

fn reject(items: &str, index: usize, raw: &str, failure: &Failure) -> RejectedItem {
    // An item is an object, so that a place in it begins with a property.
    let inside = match failure.path.as_str() {
        "." => String::new(),
        path => format!(".{path}"),
    };
    RejectedItem {
        index,
        path: format!("{items}[{index}]{inside}"),
        raw: raw.to_owned(),
        message: failure.source.to_string(),
    }
}
