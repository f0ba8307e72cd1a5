//! Names of invented people and companies. All domains end in .example: nobody owns them.

use super::chance::Chance;
use std::collections::BTreeSet;

/// Where an organisation sits: country, region, cities.
pub(super) struct Place {
    pub(super) country: &'static str,
    pub(super) region: &'static str,
    pub(super) cities: &'static [&'static str],
    pub(super) german: bool,
}

pub(super) const PLACES: &[Place] = &[
    Place { country: "DE", region: "North", cities: &["Hamburg", "Bremen", "Kiel", "Hannover"], german: true },
    Place { country: "DE", region: "South", cities: &["München", "Stuttgart", "Nürnberg", "Augsburg"], german: true },
    Place { country: "DE", region: "West", cities: &["Köln", "Düsseldorf", "Essen", "Münster"], german: true },
    Place { country: "DE", region: "East", cities: &["Berlin", "Leipzig", "Dresden", "Jena"], german: true },
    Place { country: "AT", region: "Alps", cities: &["Wien", "Graz", "Linz", "Innsbruck"], german: true },
    Place { country: "CH", region: "Alps", cities: &["Zürich", "Basel", "Bern", "Luzern"], german: true },
    Place {
        country: "GB",
        region: "UK & Ireland",
        cities: &["London", "Leeds", "Bristol", "Edinburgh"],
        german: false,
    },
    Place { country: "IE", region: "UK & Ireland", cities: &["Dublin", "Cork", "Galway"], german: false },
    Place { country: "NL", region: "Benelux", cities: &["Utrecht", "Rotterdam", "Eindhoven"], german: false },
    Place {
        country: "US",
        region: "North America",
        cities: &["Boston", "Denver", "Austin", "Portland"],
        german: false,
    },
];

const PARTNER_ROOTS_DE: &[&str] = &[
    "Nordlicht",
    "Falkenhain",
    "Silberbach",
    "Eichgrund",
    "Lindwerk",
    "Sternberger",
    "Morgentau",
    "Quellwerk",
    "Brückner & Söhne",
    "Krähenfels",
    "Ahornblick",
    "Wellenreiter",
    "Steinadler",
    "Kupferberg",
    "Möwenstein",
    "Rabenhorst",
    "Sonnwend",
    "Tannhäuser",
    "Übersee",
    "Zirbelwald",
    "Müller & Özdemir",
    "Grünspan",
    "Holunder",
    "Kienast",
    "Mondsichel",
    "Perlbach",
    "Rotfuchs",
    "Schneeberger",
    "Vogelsang",
    "Weißdorn",
];
const PARTNER_ROOTS_EN: &[&str] = &[
    "Blackthorn",
    "Riverstone",
    "Copperfield",
    "Northgate",
    "Wrenfield",
    "Oakhollow",
    "Silver Birch",
    "Kestrel Point",
    "Longmeadow",
    "Harbourlight",
    "Foxglove",
    "Millbrook",
    "Greywater",
    "Larkspur",
    "Summerhill",
    "Thistledown",
    "Whitecliff",
    "Bramblewood",
    "Saltmarsh",
    "Redfern",
    "Stonebridge",
    "Highmoor",
    "Willowbank",
    "Ravenscar",
    "Bluebell",
    "Ironwood",
];
const PARTNER_KINDS_DE: &[&str] =
    &["Systems", "IT-Beratung", "Digital", "Consulting", "Netzwerke", "Lösungen", "Software", "Datentechnik"];
const PARTNER_KINDS_EN: &[&str] =
    &["Consulting", "Systems", "Digital", "Technologies", "Partners", "Cloud", "Integration", "Advisory"];

