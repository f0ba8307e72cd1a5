//! Post-office boxes in addresses.

/// What a post-office box is called, words folded; the longest first.
const BOXES: &[&[&str]] = &[
    &["apartado", "de", "correos"],
    &["post", "office", "box"],
    &["p", "o", "box"],
    &["apartado", "postal"],
    &["boite", "postale"],
    &["caixa", "postal"],
    &["casella", "postale"],
    &["skrytka", "pocztowa"],
    &["po", "box"],
    &["apartado"],
    &["apdo"],
    &["pob"],
    &["pobox"],
    &["postboks"],
    &["postbox"],
    &["postbus"],
    &["postfach"],
];

/// Of these the same, only where the address begins with them.
const BOXES_FIRST: &[&[&str]] =
    &[&["a", "ya"], &["b", "p"], &["c", "p"], &["p", "f"], &["box"], &["bp"], &["cp"], &["pf"]];

/// Takes a post-office box out of the words of an address: `P.O. Box 123`, `Postfach 10 20 30`. Its number.
pub(super) fn take_box(all: &mut Vec<String>) -> Option<String> {
    let begins = |at: usize, name: &&&[&str]| {
        all.get(at..at + name.len()).is_some_and(|words| words.iter().zip(**name).all(|(word, part)| word == part))
    };
    let digits = |word: &String| word.chars().all(|c| c.is_ascii_digit());
    let (at, behind) = (0..all.len()).find_map(|at| {
        let named = BOXES.iter().find(|name| begins(at, name));
        let named = named.or_else(|| BOXES_FIRST.iter().find(|name| at == 0 && begins(at, name)))?;
        all.get(at + named.len()).is_some_and(digits).then_some((at, at + named.len()))
    })?;
    // Grouped by two or three digits; longer is the postcode.
    let more = all.iter().skip(behind + 1).take_while(|word| digits(word) && word.len() <= 3).count();
    let number: String = all.drain(at..=behind + more).skip(behind - at).collect();
    Some(number.trim_start_matches('0').to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::Address;

    #[test]
    fn a_box_is_told_from_a_house_in_many_languages() {
        for (box_, again) in [
            ("P.O. Box 1023, 24103 Kiel", "PO Box 10 23, 24103 Kiel"),
            ("Postfach 42", "Apartado de Correos 42"),
            ("B.P. 28", "BP 28"),
        ] {
            assert_eq!(Address::read(box_), Address::read(again), "{box_}");
            assert!(Address::read(box_).numbers.is_empty() && Address::read(box_).post_box.is_some(), "{box_}");
        }
        let both = Address::read("Hauptstr. 12, Postfach 42, 24103 Kiel");
        assert_eq!((both.numbers, both.post_box), (vec!["12".to_owned()], Some("42".to_owned())));
        assert_eq!(Address::read("Postfachweg 12").post_box, None);
    }
}
