//! Whether two texts name one town: other languages' names for it, and towns of one name told apart by what stands behind it.

use super::tokens::{whole_similarity, word_similarity};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Names of one town in several languages, folded, parted by bars. Everyday geography, written down from general knowledge; to be checked against
/// "Names of European cities in different languages" (Wikipedia) when it grows. A name that another town has too is not here (Halle, Frankfurt).
const TOWNS: &[&str] = &[
    "munchen|muenchen|munich|monaco di baviera|monachium|mnichov",
    "koln|koeln|cologne|colonia|keulen|kolonia|kolin nad rynem",
    "nurnberg|nuernberg|nuremberg|norimberga|nuremberga|norymberga|norimberk",
    "braunschweig|brunswick",
    "hannover|hanover|hanovre",
    "aachen|aix la chapelle|aquisgrana|aken|akwizgran",
    "dresden|dresde|dresda|drezno|drazdany",
    "leipzig|lipsia|lipsk|lipsko",
    "mainz|mayence|magonza|moguncja",
    "trier|treves|treviri",
    "regensburg|ratisbonne|ratisbona|ratyzbona",
    "frankfurt am main|frankfurt a m|frankfurt main|francfort sur le main|francoforte sul meno",
    "hamburg|hambourg|amburgo|hamburgo|hamburk",
    "berlin|berlino|berlijn|berlim",
    "wien|vienna|viena|wenen|wieden|viden|becs|dunaj",
    "salzburg|salisburgo|salzbourg",
    "zurich|zuerich|zurigo|zurych|curych",
    "geneve|geneva|genf|ginevra|ginebra|genebra|genewa",
    "basel|bale|basle|basilea|bazel",
    "bern|berne|berna|berno",
    "luzern|lucerne|lucerna",
    "praha|prague|prag|praga|praag",
    "brno|brunn|bruenn",
    "plzen|pilsen",
    "bratislava|pressburg|pozsony",
    "kosice|kaschau|kassa",
    "warszawa|warsaw|warschau|varsovie|varsovia|varsavia|varsava|varso",
    "krakow|cracow|krakau|cracovie|cracovia",
    "wroclaw|breslau|breslavia|vratislav",
    "gdansk|danzig",
    "poznan|posen",
    "szczecin|stettin",
    "lodz|lodsch",
    "budapest|budapeszt|budapesta",
    "bucuresti|bucharest|bukarest|bucarest|boekarest|bukareszt",
    "cluj napoca|cluj|klausenburg|kolozsvar",
    "sibiu|hermannstadt|nagyszeben",
    "brasov|kronstadt|brasso",
    "sofia|sofiya|sofija",
    "beograd|belgrade|belgrad|belgrado|belehrad",
    "zagreb|agram|zagabria",
    "ljubljana|laibach|lubiana",
    "athina|athinai|athens|athen|athenes|atene|atenas|ateny",
    "thessaloniki|salonica|saloniki|salonicco|thessalonique",
    "istanbul|estambul|stambul",
    "izmir|smyrna|smirne",
    "moskva|moscow|moskau|moscou|mosca|moscu|moskwa",
    "sankt peterburg|saint petersburg|st petersburg|sankt petersburg|san pietroburgo",
    "kyiv|kiev|kiew|kijow|kiiv",
    "lviv|lvov|lemberg|lwow",
    "odesa|odessa",
    "kharkiv|kharkov|charkow",
    "minsk|miensk",
    "vilnius|wilna|wilno",
    "riga|ryga",
    "tallinn|reval|tallin",
    "helsinki|helsingfors",
    "turku|abo",
    "tampere|tammerfors",
    "stockholm|stoccolma|estocolmo|sztokholm",
    "goteborg|gothenburg|goeteborg|gotemburgo",
    "kobenhavn|copenhagen|kopenhagen|copenhague|copenaghen|kopenhaga|koebenhavn|kopenhamn",
    "aarhus|arhus",
    "reykjavik|reikiavik",
    "den haag|s gravenhage|the hague|la haye|haag|l aja|la haya",
    "s hertogenbosch|den bosch|hertogenbosch|bois le duc",
    "vlissingen|flushing",
    "bruxelles|brussel|brussels|brussel stad|brussel bruxelles|bruselas|brussele|bruksela|bryssel|bruxelas",
    "antwerpen|antwerp|anvers|anversa|amberes",
    "gent|ghent|gand",
    "brugge|bruges|brugges",
    "liege|luik|luttich|luettich|liegi",
    "leuven|louvain|lowen",
    "mechelen|malines",
    "kortrijk|courtrai",
    "luxembourg|luxemburg|letzebuerg|lussemburgo",
    "paris|parigi|parijs|paryz|pariz",
    "lyon|lyons|lione",
    "marseille|marseilles|marsiglia|marsella",
    "strasbourg|strassburg|strasburgo|straatsburg|estrasburgo",
    "nice|nizza|niza",
    "lille|rijsel",
    "dunkerque|dunkirk|duinkerke",
    "bordeaux|burdeos",
    "mulhouse|mulhausen|muelhausen",
    "roma|rome|rom|rzym|rim",
    "milano|milan|mailand|mediolan",
    "torino|turin|turyn",
    "genova|genoa|genua|genes",
    "firenze|florence|florenz|florencia|florencja",
    "venezia|venice|venedig|venise|venecia|wenecja",
    "napoli|naples|neapel|napoles|neapol",
    "bolzano|bozen",
    "padova|padua|padoue|padwa",
    "mantova|mantua|mantoue",
    "trieste|triest|trst",
    "siracusa|syracuse|syrakus",
    "sevilla|seville|siviglia|sevilha",
    "zaragoza|saragossa|saragosse",
    "barcelona|barcelone|barcellona",
    "donostia|san sebastian|donostia san sebastian",
    "vitoria gasteiz|gasteiz",
    "pamplona|iruna",
    "a coruna|la coruna|corunna",
    "lisboa|lisbon|lissabon|lisbonne|lisbona|lizbona",
    "porto|oporto",
    "london|londres|londra|londen|londyn|lontoo",
    "edinburgh|edimbourg|edimburgo|edinburg",
    "dublin|baile atha cliath|dublino",
    "cardiff|caerdydd",
    "alger|algiers|algier|argel",
    "casablanca|dar el beida",
    "tunis|tunisi|tunez",
    "al qahirah|cairo|le caire|kairo|el cairo",
    "alexandria|alexandrie|alessandria d egitto|al iskandariyah",
    "makkah|mecca|mekka|la mecque",
    "jeddah|djeddah|dschidda|jidda",
    "ar riyad|riyadh|riad|riyad",
    "beirut|beyrouth|bayrut",
    "dimashq|damascus|damas|damaskus",
    "yerushalayim|jerusalem|al quds",
    "tel aviv|tel aviv yafo|tel aviv jaffa",
    "beijing|peking|pekin|pechino",
    "guangzhou|canton|kanton",
    "tokyo|tokio",
    "osaka|oosaka",
    "soul|seoul|seul",
    "taipei|taibei",
    "mumbai|bombay",
    "kolkata|calcutta|kalkutta",
    "chennai|madras",
    "bengaluru|bangalore",
    "ho chi minh city|saigon|thanh pho ho chi minh|tp ho chi minh",
    "yangon|rangoon|rangun",
    "singapore|singapur|singapour",
    "mexico city|ciudad de mexico|cdmx|mexiko stadt|mexico df",
    "new york|nueva york|nova iorque|new york city|nyc",
    "la habana|havana|habana|la havane|havanna",
];

