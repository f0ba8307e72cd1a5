//! What is drawn on a page and what it is: marks with their places, and the elements a screen reader reads them as.

use super::face::{Faces, Weight};
use kernel::{Failure, Instant, Outcome};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use std::num::NonZeroU16;

/// Red, green, blue.
pub(super) type Color = [u8; 3];

pub(super) const INK: Color = [24, 27, 33];
pub(super) const MUTED: Color = [92, 99, 112];
pub(super) const RULE: Color = [214, 218, 225];
pub(super) const ACCENT: Color = [42, 98, 190];
pub(super) const PALE: Color = [170, 192, 228];
pub(super) const TARGET: Color = [176, 96, 24];
pub(super) const GOOD: Color = [22, 112, 62];
pub(super) const BAD: Color = [170, 40, 40];

/// A4 on its side, in points; and its margin.
pub(super) const PAGE: (f32, f32) = (841.89, 595.28);
pub(super) const MARGIN: f32 = 36.0;

/// One thing that is drawn; places count from the top left, text stands on its base line.
pub(super) enum Mark {
    Text { at: (f32, f32), weight: Weight, size: f32, color: Color, text: String },
    Area { at: (f32, f32), size: (f32, f32), color: Color },
    Line { points: Vec<(f32, f32)>, width: f32, color: Color },
}

/// What an element is.
pub(super) enum Kind {
    Title,
    Heading,
    Part,
    Text,
    Table,
    Row,
    /// Of a column or a row.
    Head {
        row: bool,
    },
    Cell,
    /// A chart, said in words.
    Chart(String),
}

struct Element {
    kind: Kind,
    within: Option<usize>,
}

/// Marks and elements from a top left of their own.
#[derive(Default)]
pub(super) struct Drawing {
    marks: Vec<(Option<usize>, Mark)>,
    elements: Vec<Element>,
    /// How far down it goes.
    pub height: f32,
}

impl Drawing {
    /// Nothing yet, beginning so far down.
    pub fn from(height: f32) -> Self {
        Self { height, ..Self::default() }
    }
    /// A new element; in the order in which they are read.
    pub fn element(&mut self, kind: Kind, within: Option<usize>) -> usize {
        self.elements.push(Element { kind, within });
        self.elements.len() - 1
    }
    /// Draws `mark` as part of `element`; decoration, when there is none.
    pub fn mark(&mut self, element: Option<usize>, mark: Mark) {
        self.marks.push((element, mark));
    }
    /// A line of text, from the left.
    pub fn text(&mut self, element: usize, at: (f32, f32), (weight, size, color): Style, text: impl Into<String>) {
        self.mark(Some(element), Mark::Text { at, weight, size, color, text: text.into() });
    }
    /// Decoration: a filled area.
    pub fn area(&mut self, at: (f32, f32), size: (f32, f32), color: Color) {
        self.mark(None, Mark::Area { at, size, color });
    }
    /// Everything of `other`, moved, its elements within `within`.
    pub fn place(&mut self, other: Self, (x, y): (f32, f32), within: Option<usize>) {
        let first = self.elements.len();
        self.elements.extend(
            other
                .elements
                .into_iter()
                .map(|element| Element { within: element.within.map(|at| at + first).or(within), ..element }),
        );
        self.marks
            .extend(other.marks.into_iter().map(|(element, mark)| (element.map(|at| at + first), mark.moved(x, y))));
    }
}

/// Weight, size in points, colour.
pub(super) type Style = (Weight, f32, Color);

impl Mark {
    fn moved(self, x: f32, y: f32) -> Self {
        let by = |(px, py): (f32, f32)| (px + x, py + y);
        match self {
            Self::Text { at, weight, size, color, text } => Self::Text { at: by(at), weight, size, color, text },
            Self::Area { at, size, color } => Self::Area { at: by(at), size, color },
            Self::Line { points, width, color } => {
                Self::Line { points: points.into_iter().map(by).collect(), width, color }
            }
        }
    }

    fn draw(&self, surface: &mut Surface<'_>, faces: &Faces) {
        match self {
            Self::Text { at, weight, size, color, text } => {
                let face = faces.of(*weight);
                fill(surface, *color);
                let start = Point::from_xy(at.0, at.1);
                surface.draw_glyphs(start, &face.glyphs(text), face.font.clone(), text, *size, false);
            }
            Self::Area { at, size, color } => {
                let Some(rect) = Rect::from_xywh(at.0, at.1, size.0.max(0.1), size.1.max(0.1)) else { return };
                let mut path = PathBuilder::new();
                path.push_rect(rect);
                let Some(path) = path.finish() else { return };
                fill(surface, *color);
                surface.draw_path(&path);
            }
            Self::Line { points, width, color } => {
                let mut path = PathBuilder::new();
                for (at, (x, y)) in points.iter().enumerate() {
                    if at == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
                }
                let Some(path) = path.finish() else { return };
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke { paint: color_of(*color).into(), width: *width, ..Stroke::default() }));
                surface.draw_path(&path);
                surface.set_stroke(None);
            }
        }
    }
}

