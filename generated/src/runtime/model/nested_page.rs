//! Pages whose list of items is inside of another object: `{ "data": { "items": [...] } }`.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::context::{DecodeContext, DecodeLimits};
use super::decode_error::DecodeError;
use super::json::{fill_from, read_text, read_text_with, without_bom};
use super::key::{Key, KeySeed};
use super::page::{ItemsSeed, Page};

/// Decodes a page and rejects undecodable items: first the list alone, item by item, and then the page with an empty list.
pub(super) fn decode_nested_items_leniently<T: Page>(
    text: &str,
    limits: DecodeLimits,
) -> Result<T, DecodeError> {
    let text = without_bom(text);
    let mut context = DecodeContext::new(limits);
    let list = find_list(text, T::NESTED_ITEMS).map_err(|error| context.take_error(&error))?;
    let Some(list) = list else { return read_text(text, limits) };
    let (mut listed, mut page) = (T::default(), T::default());
    fill_from(list, &mut context, |from, context| {
        ItemsSeed { page: &mut listed, context, rejected_bytes: 0 }.deserialize(from)
    })
    .map_err(|error| context.take_error(&error))?;
    let start = list.as_ptr().addr() - text.as_ptr().addr();
    let rest = format!("{}[]{}", &text[..start], &text[start + list.len()..]);
    read_text_with(&rest, &mut context, |from, context| page.deserialize_in_place(from, context))?;
    *page.items() = std::mem::take(listed.items());
    *page.rejected() = std::mem::take(listed.rejected());
    *page.rejected_count() = *listed.rejected_count();
    Ok(page)
}

/// The JSON of the list: the last member of each name, as in decoding.
fn find_list<'t>(mut text: &'t str, names: &[&str]) -> serde_json::Result<Option<&'t str>> {
    for name in names {
        let mut from = serde_json::Deserializer::from_str(text);
        let Some(member) = from.deserialize_any(MemberVisitor(name))? else { return Ok(None) };
        text = member.get();
    }
    Ok(Some(text))
}

/// Finds a member of an object. Any other value has none.
struct MemberVisitor<'n>(&'n str);

impl<'de> Visitor<'de> for MemberVisitor<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(Key(name)) = map.next_key_seed(KeySeed)? {
            if name == Cow::Borrowed(self.0) {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}
