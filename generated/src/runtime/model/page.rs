//! Pages: responses with a list of items and the token of the next page. One undecodable item does not fail the page.

use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::context::{DecodeContext, DecodeLimits};
use super::decode_error::{DecodeError, JsonPath, RejectedItem};
use super::json::{fill_from, read_text_with};
use super::object::{EntryReader, Object, read_properties};
use super::wire::JsonValue;
#[cfg(feature = "_client")]
use crate::runtime::redact::Secret;

/// Maximum number of rejected items that a page keeps. The rest are counted.
const MAX_REJECTED: usize = 1000;

/// Maximum bytes of all rejected items of a page together, so that a hostile page cannot fill the memory with them.
const MAX_REJECTED_BYTES: usize = 1024 * 1024;

/// A page of items. Implemented by emitted structs.
pub trait Page: Object + JsonValue {
    /// The type of the items.
    type Item: JsonValue + Send + Unpin + 'static;

    /// The JSON name of the property with the items; its path, with dots, if it is one of an object inside.
    const ITEMS: &'static str;

    /// The names on that path; empty for a property of the page itself.
    const NESTED_ITEMS: &'static [&'static str] = &[];

    /// The decoded items.
    fn items(&mut self) -> &mut Vec<Self::Item>;

    /// The rejected items that are kept.
    fn rejected(&mut self) -> &mut Vec<RejectedItem>;

    /// The number of rejected items.
    fn rejected_count(&mut self) -> &mut usize;

    /// Whether another page follows. `None` if the page does not say so.
    fn has_next_page(&self) -> Option<bool> {
        None
    }

    /// The token or the URL of the next page.
    fn next_token(&self) -> Option<&str> {
        None
    }

    /// The number of pages.
    fn page_count(&self) -> Option<i64> {
        None
    }

    /// The number of items on all pages.
    fn total(&self) -> Option<i64> {
        None
    }
}

/// Decodes a page item by item, and rejects the undecodable items.
pub(super) fn decode_items_leniently<T: Page>(text: &str, limits: DecodeLimits) -> Result<T, DecodeError> {
    let mut page = T::default();
    read_text_with(text, &mut DecodeContext::new(limits), |from, context| {
        from.deserialize_map(LenientVisitor { page: &mut page, context })
    })?;
    Ok(page)
}

/// Reads a page and rejects undecodable items.
struct LenientVisitor<'a, T> {
    page: &'a mut T,
    context: &'a mut DecodeContext,
}

impl<'de, T: Page> Visitor<'de> for LenientVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        read_properties(self.page, self.context, map, |page, property, value| {
            if property != T::ITEMS {
                return page.read(property, value);
            }
            let EntryReader { map, context, .. } = value;
            let items = ItemsSeed { page, context: &mut *context, rejected_bytes: 0 };
            map.next_value_seed(items).inspect_err(|_| context.path.prepend_key(property))
        })
    }
}

/// Reads each item separately. Replaces the items of an earlier property of the same name.
pub(super) struct ItemsSeed<'a, T> {
    pub(super) page: &'a mut T,
    pub(super) context: &'a mut DecodeContext,
    /// Bytes of the rejected items that are kept.
    pub(super) rejected_bytes: usize,
}

impl<T: Page> ItemsSeed<'_, T> {
    /// Decodes the item or rejects it. Only an exceeded limit is an error.
    fn read_item<E: Error>(&mut self, index: usize, raw: &str) -> Result<(), E> {
        self.context.check_deadline()?;
        let memory_left = self.context.memory_left();
        let mut item = T::Item::default();
        match fill_from(raw, self.context, |from, context| item.deserialize_in_place(from, context)) {
            Ok(()) => {
                self.context.reserve_one(self.page.items())?;
                self.page.items().push(item);
            }
            Err(error) if self.context.exceeded.is_some() => return Err(E::custom(error)),
            Err(error) => {
                self.context.set_memory_left(memory_left);
                self.reject(index, raw, &error);
            }
        }
        Ok(())
    }

    /// Counts the item, and keeps it if the limits on kept items allow it.
    fn reject(&mut self, index: usize, raw: &str, error: &serde_json::Error) {
        *self.page.rejected_count() += 1;
        let kept = self.page.rejected();
        if kept.len() < MAX_REJECTED && self.rejected_bytes < MAX_REJECTED_BYTES {
            let item = RejectedItem::new(T::ITEMS, index, raw, self.context.take_error(error));
            self.rejected_bytes += item.size();
            kept.push(item);
        } else {
            self.context.path = JsonPath::default();
        }
    }
}

impl<'de, T: Page> DeserializeSeed<'de> for ItemsSeed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.page.items().clear();
        self.page.rejected().clear();
        *self.page.rejected_count() = 0;
        from.deserialize_option(self)
    }
}

/// Accepts a list or null.
impl<'de, T: Page> Visitor<'de> for ItemsSeed<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(raw) = items.next_element::<&RawValue>()? {
            self.read_item(index, raw.get())?;
            index += 1;
        }
        Ok(())
    }
}

/// Redacts the secret from the rejected items, which become errors.
#[cfg(feature = "_client")]
pub fn redact_rejected(page: &mut impl Page, secret: &Secret) {
    for RejectedItem { path, raw, message, .. } in page.rejected() {
        for text in [path, raw, message] {
            *text = secret.redact(text, usize::MAX);
        }
    }
}
