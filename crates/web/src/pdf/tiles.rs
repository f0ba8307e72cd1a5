//! Each tile as it is drawn: its name, its numbers, its chart, and what it means.

use super::chart;
use super::face::{Face, Faces, Weight};
use super::sheet::{ACCENT, BAD, Color, Drawing, GOOD, INK, Kind, MUTED, Mark, RULE, Style};
use super::table::{Cell, Table};
use crate::html::dashboards::tile::{Grid, Map, MapLine, Ranking, Step, TileView};
use crate::html::insights::{Chart, Tile as Number};
use crate::ui::Ui;

/// Between the frame of a tile and what is in it.
const PADDING: f32 = 10.0;
/// From one line of small text to the next.
const LINE: f32 = 1.32;

/// Partners of the portfolio map that are named.
const MAP: usize = 15;

const TITLE: Style = (Weight::Strong, 10.0, INK);
const VALUE: Style = (Weight::Strong, 19.0, INK);
const NOTE: Style = (Weight::Regular, 7.0, MUTED);
pub(super) const BODY: Style = (Weight::Regular, 7.5, INK);

/// What tiles are drawn with.
pub(super) struct Pen<'a> {
    pub faces: &'a Faces,
    pub ui: &'a Ui,
    /// The highest a tile may become: it is never broken.
    pub room: f32,
}

