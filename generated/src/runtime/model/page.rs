//! Pages: responses that list items and say what follows. An item that cannot be decoded does not take its page down.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json::{Failure, carefully, read_text};
use super::object::{Object, read_properties};
use super::quick::quick;
use super::wire::{Wire, read};

/// What an emitted page says about itself. Public because what it lists is; nobody can name or implement it.
#[cfg_attr(feature = "_client", expect(private_bounds, reason = "nobody else implements it"))]
#[cfg_attr(not(feature = "_client"), expect(unreachable_pub, reason = "only clients turn pages"))]
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
    #[cfg_attr(not(feature = "_client"), expect(dead_code, reason = "only clients turn pages"))]
    fn more_follow(&self) -> bool;

    /// How to ask for it.
    #[cfg_attr(not(feature = "_client"), expect(dead_code, reason = "only clients turn pages"))]
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
macro_rules! page {
    ($name:ident) => {
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
        }

        $crate::runtime::model::object!(@serde $name);
    };
}

pub(crate) use page;

/// Decodes a page quickly; if that fails, for whatever reason, once more item by item.
pub(crate) fn read_page_text<T: Page>(text: &str) -> Result<T, Failure> {
    match quick(text, |from| read(from)) {
        Some(page) => Ok(page),
        None => carefully(text, |from| read_item_by_item(from)),
    }
}

fn read_item_by_item<'de, T: Page, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(ItemByItem(PhantomData))
}

struct ItemByItem<T>(PhantomData<T>);

impl<'de, T: Page> Visitor<'de> for ItemByItem<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut page = T::default();
        read_properties(&mut page, map, |property, page: &mut T, map: &mut A| {
            if property != T::ITEMS {
                return Ok(false);
            }
            let raw: Option<Vec<&'de RawValue>> = map.next_value()?;
            page.items().clear();
            page.rejected().clear();
            for (index, raw) in raw.unwrap_or_default().into_iter().enumerate() {
                match read_text(raw.get()) {
                    Ok(item) => page.items().push(item),
                    Err(failure) => page.rejected().push(reject(T::ITEMS, index, raw, &failure)),
                }
            }
            Ok(true)
        })?;
        Ok(page)
    }
}

fn reject(items: &str, index: usize, raw: &RawValue, failure: &Failure) -> RejectedItem {
    let inside = match failure.path.as_str() {
        "." => String::new(),
        path if path.starts_with('[') => path.to_owned(),
        path => format!(".{path}"),
    };
    RejectedItem {
        index,
        path: format!("{items}[{index}]{inside}"),
        raw: raw.get().to_owned(),
        message: failure.source.to_string(),
    }
}
