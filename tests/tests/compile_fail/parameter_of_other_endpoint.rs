use elevenlabs_voices::{Client, blocking};

fn main() {
    let client = Client::new("key").unwrap();
    let _ = client.get_voice("v1").page_size(10);
    let client = blocking::Client::new("key").unwrap();
    let _ = client.get_default_voice_settings().search("warm");
}