impl Pen<'_> {
    pub fn face(&self, weight: Weight) -> &Face {
        self.faces.of(weight)
    }

    /// Text in lines of this width below `drawing`, as one element.
    pub fn write(
        &self,
        drawing: &mut Drawing,
        kind: Kind,
        within: Option<usize>,
        text: &str,
        style: Style,
        (x, width, most): (f32, f32, usize),
    ) {
        let lines = self.face(style.0).lines(text, style.1, width, most);
        if lines.is_empty() {
            return;
        }
        let element = drawing.element(kind, within);
        let last = lines.len() - 1;
        for (at, line) in lines.into_iter().enumerate() {
            drawing.height += style.1 * LINE;
            // Lines are words apart for who copies them or listens to them.
            let line = if at < last { line + " " } else { line };
            drawing.text(element, (x, drawing.height - style.1 * (LINE - 1.0)), style, line);
        }
    }

    /// A tile, as wide as this; without its frame.
    pub fn tile(&self, tile: &TileView, width: f32) -> Drawing {
        let mut drawing = Drawing::from(PADDING);
        let part = Some(drawing.element(Kind::Part, None));
        let inner = width - 2.0 * PADDING;
        let line = (PADDING, inner, 2);
        self.write(&mut drawing, Kind::Heading, part, &tile.title, TITLE, line);
        self.write(&mut drawing, Kind::Text, part, &tile.note, NOTE, line);
        if !tile.filters.is_empty() {
            let filters = self.ui.t1("pdf-filters", "filters", tile.filters.join("; "));
            self.write(&mut drawing, Kind::Text, part, &filters, NOTE, (PADDING, inner, 4));
        }
        drawing.height += 4.0;
        let below = self.meaning(tile, inner);
        let room = self.room - drawing.height - below.height - PADDING - 6.0;
        let body = self.body(tile, inner, room);
        let end = drawing.height + body.height + 6.0;
        drawing.place(body, (PADDING, drawing.height), part);
        let height = below.height;
        drawing.place(below, (PADDING, end), part);
        drawing.height = end + height + PADDING;
        drawing
    }

    fn body(&self, tile: &TileView, width: f32, room: f32) -> Drawing {
        let mut drawing = Drawing::default();
        if let Some(number) = &tile.number {
            self.number(&mut drawing, number, width);
        }
        if let Some(chart) = &tile.chart {
            self.chart(&mut drawing, chart, &tile.title, width, room);
        }
        if let Some(ranking) = &tile.ranking {
            self.ranking(&mut drawing, ranking, width);
        }
        if let Some(grid) = &tile.grid {
            self.grid(&mut drawing, grid, width, room);
        }
        if !tile.funnel.is_empty() {
            self.funnel(&mut drawing, &tile.funnel, width);
        }
        if let Some(map) = &tile.map {
            self.map(&mut drawing, map, width, room);
        }
        self.write(&mut drawing, Kind::Text, None, &tile.says, (Weight::Regular, 8.5, MUTED), (0.0, width, 4));
        drawing
    }

    /// What the figure means and leaves out, small, below it.
    fn meaning(&self, tile: &TileView, width: f32) -> Drawing {
        let mut drawing = Drawing::default();
        let (text, more) = match (&tile.definition, tile.funnel.is_empty()) {
            (Some(definition), _) => {
                let excluded = format!("{}: {}", self.ui.t("kpi-column-excluded"), definition.excluded);
                let more = std::iter::once(excluded).chain(definition.policies.iter().cloned());
                (format!("{}: {}", definition.name, definition.formula), more.collect::<Vec<_>>().join(" · "))
            }
            (None, false) => (self.ui.t("funnel-how"), String::new()),
            (None, true) => return drawing,
        };
        drawing.area((0.0, 1.0), (width, 0.5), RULE);
        drawing.height += 3.0;
        self.write(&mut drawing, Kind::Text, None, &text, NOTE, (0.0, width, 4));
        self.write(&mut drawing, Kind::Text, None, &more, NOTE, (0.0, width, 4));
        drawing
    }

    fn number(&self, drawing: &mut Drawing, number: &Number, width: f32) {
        self.write(drawing, Kind::Text, None, &number.value, VALUE, (0.0, width, 2));
        if let Some(delta) = &number.delta {
            let color: Color = match delta.class {
                "good" => GOOD,
                "bad" => BAD,
                _ => INK,
            };
            let moved = format!("{}{}", delta.word, delta.text);
            self.write(drawing, Kind::Text, None, &moved, (Weight::Strong, 8.5, color), (0.0, width, 2));
            self.write(drawing, Kind::Text, None, &delta.earlier, (Weight::Regular, 8.0, MUTED), (0.0, width, 2));
        }
        self.write(drawing, Kind::Text, None, &number.note, (Weight::Regular, 8.0, MUTED), (0.0, width, 5));
    }

    fn chart(&self, drawing: &mut Drawing, chart: &Chart, title: &str, width: f32, room: f32) {
        let values = chart.lines.iter().map(|line| {
            let values: Vec<&_> = line.cells.iter().flat_map(|cell| &cell.values).collect();
            let text = values.iter().map(|v| v.text.as_str()).collect::<Vec<_>>().join(" · ");
            let beside = values.iter().filter_map(|v| v.delta.as_ref()).map(|d| {
                [d.text.as_str(), d.earlier.as_str()]
                    .into_iter()
                    .filter(|t| !t.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ")
            });
            (line.name.clone(), text, beside.collect::<Vec<_>>().join(" · "))
        });
        let values: Vec<(String, String, String)> = values.collect();
        let compared = values.iter().any(|(_, _, beside)| !beside.is_empty());
        let mut heads = vec![self.ui.t("insights-period"), chart.head.clone()];
        heads.extend(compared.then(|| self.ui.t("pdf-compared")));
        let lines = values.into_iter().map(|(name, text, beside)| {
            let mut cells = vec![Cell::text(name), Cell::text(if text.is_empty() { "–".to_owned() } else { text })];
            cells.extend(compared.then(|| Cell::text(beside)));
            cells
        });
        let table = Table { heads, lines: lines.collect(), more: String::new() };
        // Beside each other where there is room, below each other where there is not.
        let wide = width > 420.0;
        let chart_width = if wide { width * 0.44 } else { width };
        let mut picture = chart::drawing(self, &chart.data, title, chart_width);
        picture.height += 6.0;
        if wide {
            let left = chart_width + 18.0;
            let table = self.table(&table, width - left, room);
            let height = picture.height.max(table.height);
            drawing.place(picture, (0.0, drawing.height), None);
            drawing.place(table, (left, drawing.height), None);
            drawing.height += height;
        } else {
            let below = picture.height;
            drawing.place(picture, (0.0, drawing.height), None);
            let table = self.table(&table, width, room - below);
            let height = table.height;
            drawing.place(table, (0.0, drawing.height + below), None);
            drawing.height += below + height;
        }
    }

    fn ranking(&self, drawing: &mut Drawing, ranking: &Ranking, width: f32) {
        let lines = ranking.lines.iter().map(|line| {
            vec![
                Cell::text(line.name.clone()),
                Cell { bar: Some(line.width), spark: points(&line.spark), ..Cell::text(line.text.clone()) },
            ]
        });
        let table = Table {
            heads: vec![ranking.head.clone(), ranking.value_head.clone()],
            lines: lines.collect(),
            more: ranking.more.clone(),
        };
        self.below(drawing, &table, width, f32::MAX);
    }

    fn grid(&self, drawing: &mut Drawing, grid: &Grid, width: f32, room: f32) {
        let lines = grid.lines.iter().map(|line| {
            let cells = line.cells.iter().map(|cell| Cell { shade: cell.shade, ..Cell::text(cell.text.clone()) });
            std::iter::once(Cell::text(line.name.clone())).chain(cells).collect()
        });
        let heads = std::iter::once(grid.corner.clone()).chain(grid.heads.iter().cloned());
        let table = Table { heads: heads.collect(), lines: lines.collect(), more: grid.more.clone() };
        self.below(drawing, &table, width, room - 24.0);
        self.write(drawing, Kind::Text, None, &grid.legend, NOTE, (0.0, width, 2));
    }

    fn map(&self, drawing: &mut Drawing, map: &Map, width: f32, room: f32) {
        let cells = |line: &MapLine| {
            let texts = [&line.name, &line.phase, &line.pipeline, &line.win_rate, &line.bookings];
            let cells = texts.into_iter().enumerate();
            cells.map(|(at, text)| Cell { words: at < 2, ..Cell::text(text.clone()) }).collect::<Vec<_>>()
        };
        let lines = map.lines.iter().take(MAP).chain(&map.others).map(cells);
        let left = map.lines.len().saturating_sub(MAP);
        let more = if left == 0 {
            String::new()
        } else {
            self.ui.tn("dashboard-more", "count", i64::try_from(left).unwrap_or(i64::MAX))
        };
        let table = Table { heads: map.heads.to_vec(), lines: lines.collect(), more };
        self.below(drawing, &table, width, room);
    }

    fn funnel(&self, drawing: &mut Drawing, steps: &[Step], width: f32) {
        for step in steps {
            let top = drawing.height;
            let element = drawing.element(Kind::Text, None);
            let count = self.face(Weight::Strong).width(&step.count, 9.0);
            let name = self.face(Weight::Regular).cut(&step.name, 8.5, width - count - 8.0);
            drawing.text(element, (0.0, top + 9.0), (Weight::Regular, 8.5, INK), name + " ");
            drawing.text(element, (width - count, top + 9.0), (Weight::Strong, 9.0, INK), step.count.clone());
            drawing.area((0.0, top + 13.0), (width, 5.0), RULE);
            let share = step.width.clamp(0, 100) as f32 / 100.0;
            drawing.area((0.0, top + 13.0), (width * share, 5.0), ACCENT);
            drawing.height = top + 19.0;
            self.write(drawing, Kind::Text, None, &step.of_before, NOTE, (0.0, width, 1));
            drawing.height += 4.0;
        }
    }

    fn below(&self, drawing: &mut Drawing, table: &Table, width: f32, room: f32) {
        let table = self.table(table, width, room);
        let height = table.height;
        drawing.place(table, (0.0, drawing.height), None);
        drawing.height += height + 2.0;
    }

    /// The frame of a tile.
    pub fn frame(drawing: &mut Drawing, (x, y): (f32, f32), (width, height): (f32, f32)) {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
        drawing.mark(None, Mark::Line { points: corners.to_vec(), width: 0.6, color: RULE });
    }
}

/// The points of a small line in a box of 100 by 24.
fn points(text: &str) -> Vec<(f32, f32)> {
    let point = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    text.split_whitespace().filter_map(point).collect()
}
