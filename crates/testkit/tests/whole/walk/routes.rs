//! Every route of the product, read from the product.

use http::Method;
use std::path::Path;

#[derive(Debug, Clone)]
pub struct Route {
    pub method: Method,
    pub path: String,
    /// What the API's document says of the body: its schema, references resolved.
    pub body: Option<serde_json::Value>,
}

impl Route {
    /// Signing in and out: there is no row behind it.
    pub fn is_a_door(&self) -> bool {
        ["/sign-in", "/sign-out", "/welcome", "/language"].iter().any(|door| self.path.starts_with(door))
    }
    /// One's own sessions, tokens, language, saved views.
    pub fn is_own_account(&self) -> bool {
        let own = ["/account", "/api/v1/me", "/api/v1/tokens", "/api/v1/saved-views", "/api/v1/sessions"];
        own.iter().any(|p| self.path.starts_with(p)) || self.path.contains("/views")
    }
    /// Makes something of one's own: a dashboard, a kept question.
    pub fn makes_own(&self) -> bool {
        let makers = ["/dashboards/new", "/insights/questions/new", "/api/v1/dashboards", "/api/v1/saved-questions"];
        makers.contains(&self.path.as_str())
    }
    /// Made for people without an account.
    pub fn is_public(&self) -> bool {
        let public = [
            "/p/",
            "/r/",
            "/c/",
            "/s/",
            "/u/",
            "/m/",
            "/my",
            "/a/",
            "/embed/",
            "/health",
            "/metrics",
            "/assets",
            "/api/v1/openapi.json",
        ];
        self.path == "/" || self.is_a_door() || public.iter().any(|p| self.path.starts_with(p))
    }
    /// The names of its parameters.
    pub fn parameters(&self) -> Vec<&str> {
        self.path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }
}

/// The routes of pages: every `.route("…", …)` in the source of `web`.
pub fn page_routes() -> Vec<Route> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src");
    let mut routes = Vec::new();
    for folder in ["html", "public"] {
        read_folder(&source.join(folder), &mut routes);
    }
    assert!(routes.len() > 100, "only {} page routes found in the source", routes.len());
    routes
}

fn read_folder(folder: &Path, routes: &mut Vec<Route>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).expect("the source of web").flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read_folder(&path, routes);
        } else if path.extension().is_some_and(|e| e == "rs") {
            routes.extend(routes_in(&std::fs::read_to_string(&path).expect("a source file")));
        }
    }
}

fn routes_in(source: &str) -> Vec<Route> {
    let mut found = Vec::new();
    for call in source.split(".route(").skip(1) {
        let Some(path) = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else { continue };
        let mut methods = Vec::new();
        // To the end of this call: the parenthesis that closes it.
        let (mut depth, mut end) = (1_i32, call.len());
        for (at, c) in call.char_indices() {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if depth == 0 {
                end = at;
                break;
            }
        }
        for (word, method) in [
            ("get(", Method::GET),
            ("post(", Method::POST),
            ("put(", Method::PUT),
            ("delete(", Method::DELETE),
            ("patch(", Method::PATCH),
        ] {
            let called = call[..end]
                .match_indices(word)
                .any(|(at, _)| !call[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            if called {
                methods.push(method);
            }
        }
        assert!(!methods.is_empty(), "{path} has no method the walk knows");
        found.extend(methods.into_iter().map(|method| Route { method, path: path.to_owned(), body: None }));
    }
    found
}

/// The routes of the API, from its document.
pub fn api_routes() -> Vec<Route> {
    let document = serde_json::to_value(web::api::openapi()).expect("the document");
    let mut routes = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let body = (!schema.is_null()).then(|| resolve(schema, &document, 0));
            routes.push(Route { method, path: path.clone(), body });
        }
    }
    routes
}

/// The schema without references, a few levels deep.
fn resolve(schema: &serde_json::Value, document: &serde_json::Value, depth: usize) -> serde_json::Value {
    use serde_json::Value;
    if depth > 8 {
        return Value::Null;
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return resolve(&document["components"]["schemas"][name], document, depth + 1);
    }
    match schema {
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), resolve(v, document, depth + 1))).collect(),
        Value::Array(list) => list.iter().map(|v| resolve(v, document, depth + 1)).collect(),
        other => other.clone(),
    }
}
