//! Pages: responses that list items and say what follows. An item that cannot be decoded does not take its page down.

use std::fmt;

use serde_core::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::decode_error::{DecodeError, JsonPath, RejectedItem};
use super::json::{read_text, read_text_with};
use super::object::{Object, read_properties};
use super::wire::JsonValue;
#[cfg(feature = "_client")]
use crate::runtime::redact::Secret;

/// What an emitted page says about itself.
pub trait Page: Object + JsonValue {
    /// What it lists.
    type Item: JsonValue + Send + Unpin + 'static;

    /// The property that lists the items.
    const ITEMS: &'static str;

    /// The items that were decoded.
    fn items(&mut self) -> &mut Vec<Self::Item>;

    /// The items that were not.
    fn rejected(&mut self) -> &mut Vec<RejectedItem>;

    /// Whether another page follows.
    fn has_next_page(&self) -> bool;

    /// How to ask for it.
    fn next_token(&self) -> Option<&str>;
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
            pub fn from_json(text: &str) -> ::std::result::Result<Self, $crate::Error> {
                $crate::runtime::model::read_page_text(text).map_err($crate::Error::decode)
            }
        }

        #[cfg(feature = "_client")]
        impl $crate::runtime::model::DecodeBody for $name {
            fn from_text(text: &str) -> ::std::result::Result<Self, $crate::runtime::model::DecodeError> {
                $crate::runtime::model::read_page_text(text)
            }

            fn redact(&mut self, secret: &$crate::runtime::redact::Secret) {
                $crate::runtime::model::redact_rejected(self, secret);
            }
        }

        /// The items, one after another.
        impl ::std::iter::IntoIterator for $name {
            type Item = $item;
            type IntoIter = ::std::vec::IntoIter<Self::Item>;

            fn into_iter(mut self) -> Self::IntoIter {
                ::std::mem::take($crate::runtime::model::Page::items(&mut self)).into_iter()
            }
        }

        $crate::runtime::model::object!(@serde $name);
    };
}

pub use __page as page;

/// Decodes a page straight; if an item does not fit, once more item by item.
pub fn read_page_text<T: Page>(text: &str) -> Result<T, DecodeError> {
    match read_text(text) {
        Err(error) if error.path.is_in_item_of(T::ITEMS) => decode_items_leniently(text).map_err(|second| {
            // If the text is not JSON, neither is about data, and only the first says where in the item that is.
            if error.source.is_data() || second.source.is_data() { second } else { error }
        }),
        page => page,
    }
}

fn decode_items_leniently<T: Page>(text: &str) -> Result<T, DecodeError> {
    let mut page = T::default();
    read_text_with(text, |from, path| from.deserialize_map(LenientVisitor { page: &mut page, path }))?;
    Ok(page)
}

/// Reads a page and keeps apart the items that do not fit.
struct LenientVisitor<'a, T> {
    page: &'a mut T,
    path: &'a mut JsonPath,
}

impl<'de, T: Page> Visitor<'de> for LenientVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        read_properties(self.page, self.path, map, |page, property, value| {
            if property == T::ITEMS {
                read_items(page, value.plain()?);
                return Ok(());
            }
            page.read(property, value)
        })
    }
}

/// Reads each item for itself, in place of those of an earlier property of the same name.
fn read_items<T: Page>(page: &mut T, items: Option<Vec<&RawValue>>) {
    page.items().clear();
    page.rejected().clear();
    for (index, raw) in items.into_iter().flatten().map(RawValue::get).enumerate() {
        match read_text(raw) {
            Ok(item) => page.items().push(item),
            Err(error) => page.rejected().push(RejectedItem::new(T::ITEMS, index, raw, error)),
        }
    }
}

/// Items that could not be decoded are reported by errors, which never show a secret.
#[cfg(feature = "_client")]
pub fn redact_rejected(page: &mut impl Page, secret: &Secret) {
    for RejectedItem { path, raw, message, .. } in page.rejected() {
        for text in [path, raw, message] {
            *text = secret.redact(text, usize::MAX);
        }
    }
}
