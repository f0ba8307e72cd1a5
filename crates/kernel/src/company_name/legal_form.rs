//! Which part of a company's name is its legal form.
//!
//! One rule for all: forms are taken from the end, the longest first, again and again, so that combinations
//! (`GmbH & Co. KG`, `Co. Ltd.`) need no entries of their own; when none is at the end, then before a second name in
//! brackets or behind a dash; then from the start. Something always stays.

use super::form_table::{Form, TABLE, Word, is_quotation_mark, words};

/// The most words one form has in any spelling.
const LONGEST: usize = 9;

/// Words that stand before a name but are none.
const ARTICLES: &[&str] = &["the", "die", "der", "das", "firma", "fa"];

/// A company's legal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalForm {
    /// The usual spelling (`GmbH & Co. KG`), whatever the name's own.
    pub canonical: String,
    /// The country (ISO 3166) when the form belongs to one only.
    pub country: Option<&'static str>,
}

/// Parts a name into the name proper and its legal form: `Krüger & Söhne Logistik GmbH & Co. KG` into `Krüger & Söhne
/// Logistik` and `GmbH & Co. KG`. A name that would be empty without its form keeps it.
pub fn split_legal_form(name: &str) -> (String, Option<LegalForm>) {
    let name = name.trim();
    if let Some(split) = glued(name) {
        return split;
    }
    let words = words(name);
    let mut kept = 0..words.len();
    let mut found: Vec<&Form> = Vec::new();
    while let Some((form, begin)) = form_at_end(&words, &kept) {
        found.insert(0, form);
        kept.end = begin;
    }
    if found.is_empty()
        && let Some(before) = before_other_name(name)
        && let (bare, Some(form)) = split_legal_form(before)
        // A form before the name says nothing about where the name ends.
        && before.starts_with(&bare)
    {
        return (bare, Some(form));
    }
    if let Some((form, end)) = form_at_start(&words, &kept)
        && form.stands_before(&found)
    {
        found.insert(0, form);
        kept.start = end;
    }
    let (Some(first), Some(last)) = (words.get(kept.start), words.get(..kept.end).and_then(<[Word]>::last)) else {
        return (name.to_owned(), None);
    };
    if found.is_empty() {
        return (name.to_owned(), None);
    }
    // A bracket or a stop that belongs to what is kept stays with it.
    let end = words.get(kept.end).map_or(name.len(), |next| next.start);
    let tail = name.get(last.end..end).unwrap_or_default();
    let closing = tail
        .find(')')
        .filter(|_| name.get(first.start..last.end).is_some_and(|n| n.contains('(')))
        .map_or(0, |at| at + 1);
    let start = if kept.start == 0 { 0 } else { first.start };
    let bare = name.get(start..last.end + closing).unwrap_or(name).trim().trim_end_matches([',', ';', '-', '(']).trim();
    (unquoted(bare).to_owned(), Some(together(&found)))
}

/// Whether a word is spelled like a legal form of some country. It may be something else: see [`split_legal_form`].
pub fn is_spelled_like_a_form(word: &str) -> bool {
    TABLE.has(word)
}

/// A name that stands in one pair of quotation marks, without them.
fn unquoted(name: &str) -> &str {
    let quotation = |c: char| is_quotation_mark(c) && c != '\'';
    name.strip_prefix(quotation)
        .and_then(|rest| rest.strip_suffix(quotation))
        .filter(|inner| inner.chars().any(char::is_alphanumeric) && !inner.contains(quotation))
        .unwrap_or(name)
}

