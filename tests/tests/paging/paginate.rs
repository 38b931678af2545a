//! Pagination step by step with both clients, and short forms of the results.

use elevenlabs_voices::operations::ListVoices;
use elevenlabs_voices::{Error, ListVoicesResponse, Request, Voice, blocking};
use tests::modes::{Asynchronous, Mode, PageResult, Synchronous};
use tokio::task::block_in_place;

/// A client whose paginators can be advanced step by step.
pub(crate) trait Paginate: Mode {
    /// A paginator over items.
    type Items;

    /// A paginator over pages.
    type Pages;

    fn start_items(request: Request<ListVoices, Self::Backend>) -> Self::Items;

    fn start_pages(request: Request<ListVoices, Self::Backend>) -> Self::Pages;

    fn at_most(items: Self::Items, pages: usize) -> Self::Items;

    fn skipping(items: Self::Items) -> Self::Items;

    fn skipped(items: &Self::Items) -> usize;

    fn token(items: &Self::Items) -> Option<&str>;

    fn token_of_pages(pages: &Self::Pages) -> Option<&str>;

    async fn next(items: &mut Self::Items) -> Option<Result<Voice, Error>>;

    async fn next_page(pages: &mut Self::Pages) -> Option<Result<ListVoicesResponse, Error>>;

    /// The remaining items.
    async fn rest(items: &mut Self::Items) -> Vec<Result<Voice, Error>> {
        let mut all = Vec::new();
        while let Some(item) = Self::next(items).await {
            all.push(item);
        }
        all
    }
}

/// The methods that differ between the clients only in the names of types.
macro_rules! common_methods {
    ($items:ty, $pages:ty) => {
        type Items = $items;
        type Pages = $pages;

        fn start_items(request: Request<ListVoices, Self::Backend>) -> Self::Items {
            request.items()
        }

        fn start_pages(request: Request<ListVoices, Self::Backend>) -> Self::Pages {
            request.pages()
        }

        fn at_most(items: Self::Items, pages: usize) -> Self::Items {
            items.max_pages(pages)
        }

        fn skipping(items: Self::Items) -> Self::Items {
            items.skip_rejected()
        }

        fn skipped(items: &Self::Items) -> usize {
            items.skipped()
        }

        fn token(items: &Self::Items) -> Option<&str> {
            items.next_token()
        }

        fn token_of_pages(pages: &Self::Pages) -> Option<&str> {
            pages.next_token()
        }
    };
}

impl Paginate for Asynchronous {
    common_methods!(elevenlabs_voices::Items<ListVoices>, elevenlabs_voices::Pages<ListVoices>);

    async fn next(items: &mut Self::Items) -> Option<Result<Voice, Error>> {
        items.next().await
    }

    async fn next_page(pages: &mut Self::Pages) -> Option<Result<ListVoicesResponse, Error>> {
        pages.next().await
    }
}

impl Paginate for Synchronous {
    common_methods!(blocking::Items<ListVoices>, blocking::Pages<ListVoices>);

    async fn next(items: &mut Self::Items) -> Option<Result<Voice, Error>> {
        block_in_place(|| items.next())
    }

    async fn next_page(pages: &mut Self::Pages) -> Option<Result<ListVoicesResponse, Error>> {
        block_in_place(|| pages.next())
    }
}

/// An item: a voice's id, the index of a rejected item, or the kind of error.
pub(crate) fn item_summary(item: &Result<Voice, Error>) -> String {
    match item {
        Ok(voice) => voice.voice_id.clone(),
        Err(error) => match error.rejected_item() {
            Some(rejected) => format!("rejected {}", rejected.index),
            None => format!("{:?}", error.kind()),
        },
    }
}

pub(crate) fn summaries<'a>(items: impl IntoIterator<Item = &'a Result<Voice, Error>>) -> Vec<String> {
    items.into_iter().map(item_summary).collect()
}

/// A page: its voices' ids, or the kind of error.
pub(crate) fn page_summaries(pages: &[PageResult]) -> Vec<String> {
    let summaries = |result: &PageResult| match &result.page {
        Ok(page) => ids(page).join(" "),
        Err(error) => format!("{:?}", error.kind()),
    };
    pages.iter().map(summaries).collect()
}

pub(crate) fn ids(page: &ListVoicesResponse) -> Vec<&str> {
    page.voices.iter().map(|voice| voice.voice_id.as_str()).collect()
}

/// The short forms of all items.
pub(crate) async fn all_items<M: Mode>(request: Request<ListVoices, M::Backend>) -> Vec<String> {
    summaries(&M::items(request, false).await.voices)
}

/// The short forms of all pages.
pub(crate) async fn all_pages<M: Mode>(request: Request<ListVoices, M::Backend>) -> Vec<String> {
    page_summaries(&M::pages(request, None).await)
}
