use elevenlabs_voices::{SortDirection, UnknownValue};

fn main() {
    let _ = SortDirection::Unknown(UnknownValue("asc".into()));
    let _ = SortDirection::Unknown(UnknownValue::new("asc"));
}
