//! What the names of two records say.

use super::compare::{Piece, Verdict};
use super::corpus::Corpus;
use super::doubts::{Doubt, Numbered, letters_apart, numbered};
use super::han::places_apart;
use super::name_words::{COUNTRIES, FILLERS, PARTS, SMALL};
use super::opposites::{compass, opposite};
use super::place;
use super::record::{Field, Record};
use super::slips::{may_be_a_slip, spelled_alike, swapped};
use super::tokens::{Overlap, one_stem, overlap_where, short_for, stands_for, whole_similarity};
use crate::company_name::is_spelled_like_a_form;

/// What two names say.
pub(super) struct Said {
    pub piece: Piece,
    /// What they have in common.
    pub shared: Overlap,
    /// What makes them rather two, however much is alike.
    pub doubt: Option<Doubt>,
}

/// What the names say: of a company that says two names, those that speak most for its being the other.
pub(super) fn weigh(a: &Record, b: &Record, corpus: &Corpus) -> Option<Said> {
    if a.other.is_none() && b.other.is_none() {
        return weigh_one(a, b, corpus);
    }
    let pairs = a.names().flat_map(|a| b.names().map(move |b| (a, b)));
    pairs.filter_map(|(a, b)| weigh_one(a, b, corpus)).max_by(|p, q| p.piece.weight.total_cmp(&q.piece.weight))
}

fn weigh_one(a: &Record, b: &Record, corpus: &Corpus) -> Option<Said> {
    if a.name.is_empty() || b.name.is_empty() {
        return None;
    }
    let one_key = a.name_key == b.name_key;
    let (ours, theirs) = (a.beside_latin(b), b.beside_latin(a));
    let across = (ours.is_some() || theirs.is_some()) && !one_key;
    let (a, b) = (ours.as_ref().unwrap_or(a), theirs.as_ref().unwrap_or(b));
    let shared = words_shared(a, b, corpus);
    let common = shared.common - if place::one_house(a, b) { 0.0 } else { counted_twice(&shared, a, b, corpus) };
    let (ours, theirs) = (shared.ours, shared.theirs);
    let both = (2.0 * common / (ours + theirs)).min(1.0);
    let differ = differ_by_words(&shared, a, b, corpus);
    let whole = if differ { 0.0 } else { whole_similarity(&a.name.concat(), &b.name.concat()) };
    let within = common / ours.min(theirs);
    let alike = both.max(whole * whole).max(within * 0.8);
    let worth = common.max(whole * ours.min(theirs)).clamp(0.0, corpus.most_of_a_name());
    let numbered = numbered(a, b);
    let (verdict, weight) = if matches!(numbered, Some(Numbered::Apart | Numbered::More)) {
        (Verdict::Differs, (worth * alike).min(10.0) - 9.0)
    } else if numbered == Some(Numbered::One) {
        (Verdict::Differs, (worth * alike).min(10.0) - 6.0)
    } else if a.name_key == b.name_key || a.joined == b.joined || a.name.concat() == b.name.concat() {
        (Verdict::Equal, worth.max(corpus.one_name().unwrap_or(5.0)))
    } else if initials_of(a, b) || initials_of(b, a) {
        (Verdict::Alike, worth.max(initials_say(a, b, corpus)))
    } else if points_apart(&a.name, &b.name) || places_apart(&a.name, &b.name) || opposite(&shared) {
        (Verdict::Differs, (worth * alike).min(10.0) - 9.0)
    } else if parts_differ(&shared) {
        (Verdict::Differs, (worth * alike).min(10.0) - 6.0)
    } else if one_slip(&a.name, &b.name)
        || slips_of_the_pen(&shared, a, b, corpus)
        || filled_up(&a.name, &b.name)
        || filled_up(&b.name, &a.name)
        || with_a_form(&a.name, &b.name)
        || with_a_form(&b.name, &a.name)
    {
        (Verdict::Alike, worth.max(corpus.one_name().unwrap_or(5.0) - 0.5))
    } else if alike >= 0.7 {
        (Verdict::Alike, worth * alike)
    } else if alike >= 0.35 {
        (Verdict::Alike, worth * alike * 0.6 - 1.0)
    } else {
        (Verdict::Differs, -3.0)
    };
    // Read aloud it is the name: a little less than the same letters.
    let (verdict, weight) = match verdict {
        Verdict::Equal if across => (Verdict::Alike, weight - 0.5),
        other => (other, weight),
    };
    let doubt = numbered.filter(|how| *how != Numbered::More || !place::one_house(a, b)).map(|_| Doubt::Number);
    let doubt = doubt.or_else(|| letters_apart(&shared, a, b, corpus).then_some(Doubt::Letter));
    Some(Said { piece: Piece { field: Field::Name, verdict, weight }, shared, doubt })
}

