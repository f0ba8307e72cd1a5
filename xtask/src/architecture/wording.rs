//! Every sentence exists in both languages, and every sentence a page asks for exists.

use std::collections::{BTreeMap, BTreeSet};

use super::SourceFile;

/// What a language knows: message id (or `id.attribute`) → names of its variables.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// Folder of the Fluent files, one folder per language below it.
const LOCALES: &str = "/locales/";

const LANGUAGES: [&str; 2] = ["en", "de"];

/// How templates and pages ask for a sentence: `ui.t("id")`, `ui.t1("id", …)`, `ui.t2(…)` ….
const ASK: &str = "ui.t";

pub fn check(files: &[SourceFile]) -> Vec<String> {
    let mut findings = Vec::new();
    let [english, german] = LANGUAGES.map(|language| read_language(files, language, &mut findings));
    compare(("en", &english), ("de", &german), &mut findings);
    compare(("de", &german), ("en", &english), &mut findings);
    for (id, variables) in &english {
        if let Some(other) = german.get(id)
            && other != variables
        {
            findings.push(format!("{id}: variables differ, en {} and de {}", listed(variables), listed(other)));
        }
    }
    asked_for(files, &english, &mut findings);
    findings
}

fn compare(have: (&str, &Messages), other: (&str, &Messages), findings: &mut Vec<String>) {
    for id in have.1.keys().filter(|id| !other.1.contains_key(*id)) {
        findings.push(format!("{id}: said in {} and not in {}", have.0, other.0));
    }
}

fn listed(variables: &BTreeSet<String>) -> String {
    if variables.is_empty() {
        return "none".to_owned();
    }
    let names: Vec<&str> = variables.iter().map(String::as_str).collect();
    names.join(" ")
}

fn read_language(files: &[SourceFile], language: &str, findings: &mut Vec<String>) -> Messages {
    let folder = format!("{LOCALES}{language}/");
    let mut messages = Messages::new();
    for file in files.iter().filter(|it| it.path.ends_with(".ftl") && it.path.contains(&folder)) {
        read_messages(file, &mut messages, findings);
    }
    messages
}

/// Enough of Fluent's grammar for names and variables; the product's own parser reads the rest in its tests.
fn read_messages(file: &SourceFile, messages: &mut Messages, findings: &mut Vec<String>) {
    let mut message = String::new();
    let mut part = String::new();
    for (number, line) in file.text.lines().enumerate() {
        let place = || format!("{}:{}", file.path, number + 1);
        let continues = line.starts_with([' ', '\t', '}', '{', '[', '*']);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if !continues {
            let Some(id) = named(line) else {
                findings.push(format!("{}: neither a message nor a comment", place()));
                continue;
            };
            message = id.to_owned();
            part = message.clone();
            if messages.insert(part.clone(), BTreeSet::new()).is_some() {
                findings.push(format!("{}: {part} is said twice in this language", place()));
            }
        } else if let Some(attribute) = line.trim_start().strip_prefix('.')
            && let Some(name) = named(attribute)
        {
            part = format!("{message}.{name}");
            messages.insert(part.clone(), BTreeSet::new());
        }
        if let Some(variables) = messages.get_mut(&part) {
            variables.extend(variables_in(line));
        }
    }
}

/// The identifier before `=`.
fn named(line: &str) -> Option<&str> {
    let (id, _) = line.split_once('=')?;
    let id = id.trim_end();
    let letters = id.strip_prefix('-').unwrap_or(id);
    let good = letters.starts_with(|it: char| it.is_ascii_alphabetic()) && letters.chars().all(identifier);
    good.then_some(id)
}

fn identifier(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-' || character == '_'
}

fn variables_in(line: &str) -> impl Iterator<Item = String> {
    line.split('$').skip(1).filter_map(|rest| {
        let name: String = rest.chars().take_while(|it| identifier(*it)).collect();
        name.starts_with(|it: char| it.is_ascii_alphabetic()).then(|| format!("${name}"))
    })
}

