//! Regions and base URLs.

use elevenlabs_voices::{ClientBuilder, Region};
use tests::modes::Mode;

use crate::helpers::KEY;
use crate::script::{response, scripted};

tests::both_clients! {
    region_changes_only_the_host,
    last_of_region_and_base_url_takes_precedence,
}

/// The URLs of the three calls of a client.
async fn addresses<M: Mode>(
    make: impl FnOnce(ClientBuilder<M::Backend>) -> ClientBuilder<M::Backend>,
) -> Vec<String> {
    let builder = make(M::builder().api_key(KEY));
    let (client, sent) = scripted::<M>(builder, |_| Ok(response(404, "")));
    M::send(client.list_voices().page_size(7)).await.expect_err("a 404");
    M::send(client.get_voice("v1")).await.expect_err("a 404");
    M::send(client.get_default_voice_settings()).await.expect_err("a 404");
    sent.uris()
}

fn urls_at(host: &str) -> Vec<String> {
    ["/v2/voices?page_size=7", "/v1/voices/v1", "/v1/voices/settings/default"]
        .map(|path| format!("https://{host}{path}"))
        .to_vec()
}

async fn region_changes_only_the_host<M: Mode>() {
    assert_eq!(addresses::<M>(|builder| builder).await, urls_at("api.elevenlabs.io"));
    for (region, host) in [
        (Region::Us, "api.us.elevenlabs.io"),
        (Region::Eu, "api.eu.residency.elevenlabs.io"),
        (Region::In, "api.in.residency.elevenlabs.io"),
        (Region::Sg, "api.sg.residency.elevenlabs.io"),
    ] {
        assert_eq!(addresses::<M>(|builder| builder.region(region)).await, urls_at(host));
        assert_eq!(region.base_url(), format!("https://{host}"));
    }
}

async fn last_of_region_and_base_url_takes_precedence<M: Mode>() {
    let other = "https://api.example.com";
    let region = addresses::<M>(|builder| builder.base_url(other).region(Region::Eu)).await;
    assert_eq!(region, urls_at("api.eu.residency.elevenlabs.io"));
    let base_url = addresses::<M>(|builder| builder.region(Region::Eu).base_url(other)).await;
    assert_eq!(base_url, urls_at("api.example.com"));
}