/// What the names have in common. Two words that many names have each are two, however alike they are written (Weber and Werner), unless one
/// is a form of the other or short for it.
fn words_shared(a: &Record, b: &Record, corpus: &Corpus) -> Overlap {
    let weight = |w: &str| corpus.weight(Field::Name, w);
    // In one house two names that are nearly one are one.
    let one_house = place::one_house(a, b);
    let may = |x: &str, y: &str| {
        let three_letters = x.chars().count().min(y.chars().count()) == 3;
        let both_known = corpus.is_known(x) && corpus.is_known(y);
        let one = one_stem(x, y) && (one_house || !corpus.is_counted() || corpus.is_known(x) || corpus.is_known(y));
        three_letters || one || short_for(x, y) || (!both_known && (one_house || may_be_a_slip(x, y, corpus)))
    };
    let mut shared = overlap_where(&a.name, &b.name, weight, may, |i, j| {
        let one_place = i == j || a.name.len().abs_diff(i) == b.name.len().abs_diff(j);
        let (Some(x), Some(y)) = (a.name.get(i), b.name.get(j)) else { return false };
        let one_number = x != y && a.number(x).is_some_and(|number| b.number(y) == Some(number));
        (one_place && written_short(x, y, a, b)) || one_number || spelled_alike(x, y) || cut_alike(x, y, a, b)
    });
    for left in [&mut shared.ours_left, &mut shared.theirs_left] {
        left.retain(|word| !SMALL.contains(&word.as_str()));
    }
    shared
}

/// Whether one of the words of two names is the other, written short with a stop.
fn written_short(x: &str, y: &str, a: &Record, b: &Record) -> bool {
    let stopped = |of: &Record, word: &str| of.stopped.iter().any(|w| w == word);
    // "Ist." is short for what is written, which is an institute in any language.
    let stands = |short: &str, long: &str, of: &Record| {
        stands_for(short, long) || of.own.iter().any(|(word, written)| word == long && stands_for(short, written))
    };
    (stopped(a, x) && stands(x, y, b)) || (stopped(b, y) && stands(y, x, a))
}

/// Whether two words are one without what an apostrophe cuts off.
fn cut_alike(x: &str, y: &str, a: &Record, b: &Record) -> bool {
    let bare = |of: &Record, word: &str, other: &str| of.cut.iter().any(|(whole, bare)| whole == word && bare == other);
    bare(a, x, y) || bare(b, y, x)
}

/// Bits that words have too many which stand together in many names: "Holiday Inn Express" says it once, not three times. Only where
/// something else stands beside them; in one house of one street names that say more or less are one far more often than sisters.
fn counted_twice(shared: &Overlap, a: &Record, b: &Record, corpus: &Corpus) -> f64 {
    let (ours, theirs) = (!shared.ours_left.is_empty(), !shared.theirs_left.is_empty());
    if shared.exact.len() < 2 || !(ours || theirs) {
        return 0.0;
    }
    let Some(names) = corpus.names_with(&shared.exact) else { return 0.0 };
    // A few names that only say more are spellings of one, and so are names that share a word which few have.
    let few = !(ours && theirs) && names <= 3;
    if few && !shared.exact.iter().all(|w| corpus.is_known(w)) {
        return 0.0;
    }
    let phrases = in_phrases(&shared.exact, &a.name, corpus).max(in_phrases(&shared.exact, &b.name, corpus));
    if few {
        return phrases;
    }
    let each: f64 = shared.exact.iter().map(|w| corpus.weight(Field::Name, w)).sum();
    (each - corpus.weight_together(names)).max(phrases)
}

