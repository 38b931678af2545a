use elevenlabs_voices::{Client, blocking};

fn main() {
    let client = Client::new("key").unwrap();
    let _ = client.get_voice("v1").items();
    let client = blocking::Client::new("key").unwrap();
    let _ = client.get_voice("v1").pages();
}
