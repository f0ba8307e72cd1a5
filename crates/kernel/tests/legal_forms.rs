//! Legal forms, against a sample read by hand.

use kernel::company_name::split_legal_form;

#[test]
fn legal_forms_come_off_two_hundred_names_as_a_person_would_take_them_off() {
    let mut rows = 0;
    let mut wrong = Vec::new();
    for line in include_str!("legal_form_sample.csv").lines().filter(|line| !line.starts_with('#')) {
        let (name, expected) = line.split_once(';').expect("two columns");
        rows += 1;
        let (stripped, _) = split_legal_form(name);
        if stripped != expected {
            wrong.push(format!("{name}: {stripped}, not {expected}"));
        }
    }
    assert_eq!(rows, 200);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