/// Names that share two neighbouring words make them a phrase, a trade most often, when they are as many as this.
const PHRASE: u32 = 10;

/// Bits that shared words have too many behind a word that brings them along: of "Auto Repair" the second says little.
fn in_phrases(shared: &[String], name: &[String], corpus: &Corpus) -> f64 {
    let pairs = name.iter().zip(name.iter().skip(1)).filter(|(x, y)| shared.contains(x) && shared.contains(y));
    let too_many = pairs.filter_map(|(first, second)| {
        let together = corpus.names_with(&[first, second]).filter(|names| *names >= PHRASE)?;
        let brought = corpus.weight_together(together) - corpus.weight(Field::Name, first);
        Some((corpus.weight(Field::Name, second) - brought.max(0.0)).max(0.0))
    });
    too_many.sum()
}

/// Whether the names are clearly of two: nothing in common, or no more than a word or two that very many names have, and beside it a word that
/// few have in either.
pub(super) fn strangers(a: &Record, b: &Record, shared: &Overlap, corpus: &Corpus) -> bool {
    if initials_of(a, b) || initials_of(b, a) {
        return false;
    }
    let unlike = || whole_similarity(&shared.ours_left.concat(), &shared.theirs_left.concat()) < 0.5;
    if !shared.alike.is_empty() || !unlike() {
        return false;
    }
    let rare = |words: &[String]| words.iter().any(|w| w.chars().count() >= 3 && !corpus.is_known(w));
    let common = || corpus.names_with(&shared.exact).is_some_and(|names| corpus.weight_together(names) <= COMMON);
    shared.exact.is_empty() || (common() && rare(&shared.ours_left) && rare(&shared.theirs_left))
}

/// Whether each of two names says something that the other does not, more than what a name does without.
pub(super) fn each_says_more(shared: &Overlap) -> bool {
    let says = |words: &[String]| words.iter().any(|w| !FILLERS.contains(&w.as_str()));
    says(&shared.ours_left) && says(&shared.theirs_left)
}

/// Words that together are worth no more bits than this, very many names have: one in thirty.
const COMMON: f64 = 5.0;

/// Whether the names differ by whole words: then it says nothing that most letters are the same.
fn differ_by_words(shared: &Overlap, a: &Record, b: &Record, corpus: &Corpus) -> bool {
    let (ours, theirs) = (shared.ours_left.concat(), shared.theirs_left.concat());
    if !corpus.is_counted() || (ours.is_empty() && theirs.is_empty()) {
        return false;
    }
    // One word against one: a slip of the pen, or another name.
    let single = shared.ours_left.len() == 1 && shared.theirs_left.len() == 1 && !shared.exact.is_empty();
    whole_similarity(&ours, &theirs) < 0.6
        || (single && !may_be_a_slip(&ours, &theirs, corpus) && !place::one_house(a, b))
}

