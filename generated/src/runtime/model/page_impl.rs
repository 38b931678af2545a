//! What every page implements: it is decoded straight first, and item by item only if an item does not fit.

use super::context::DecodeLimits;
use super::decode_error::DecodeError;
use super::json::read_text;
use super::nested_page::decode_nested_items_leniently;
use super::page::{Page, decode_items_leniently};

/// Implements for a [`Page`] what [`object!`](super::object!) implements for an object, with a `from_json` that decodes leniently.
#[doc(hidden)]
#[macro_export]
macro_rules! __page {
    ($name:ident $(. $items:ident)+ of $item:ty) => {
        #[allow(deprecated, reason = "the property with the items can be deprecated")]
        impl $name {
            /// Returns the number of decoded items of this page.
            #[must_use]
            pub fn len(&self) -> usize {
                self$(.$items)+.len()
            }

            /// Whether this page has no decoded items. Another page can follow nevertheless.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self$(.$items)+.is_empty()
            }

            /// Iterates over the decoded items of this page by reference. Those in `rejected` are left out.
            pub fn iter(&self) -> ::std::slice::Iter<'_, $item> {
                self$(.$items)+.iter()
            }

            /// Decodes a page, leniently: items that cannot be decoded are in `rejected`. `serde_json::from_str` is strict: with
            /// it, one undecodable item is an error.
            ///
            /// # Errors
            ///
            /// If the text is not JSON, or a value outside of the items cannot be decoded.
            pub fn from_json(text: &str) -> ::std::result::Result<Self, $crate::Error> {
                let limits = $crate::runtime::model::DecodeLimits::of_text(text);
                $crate::runtime::model::read_page_text(text, limits).map_err($crate::Error::decode)
            }
        }

        #[cfg(feature = "_client")]
        impl $crate::runtime::model::DecodeBody for $name {
            fn from_text(
                text: &str,
                limits: $crate::runtime::model::DecodeLimits,
            ) -> ::std::result::Result<Self, $crate::runtime::model::DecodeError> {
                $crate::runtime::model::read_page_text(text, limits)
            }

            fn redact(&mut self, secret: &$crate::runtime::redact::Secret) {
                $crate::runtime::model::redact_rejected(self, secret);
            }
        }

        /// Iterates over the decoded items. Those in `rejected` are left out.
        #[allow(deprecated, reason = "the property with the items can be deprecated")]
        impl ::std::iter::IntoIterator for $name {
            type Item = $item;
            type IntoIter = ::std::vec::IntoIter<Self::Item>;

            fn into_iter(self) -> Self::IntoIter {
                self$(.$items)+.into_iter()
            }
        }

        /// Iterates over the decoded items by reference. Those in `rejected` are left out.
        #[allow(deprecated, reason = "the property with the items can be deprecated")]
        impl<'a> ::std::iter::IntoIterator for &'a $name {
            type Item = &'a $item;
            type IntoIter = ::std::slice::Iter<'a, $item>;

            fn into_iter(self) -> Self::IntoIter {
                self$(.$items)+.iter()
            }
        }

        $crate::runtime::model::object!(@serde $name);
    };
}

pub use __page as page;

/// Decodes a page. If that fails in an item, decodes it again, item by item, and rejects the undecodable items.
pub fn read_page_text<T: Page>(text: &str, limits: DecodeLimits) -> Result<T, DecodeError> {
    match read_text(text, limits) {
        Err(error) if error.exceeded.is_none() && error.path.is_in_item_of(T::ITEMS) => {
            let page = if const { T::NESTED_ITEMS.is_empty() } {
                decode_items_leniently(text, limits)
            } else {
                decode_nested_items_leniently(text, limits)
            };
            page.map_err(|second| {
                // If the text is not JSON, neither is a data error, and only the first one has the location within the item.
                if error.is_data || second.is_data { second } else { error }
            })
        }
        page => page,
    }
}
