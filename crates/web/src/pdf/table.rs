//! Tables: as many columns beside each other as there is room for, the others below; as many lines as fit, and how many there are more.

use super::face::Weight;
use super::sheet::{ACCENT, Color, Drawing, INK, Kind, MUTED, Mark, RULE, Style};
use super::tiles::{BODY, Pen};

/// A table: the first column names its lines.
pub(super) struct Table {
    pub heads: Vec<String>,
    pub lines: Vec<Vec<Cell>>,
    /// How many lines were left out before, in words; empty for none.
    pub more: String,
}

#[derive(Default)]
pub(super) struct Cell {
    pub text: String,
    /// 0 (none) to 5: the darker, the higher.
    pub shade: i64,
    /// Words stand to the left, numbers to the right.
    pub words: bool,
    /// A bar of so many percent before the number.
    pub bar: Option<i64>,
    /// A small line before the number, in a box of 100 by 24.
    pub spark: Vec<(f32, f32)>,
}

impl Cell {
    pub fn text(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

const HEAD: Style = (Weight::Strong, 7.0, MUTED);
/// From one line to the next, and between columns.
const LINE: f32 = 12.5;
const GAP: f32 = 10.0;
/// Bars and small lines.
const BAR: f32 = 30.0;
const SPARK: f32 = 24.0;
/// Between them.
const STEP: f32 = 6.0;
const SHADES: [Color; 6] =
    [[255, 255, 255], [232, 239, 250], [211, 225, 246], [186, 208, 241], [158, 188, 234], [128, 167, 226]];

/// The room a bar and a small line take before the number of `cell`.
fn extra(cell: &Cell) -> f32 {
    cell.bar.map_or(0.0, |_| BAR + STEP) + if cell.spark.is_empty() { 0.0 } else { SPARK + STEP }
}

/// Some columns of a table beside the names of its lines.
struct Block {
    first: usize,
    widths: Vec<f32>,
    /// Room for names.
    names: f32,
}

impl Pen<'_> {
    /// The table, in this width and at most this height (at least one line of it).
    pub fn table(&self, table: &Table, width: f32, room: f32) -> Drawing {
        let mut drawing = Drawing::default();
        let blocks = self.blocks(table, width);
        let fit = ((room - 12.0) / blocks.len().max(1) as f32 / LINE).floor() as usize;
        let shown = table.lines.len().min(fit.saturating_sub(1).max(1));
        for block in &blocks {
            self.block(&mut drawing, table, block, shown, width);
        }
        let left = table.lines.len() - shown;
        if left > 0 {
            let text = self.ui.tn("dashboard-more", "count", i64::try_from(left).unwrap_or(i64::MAX));
            self.write(&mut drawing, Kind::Text, None, &text, HEAD, (0.0, width, 1));
        }
        self.write(&mut drawing, Kind::Text, None, &table.more, HEAD, (0.0, width, 2));
        drawing
    }

    fn cell_width(&self, cell: &Cell) -> f32 {
        let extra = extra(cell);
        self.face(BODY.0).width(&cell.text, BODY.1) + extra
    }

    /// Each column as wide as its widest cell, and those that find room beside each other.
    fn blocks(&self, table: &Table, width: f32) -> Vec<Block> {
        let head = |at: usize| table.heads.get(at).map_or(0.0, |head| self.face(HEAD.0).width(head, HEAD.1));
        let natural = |at: usize| {
            table
                .lines
                .iter()
                .filter_map(|l| l.get(at))
                .map(|c| self.cell_width(c))
                .fold(head(at).min(width * 0.4), f32::max)
        };
        let columns = table.heads.len();
        let least = natural(0).min(width * 0.42);
        let mut blocks: Vec<Block> = Vec::new();
        let mut used = f32::MAX;
        for at in 1..columns {
            let wide = natural(at).min(width * 0.62);
            if used + GAP + wide > width || blocks.is_empty() {
                blocks.push(Block { first: at, widths: Vec::new(), names: least });
                used = least;
            }
            used += GAP + wide;
            if let Some(block) = blocks.last_mut() {
                block.widths.push(wide);
            }
        }
        // What is left over is shared, a larger part for the names.
        for block in &mut blocks {
            let columns = block.widths.len() as f32;
            let used = least + block.widths.iter().map(|wide| wide + GAP).sum::<f32>();
            let share = (width - used).max(0.0) / (columns + 1.5);
            block.names = least + share * 1.5;
            block.widths.iter_mut().for_each(|wide| *wide += share);
        }
        blocks
    }

    fn block(&self, drawing: &mut Drawing, table: &Table, block: &Block, shown: usize, width: f32) {
        let element = drawing.element(Kind::Table, None);
        let places: Vec<(usize, f32, f32)> = std::iter::once((0, 0.0, block.names))
            .chain(block.widths.iter().enumerate().scan(block.names, |left, (at, wide)| {
                let here = *left + GAP;
                *left = here + wide;
                Some((block.first + at, here, *wide))
            }))
            .collect();
        let row = drawing.element(Kind::Row, Some(element));
        for (at, left, wide) in &places {
            let text = table.heads.get(*at).map(String::as_str).unwrap_or_default();
            let words = table.lines.first().and_then(|line| line.get(*at)).is_some_and(|cell| cell.words);
            self.cell(drawing, (Kind::Head { row: false }, row), text, HEAD, (*left, *wide, *at > 0 && !words));
        }
        drawing.height += LINE;
        drawing.area((0.0, drawing.height - 1.5), (width, 0.5), RULE);
        let continued = block.first > 1;
        for line in table.lines.iter().take(shown) {
            // A line that has nothing among the further columns is not said again.
            if continued && places.iter().skip(1).all(|(at, ..)| line.get(*at).is_none_or(|cell| cell.text.is_empty()))
            {
                continue;
            }
            let row = drawing.element(Kind::Row, Some(element));
            for (at, left, wide) in &places {
                let Some(cell) = line.get(*at) else { continue };
                self.beside(drawing, cell, (*left, *wide));
                let kind = if *at == 0 { Kind::Head { row: true } } else { Kind::Cell };
                let place = if cell.words {
                    (*left, *wide, false)
                } else {
                    (*left + extra(cell), *wide - extra(cell), *at > 0)
                };
                self.cell(drawing, (kind, row), &cell.text, BODY, place);
            }
            drawing.height += LINE;
        }
        drawing.height += 3.0;
    }

    /// The text of a cell: words to the left, numbers to the right.
    fn cell(
        &self,
        drawing: &mut Drawing,
        (kind, row): (Kind, usize),
        text: &str,
        style: Style,
        (left, wide, right): (f32, f32, bool),
    ) {
        let element = drawing.element(kind, Some(row));
        let text = self.face(style.0).cut(text, style.1, wide + 0.5);
        let x = if right { left + wide - self.face(style.0).width(&text, style.1) } else { left };
        drawing.text(element, (x, drawing.height + 8.5), style, text + " ");
    }

    /// What stands behind or before the text of a cell.
    fn beside(&self, drawing: &mut Drawing, cell: &Cell, (left, wide): (f32, f32)) {
        let shade = usize::try_from(cell.shade).ok().filter(|shade| *shade > 0);
        if let Some(color) = shade.and_then(|shade| SHADES.get(shade)) {
            drawing.area((left - GAP / 2.0, drawing.height), (wide + GAP, LINE), *color);
        }
        // The bars of all lines begin at one place, left of the widest number; the small lines too.
        if let Some(percent) = cell.bar {
            let share = percent.clamp(0, 100) as f32 / 100.0;
            drawing.area((left, drawing.height + 3.5), (BAR * share, 5.0), ACCENT);
            if let Some(points) = Some(&cell.spark).filter(|points| points.len() > 1) {
                let place = |(x, y): &(f32, f32)| {
                    (left + BAR + STEP + x * SPARK / 100.0, drawing.height + 1.5 + y * (LINE - 3.5) / 24.0)
                };
                let points = points.iter().map(place).collect();
                drawing.mark(None, Mark::Line { points, width: 0.7, color: INK });
            }
        }
    }
}