/// Whether two names of several words are one but for a slip or two of the pen: each in a word that nobody else in the file writes so.
fn slips_of_the_pen(shared: &Overlap, a: &Record, b: &Record, corpus: &Corpus) -> bool {
    let words = shared.exact.len() + shared.alike.len() + shared.ours_left.len();
    if !corpus.is_counted() || words < 2 || shared.ours_left.len() != shared.theirs_left.len() {
        return false;
    }
    // Beside words that nobody else has, a slip in a shorter word is one too.
    let said = shared.exact.iter().filter(|word| !SMALL.contains(&word.as_str())).count();
    let sure = said >= 2 && shared.exact.iter().any(|word| word.chars().count() >= 4 && !corpus.is_known(word));
    let single = shared.alike.len() + shared.ours_left.len() == 1;
    let slip = |x: &str, y: &str| {
        let beside = sure && single && x.chars().next() == y.chars().next() && x.len().min(y.len()) >= 5;
        let most = if x.chars().count().min(y.chars().count()) >= 10 { 2 } else { 1 };
        let seldom = |w: &str| corpus.count(Field::Name, w).unwrap_or(0) <= 1;
        let long = x.chars().count().min(y.chars().count()) >= 4;
        let letters = !x.chars().chain(y.chars()).any(|c| c.is_ascii_digit());
        long && letters
            && (place::one_house(a, b) || beside || may_be_a_slip(x, y, corpus))
            && (seldom(x) || seldom(y))
            && strsim::osa_distance(x, y) <= most
    };
    let mut free: Vec<&String> = shared.theirs_left.iter().collect();
    for word in &shared.ours_left {
        let Some(place) = free.iter().position(|other| slip(word, other)) else { return false };
        free.swap_remove(place);
    }
    // A word that is short for one that many have is written otherwise, no more; and so is one with a stop, or in another spelling.
    let short = |x: &str, y: &str| short_for(x, y) && (corpus.is_known(x) || corpus.is_known(y));
    let otherwise = |x: &str, y: &str| written_short(x, y, a, b) || spelled_alike(x, y) || cut_alike(x, y, a, b);
    let odd = shared.alike.iter().filter(|(x, y)| !otherwise(x, y)).count() + shared.ours_left.len();
    shared.alike.iter().all(|(x, y)| otherwise(x, y) || slip(x, y) || short(x, y)) && odd <= 2
}

/// Whether one name is the initials of the other: `IBM`, International Business Machines; or begins with those of the other's leading words and goes
/// on as the other does: `PB Zwernitz`, Przedsiębiorstwo Budowlane Zwernitz.
fn initials_of(short: &Record, long: &Record) -> bool {
    let Some((first, rest)) = short.name.split_first() else { return false };
    if rest.is_empty() {
        return long.has_initials(first);
    }
    let Some(leading) = long.name.len().checked_sub(rest.len()) else { return false };
    let (leading, behind) = long.name.split_at(leading);
    let words = leading.iter().filter(|word| !SMALL.contains(&word.as_str()));
    let initials: String = words.filter_map(|word| word.chars().next()).collect();
    let fits = (2..=5).contains(&first.chars().count()) && initials.chars().all(char::is_alphabetic);
    fits && rest == behind && *first == initials && rest.iter().any(|word| word.chars().count() >= 3)
}

/// What initials say. In a register that the two are perhaps one, and with their town rather one; in a file that they are one, unless it has several names
/// of these initials.
fn initials_say(a: &Record, b: &Record, corpus: &Corpus) -> f64 {
    let acronym = [a, b].into_iter().find_map(|record| match record.name.as_slice() {
        [word] => Some(word),
        _ => None,
    });
    match (corpus.one_name(), acronym) {
        (Some(_), Some(word)) if corpus.are_initials_of_several(word) => corpus.prior() - 1.0,
        (Some(one_name), _) => one_name - 0.5,
        (None, Some(_)) => corpus.prior() - 4.0,
        (None, None) => 4.5,
    }
}

/// Whether both names have a point of the compass, and not the same.
fn points_apart(a: &[String], b: &[String]) -> bool {
    let points = |words: &[String]| words.iter().filter_map(|w| compass(w)).collect::<Vec<_>>();
    let (ours, theirs) = (points(a), points(b));
    !ours.is_empty() && !theirs.is_empty() && ours != theirs
}

fn parts_differ(shared: &Overlap) -> bool {
    shared
        .ours_left
        .iter()
        .chain(&shared.theirs_left)
        .any(|word| PARTS.contains(&word.as_str()) || COUNTRIES.contains(&word.as_str()))
}

/// Whether one name says no more than the other but its country: in one town that is one company rather than two.
pub(super) fn one_says_its_country(shared: &Overlap) -> bool {
    let (ours, theirs) = (&shared.ours_left, &shared.theirs_left);
    let more = if ours.is_empty() { theirs } else { ours };
    (ours.is_empty() || theirs.is_empty()) && more.iter().all(|word| COUNTRIES.contains(&word.as_str()))
}

