use elevenlabs_voices::Client;

fn main() {
    let client = Client::new("key").unwrap();
    let _ = client.get_voice();
}