/// Little words between a town's name and what tells it from others of that name.
const BETWEEN: &[&str] = &[
    "a", "am", "an", "auf", "bei", "im", "in", "ob", "vor", "der", "dem", "den", "die", "on", "upon", "under", "le",
    "la", "les", "en", "sur", "sous", "lez", "de", "del", "di", "da", "do", "nad", "pod", "u",
];

static BY_NAME: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    TOWNS.iter().enumerate().flat_map(|(row, names)| names.split('|').map(move |name| (name, row))).collect()
});

/// The row of a town, by the longest of its names that the text begins with.
fn row(town: &[String]) -> Option<usize> {
    (1..=town.len()).rev().find_map(|words| BY_NAME.get(town.get(..words)?.join(" ").as_str()).copied())
}

/// Whether both texts name one town in two languages, or name it with a quarter of it.
pub(super) fn one_town(a: &[String], b: &[String]) -> bool {
    let (ours, theirs) = (row(a), row(b));
    ours.is_some() && ours == theirs
}

/// Whether they are two towns: no word in common and not a slip of the pen, or one name with two different words behind it (Frankfurt (Oder),
/// Frankfurt am Main). Symmetric.
pub(super) fn two_towns(a: &[String], b: &[String]) -> bool {
    if one_town(a, b) {
        return false;
    }
    let alike = |p: &str, q: &str| whole_similarity(p, q).max(word_similarity(p, q) * 0.9) >= 0.7;
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    if same == 0 {
        let shared = a.iter().any(|word| word.chars().count() >= 4 && b.contains(word));
        return !shared && !alike(&a.join(" "), &b.join(" "));
    }
    let behind = |town: &[String]| -> String {
        let words = town.iter().skip(same).filter(|w| !BETWEEN.contains(&w.as_str()));
        words.filter(|w| w.chars().all(char::is_alphabetic)).cloned().collect::<Vec<_>>().join(" ")
    };
    let (ours, theirs) = (behind(a), behind(b));
    !ours.starts_with(&theirs) && !theirs.starts_with(&ours) && !alike(&ours, &theirs)
}

#[cfg(test)]
mod tests {
    use super::super::tokens::words;
    use super::*;

    #[test]
    fn a_town_has_names_in_several_languages_and_quarters() {
        for (one, other) in [
            ("München", "Munich"),
            ("Köln-Ehrenfeld", "Cologne"),
            ("'s-Gravenhage", "Den Haag"),
            ("Praha 4", "Prague"),
            ("Wien", "Vienna"),
        ] {
            assert!(one_town(&words(one), &words(other)), "{one}");
            assert!(!two_towns(&words(one), &words(other)), "{one}");
        }
        assert!(!one_town(&words("Kiel"), &words("Kiel")), "not in the table");
    }

    #[test]
    fn towns_of_one_name_are_told_apart_by_what_stands_behind_it() {
        for (one, other) in [
            ("Frankfurt (Oder)", "Frankfurt am Main"),
            ("Newcastle upon Tyne", "Newcastle-under-Lyme"),
            ("Neustadt an der Aisch", "Neustadt an der Weinstraße"),
            ("Jena", "Gera"),
        ] {
            assert!(two_towns(&words(one), &words(other)) && two_towns(&words(other), &words(one)), "{one}");
        }
        for (one, other) in
            [("Frankfurt", "Frankfurt am Main"), ("Frankfurt a. M.", "Frankfurt am Main"), ("Kempten", "Kemptn")]
        {
            assert!(!two_towns(&words(one), &words(other)), "{one}");
        }
    }

    #[test]
    fn no_name_of_a_town_stands_in_two_rows() {
        let mut names: Vec<&str> = TOWNS.iter().flat_map(|row| row.split('|')).collect();
        names.sort_unstable();
        for pair in names.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
        for name in names {
            assert_eq!(words(name).join(" "), name, "folded");
        }
    }
}