const CUSTOMER_ROOTS_DE: &[&str] = &[
    "Krüger",
    "Hofstätter",
    "Baumgärtner",
    "Seeberg",
    "Wiesenthal",
    "Lohmüller",
    "Altmark",
    "Hallstein",
    "Rheinufer",
    "Donauwerk",
    "Elbtal",
    "Harzer",
    "Isarblick",
    "Kaltenbrunn",
    "Lausitzer",
    "Moselland",
    "Neckarhaus",
    "Oderwerk",
    "Pfälzer",
    "Ruhrquell",
    "Saalebogen",
    "Spreewerk",
    "Taunus",
    "Uckermärker",
    "Vogtland",
    "Weserberg",
    "Zollern",
    "Bodensee",
    "Chiemgau",
    "Eifelgold",
    "Förster",
    "Gärtner & Graf",
    "Hansen",
    "Jansen",
    "Köhler",
    "Lüders",
    "Nölle",
    "Petersen",
    "Rößler",
    "Schäfer",
];
const CUSTOMER_ROOTS_EN: &[&str] = &[
    "Ashdown",
    "Beaumont",
    "Calloway",
    "Dunmore",
    "Ellsworth",
    "Fairbank",
    "Glenfield",
    "Hartwell",
    "Inverlea",
    "Jessop",
    "Kingsley",
    "Lockhart",
    "Merriweather",
    "Newbury",
    "Osgood",
    "Pemberton",
    "Quayside",
    "Ravenhill",
    "Standish",
    "Trowbridge",
    "Underwood",
    "Vance",
    "Wexford",
    "Yarrow",
    "Aldgate",
    "Brightwater",
    "Crossley",
    "Delamere",
    "Eastcote",
    "Farnham",
];
const CUSTOMER_KINDS_DE: &[&str] = &[
    "Logistik",
    "Maschinenbau",
    "Kliniken",
    "Versicherung",
    "Energie",
    "Lebensmittel",
    "Stadtwerke",
    "Pharma",
    "Verlag",
    "Möbel",
    "Bau",
    "Automotive",
    "Chemie",
    "Optik",
];
const CUSTOMER_KINDS_EN: &[&str] = &[
    "Logistics",
    "Engineering",
    "Healthcare",
    "Insurance",
    "Energy",
    "Foods",
    "Utilities",
    "Pharma",
    "Publishing",
    "Furniture",
    "Construction",
    "Motors",
    "Chemicals",
    "Retail",
];

const FIRST_DE: &[&str] = &[
    "Anna", "Jürgen", "Lena", "Markus", "Sabine", "Tobias", "Ayşe", "Björn", "Claudia", "Dieter", "Elif", "Florian",
    "Gesa", "Henning", "Jana", "Käthe", "Lukas", "Mareike", "Nils", "Petra", "Rüdiger", "Silke", "Thorsten", "Ulrike",
];
const LAST_DE: &[&str] = &[
    "Bergmann",
    "Özkan",
    "Schröder",
    "Weiß",
    "Hartmann",
    "Günther",
    "Lorenz",
    "Brandt",
    "Kühn",
    "Albrecht",
    "Winkler",
    "Sommer",
    "Busch",
    "Engel",
    "Pohl",
    "Kramer",
    "Jäger",
    "Vogel",
    "Stein",
    "Arndt",
    "Böhm",
    "Nowak",
    "Ernst",
    "Götz",
];
const FIRST_EN: &[&str] = &[
    "Alice",
    "Brendan",
    "Charlotte",
    "Daniel",
    "Emma",
    "Fiona",
    "George",
    "Hannah",
    "Isaac",
    "Julia",
    "Kieran",
    "Laura",
    "Matthew",
    "Nadia",
    "Oliver",
    "Priyanka",
    "Rebecca",
    "Samuel",
    "Tara",
    "Victor",
];
const LAST_EN: &[&str] = &[
    "Armstrong",
    "Barker",
    "Chapman",
    "Doyle",
    "Ellison",
    "Fletcher",
    "Grant",
    "Hughes",
    "Iyer",
    "Jennings",
    "Kerr",
    "Lawson",
    "Mitchell",
    "Norris",
    "O'Brien",
    "Patel",
    "Quinn",
    "Reid",
    "Sinclair",
    "Turner",
];

/// An invented organisation.
#[derive(Debug, Clone)]
pub(super) struct Organisation {
    pub(super) name: String,
    /// The name without its legal form.
    pub(super) short: String,
    pub(super) domain: String,
    pub(super) country: &'static str,
    pub(super) region: &'static str,
    pub(super) city: &'static str,
    pub(super) german: bool,
}

