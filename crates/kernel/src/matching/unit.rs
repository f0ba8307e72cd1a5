//! The organisation in a name that says more: the unit before it and the place behind it, parted by commas.

use super::tokens::words;
use std::borrow::Cow;

/// Words that begin or end the name of a part of an organisation, folded.
const UNITS: &[&str] = &[
    "department",
    "dept",
    "dpt",
    "division",
    "div",
    "faculty",
    "fac",
    "school",
    "chair",
    "laboratory",
    "lab",
    "office",
    "abteilung",
    "abt",
    "fakultat",
    "lehrstuhl",
    "fachbereich",
    "dezernat",
    "departement",
    "faculte",
    "service",
    "direction",
    "departamento",
    "facultad",
    "faculdade",
    "dipartimento",
    "facolta",
    "afdeling",
    "faculteit",
    "avdeling",
    "avdelning",
    "afdeling",
    "wydzial",
    "katedra",
    "fakulta",
    "fakultet",
];

/// Words that name a unit only where the organisation behind it is a university or the like.
const INNER: &[&str] =
    &["institute", "institut", "instituto", "istituto", "inst", "center", "centre", "centro", "group"];

/// Words that make a part an organisation of its own all the same: the "School of Economics" of no university.
const WHOLES: &[&str] =
    &["university", "univ", "universitat", "universite", "universidad", "universita", "college", "hospital"];

/// Countries as addresses name them behind the place, folded.
const COUNTRIES: &[&str] = &[
    "usa",
    "us",
    "united states",
    "united states of america",
    "uk",
    "united kingdom",
    "england",
    "scotland",
    "ireland",
    "germany",
    "deutschland",
    "austria",
    "osterreich",
    "switzerland",
    "schweiz",
    "suisse",
    "svizzera",
    "france",
    "italy",
    "italia",
    "spain",
    "espana",
    "portugal",
    "netherlands",
    "the netherlands",
    "nederland",
    "belgium",
    "belgie",
    "belgique",
    "luxembourg",
    "denmark",
    "danmark",
    "sweden",
    "sverige",
    "norway",
    "norge",
    "finland",
    "suomi",
    "poland",
    "polska",
    "czech republic",
    "hungary",
    "romania",
    "greece",
    "turkey",
    "turkiye",
    "russia",
    "ukraine",
    "israel",
    "egypt",
    "south africa",
    "india",
    "china",
    "japan",
    "korea",
    "south korea",
    "taiwan",
    "singapore",
    "hong kong",
    "australia",
    "new zealand",
    "canada",
    "mexico",
    "brazil",
    "brasil",
    "chile",
    "argentina",
    "colombia",
    "peru",
];

/// A name of several parts less its unit in front and its place behind: `Dept. of Chemistry, McGill University, Montreal, QC, Canada` is
/// `McGill University`. What has no commas, or nothing of the kind, stays as it is.
pub(super) fn organisation(name: &str) -> Cow<'_, str> {
    if !name.contains(',') {
        return Cow::Borrowed(name);
    }
    let mut parts: Vec<(&str, Vec<String>)> =
        name.split(',').map(|part| (part.trim(), words(part))).filter(|(_, words)| !words.is_empty()).collect();
    let all = parts.len();
    while parts.len() > 1 && parts.last().is_some_and(|(_, words)| COUNTRIES.contains(&words.join(" ").as_str())) {
        parts.pop();
    }
    // A state in two capitals has its place before it.
    if parts.len() > 2 && parts.last().is_some_and(|(text, _)| is_state(text)) {
        parts.truncate(parts.len() - 2);
    }
    while let [(_, first), behind @ ..] = parts.as_slice()
        && !behind.is_empty()
        && (is_unit(first) || (is_inner(first) && behind.iter().any(|(_, words)| is_whole(words))))
    {
        parts.remove(0);
    }
    // The place that the name has in itself: "Universität Leipzig, Leipzig".
    while let [before @ .., (_, place)] = parts.as_slice()
        && before.iter().any(|(_, words)| place.iter().all(|word| words.contains(word)))
    {
        parts.pop();
    }
    if parts.len() == all {
        return Cow::Borrowed(name);
    }
    Cow::Owned(parts.iter().map(|(text, _)| *text).collect::<Vec<_>>().join(", "))
}

fn is_unit(words: &[String]) -> bool {
    let unit = |word: Option<&String>| word.is_some_and(|w| UNITS.contains(&w.as_str()));
    words.len() > 1 && (unit(words.first()) || unit(words.last())) && !is_whole(words)
}

fn is_inner(words: &[String]) -> bool {
    words.len() > 1 && words.first().is_some_and(|w| INNER.contains(&w.as_str())) && !is_whole(words)
}

fn is_whole(words: &[String]) -> bool {
    words.iter().any(|w| WHOLES.contains(&w.as_str()))
}

fn is_state(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.chars().all(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::organisation;

    #[test]
    fn a_unit_before_and_a_place_behind_are_no_part_of_the_name() {
        for (name, bare) in [
            ("Dept. of Chemistry, McGill University, Montreal, QC, Canada", "McGill University"),
            ("Computer Science Department, Stanford University", "Stanford University"),
            ("Universität Leipzig, Leipzig", "Universität Leipzig"),
            ("University of California, San Diego, La Jolla, CA, USA", "University of California, San Diego"),
            ("University of Oslo, Norway", "University of Oslo"),
            ("Institute of Physics, Kyoto Univ., Kyoto, Japan", "Kyoto Univ."),
            ("Griurcor Technologies, Germany", "Griurcor Technologies"),
        ] {
            assert_eq!(organisation(name), bare, "{name}");
        }
    }

    #[test]
    fn a_name_that_only_has_commas_stays() {
        for name in [
            "Dawson, Norris & Associates",
            "London School of Economics, London School",
            "Bed, Bath & Beyond",
            "Nordwind",
        ] {
            assert!(name.contains(organisation(name).split(',').next().unwrap_or_default()), "{name}");
        }
        assert_eq!(organisation("Dawson, Norris & Associates"), "Dawson, Norris & Associates");
        assert_eq!(organisation("Stiftung Schule, Universität Bonn"), "Stiftung Schule, Universität Bonn");
        assert_eq!(organisation("School of Economics"), "School of Economics");
    }
}
