//! Which room may depend on which.

use anyhow::{Context, Result};
use serde_json::Value;

/// kernel ← storage ← jobs ← operations ← {connectors, web, mcp} ← compagnon; i18n on kernel only.
const MAY_DEPEND_ON: [(&str, &[&str]); 12] = [
    ("kernel", &[]),
    ("i18n", &["kernel"]),
    ("storage", &["kernel"]),
    ("jobs", &["kernel", "storage"]),
    ("operations", &["kernel", "i18n", "storage", "jobs"]),
    ("connectors", &["kernel", "i18n", "operations"]),
    ("web", &["kernel", "i18n", "operations"]),
    ("mcp", &["kernel", "i18n", "operations"]),
    ("compagnon", &["kernel", "i18n", "storage", "jobs", "operations", "connectors", "web", "mcp"]),
    ("testkit", &["kernel", "i18n", "storage", "jobs", "operations", "connectors", "web", "mcp"]),
    ("bench", &["kernel", "i18n", "storage", "jobs", "operations", "connectors", "web", "testkit"]),
    ("xtask", &[]),
];

/// These speak to people and to other systems; what they know of data they know through operations.
const WITHOUT_DATABASE: [&str; 3] = ["web", "connectors", "mcp"];

const DATABASE_CRATES: [&str; 5] = ["storage", "sea-orm", "sea-orm-migration", "sea-query", "sqlx"];

/// `metadata` is the answer of `cargo metadata --no-deps`.
pub fn check(metadata: &Value) -> Result<Vec<String>> {
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let names: Vec<&str> = packages.iter().filter_map(|it| it["name"].as_str()).collect();
    let mut findings = Vec::new();
    for package in packages {
        let name = package["name"].as_str().context("a package without a name")?;
        let Some((_, allowed)) = MAY_DEPEND_ON.iter().find(|(room, _)| *room == name) else {
            findings.push(format!(
                "crates/{name}: a new room; say in xtask/src/architecture/arrows.rs what it may depend on"
            ));
            continue;
        };
        let dependencies = package["dependencies"].as_array().context("a package without a list of dependencies")?;
        for dependency in dependencies {
            let Some(on) = dependency["name"].as_str() else {
                continue;
            };
            let for_tests = dependency["kind"] == "dev";
            if WITHOUT_DATABASE.contains(&name) && DATABASE_CRATES.contains(&on) {
                findings.push(format!("crates/{name} depends on {on}: it reaches data through operations"));
            } else if names.contains(&on) && !allowed.contains(&on) && !(for_tests && on == "testkit") {
                findings.push(format!("{name} depends on {on}: the arrows run the other way"));
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
        let dependencies: Vec<Value> =
            dependencies.iter().map(|(name, kind)| json!({"name": name, "kind": kind})).collect();
        json!({"name": name, "dependencies": dependencies})
    }

    fn findings(packages: &[Value]) -> Vec<String> {
        check(&json!({ "packages": packages })).unwrap()
    }

    #[test]
    fn arrows_in_the_right_direction_pass() {
        let packages = [
            package("kernel", &[("serde", None)]),
            package("storage", &[("kernel", None), ("sea-orm", None)]),
            package("operations", &[("storage", None), ("testkit", Some("dev"))]),
            package("web", &[("operations", None), ("axum", None)]),
            package("testkit", &[("web", None), ("storage", None)]),
        ];
        assert_eq!(findings(&packages), Vec::<String>::new());
    }

    #[test]
    fn a_backward_arrow_is_found() {
        let packages = [package("kernel", &[("storage", None)]), package("storage", &[])];
        assert_eq!(findings(&packages), ["kernel depends on storage: the arrows run the other way"]);
    }

    #[test]
    fn pages_that_reach_for_the_database_are_found_in_tests_too() {
        let packages = [package("web", &[("sea-orm", None)]), package("connectors", &[("storage", Some("dev"))])];
        assert_eq!(findings(&packages).len(), 2);
    }

    #[test]
    fn test_support_in_the_product_is_found() {
        let packages = [package("operations", &[("testkit", None)]), package("testkit", &[])];
        assert_eq!(findings(&packages).len(), 1);
    }

    #[test]
    fn a_room_nobody_placed_is_found() {
        assert_eq!(findings(&[package("attic", &[])]).len(), 1);
    }
}