/// Forms that are written to the name without a blank, before or behind it.
const GLUED: &[(&str, &str, Option<&str>)] = &[
    ("株式会社", "K.K.", Some("JP")),
    ("㈱", "K.K.", Some("JP")),
    ("(株)", "K.K.", Some("JP")),
    ("（株）", "K.K.", Some("JP")),
    ("有限会社", "Y.K.", Some("JP")),
    ("㈲", "Y.K.", Some("JP")),
    ("合同会社", "G.K.", Some("JP")),
    ("股份有限公司", "股份有限公司", None),
    ("有限责任公司", "有限公司", None),
    ("有限責任公司", "有限公司", None),
    ("有限公司", "有限公司", None),
    ("公司", "公司", None),
    ("合資会社", "合資会社", Some("JP")),
    ("合名会社", "合名会社", Some("JP")),
    ("一般社団法人", "一般社団法人", Some("JP")),
    ("公益社団法人", "公益社団法人", Some("JP")),
    ("一般財団法人", "一般財団法人", Some("JP")),
    ("公益財団法人", "公益財団法人", Some("JP")),
    ("特定非営利活動法人", "NPO法人", Some("JP")),
    ("NPO法人", "NPO法人", Some("JP")),
    ("医療法人", "医療法人", Some("JP")),
    ("学校法人", "学校法人", Some("JP")),
    ("国立大学法人", "国立大学法人", Some("JP")),
    ("独立行政法人", "独立行政法人", Some("JP")),
    ("주식회사", "㈜", Some("KR")),
    ("㈜", "㈜", Some("KR")),
    ("(주)", "㈜", Some("KR")),
    ("유한회사", "유한회사", Some("KR")),
];

/// A name that such a form begins or ends.
fn glued(name: &str) -> Option<(String, Option<LegalForm>)> {
    GLUED.iter().find_map(|(written, canonical, country)| {
        let rest = name.strip_suffix(written).or_else(|| name.strip_prefix(written))?.trim();
        let form = LegalForm { canonical: (*canonical).to_owned(), country: *country };
        rest.chars().any(char::is_alphanumeric).then(|| (rest.to_owned(), Some(form)))
    })
}

/// What stands before a second name in brackets or behind a dash: `Petrobras S.A. (Brasil)`, `Nordwind GmbH - Werk Kiel`.
fn before_other_name(name: &str) -> Option<&str> {
    let at = match name.strip_suffix(')') {
        Some(inner) => inner.rfind('(')?,
        None => ["- ", "– ", "— "].iter().filter_map(|dash| name.rfind(dash)).max()?,
    };
    name.get(..at).map(str::trim_end).filter(|before| !before.is_empty())
}

/// The longest form that ends the kept words, with the first word it takes.
fn form_at_end<'t>(words: &[Word<'_>], kept: &std::ops::Range<usize>) -> Option<(&'t Form, usize)> {
    let earliest = kept.end.saturating_sub(LONGEST).max(kept.start + 1);
    for begin in earliest..kept.end {
        let taken = words.get(begin..kept.end)?;
        if taken.first().is_some_and(|word| word.is_connector) {
            continue;
        }
        let Some(form) = TABLE.find(taken, None) else { continue };
        let mut begin = begin;
        // What joined the form to the name goes with it: "Krüger & | Co. KG".
        while begin > kept.start && words.get(begin - 1).is_some_and(|word| word.is_connector) {
            begin -= 1;
        }
        if is_a_name(words.get(kept.start..begin)?) {
            return Some((form, begin));
        }
    }
    None
}

fn form_at_start<'t>(words: &[Word<'_>], kept: &std::ops::Range<usize>) -> Option<(&'t Form, usize)> {
    (kept.start + 1..kept.end.min(kept.start + LONGEST)).rev().find_map(|end| {
        let behind = words.get(end..kept.end)?;
        let form = TABLE.find(words.get(kept.start..end)?, Some(behind))?;
        is_a_name(behind).then_some((form, end))
    })
}

