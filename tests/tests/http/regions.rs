//! Which of its addresses the API is reached at.

use elevenlabs_voices::{ClientBuilder, Region};
use tests::modes::Mode;

use crate::helpers::KEY;
use crate::script::{response, scripted};

tests::both_clients! {
    a_region_changes_the_host_and_nothing_else,
    the_last_of_region_and_base_url_counts,
}

/// Where a client made so sends its three calls.
async fn addresses<M: Mode>(
    make: impl FnOnce(ClientBuilder<M::Kind>) -> ClientBuilder<M::Kind>,
) -> Vec<String> {
    let builder = make(M::builder().api_key(KEY));
    let (client, sent) = scripted::<M>(builder, |_| Ok(response(404, "")));
    M::send(client.list_voices().page_size(7)).await.expect_err("nothing is there");
    M::send(client.get_voice("v1")).await.expect_err("nothing is there");
    M::send(client.get_default_voice_settings()).await.expect_err("nothing is there");
    sent.uris()
}

fn at(host: &str) -> Vec<String> {
    ["/v2/voices?page_size=7", "/v1/voices/v1", "/v1/voices/settings/default"]
        .map(|path| format!("https://{host}{path}"))
        .to_vec()
}

async fn a_region_changes_the_host_and_nothing_else<M: Mode>() {
    assert_eq!(addresses::<M>(|builder| builder).await, at("api.elevenlabs.io"));
    for (region, host) in [
        (Region::Us, "api.us.elevenlabs.io"),
        (Region::Eu, "api.eu.residency.elevenlabs.io"),
        (Region::In, "api.in.residency.elevenlabs.io"),
        (Region::Sg, "api.sg.residency.elevenlabs.io"),
    ] {
        assert_eq!(addresses::<M>(|builder| builder.region(region)).await, at(host));
        assert_eq!(region.base_url(), format!("https://{host}"));
    }
}

async fn the_last_of_region_and_base_url_counts<M: Mode>() {
    let other = "https://api.example.com";
    let region = addresses::<M>(|builder| builder.base_url(other).region(Region::Eu)).await;
    assert_eq!(region, at("api.eu.residency.elevenlabs.io"));
    let base_url = addresses::<M>(|builder| builder.region(Region::Eu).base_url(other)).await;
    assert_eq!(base_url, at("api.example.com"));
}
