//! Words that tell neighbours and sisters of one name apart: north and south, upper and lower, old and new.

use super::tokens::Overlap;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Points of the compass in the languages of Europe, folded. Words that mean something else as well are left out (*del*, *deli*).
const COMPASS: [&str; 4] = [
    "north nord norte northern norra nordre noord noordelijk nordul pohjoinen pohjoisen sever severni severny severnyi severnaya polnoc polnocny \
     polnocna eszaki kuzey vorios voreia voreio sjeverni",
    "south sud sur sul southern sodra sondre syd zuid zuidelijk sudul etelainen etelaisen jih jizni juzni yug yuzhnyi yuzhnaya poludnie poludniowy \
     poludniowa guney notios notia notio",
    "east ost est este eastern ostra ostre oost oostelijk itainen vychod vychodni vostok vostochnyi vostochnaya wschod wschodni wschodnia keleti dogu",
    "west ouest oeste ovest western vastra vestre vest westelijk lansi zapad zapadni zapadnyi zapadnaya zachod zachodni zachodnia nyugati",
];

static POINTS: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    let points = COMPASS.iter().enumerate();
    points.flat_map(|(point, words)| words.split_ascii_whitespace().map(move |word| (word, point))).collect()
});

/// The point of the compass that a folded word is.
pub(super) fn compass(word: &str) -> Option<usize> {
    POINTS.get(word).copied()
}

/// Beginnings of words, and whole words, folded: a name has those of one side where its neighbour has those of another.
const BEGINNINGS: &[&[&str]] = &[
    &["nord nordre norra", "sud syd sodra sondre", "ost oster", "west vast vest wester"],
    &["noord", "zuid", "oost", "west"],
    &["north", "south", "east", "west"],
    &["sever severo", "jiho yugo", "vychodo vostochno", "zapado zapadno"],
    &["ober", "unter nieder", "mittel"],
    &["boven opper", "beneden neder"],
    &["ovre", "nedre"],
    &["alt", "neu"],
    &["inner", "aussen ausser"],
    &["東 东", "西", "南", "北"],
    &["上", "下"],
];

/// Whole words of a pair, in their endings.
const WORDS: &[(&[&str], &[&str])] = &[
    (&["upper"], &["lower"]),
    (&["inner"], &["outer"]),
    (&["old"], &["new"]),
    (&["alta", "alto"], &["bassa", "basso", "baja", "bajo", "baixa", "baixo"]),
    (&["haute", "haut"], &["basse", "bas"]),
    (&["superior", "superiore", "superieur"], &["inferior", "inferiore", "inferieur"]),
    (&["gauche"], &["droite"]),
    (&["horni", "gorny", "gorna", "gornji", "gornja"], &["dolni", "dolny", "dolna", "donji", "donja"]),
    (&["felso"], &["also"]),
    (&["yukari"], &["asagi"]),
];

/// Digits of names that are written without blanks.
const DIGITS: &str = "一二三四五六七八九十";

/// Whether the words that two names do not have in common are opposites: *Nordheide* and *Südheide*, *Haute Vallée* and *Basse Vallée*.
pub(super) fn opposite(shared: &Overlap) -> bool {
    let left = || shared.ours_left.iter().flat_map(|x| shared.theirs_left.iter().map(move |y| (x, y)));
    left().chain(shared.alike.iter().map(|(x, y)| (x, y))).any(|(x, y)| are_opposites(x, y))
}

fn are_opposites(x: &str, y: &str) -> bool {
    let pair = || match (SIDES.get(x), SIDES.get(y)) {
        (Some((line, side)), Some((other, another))) => line == other && side != another,
        _ => false,
    };
    // Most words do not end alike: that is seen at once.
    let end_alike = x.as_bytes().last() == y.as_bytes().last();
    (end_alike && (begin_otherwise(x, y) || one_digit(x, y))) || pair()
}

/// The line and the side of each of [`WORDS`].
static SIDES: LazyLock<HashMap<&str, (usize, bool)>> = LazyLock::new(|| {
    let lines = WORDS.iter().enumerate();
    let sides = lines.flat_map(|(line, (ones, others))| {
        ones.iter().map(move |word| (*word, (line, false))).chain(others.iter().map(move |word| (*word, (line, true))))
    });
    sides.collect()
});

/// Whether two words end alike, behind beginnings of two sides.
fn begin_otherwise(x: &str, y: &str) -> bool {
    let behind = |word: &str, side: &str| -> Vec<usize> {
        side.split(' ').filter_map(|begins| word.strip_prefix(begins)).map(str::len).collect()
    };
    let ends_alike = |p: usize, q: usize| {
        let (rest, other) = (x.get(x.len() - p..).unwrap_or_default(), y.get(y.len() - q..).unwrap_or_default());
        rest == other && (rest.is_empty() || rest.chars().count() >= least(rest))
    };
    BEGINNINGS.iter().any(|line| {
        line.iter().enumerate().any(|(side, ones)| {
            let ours = behind(x, ones);
            let others = line.iter().enumerate().filter(|(other, _)| *other != side && !ours.is_empty());
            others.flat_map(|(_, others)| behind(y, others)).any(|q| ours.iter().any(|p| ends_alike(*p, q)))
        })
    })
}

/// Letters that make a word of their own.
fn least(rest: &str) -> usize {
    if rest.is_ascii() { 4 } else { 2 }
}

/// Whether two words are one but for a digit in Chinese letters.
fn one_digit(x: &str, y: &str) -> bool {
    if x.is_ascii() || x.chars().count() != y.chars().count() {
        return false;
    }
    let mut odd = x.chars().zip(y.chars()).filter(|(p, q)| p != q);
    let digits = |pair: (char, char)| DIGITS.contains(pair.0) && DIGITS.contains(pair.1);
    odd.next().is_some_and(digits) && odd.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_opposite_words_are_two() {
        for (x, y) in [
            ("nordheide", "sudheide"),
            ("westdeutsche", "ostdeutsche"),
            ("altstadt", "neustadt"),
            ("oberhausen", "unterhausen"),
            ("upper", "lower"),
            ("gauche", "droite"),
            ("東日本倉庫", "西日本倉庫"),
            ("第一小学校", "第三小学校"),
        ] {
            assert!(are_opposites(x, y) && are_opposites(y, x), "{x}");
        }
        for (x, y) in [
            ("nordheide", "nordheide"),
            ("nordheide", "sudbrook"),
            ("oster", "ost"),
            ("alter", "neuer"),
            ("西日本倉庫", "西日本鉄道"),
        ] {
            assert!(!are_opposites(x, y), "{x}");
        }
        assert_eq!(compass("sondre"), compass("sud"));
        assert_ne!(compass("kuzey"), compass("guney"));
    }
}