fn color_of([red, green, blue]: Color) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn fill(surface: &mut Surface<'_>, color: Color) {
    surface.set_stroke(None);
    let (opacity, rule) = (NormalizedF32::ONE, FillRule::default());
    surface.set_fill(Some(Fill { paint: color_of(color).into(), opacity, rule }));
}

/// What the file says of itself.
pub(super) struct About {
    pub title: String,
    /// `en` or `de`.
    pub language: &'static str,
    pub author: String,
    pub made: Instant,
}

/// The file: its pages in order, tagged, with title, language and author.
///
/// # Errors
/// `Internal`, when the crate refuses what was drawn.
pub(super) fn file(pages: Vec<Drawing>, about: &About, faces: &Faces) -> Outcome<Vec<u8>> {
    let mut document = Document::new();
    let mut tree = TagTree::new().with_lang(Some(about.language.to_owned()));
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1);
    for drawing in pages {
        let Some(settings) = settings.clone() else { continue };
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let mut read: Vec<Vec<Identifier>> = drawing.elements.iter().map(|_| Vec::new()).collect();
        // Neighbours of one element are one piece of content.
        for run in drawing.marks.chunk_by(|(a, _), (b, _)| a == b) {
            let element = run.first().and_then(|(element, _)| *element);
            let kind = element.and_then(|at| drawing.elements.get(at)).map(|element| &element.kind);
            // What is drawn as a box says itself what it is.
            let said = unseen(run, faces);
            let tag = match kind {
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
                Some(Kind::Chart(_)) => ContentTag::Other,
                Some(_) => ContentTag::Span(SpanTag::empty().with_actual_text(said.as_deref())),
            };
            let id = surface.start_tagged(tag);
            run.iter().for_each(|(_, mark)| mark.draw(&mut surface, faces));
            surface.end_tagged();
            if let Some(ids) = element.and_then(|at| read.get_mut(at)) {
                ids.push(id);
            }
        }
        surface.finish();
        page.finish();
        for group in groups(drawing.elements, read) {
            tree.push(group);
        }
    }
    document.set_tag_tree(tree);
    document.set_metadata(metadata(about));
    document.finish().map_err(|error| Failure::internal(anyhow::anyhow!("a PDF could not be made: {error:?}")))
}

/// The text of these marks, where the font has no letter for something in it.
fn unseen(run: &[(Option<usize>, Mark)], faces: &Faces) -> Option<String> {
    let texts = || {
        run.iter().filter_map(|(_, mark)| match mark {
            Mark::Text { weight, text, .. } => Some((*weight, text)),
            _ => None,
        })
    };
    let boxed = texts().any(|(weight, text)| !faces.of(weight).has_all(text));
    boxed.then(|| texts().map(|(_, text)| text.as_str()).collect())
}

/// The elements of a page as groups within each other. What is within something comes after it.
fn groups(elements: Vec<Element>, read: Vec<Vec<Identifier>>) -> Vec<TagGroup> {
    let mut inner: Vec<Vec<TagGroup>> = elements.iter().map(|_| Vec::new()).collect();
    let mut outer = Vec::new();
    for (at, (element, ids)) in elements.into_iter().zip(read).enumerate().rev() {
        let mut group = TagGroup::new(tag(element.kind));
        ids.into_iter().for_each(|id| group.push(id));
        let parts = inner.get_mut(at).map(std::mem::take).unwrap_or_default();
        parts.into_iter().rev().for_each(|part| group.push(part));
        match element.within.and_then(|within| inner.get_mut(within)) {
            Some(parts) => parts.push(group),
            None => outer.push(group),
        }
    }
    outer.reverse();
    outer
}

fn tag(kind: Kind) -> TagKind {
    let level = |n| NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN);
    match kind {
        Kind::Title => Tag::Hn(level(1), None).into(),
        Kind::Heading => Tag::Hn(level(2), None).into(),
        Kind::Part => Tag::Section.into(),
        Kind::Text => Tag::P.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Row => Tag::TR.into(),
        Kind::Head { row: true } => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Head { row: false } => Tag::TH(TableHeaderScope::Column).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Chart(words) => Tag::Figure(Some(words)).into(),
    }
}

fn metadata(about: &About) -> Metadata {
    let made = about.made.timestamp().to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let part = |n: i8| u8::try_from(n).unwrap_or(0);
    let date = DateTime::new(u16::try_from(made.year()).unwrap_or(0))
        .month(part(made.month()))
        .day(part(made.day()))
        .hour(part(made.hour()))
        .minute(part(made.minute()))
        .second(part(made.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(about.title.clone())
        .language(about.language.to_owned())
        .authors(vec![about.author.clone()])
        .creator("Compagnon".to_owned())
        .creation_date(date)
}
