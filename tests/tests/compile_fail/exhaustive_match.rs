use elevenlabs_voices::SortDirection;

fn main() {
    match SortDirection::from("asc") {
        SortDirection::Asc | SortDirection::Desc | SortDirection::Unknown(_) => {}
    }
}
