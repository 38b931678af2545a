//! Runs step by step, by both clients, and what they gave in short.

use elevenlabs_voices::operations::ListVoices;
use elevenlabs_voices::{Error, ListVoicesResponse, Request, Voice, blocking};
use tests::modes::{Asynchronous, Mode, PageResult, Synchronous};
use tokio::task::block_in_place;

/// A client whose runs can be taken step by step.
pub(crate) trait Walk: Mode {
    /// A run through items.
    type Items;

    /// A run through pages.
    type Pages;

    fn start_items(request: Request<ListVoices, Self::Kind>) -> Self::Items;

    fn start_pages(request: Request<ListVoices, Self::Kind>) -> Self::Pages;

    fn at_most(items: Self::Items, pages: usize) -> Self::Items;

    fn skipping(items: Self::Items) -> Self::Items;

    fn skipped(items: &Self::Items) -> usize;

    fn token(items: &Self::Items) -> Option<&str>;

    fn token_of_pages(pages: &Self::Pages) -> Option<&str>;

    async fn next(items: &mut Self::Items) -> Option<Result<Voice, Error>>;

    async fn next_page(pages: &mut Self::Pages) -> Option<Result<ListVoicesResponse, Error>>;

    /// The rest of a run.
    async fn rest(items: &mut Self::Items) -> Vec<Result<Voice, Error>> {
        let mut all = Vec::new();
        while let Some(item) = Self::next(items).await {
            all.push(item);
        }
        all
    }
}

/// What the two have in common but for the names of their types.
macro_rules! alike {
    ($items:ty, $pages:ty) => {
        type Items = $items;
        type Pages = $pages;

        fn start_items(request: Request<ListVoices, Self::Kind>) -> Self::Items {
            request.items()
        }

        fn start_pages(request: Request<ListVoices, Self::Kind>) -> Self::Pages {
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

impl Walk for Asynchronous {
    alike!(elevenlabs_voices::Items<ListVoices>, elevenlabs_voices::Pages<ListVoices>);

    async fn next(items: &mut Self::Items) -> Option<Result<Voice, Error>> {
        items.next().await
    }

    async fn next_page(pages: &mut Self::Pages) -> Option<Result<ListVoicesResponse, Error>> {
        pages.next().await
    }
}

impl Walk for Synchronous {
    alike!(blocking::Items<ListVoices>, blocking::Pages<ListVoices>);

    async fn next(items: &mut Self::Items) -> Option<Result<Voice, Error>> {
        block_in_place(|| items.next())
    }

    async fn next_page(pages: &mut Self::Pages) -> Option<Result<ListVoicesResponse, Error>> {
        block_in_place(|| pages.next())
    }
}

/// An item: a voice's id, a rejected item's place, or the kind of error.
pub(crate) fn item_in_short(item: &Result<Voice, Error>) -> String {
    match item {
        Ok(voice) => voice.voice_id.clone(),
        Err(error) => match error.rejected_item() {
            Some(rejected) => format!("rejected {}", rejected.index),
            None => format!("{:?}", error.kind()),
        },
    }
}

pub(crate) fn in_short<'a>(items: impl IntoIterator<Item = &'a Result<Voice, Error>>) -> Vec<String> {
    items.into_iter().map(item_in_short).collect()
}

/// A page: its voices' ids, or the kind of error.
pub(crate) fn pages_in_short(pages: &[PageResult]) -> Vec<String> {
    let in_short = |walked: &PageResult| match &walked.page {
        Ok(page) => ids(page).join(" "),
        Err(error) => format!("{:?}", error.kind()),
    };
    pages.iter().map(in_short).collect()
}

pub(crate) fn ids(page: &ListVoicesResponse) -> Vec<&str> {
    page.voices.iter().map(|voice| voice.voice_id.as_str()).collect()
}

/// All items of a run, in short.
pub(crate) async fn all_items<M: Mode>(request: Request<ListVoices, M::Kind>) -> Vec<String> {
    in_short(&M::items(request, false).await.voices)
}

/// All pages of a run, in short.
pub(crate) async fn all_pages<M: Mode>(request: Request<ListVoices, M::Kind>) -> Vec<String> {
    pages_in_short(&M::pages(request, None).await)
}