/// Whether something is left that could be a name.
fn is_a_name(words: &[Word<'_>]) -> bool {
    words.iter().any(|word| !word.letters.is_empty() && !ARTICLES.contains(&word.letters.as_str()))
}

/// Forms in the order of the name, as one: `GmbH`, `Co.`, `KG` as `GmbH & Co. KG`. Words that only say "company" are
/// left out beside a real form of their country's kind (`Co. Ltd.` is `Ltd.`).
fn together(found: &[&Form]) -> LegalForm {
    let partnership =
        found.len() > 1 && found.last().is_some_and(|form| matches!(form.canonical, "KG" | "OHG" | "KGaA"));
    let mut canonical = String::new();
    for form in found {
        let company_word = form.is_company_word && found.len() > 1;
        if company_word && !partnership {
            continue;
        }
        if company_word {
            canonical.push_str(if canonical.is_empty() { "& " } else { " & " });
        } else if !canonical.is_empty() {
            canonical.push(' ');
        }
        canonical.push_str(form.canonical);
    }
    if canonical.is_empty() {
        canonical = found.last().map(|form| form.canonical.to_owned()).unwrap_or_default();
    }
    LegalForm { canonical, country: found.iter().rev().find_map(|form| form.country) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(name: &str) -> (String, String) {
        let (bare, form) = split_legal_form(name);
        (bare, form.map(|f| f.canonical).unwrap_or_default())
    }

    #[test]
    fn a_form_at_the_end_is_taken_off_in_any_spelling() {
        for (name, bare, form) in [
            ("Nordwind GmbH", "Nordwind", "GmbH"),
            ("Nordwind G.m.b.H.", "Nordwind", "GmbH"),
            ("Nordwind Ges. m. b. H.", "Nordwind", "GmbH"),
            ("NORDWIND GESELLSCHAFT MIT BESCHRAENKTER HAFTUNG", "NORDWIND", "GmbH"),
            ("Nordwind, Inc.", "Nordwind", "Inc."),
            ("Bau-AG", "Bau", "AG"),
            ("Altana Aktiengesellschaft", "Altana", "AG"),
            ("Nordwind UG (haftungsbeschränkt)", "Nordwind", "UG (haftungsbeschränkt)"),
            ("Grupo Elektra S.A. de C.V.", "Grupo Elektra", "SA de CV"),
            ("Alestra, S. de R.L. de C.V.", "Alestra", "S de RL de CV"),
            ("Torm A/S", "Torm", "A/S"),
            ("Telenor AS", "Telenor", "AS"),
            ("Nordwind sp. z o.o.", "Nordwind", "sp. z o.o."),
            ("Nordwind S.à r.l.", "Nordwind", "SARL"),
            ("Nordwind Pty. Ltd.", "Nordwind", "Pty Ltd"),
            ("Portugal Telecom, SGPS, S.A.", "Portugal Telecom", "SA"),
            ("Foo (Deutschland) GmbH", "Foo (Deutschland)", "GmbH"),
            ("Kanzlei Meier PartG mbB", "Kanzlei Meier", "PartG mbB"),
            ("Turnverein Kiel e. V.", "Turnverein Kiel", "e.V."),
            ("China Petroleum Corp. (Sinopec)", "China Petroleum", "Corp."),
            ("Nordwind GmbH - Niederlassung Kiel", "Nordwind", "GmbH"),
            ("Petro - Canada", "Petro - Canada", ""),
        ] {
            assert_eq!(split(name), (bare.to_owned(), form.to_owned()), "{name}");
        }
    }

    #[test]
    fn combinations_are_taken_off_whole() {
        for name in [
            "Krüger & Söhne GmbH & Co. KG",
            "Krüger & Söhne GmbH & Co KG",
            "Krüger & Söhne GmbH&Co.KG",
            "Krüger & Söhne GmbH und Co. KG",
            "Krüger & Söhne G.m.b.H. u. Co. Kommanditgesellschaft",
        ] {
            assert_eq!(split(name), ("Krüger & Söhne".to_owned(), "GmbH & Co. KG".to_owned()), "{name}");
        }
        assert_eq!(split("Henkel AG & Co. KGaA"), ("Henkel".to_owned(), "AG & Co. KGaA".to_owned()));
        assert_eq!(split("Krüger & Co. KG"), ("Krüger".to_owned(), "& Co. KG".to_owned()));
        assert_eq!(split("Ainsworth Lumber Co. Ltd."), ("Ainsworth Lumber".to_owned(), "Ltd.".to_owned()));
        assert_eq!(split("Tiffany & Co."), ("Tiffany".to_owned(), "Co.".to_owned()));
    }

    #[test]
    fn a_form_at_the_start_counts_when_none_is_at_the_end() {
        assert_eq!(split("AB Volvo"), ("Volvo".to_owned(), "AB".to_owned()));
        assert_eq!(split("A B Volvo"), ("Volvo".to_owned(), "AB".to_owned()));
        assert_eq!(split("S.A. Foo"), ("Foo".to_owned(), "SA".to_owned()));
        assert_eq!(split("P.T. Telkom"), ("Telkom".to_owned(), "PT".to_owned()));
        assert_eq!(split("AB Nordwind GmbH"), ("AB Nordwind".to_owned(), "GmbH".to_owned()));
        assert_eq!(split("SE Bau"), ("SE Bau".to_owned(), String::new()));
        for (name, bare, form) in [
            ("Công ty TNHH MTV Vận Tải An Phát", "Vận Tải An Phát", "Công ty TNHH MTV"),
            ("Cty CP Dược Phẩm Huế", "Dược Phẩm Huế", "Công ty Cổ phần"),
            ("ТОВ «Агро-Мельник»", "Агро-Мельник", "TOV"),
            ("ДП Антонов", "Антонов", "ДП"),
            ("АТ Укрзалізниця", "Укрзалізниця", "АТ"),
            ("შპს თბილისი", "თბილისი", "შპს"),
            ("شركة النور ذ.م.م", "النور", "ذ.م.م"),
            ("PT Astra Agro Lestari Tbk", "Astra Agro Lestari", "PT Tbk"),
            ("S.C. Moldoveanu Vinuri S.R.L.", "Moldoveanu Vinuri", "SRL"),
            ("Oy Karl Fazer Ab", "Karl Fazer", "Oy AB"),
            ("UAB „Maxima LT“", "Maxima LT", "UAB"),
            ("OÜ Kask", "Kask", "OÜ"),
            ("N.V. Zwernitz", "Zwernitz", "NV"),
            ("S.p.A. Zwernitz", "Zwernitz", "SpA"),
            ("Aktiebolaget Kask", "Kask", "AB"),
            ("Kabushiki Kaisha Mori", "Mori", "K.K."),
            ("Yūgen Gaisha Mori", "Mori", "Y.K."),
        ] {
            assert_eq!(split(name), (bare.to_owned(), form.to_owned()), "{name}");
        }
    }

    #[test]
    fn a_short_form_at_the_start_is_one_only_where_something_says_so() {
        for (name, bare) in [
            ("SIA Rimi Latvia", "Rimi Latvia"),
            ("SIA \"Rimi\"", "Rimi"),
            ("PT Bank Mandiri", "Bank Mandiri"),
            ("P.T. Telkom", "Telkom"),
            ("PT. Telkom", "Telkom"),
            ("AS «Tallink»", "Tallink"),
            ("A/S Dampskibsselskabet Torm", "Dampskibsselskabet Torm"),
            ("SAS Dupont Plomberie", "Dupont Plomberie"),
            ("I/S Kjær & Sørensen", "Kjær & Sørensen"),
            ("A.m.b.a. Krogh", "Krogh"),
        ] {
            assert_eq!(split(name).0, bare, "{name}");
        }
        for name in [
            "SIA Abrasives",
            "Spa Resort Kask",
            "NV Partners Kask",
            "PT Cruisers",
            "AS Roma",
            "AS Monaco Football",
            "SAS Institute",
            "SC Freiburg",
            "SA Water",
            "AO World",
            "Oyster Bay",
            "Bar da",
            "MB Financial",
        ] {
            assert_eq!(split(name), (name.to_owned(), String::new()), "{name}");
        }
    }

    #[test]
    fn forms_of_many_countries_come_off() {
        for (name, bare, form) in [
            ("Yılmaz Gıda Koll. Şti.", "Yılmaz Gıda", "Koll. Şti."),
            ("Skog & Trä Ekonomisk förening", "Skog & Trä", "Ekonomisk förening"),
            ("Skog & Trä Ek. för.", "Skog & Trä", "Ekonomisk förening"),
            ("Hermanos Rivas C.B.", "Hermanos Rivas", "C.B."),
            ("Beneš výrobní družstvo", "Beneš", "družstvo"),
            ("Kowalski Sp. z o.o. sp.k.", "Kowalski", "sp. z o.o. sp. k."),
            ("Tan Furniture (M) Sdn Bhd", "Tan Furniture", "Sdn. Bhd."),
            ("Silva Móveis Ltda - ME", "Silva Móveis", "Ltda. ME"),
            ("Kovács Borászat Zártkörűen Működő Részvénytársaság", "Kovács Borászat", "Zrt."),
            ("Мебел Варна ЕООД", "Мебел Варна", "EOOD"),
            ("Dirk Rossmann Stiftung & Co. KG", "Dirk Rossmann", "Stiftung & Co. KG"),
            ("Merck GmbH & Co. KGaA", "Merck", "GmbH & Co. KGaA"),
            ("中国石油天然气集团公司", "中国石油天然气集团", "公司"),
            ("国立大学法人東京大学", "東京大学", "国立大学法人"),
        ] {
            assert_eq!(split(name), (bare.to_owned(), form.to_owned()), "{name}");
        }
    }

    #[test]
    fn something_always_stays() {
        for name in ["AG", "GmbH", "The Limited", "Co", "", "&", "  "] {
            assert_eq!(split(name), (name.trim().to_owned(), String::new()), "{name}");
        }
        assert_eq!(split("Limited Ltd."), ("Limited".to_owned(), "Ltd.".to_owned()));
    }

    #[test]
    fn the_country_is_told_where_the_form_has_one() {
        let country = |name: &str| split_legal_form(name).1.and_then(|form| form.country);
        assert_eq!(country("Volvo AB"), Some("SE"));
        assert_eq!(country("Nordwind AG"), None);
        assert_eq!(country("Torm A/S"), Some("DK"));
    }

    #[test]
    fn words_that_only_end_like_a_form_stay() {
        for name in ["Montag", "Sparkasse Kiel", "Bus Co-Op Berlin", "Vista Print", "Hotel Mag", "Plan Gas"] {
            assert_eq!(split(name).1, "", "{name}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("legal_forms.csv").lines().filter(|l| !l.is_empty() && !l.starts_with('#')).count();
        assert_eq!(TABLE.forms.len(), lines);
        for form in &TABLE.forms {
            let name = format!("Nordwind {}", form.canonical);
            assert_eq!(split_legal_form(&name).0, "Nordwind", "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_form_put_behind_a_name_comes_off_again(
            name in "[B-DF-Zb-df-z][a-z]{3,9}[xyz](haus|wind|berg)",
            place in 0..100_usize,
        ) {
            let form = &TABLE.forms[place % TABLE.forms.len()];
            prop_assert_eq!(split_legal_form(&format!("{name} {}", form.canonical)).0, name.clone());
            prop_assert_eq!(split_legal_form(&format!("{name}, {}", form.canonical.to_uppercase())).0, name);
        }

        #[test]
        fn any_text_keeps_a_name(name in any::<String>()) {
            let (bare, _) = split_legal_form(&name);
            prop_assert_eq!(bare.is_empty(), name.trim().is_empty());
            prop_assert!(name.contains(&bare));
        }
    }

    /// Real names, where the collection is present: prints what a form was found for in none, for the eye.
    #[test]
    fn most_real_company_names_have_a_form_and_all_keep_a_name() {
        let Some(path) = std::env::var_os("COMPAGNON_SHARED_DATA") else {
            println!("skipped: COMPAGNON_SHARED_DATA does not name the folder with the reference data");
            return;
        };
        let path = std::path::Path::new(&path).join("legal-forms/company-names.csv");
        let Ok(names) = std::fs::read_to_string(&path) else {
            println!("skipped: {} is not there", path.display());
            return;
        };
        let (mut with, mut without) = (0, 0);
        for line in names.lines() {
            let name = line.rsplit_once(';').map_or(line, |(name, _)| name);
            let (bare, form) = split_legal_form(name);
            assert!(!bare.is_empty() && name.contains(&bare), "{name}");
            match form {
                Some(form) => {
                    with += 1;
                    println!("{name} => {bare} | {}", form.canonical);
                }
                None => {
                    without += 1;
                    println!("{name} => -");
                }
            }
        }
        println!("{with} names with a form, {without} without");
        assert!(with * 100 >= (with + without) * 90, "{with} with a form, {without} without");
    }
}
