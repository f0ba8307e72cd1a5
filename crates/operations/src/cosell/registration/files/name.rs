//! The name of a file, made harmless. What the sender called it is shown, never used as a path.

/// Longest name, characters.
const LONGEST: usize = 120;

/// Marks that change the direction of writing or cannot be seen: with them `gpj.exe` can be made to look like `exe.jpg`.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{00ad}')
}

/// The last part of the name, without what no name needs; nothing when nothing is left.
pub(super) fn clean(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last
        .chars()
        .filter(|c| !is_unseen(*c))
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';') { '_' } else { c })
        .collect();
    let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = words.trim_matches(['.', ' ']);
    let (stem, extension) = bare.rsplit_once('.')?;
    let room = LONGEST.saturating_sub(extension.chars().count() + 1);
    let stem: String = stem.trim_end_matches(['.', ' ']).chars().take(room).collect();
    (!stem.is_empty()).then(|| format!("{stem}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn a_name_loses_its_path_and_what_cannot_be_seen() {
        let cleaned = |name| clean(name).unwrap_or_default();
        assert_eq!(cleaned("Angebot Krüger.pdf"), "Angebot Krüger.pdf");
        assert_eq!(cleaned("../../etc/passwd.txt"), "passwd.txt");
        assert_eq!(cleaned("C:\\Users\\jana\\offer.pdf"), "offer.pdf");
        assert_eq!(cleaned("invoice\u{202e}fdp.exe"), "invoicefdp.exe");
        assert_eq!(cleaned("a\r\nSet-Cookie: x=1.pdf"), "aSet-Cookie_ x=1.pdf");
        assert_eq!(cleaned("\"><img src=x>.png"), "___img src=x_.png");
        assert_eq!(cleaned("  two   words .pdf. "), "two words.pdf");
        assert_eq!(cleaned(&format!("{}.pdf", "x".repeat(400))).chars().count(), 120);
        for nothing in ["", "...", "/", "noextension", ".pdf", "\u{200b}.pdf"] {
            assert_eq!(clean(nothing), None, "{nothing:?}");
        }
    }
}
