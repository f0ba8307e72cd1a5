//! The letters of a PDF: which glyph stands for a character, how wide text is, where it breaks.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// Fonts of the pages' family, with Latin, Greek and Cyrillic letters; from an npm package, see `assets/build.mjs`.
static REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/fonts/regular.ttf"));
static STRONG: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/fonts/strong.ttf"));

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Strong,
}

/// A font with what is needed to lay text out.
pub(super) struct Face {
    pub font: Font,
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    em: f32,
}

/// Both weights.
pub(super) struct Faces {
    regular: Face,
    strong: Face,
}

impl Faces {
    /// Nothing when the built fonts cannot be read, which a test rules out.
    pub fn new() -> Option<Self> {
        Some(Self { regular: Face::new(REGULAR)?, strong: Face::new(STRONG)? })
    }
    pub fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Strong => &self.strong,
        }
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let read = FontRef::new(bytes).ok()?;
        let font = Font::new(bytes.into(), 0)?;
        let em = font.units_per_em();
        let widths = read.glyph_metrics(Size::unscaled(), LocationRef::default());
        Some(Self { font, letters: read.charmap(), widths, em })
    }

    /// The glyph of a character. A space of any width is a space; what the font has no letter for is the empty box, and stays what it is where
    /// the text is copied or read aloud.
    fn glyph(&self, letter: char) -> skrifa::GlyphId {
        let letter = if letter.is_whitespace() { ' ' } else { letter };
        self.letters.map(letter).unwrap_or_default()
    }

    /// In parts of the font size.
    fn natural(&self, glyph: skrifa::GlyphId) -> f32 {
        self.widths.advance_width(glyph).unwrap_or(self.em / 2.0) / self.em
    }

    /// The glyphs of `text`, each with the bytes it stands for.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let drawn = text.char_indices().filter(|(_, letter)| !invisible(*letter));
        let glyphs = drawn.map(|(at, letter)| {
            let glyph = self.glyph(letter);
            // Digits have the room they have: in equal rooms a reader that copies them finds gaps around every 1.
            let room = self.natural(glyph);
            let id = GlyphId::new(glyph.to_u32());
            KrillaGlyph::new(id, room, 0.0, 0.0, 0.0, at..at + letter.len_utf8(), None)
        });
        glyphs.collect()
    }

    /// Whether there is a letter for everything in `text` that takes room.
    pub fn has_all(&self, text: &str) -> bool {
        text.chars().filter(|l| !invisible(*l)).all(|letter| self.glyph(letter) != skrifa::GlyphId::default())
    }

    /// How wide `text` is at this size.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let drawn = text.chars().filter(|letter| !invisible(*letter));
        drawn.map(|letter| self.natural(self.glyph(letter))).sum::<f32>() * size
    }

    /// `text` as far as it goes into `width`, with an ellipsis where it was cut.
    pub fn cut(&self, text: &str, size: f32, width: f32) -> String {
        if self.width(text, size) <= width {
            return text.to_owned();
        }
        let mut kept = String::new();
        let room = width - self.width("…", size);
        let mut used = 0.0;
        for letter in text.chars() {
            used += self.width(letter.encode_utf8(&mut [0; 4]), size);
            if used > room {
                break;
            }
            kept.push(letter);
        }
        kept.truncate(kept.trim_end().len());
        kept.push('…');
        kept
    }

    /// `text` in lines of this width, broken between words and only where a word is too long within it; at most `most` lines, of which the last is
    /// cut.
    pub fn lines(&self, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        // Spaces that do not break keep their words together.
        let words = text.split([' ', '\n', '\t']).filter(|word| !word.is_empty());
        for word in words.flat_map(|word| self.pieces(word, size, width)) {
            let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
            if line.is_empty() || self.width(&longer, size) <= width {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, word));
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1)).join(" ");
            lines.push(self.cut(&rest, size, width));
        }
        lines
    }

    /// A word, or the pieces of one that is wider than a line.
    fn pieces(&self, word: &str, size: f32, width: f32) -> Vec<String> {
        if self.width(word, size) <= width {
            return vec![word.to_owned()];
        }
        let mut pieces = vec![String::new()];
        let mut used = 0.0;
        for letter in word.chars() {
            let room = self.width(letter.encode_utf8(&mut [0; 4]), size);
            if used + room > width && pieces.last().is_some_and(|piece| !piece.is_empty()) {
                pieces.push(String::new());
                used = 0.0;
            }
            used += room;
            if let Some(piece) = pieces.last_mut() {
                piece.push(letter);
            }
        }
        pieces
    }
}

/// What takes no room: control characters, marks of direction (Fluent sets them around values), joiners, the soft hyphen.
fn invisible(letter: char) -> bool {
    (letter.is_control() && !letter.is_whitespace())
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_greek_and_cyrillic_have_letters_and_what_has_none_is_a_box() {
        let faces = Faces::new().expect("the built fonts");
        for weight in [Weight::Regular, Weight::Strong] {
            let face = faces.of(weight);
            for letter in "Zażółć gęślą jaźń ſß Ελληνικά Ђуро Київ 1'234,50 € £ zł – … “”".chars()
            {
                assert_ne!(face.glyph(letter), skrifa::GlyphId::default(), "{letter}");
            }
            assert!(face.has_all("Zażółć\u{a0}12") && !face.has_all("A東"));
            let glyphs = face.glyphs("A東");
            assert_eq!(glyphs.len(), 2);
            assert_eq!(glyphs[1].text_range, 1..4);
            assert!(face.width("東", 10.0) > 0.0);
        }
    }

    #[test]
    fn text_breaks_between_words_and_is_cut_at_the_last_line() {
        let faces = Faces::new().expect("the built fonts");
        let face = faces.of(Weight::Regular);
        let width = face.width("one two", 10.0) + 0.1;
        assert_eq!(face.lines("one two three", 10.0, width, 5), ["one two", "three"]);
        let cut = face.lines("one two three four", 10.0, width, 2);
        assert_eq!(cut[0], "one two");
        assert!(cut[1].starts_with("thr") && cut[1].ends_with('…') && face.width(&cut[1], 10.0) <= width, "{cut:?}");
        let long = face.lines("Donaudampfschifffahrt", 10.0, width, 9);
        assert!(long.len() > 1 && long.iter().all(|line| face.width(line, 10.0) <= width), "{long:?}");
        assert_eq!(long.concat(), "Donaudampfschifffahrt");
        // A number and its unit stay together.
        assert_eq!(face.lines("now 12\u{a0}%", 10.0, face.width("now 12", 10.0), 5), ["now", "12\u{a0}%"]);
    }
}
