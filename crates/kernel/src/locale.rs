//! The two languages of the product.

crate::text_enum! {
    /// A language; both are first-class.
    pub enum Locale {
        En = "en",
        De = "de",
    }
}

impl Locale {
    /// The best of our languages for an `Accept-Language` header; English when none fits.
    pub fn from_accept_language(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(';');
                let tag = pieces.next()?.trim().to_ascii_lowercase();
                let quality =
                    pieces.find_map(|p| p.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok())).unwrap_or(1.0);
                let locale = match tag.split('-').next()? {
                    "de" => Self::De,
                    "en" => Self::En,
                    _ => return None,
                };
                Some((locale, quality))
            })
            .fold(None, |best: Option<(Self, f32)>, (l, q)| match best {
                Some((_, b)) if b >= q => best,
                _ => Some((l, q)),
            })
            .map_or(Self::En, |(l, _)| l)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_decides_by_quality_and_falls_back_to_english() {
        assert_eq!(Locale::from_accept_language("de-AT,de;q=0.9,en;q=0.8"), Locale::De);
        assert_eq!(Locale::from_accept_language("fr, en;q=0.3, de;q=0.7"), Locale::De);
        assert_eq!(Locale::from_accept_language("fr"), Locale::En);
        assert_eq!(Locale::from_accept_language(""), Locale::En);
    }
}
