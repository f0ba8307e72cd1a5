//! The committed OpenAPI document is the one the program serves.

use std::path::Path;
use std::process::Command;

#[test]
fn the_committed_openapi_document_is_current() {
    let printed = Command::new(env!("CARGO_BIN_EXE_compagnon")).arg("openapi").output().expect("the program runs");
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    let committed = std::fs::read(&path).expect("openapi.json lies at the top of the tree");
    assert!(
        printed.stdout == committed,
        "openapi.json is not what the program serves; write it anew with: cargo run -p compagnon -- openapi > openapi.json"
    );
}