/// Sentences that templates and pages ask for by a name written out. A name put together
/// (`ui.t("phase-" ~ phase)`) must at least be the start of one that exists.
fn asked_for(files: &[SourceFile], messages: &Messages, findings: &mut Vec<String>) {
    let pages = files
        .iter()
        .filter(|it| it.path.starts_with("crates/") && (it.path.contains("/templates/") || it.path.ends_with(".rs")));
    for file in pages {
        for (at, _) in file.text.match_indices(ASK) {
            let rest = file.text.get(at + ASK.len()..).unwrap_or_default();
            let Some((id, after)) = literal(rest) else {
                continue;
            };
            let whole = after.trim_start().starts_with([')', ',']);
            let known = if whole { messages.contains_key(id) } else { messages.keys().any(|it| it.starts_with(id)) };
            if !known {
                let line = file.text.get(..at).unwrap_or_default().lines().count().max(1);
                findings.push(format!("{}:{line}: no sentence is called {id}", file.path));
            }
        }
    }
}

/// The string literal that is the first argument after the rest of the method's name.
fn literal(rest: &str) -> Option<(&str, &str)> {
    let open = rest.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || it == '_');
    let argument = open.strip_prefix('(')?.trim_start();
    let argument = argument.trim_start_matches('&');
    let (id, after) = argument.strip_prefix('"')?.split_once('"')?;
    Some((id, after))
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;

    const EN: &str = "crates/i18n/locales/en/registration.ftl";
    const DE: &str = "crates/i18n/locales/de/registration.ftl";

    fn findings(tree: &[(&str, &str)]) -> Vec<String> {
        check(&files(tree))
    }

    #[test]
    fn two_languages_that_say_the_same_pass() {
        let english = "# Registration\nanswer-due = Due { DATETIME($due) }\nopen = { $count ->\n    [one] One open\n   *[other] { $count } open\n}\n    .title = All\n";
        let german = "answer-due = Fällig { DATETIME($due) }\nopen =\n    { $count ->\n        [one] Eine offen\n       *[other] { $count } offen\n    }\n    .title = Alle\n";
        let page = r#"<p>{{ ui.t1("answer-due", due) }} {{ ui.t("open") }}</p>"#;
        let tree = [(EN, english), (DE, german), ("crates/web/templates/a.html", page)];
        assert_eq!(findings(&tree), Vec::<String>::new());
    }

    #[test]
    fn a_sentence_missing_in_either_language_is_found() {
        let tree = [(EN, "one = One\nboth = Both\n"), (DE, "both = Beide\nzwei = Zwei\n")];
        assert_eq!(findings(&tree), ["one: said in en and not in de", "zwei: said in de and not in en"]);
    }

    #[test]
    fn a_variable_forgotten_in_one_language_is_found() {
        let tree = [(EN, "a = { $count } of { $all }\n"), (DE, "a = { $count }\n")];
        assert_eq!(findings(&tree), ["a: variables differ, en $all $count and de $count"]);
    }

    #[test]
    fn a_forgotten_attribute_is_found() {
        let tree = [(EN, "a = A\n    .hint = H\n"), (DE, "a = A\n")];
        assert_eq!(findings(&tree), ["a.hint: said in en and not in de"]);
    }

    #[test]
    fn a_sentence_said_twice_and_a_line_that_is_none_are_found() {
        let tree = [(EN, "a = A\na = B\nnot a message\n"), (DE, "a = A\n")];
        assert_eq!(findings(&tree).len(), 2);
    }

    #[test]
    fn a_page_that_asks_for_an_unknown_sentence_is_found() {
        let page = "<h1>{{ ui.t(\"title\") }}</h1>\n{{ ui.t1(\"missing\", x) }}\n{{ ui.t(\"phase-\" ~ phase) }}\n{{ ui.t(\"stage-\" ~ stage) }}";
        let sentences = "title = T\nphase-grow = G\n";
        let tree = [(EN, sentences), (DE, sentences), ("crates/web/templates/a.html", page)];
        assert_eq!(
            findings(&tree),
            [
                "crates/web/templates/a.html:2: no sentence is called missing",
                "crates/web/templates/a.html:4: no sentence is called stage-"
            ]
        );
    }
}
