//! Numbers in company names, written as words, as ordinals or as Roman numerals, read as digits.

use crate::fold::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Numbers and the words that mean them, counting and ordering, folded, in the languages of Europe. Words that mean something else as well are left
/// out: articles (*un*, *ein*, *een*, *en*, *egy*), *to*, *on*, *fire*, *pet*, *hat*, *ot*, *dos*, *otto*, *elf*, *noua*, *piec*, *kuusi*, *premier*.
const NUMBERS: &[(u32, &str)] = &[
    (
        1,
        "one uno eins bir jeden yksi odin unu first 1st erste erster erstes ersten premiere primera primero primeira primeiro eerste pierwszy pierwsza \
         pierwsze prvni prvy prva elso forsta forste ensimmainen birinci pervyi pervaya pervoe proti",
    ),
    (
        2,
        "two zwei deux due dois duas twee dwa dwie dva dve doi doua ket ketto tva kaksi iki second zweite zweiter zweites zweiten deuxieme segundo segunda \
         secondo tweede drugi druga druhy druha masodik toinen ikinci vtoroi vtoraya ii",
    ),
    (
        3,
        "three drei trois tres tre drie trzy tri trei harom kolme uc tria treis third dritte dritter drittes dritten troisieme tercera tercero terceira \
         terceiro terzo terza derde trzeci trzecia treti tretia harmadik tredje kolmas ucuncu tretii tretya iii",
    ),
    (
        4,
        "four vier quatre cuatro quattro quatro cztery ctyri styri patru negy fyra nelja dort tessera chetyre fourth vierte vierter viertes vierten \
         quatrieme iv",
    ),
    (5, "five funf cinq cinco cinque vijf cinci fem viisi bes pente pyat fifth funfte cinquieme"),
    (6, "six sechs seis sei zes szesc sest sase seks alti shest exi sixth sechste vi"),
    (
        7,
        "seven sieben sept siete sette sete zeven siedem sedm sapte het sju syv seitseman yedi epta efta seventh siebte vii",
    ),
    (8, "eight acht huit ocho oito osiem osm nyolc atta atte otte kahdeksan sekiz okto vosem eighth achte viii"),
    (9, "nine neun nueve nove negen dziewiec devet kilenc nio yhdeksan dokuz ennea devyat ninth neunte ix"),
    (10, "ten zehn dix diez dieci dez tien dziesiec deset zece tiz tio kymmenen deka desyat tenth zehnte"),
    (11, "eleven elva elleve"),
    (12, "twelve zwolf douze doce dodici doze twaalf dwanascie dvanact tolv"),
    (20, "twenty zwanzig vingt veinte venti vinte twintig dwadziescia dvacet tjugo tyve yirmi twentieth"),
    (30, "thirty dreissig"),
    (40, "forty vierzig"),
    (50, "fifty funfzig"),
    (60, "sixty"),
    (70, "seventy"),
    (80, "eighty"),
    (90, "ninety"),
    (100, "hundred hundert"),
];

static BY_WORD: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    NUMBERS.iter().flat_map(|(number, words)| words.split_whitespace().map(|word| (word, *number))).collect()
});

/// What stands behind the digits of an ordinal: *21st*, *1re*.
const ORDINAL: &[&str] = &["st", "nd", "rd", "th", "re", "er", "ere", "eme", "nde", "ste"];

/// The number that a folded word is.
pub(super) fn number(word: &str) -> Option<u32> {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    match word.strip_suffix(letters) {
        Some(digits) if !digits.is_empty() => {
            (letters.is_empty() || ORDINAL.contains(&letters)).then(|| digits.parse::<u32>().ok()).flatten()
        }
        _ => BY_WORD.get(word).copied(),
    }
}

/// Words with their numbers in digits; "twenty first" is one, and "No." before a number says no more.
pub(super) fn in_digits(words: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut tens: Option<u32> = None;
    for word in words {
        let Some(read) = number(&word) else {
            tens = None;
            out.push(word);
            continue;
        };
        let before = out.last_mut();
        match (tens, before) {
            (Some(tens), Some(before)) if (1..10).contains(&read) => *before = (tens + read).to_string(),
            (_, Some(before)) if matches!(before.as_str(), "no" | "nr" | "num") => *before = read.to_string(),
            _ => out.push(read.to_string()),
        }
        let spelled = word.chars().all(char::is_alphabetic);
        tens = (spelled && (20..100).contains(&read) && read % 10 == 0).then_some(read);
    }
    out
}

/// Words behind which a single letter is a number: "Fund V", "Nr. I".
const COUNTED: &[&str] = &[
    "fund",
    "funds",
    "fonds",
    "fondo",
    "fundo",
    "fundusz",
    "fond",
    "phase",
    "fase",
    "no",
    "nr",
    "num",
    "numero",
    "series",
    "serie",
    "part",
    "teil",
    "tranche",
    "spv",
    "windpark",
    "solarpark",
];

