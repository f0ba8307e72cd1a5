//! Phone and VAT numbers in the form in which they are compared.

/// The digits that two spellings of one phone number share: the last nine at most, without the national zero, so that
/// `+49 431 123456`, `0049 431 123456` and `0431/123456` agree. An extension after `x`, `ext` or `Durchwahl` is left out. Nothing
/// for less than six digits.
pub fn phone_key(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let main = ["ext", "x", "durchwahl", "dw"].iter().filter_map(|mark| lower.find(mark)).min();
    let main = main.and_then(|at| lower.get(..at)).filter(|m| m.chars().any(|c| c.is_ascii_digit())).unwrap_or(&lower);
    // "(0)" is said in the country only.
    let digits: String = main.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let national = digits.trim_start_matches('0');
    let from = national.len().saturating_sub(9);
    national.get(from..).filter(|key| key.len() >= 6).map(str::to_owned)
}

/// A VAT number as letters and digits in capitals, `DE123456789`; nothing when it has fewer than seven or no digits.
pub fn vat_key(text: &str) -> Option<String> {
    let key: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    (key.len() >= 7 && key.chars().filter(char::is_ascii_digit).count() >= 4).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_and_international_spellings_agree() {
        for text in ["+49 431 123456", "0049 431 123456", "0431/123456", "+49 (0)431 12 34 56", "0431 123456 ext. 12"] {
            assert_eq!(phone_key(text).as_deref(), Some("431123456"), "{text}");
        }
        assert_eq!(phone_key("2649901").as_deref(), Some("2649901"));
        assert_eq!(phone_key("110"), None);
        assert_eq!(phone_key("none"), None);
    }

    #[test]
    fn a_vat_number_is_read_with_blanks_and_dots() {
        assert_eq!(vat_key("de 123.456.789").as_deref(), Some("DE123456789"));
        assert_eq!(vat_key("n/a"), None);
    }
}
