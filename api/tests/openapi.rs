//! The committed OpenAPI document is the one that the program serves.

#[test]
fn the_committed_document_is_up_to_date() {
    let committed = include_str!("../openapi.json");
    assert!(
        committed == seatlog::http::openapi::document() + "\n",
        "api/openapi.json is stale; write it anew with: cargo run -- openapi > api/openapi.json"
    );
}

#[test]
fn every_schema_has_a_name_of_ours_and_numbers_have_none() {
    let document: serde_json::Value =
        serde_json::from_str(&seatlog::http::openapi::document()).expect("the document is JSON");
    let schemas = document["components"]["schemas"]
        .as_object()
        .expect("schemas");
    for name in schemas.keys() {
        let first = name.chars().next();
        assert!(first.is_some_and(char::is_uppercase), "{name}");
    }
}