/// Invents organisations, each name and domain once.
#[derive(Default)]
pub(super) struct Inventor {
    domains: BTreeSet<String>,
}

impl Inventor {
    pub(super) fn partner(&mut self, chance: &mut Chance, place: &'static Place) -> Organisation {
        let (roots, kinds) =
            if place.german { (PARTNER_ROOTS_DE, PARTNER_KINDS_DE) } else { (PARTNER_ROOTS_EN, PARTNER_KINDS_EN) };
        self.organisation(chance, place, roots, kinds)
    }

    pub(super) fn customer(&mut self, chance: &mut Chance, place: &'static Place) -> Organisation {
        let (roots, kinds) =
            if place.german { (CUSTOMER_ROOTS_DE, CUSTOMER_KINDS_DE) } else { (CUSTOMER_ROOTS_EN, CUSTOMER_KINDS_EN) };
        self.organisation(chance, place, roots, kinds)
    }

    fn organisation(
        &mut self,
        chance: &mut Chance,
        place: &'static Place,
        roots: &[&str],
        kinds: &[&str],
    ) -> Organisation {
        let city = *chance.pick(place.cities);
        let mut short = format!("{} {}", chance.pick(roots), chance.pick(kinds));
        let mut tries = 0;
        while self.domains.contains(&domain(&short)) {
            short = format!("{} {}", chance.pick(roots), chance.pick(kinds));
            tries += 1;
            if tries > 20 {
                short = format!("{short} {city}");
            }
            if tries > 40 {
                short = format!("{} {}", chance.pick(roots), short);
            }
        }
        let domain = domain(&short);
        self.domains.insert(domain.clone());
        let name = format!("{short} {}", legal_form(chance, place.country));
        Organisation { name, short, domain, country: place.country, region: place.region, city, german: place.german }
    }
}

fn legal_form(chance: &mut Chance, country: &str) -> &'static str {
    let forms: &[&'static str] = match country {
        "DE" => &["GmbH", "GmbH", "AG", "GmbH & Co. KG", "KG"],
        "AT" => &["GmbH", "AG"],
        "CH" => &["AG", "GmbH"],
        "GB" => &["Ltd", "Limited", "LLP"],
        "IE" => &["Ltd", "DAC"],
        "NL" => &["B.V."],
        _ => &["Inc.", "LLC", "Corp."],
    };
    chance.text(forms)
}

/// A person of an organisation: name and address.
pub(super) fn person(chance: &mut Chance, organisation: &Organisation, taken: &[String]) -> (String, String) {
    let (first, last) = if organisation.german { (FIRST_DE, LAST_DE) } else { (FIRST_EN, LAST_EN) };
    loop {
        let (first, last) = (*chance.pick(first), *chance.pick(last));
        let name = format!("{first} {last}");
        if taken.contains(&name) {
            continue;
        }
        let email = format!("{}.{}@{}", letters(first), letters(last), organisation.domain);
        return (name, email);
    }
}

fn letters(text: &str) -> String {
    kernel::fold::transliterate(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

fn domain(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(letters).filter(|w| !w.is_empty()).collect();
    format!("{}.example", words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_invented_organisation_has_a_domain_of_its_own_that_nobody_owns() {
        let mut chance = Chance::new(3);
        let mut inventor = Inventor::default();
        let mut seen = BTreeSet::new();
        for _ in 0..1_200 {
            let place = chance.pick(PLACES);
            let one = inventor.customer(&mut chance, place);
            assert!(one.domain.ends_with(".example") && one.domain.is_ascii(), "{}", one.domain);
            assert_eq!(kernel::domain::registrable_domain(&one.domain).as_deref(), Some(one.domain.as_str()));
            assert!(seen.insert(one.domain));
        }
    }

    #[test]
    fn umlauts_are_written_out_in_addresses() {
        let place = PLACES.first().expect("a place");
        let organisation = Inventor::default().partner(&mut Chance::new(1), place);
        let (_, email) = person(&mut Chance::new(1), &organisation, &[]);
        assert!(kernel::domain::email(&email).is_ok(), "{email}");
    }
}