/// Whether `long` is `short` with nothing but fillers behind it, or "Group" before it.
fn filled_up(short: &[String], long: &[String]) -> bool {
    let says_something = short.iter().any(|w| w.chars().count() >= 3 && !FILLERS.contains(&w.as_str()));
    let rest = match long.split_first() {
        Some((group, rest)) if group == "group" && rest == short => return says_something,
        _ => long.strip_prefix(short).unwrap_or_default(),
    };
    says_something && !rest.is_empty() && rest.iter().all(|w| FILLERS.contains(&w.as_str()))
}

/// Whether `long` is `short` and nothing but what may be a legal form before or behind it: "AS Kaunas Puit", "Kaunas Puit".
fn with_a_form(short: &[String], long: &[String]) -> bool {
    if short.len() < 2 || long.len() != short.len() + 1 {
        return false;
    }
    let more = long.split_first().filter(|(_, rest)| *rest == short).map(|(word, _)| word);
    let more = more.or_else(|| long.split_last().filter(|(_, rest)| *rest == short).map(|(word, _)| word));
    more.is_some_and(|word| word.chars().count() <= 4 && is_spelled_like_a_form(word))
}

/// Whether both are one long word, a single slip apart.
fn one_slip(a: &[String], b: &[String]) -> bool {
    let ([a], [b]) = (a, b) else { return false };
    let long = a.chars().count().min(b.chars().count()) >= 7 && (a.chars().next() == b.chars().next() || swapped(a, b));
    long && !a.chars().chain(b.chars()).any(|c| c.is_ascii_digit()) && strsim::osa_distance(a, b) <= 1
}

#[cfg(test)]
mod tests {
    use super::super::{Level, compare};
    use super::*;

    fn company(name: &str, address: &str, phone: &str) -> Record {
        Record::read([(Field::Name, name), (Field::Address, address), (Field::Phone, phone)])
    }

    /// A file of these names and a hundred others: what each pair of neighbours scores.
    fn in_a_file(names: &[&str]) -> Vec<f64> {
        let others = (0..100).map(|n| format!("Alpha{n} Beta{n}"));
        let all: Vec<String> = names.iter().map(|n| (*n).to_owned()).chain(others).collect();
        let records: Vec<Record> = all.iter().map(|name| company(name, "", "")).collect();
        let corpus = Corpus::of(&records);
        let pairs = records.windows(2).take(names.len().saturating_sub(1));
        pairs.map(|pair| compare(&pair[0], &pair[1], &corpus).score).collect()
    }

    #[test]
    fn one_name_is_one_company_however_often_the_file_has_it() {
        for score in
            in_a_file(&["Zwernitz AG", "Zwernitz", "ZWERNITZ", "Zwernitz GmbH", "Zwernitz & Co.", "Zwer Nitz AG"])
        {
            assert!(score >= 0.0, "{score}");
        }
    }

    #[test]
    fn names_in_other_letters_initials_and_short_forms_are_found() {
        for pair in [
            ["Газпром ПАО", "Gazprom"],
            ["IBM", "International Business Machines Corp."],
            ["トヨタ自動車株式会社", "トヨタ自動車"],
            ["Nordwind Group", "Nordwind AG"],
            ["AS Kaunas Puit", "Kaunas Puit"],
            ["Zwernitz.com", "Zwernitz Inc."],
            ["Vaillannt", "Vaillant GmbH"],
            ["Ρόδος Α.Ε.", "Rodos"],
            ["Tre Rosor Bygg AB", "3 Rosor Bygg"],
            ["Erste Hafenbank", "1. Hafenbank"],
            ["PB Zwernitz", "Przedsiębiorstwo Budowlane Zwernitz"],
            ["T.U. Zwernitz", "Towarzystwo Ubezpieczeń Zwernitz S.A."],
            ["ТД Зверница", "Торговый дом «Зверница»"],
            ["Groupe Zwernitz", "Zwernitz SA"],
            ["Gruppo Zwernitz Vollmond", "Zwernitz Vollmond"],
            ["Az. Agr. Zwernitz", "Azienda Agricola Zwernitz"],
            ["Hotel S. Quirino", "Hotel San Quirino"],
            ["Ayto. de Zwernitz", "Ayuntamiento de Zwernitz"],
            ["Zwernitz & Zn.", "Zwernitz en Zonen"],
            ["Praxis Dr Zwernitz", "Praxis Doktor Zwernitz"],
            ["C.ia Zwernitz Vollmond", "Compagnia Zwernitz Vollmond"],
            ["L'Atelier d'Hélène", "Atelier Hélène"],
            ["Uncle Tsai's Szechuan", "Uncle Tsai Szechuan"],
            ["Zwernitz Holdings LLC dba Vollmond Grill", "Vollmond Grill"],
            ["Zwernitz (antes Vollmond Sur)", "Zwernitz"],
            ["Ist. Naz. Zwernitz", "Istituto Nazionale Zwernitz"],
            ["Zwernitz e C. Ferramenta", "Zwernitz & C. Ferramenta"],
            ["Gemeente Zwernitz", "Gemeentezwernitz"],
            ["Sint Zwernitz Ziekenhuis", "St. Zwernitz Ziekenhuis"],
            ["華東電機有限公司", "华东电机有限公司"],
            ["Zwernitz Marine Supply", "Zwernitz Marine Suppl"],
            ["Zwernitz Bútor", "Zwernitz Bútro"],
        ] {
            let scores = in_a_file(&pair);
            assert!(scores[0] >= 0.0, "{pair:?}: {scores:?}");
        }
    }

