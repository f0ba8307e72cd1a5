//! Numbers in company names, written as words, as ordinals or as Roman numerals, read as digits.

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

#[cfg(test)]
mod tests {
    use super::*;

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
