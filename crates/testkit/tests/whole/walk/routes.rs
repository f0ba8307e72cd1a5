//! All routes of the product, from the product itself: the router's own source for pages, the OpenAPI document for the API.

use http::Method;
use std::path::{Path, PathBuf};

/// One thing somebody can ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub method: Method,
    /// With its parameters in braces.
    pub path: String,
    /// A body the document allows; pages have none.
    pub body: Option<serde_json::Value>,
}

impl Route {
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
    pub fn reads(&self) -> bool {
        self.method == Method::GET
    }
}

/// Every route of pages, public pages and the API.
pub fn all() -> Vec<Route> {
    let mut routes = pages();
    routes.extend(api());
    routes
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn web() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src")
}

/// What stands between the parenthesis just opened and the one that closes it.
fn inside(text: &str) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    panic!("a route that does not end: {text}");
}

/// The routes outside `api/`, read from where they are declared.
pub fn pages() -> Vec<Route> {
    let mut routes = Vec::new();
    for file in sources(&web()) {
        if file.starts_with(web().join("api")) {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a source file");
        for other in [".route_service(", ".nest(", ".nest_service(", ".fallback_service(", "on_service("] {
            assert!(!text.contains(other), "{} hides routes from the walk: {other}", file.display());
        }
        for part in text.split(".route(").skip(1) {
            let declared = inside(part);
            let path = declared.split('"').nth(1).expect("a path written out").to_owned();
            assert!(path.starts_with('/'), "{}: {declared}", file.display());
            let handlers = declared.split_once(&format!("\"{path}\"")).expect("handlers").1;
            let known =
                [("get(", Method::GET), ("post(", Method::POST), ("put(", Method::PUT), ("delete(", Method::DELETE)];
            let before = routes.len();
            for (word, method) in known {
                if handlers.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '(')).any(|w| w.starts_with(word))
                {
                    routes.push(Route { method, path: path.clone(), body: None });
                }
            }
            assert!(routes.len() > before, "{}: no method in {declared}", file.display());
        }
    }
    routes
}

/// The routes of the OpenAPI document, each with a body that fits its schema.
pub fn api() -> Vec<Route> {
    let document = serde_json::to_value(web::api::openapi()).expect("a document");
    let mut routes = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let body = schema.is_object().then(|| sample(&document, schema, 0));
            routes.push(Route { method, path: path.clone(), body });
        }
    }
    routes
}

/// The smallest value a schema allows, with some of what it allows in addition.
fn sample(document: &serde_json::Value, schema: &serde_json::Value, depth: usize) -> serde_json::Value {
    use serde_json::{Value, json};
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().expect("a name");
        return sample(document, &document["components"]["schemas"][name], depth + 1);
    }
    if let Some(first) = schema["enum"].as_array().and_then(|e| e.first()) {
        return first.clone();
    }
    if !schema["example"].is_null() {
        return schema["example"].clone();
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        let Some(choices) = schema[choice].as_array() else { continue };
        if let Some(one) = choices.iter().find(|c| c["type"] != "null") {
            return sample(document, one, depth + 1);
        }
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("object");
    match kind {
        "string" if schema["format"] == "date" => json!("2027-03-31"),
        "string" => json!("Words"),
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        "array" if depth > 6 => json!([]),
        "array" => json!([sample(document, &schema["items"], depth + 1)]),
        _ => {
            let mut object = serde_json::Map::new();
            for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                object.insert(name.to_owned(), sample(document, &schema["properties"][name], depth + 1));
            }
            Value::Object(object)
        }
    }
}

#[test]
fn no_api_route_is_missing_from_the_document() {
    for file in sources(&web().join("api")) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        let plain = text.matches(".route(").count();
        // The document itself, and what answers everything unknown.
        let allowed = if file.ends_with("api/mod.rs") { 2 } else { 0 };
        assert_eq!(plain, allowed, "{}: routes!() puts a route into the document, route() hides it", file.display());
    }
}

#[test]
fn the_list_of_pages_holds_what_is_declared() {
    let pages = pages();
    let has = |method: Method, path: &str| pages.iter().any(|r| r.method == method && r.path == path);
    assert!(has(Method::GET, "/partners/{partner}/contacts/{contact}"));
    assert!(has(Method::POST, "/partners/{partner}/contacts/{contact}"));
    assert!(has(Method::POST, "/imports/new") && has(Method::GET, "/s/{token}") && has(Method::GET, "/metrics"));
    assert!(!has(Method::GET, "/deals/bulk") && pages.len() > 150, "{}", pages.len());
}