    #[test]
    fn a_name_in_another_script_says_a_little_less_than_the_same_letters() {
        let score = |a: &str, b: &str| {
            let of = |name: &str| Record::read([(Field::Name, name), (Field::City, "Zwernau")]);
            compare(&of(a), &of(b), &Corpus::of_words([])).score
        };
        for (written, latin) in [("トヨタ自動車株式会社", "Toyota Motor Corporation"), ("ООО Яндекс", "Yandex")]
        {
            assert!(score(written, latin) < score(latin, latin), "{written}");
            assert!(score(written, latin) >= 0.0, "{written}: with its town rather one");
        }
    }

    #[test]
    fn initials_are_perhaps_one_company_in_a_register_and_rather_one_with_their_town() {
        let level = |city: &str| {
            let of = |name: &str| Record::read([(Field::Name, name), (Field::City, city)]);
            compare(&of("BMW AG"), &of("Bayerische Motoren Werke AG"), &Corpus::of_words([])).level
        };
        assert_eq!(level(""), Level::Possible);
        assert_eq!(level("München"), Level::Likely);
        assert!(in_a_file(&["TSMC", "Taiwan Semiconductor Manufacturing Company"])[0] >= 0.0);
        let several = in_a_file(&["Zwernitz Vollmond Musca", "ZVM", "Zander Verlag Mainz"]);
        assert!(several.iter().all(|score| *score < 0.0), "{several:?}");
    }

    #[test]
    fn sister_companies_are_two() {
        for pair in [
            ["Windpark Holtriem 1 GmbH & Co. KG", "Windpark Holtriem 2 GmbH & Co. KG"],
            ["Nordfonds II", "Nordfonds III"],
            ["PB Zwernitz", "Przedsiębiorstwo Handlowe Zwernitz"],
            ["First Harbour Bank", "Second Harbour Bank"],
            ["Tre Rosor Bygg", "Två Rosor Bygg"],
            ["Krüger Logistik GmbH", "Krüger Logistik Holding GmbH"],
            ["Nordwind Energie GmbH", "Nordwind Energie Deutschland GmbH"],
            ["Hafenbau Nord GmbH", "Hafenbau Süd GmbH"],
            ["Zwernitzer Bank Nordheide", "Zwernitzer Bank Südheide"],
            ["Wodociągi Zwernitz Północ", "Wodociągi Zwernitz Południe"],
            ["東日本倉庫", "西日本倉庫"],
            ["上海恒通运输有限公司", "恒通运输（北京）有限公司"],
            ["Газпром", "Gazprom Neft Holding"],
            ["삼성전자", "Samsung Heavy Industries"],
            ["ООО Вектор 1", "Vektor 2"],
        ] {
            let scores = in_a_file(&pair);
            assert!(scores[0] < 0.0, "{pair:?}: {scores:?}");
        }
    }

