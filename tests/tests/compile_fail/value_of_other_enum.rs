use elevenlabs_voices::{Client, VoiceSort};

fn main() {
    let client = Client::new("key").unwrap();
    let _ = client.list_voices().category(VoiceSort::Name);
    let _ = client.list_voices().page_size("ten");
}