/// The number of a Roman numeral in capitals, up to 39: I, V and X and what is made of them.
fn roman(word: &str) -> Option<u32> {
    let mut signs = word.chars();
    if let (Some(sign @ '\u{2160}'..='\u{216b}'), None) = (signs.next(), signs.next()) {
        return Some(u32::from(sign) - 0x215f);
    }
    let rest = word.trim_start_matches('X');
    let tens = u32::try_from(word.len() - rest.len()).ok().filter(|tens| *tens <= 3)?;
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let ones = ones.iter().position(|written| *written == rest).and_then(|ones| u32::try_from(ones).ok())?;
    Some(tens * 10 + ones).filter(|number| *number > 0)
}

/// A run of letters and digits in a name, with the signs before and behind it.
struct Run<'a> {
    text: &'a str,
    before: &'a str,
    behind: &'a str,
}

fn runs(name: &str) -> Vec<Run<'_>> {
    let parts = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{2019}');
    let mut found: Vec<Run<'_>> = Vec::new();
    let mut at = 0;
    for text in name.split(parts).filter(|text| !text.is_empty()) {
        let Some(begins) = name.get(at..).and_then(|rest| rest.find(text)).map(|skipped| at + skipped) else { break };
        let signs = name.get(at..begins).unwrap_or_default();
        if let Some(last) = found.last_mut() {
            last.behind = signs;
        }
        at = begins + text.len();
        found.push(Run { text, before: signs, behind: name.get(at..).unwrap_or_default() });
    }
    found
}

/// The Roman numerals of a name without its legal form that only their place tells from letters, folded, with their numbers: a single letter, and
/// what is larger than ten. They are in capitals, with no stop, and stand at the end, before a bracket or a comma, or behind a word that is counted;
/// never beside another single letter, nor joined to a word by a sign ("A & V", "Malcolm-X").
pub(super) fn romans(name: &str, says_no_more: impl Fn(&str) -> bool) -> Vec<(String, u32)> {
    let runs = runs(name);
    let folded: Vec<String> = runs.iter().map(|run| fold(run.text)).collect();
    let last = folded.iter().rposition(|word| !says_no_more(word)).unwrap_or_default();
    let stands = |at: usize, run: &Run<'_>| {
        let Some(before) = at.checked_sub(1).and_then(|at| folded.get(at)) else { return false };
        let joined = run.before.contains(['&', '+', '-', '/']) || run.behind.starts_with(['&', '+', '-', '/', '.']);
        let breaks = run.behind.contains([',', ';', '(', '\u{2013}', '|']) && at < last;
        let counted = COUNTED.contains(&before.as_str());
        !joined && before.chars().count() > 1 && (at == last || breaks || counted)
    };
    let numerals = runs.iter().zip(&folded).enumerate().filter(|(at, (run, _))| stands(*at, run));
    let read = numerals.filter_map(|(_, (run, folded))| Some((folded.clone(), roman(run.text)?)));
    read.filter(|(folded, _)| number(folded).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_told_from_letters_by_their_place() {
        let read =
            |name: &str| romans(name, |word| word == "verwaltung").into_iter().map(|(_, n)| n).collect::<Vec<_>>();
        for (name, number) in [
            ("Windpark Ostermoor I", 1),
            ("WINDPARK OSTERMOOR V", 5),
            ("Ostermoor X Verwaltung", 10),
            ("Fondo V Infraestructuras", 5),
            ("Parc éolien des Hêtres XII", 12),
            ("Park V (Kiel)", 5),
            ("Elektrownia Wiatrowa XIX", 19),
            ("Ветропарк Ⅰ", 1),
        ] {
            assert_eq!(read(name), [number], "{name}");
        }
        for name in [
            "Kowalski I Syn",
            "I Fratelli",
            "Jansen B V",
            "A & V",
            "Malcolm-X",
            "Anna V Schmidt",
            "Anna V.",
            "kupci i",
            "X",
            "Mode XL",
            "Werk IIX",
            "Fonds II",
        ] {
            assert!(read(name).is_empty(), "{name}");
        }
        assert_eq!(
            ["XXXIX", "XIV", "IV", "XXXX", "", "IXX"].map(roman),
            [Some(39), Some(14), Some(4), None, None, None]
        );
    }

    fn digits(name: &str) -> String {
        in_digits(super::super::tokens::words(name)).join(" ")
    }

    #[test]
    fn numbers_written_in_words_are_their_digits() {
        for (name, read) in [
            ("Tre Rosor", "3 rosor"),
            ("Hotel Due Fiumi", "hotel 2 fiumi"),
            ("Première Ligne", "1 ligne"),
            ("1re Ligne", "1 ligne"),
            ("Första Bageriet", "1 bageriet"),
            ("Fünf Linden", "5 linden"),
            ("Üç Nehir", "3 nehir"),
            ("Третья Линия", "3 liniya"),
            ("Twenty First Gallery", "21 gallery"),
            ("21st Gallery", "21 gallery"),
            ("Zwanzig Linden", "20 linden"),
            ("Mill No. 3", "mill 3"),
            ("Fonds II", "fonds 2"),
        ] {
            assert_eq!(digits(name), read, "{name}");
        }
    }

    #[test]
    fn words_that_are_more_than_numbers_stay_words() {
        for name in ["otto werk", "pet food", "on time", "fire safety", "dos santos", "3m", "4you"] {
            assert_eq!(digits(name), name);
        }
    }
}