    #[test]
    fn words_that_stand_together_in_many_names_are_not_each_evidence() {
        let chain = ["Mainz", "Hagen", "Kiel", "Trier", "Bonn"].map(|place| format!("Holiday Inn Express {place}"));
        let scores = in_a_file(&chain.each_ref().map(String::as_str));
        assert!(scores.iter().all(|score| *score < 0.0), "{scores:?}");
        let saints = in_a_file(&["St. Mary's Hospital York", "St. Mary's Hospital Kent", "St. Mary's Hospital Ross"]);
        assert!(saints.iter().all(|score| *score < 0.0), "{saints:?}");
        // A name that only one other has more of is still one with it.
        let more = in_a_file(&["Zwernitz Vollmond Armaturen", "Zwernitz Vollmond Armaturen Werk"]);
        assert!(more[0] >= 0.0, "{more:?}");
    }

    #[test]
    fn words_that_stand_together_count_in_full_in_one_house() {
        let names =
            ["Chicago Commons Nia", "Chicago Commons Taylor", "Chicago Commons Paulo", "Chicago Commons Guadalupe"];
        let others = (0..100).map(|n| company(&format!("Alpha{n} Beta{n}"), "", ""));
        let of = |address: &str| -> Vec<Record> { names.iter().map(|name| company(name, address, "")).collect() };
        let name_says = |records: &[Record]| {
            let corpus = Corpus::of(&records.iter().cloned().chain(others.clone()).collect::<Vec<_>>());
            let all = compare(&records[0], &records[1], &corpus).evidence;
            all.into_iter().find(|p| p.field == Field::Name).map(|p| p.weight).expect("a name")
        };
        assert!(name_says(&of("744 N Monticello Ave")) > name_says(&of("")));
    }

    #[test]
    fn a_slip_of_the_pen_in_a_name_of_several_words_is_none_in_the_company() {
        let known = ["Trident Kontor", "Energy Fabrik", "Trident Handel", "Energy Werft"];
        let file = |pair: [&str; 2]| in_a_file(&[pair.as_slice(), &known].concat())[0];
        assert!(file(["Trident Eergy", "Trident Energy"]) >= 0.0);
        assert!(file(["Tridnt Energy", "Trident Energi"]) >= 0.0, "one in each");
        assert!(file(["Trident Energy 1", "Trident Energy 2"]) < 0.0, "a number is no slip");
        for pair in [
            ["Tessitura Menzi", "Tessitura Senzi"],
            ["Dachbau Lenz", "Dachbau Lenze"],
            ["Brauhaus Zwernau", "Brauhaus Zwettau"],
        ] {
            assert!(file(pair) < 0.0, "{pair:?}");
        }
        // Both spellings are words that the file knows.
        let mut names = vec!["Hansa Bremen".to_owned(), "Jansa Bremen".to_owned()];
        names.extend(
            (0..10).flat_map(|n| [format!("Hansa Werk{n}"), format!("Jansa Werk{n}"), format!("Bremen Werk{n}")]),
        );
        let scores = in_a_file(&names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(scores[0] < 0.0, "{}", scores[0]);
    }

    #[test]
    fn a_name_with_more_behind_it_is_found_in_a_large_file_too() {
        for records in [100_u32, 12_000] {
            let others = (0..records).map(|n| company(&format!("Alpha{n} Beta{n}"), "", ""));
            let pair = ["Zwernitz Vollmond", "Zwernitz Vollmond Sales Department"].map(|name| company(name, "", ""));
            let all: Vec<Record> = pair.iter().cloned().chain(others).collect();
            let score = compare(&pair[0], &pair[1], &Corpus::of(&all)).score;
            assert!(score >= 0.0, "{records}: {score}");
        }
    }

    #[test]
    fn a_word_that_many_have_says_less_than_one_that_nobody_else_has() {
        let corpus = Corpus::of_words([("nordwind".to_owned(), 1), ("muller".to_owned(), 60)]);
        let score = |a: &str, b: &str| compare(&company(a, "", ""), &company(b, "", ""), &corpus).score;
        assert!(score("Nordwind", "Nordwind Energie") > score("Müller", "Müller Energie"));
    }
}
