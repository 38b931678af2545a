#![deny(unused_must_use)]

use elevenlabs_voices::{Client, blocking};

fn main() {
    let client = Client::new("key").unwrap();
    client.list_voices().page_size(10);
    client.list_voices().send();
    client.list_voices().items();
    blocking::Client::new("key").unwrap().list_voices().pages();
}
