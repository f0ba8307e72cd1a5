//! Bars and lines through a stretch of time.

use super::face::Weight;
use super::sheet::{ACCENT, Color, Drawing, Kind, MUTED, Mark, PALE, RULE, TARGET};
use super::tiles::Pen;
use serde::Deserialize;

/// What the chart script draws on the page.
#[derive(Deserialize)]
struct Data {
    kind: String,
    x: Vec<String>,
    series: Vec<Series>,
}

#[derive(Deserialize)]
struct Series {
    name: String,
    data: Vec<Option<f64>>,
    /// A line over bars.
    #[serde(default)]
    line: bool,
}

const HEIGHT: f32 = 84.0;
const LABEL: (Weight, f32, Color) = (Weight::Regular, 6.5, MUTED);

/// The chart of `data` (see `html::insights::chart`), called `title`, in this width.
pub(super) fn drawing(pen: &Pen<'_>, data: &str, title: &str, width: f32) -> Drawing {
    let mut drawing = Drawing::default();
    let Ok(data) = serde_json::from_str::<Data>(data) else { return drawing };
    let element = drawing.element(Kind::Chart(title.to_owned()), None);
    let values = || data.series.iter().flat_map(|series| &series.data).flatten().copied();
    let highest = values().fold(0.0_f64, f64::max);
    let lowest = values().fold(0.0_f64, f64::min);
    let span = if highest > lowest { highest - lowest } else { 1.0 };
    let top = legend(pen, &mut drawing, &data, element, width);
    let height = |value: f64| top + HEIGHT * ((highest - value) / span) as f32;
    let step = width / data.x.len().max(1) as f32;
    let bars: Vec<&Series> = data.series.iter().filter(|series| data.kind == "bar" && !series.line).collect();
    let base = height(0.0);
    for (at, series) in data.series.iter().enumerate() {
        let color = color(series, at);
        match bars.iter().position(|bar| std::ptr::eq(*bar, series)) {
            Some(place) => {
                let room = step * 0.76 / bars.len().max(1) as f32;
                for (month, value) in series.data.iter().enumerate() {
                    let Some(value) = value else { continue };
                    let left = month as f32 * step + step * 0.12 + place as f32 * room;
                    let (upper, lower) = (height(*value).min(base), height(*value).max(base));
                    let area = Mark::Area { at: (left, upper), size: ((room - 0.6).max(0.4), lower - upper), color };
                    drawing.mark(Some(element), area);
                }
            }
            // Where nothing is known the line is interrupted; what stands alone is a short stroke.
            None => {
                let point = |(month, value): (usize, &Option<f64>)| {
                    value.map(|value| (month as f32 * step + step / 2.0, height(value)))
                };
                let places: Vec<Option<(f32, f32)>> = series.data.iter().enumerate().map(point).collect();
                for run in places.split(Option::is_none) {
                    let mut points: Vec<(f32, f32)> = run.iter().flatten().copied().collect();
                    if let [(x, y)] = *points {
                        points = vec![(x - step * 0.3, y), (x + step * 0.3, y)];
                    }
                    if !points.is_empty() {
                        drawing.mark(Some(element), Mark::Line { points, width: 1.3, color });
                    }
                }
            }
        }
    }
    drawing.mark(Some(element), Mark::Line { points: vec![(0.0, base), (width, base)], width: 0.5, color: RULE });
    names(pen, &mut drawing, &data.x, element, step, top + HEIGHT + 9.0);
    drawing.height = top + HEIGHT + 12.0;
    drawing
}

fn color(series: &Series, at: usize) -> Color {
    match (series.line, at) {
        (true, _) => TARGET,
        (false, 0) => ACCENT,
        (false, _) => PALE,
    }
}

/// What the colours mean, where there are several. Answers where the chart begins.
fn legend(pen: &Pen<'_>, drawing: &mut Drawing, data: &Data, element: usize, width: f32) -> f32 {
    if data.series.len() < 2 {
        return 4.0;
    }
    let mut left = 0.0;
    for (at, series) in data.series.iter().enumerate() {
        let text = pen.face(LABEL.0).cut(&series.name, LABEL.1, (width - left - 12.0).max(20.0));
        drawing.mark(Some(element), Mark::Area { at: (left, 2.0), size: (7.0, 7.0), color: color(series, at) });
        let wide = pen.face(LABEL.0).width(&text, LABEL.1);
        drawing.text(element, (left + 10.0, 8.0), LABEL, text + " ");
        left += wide + 24.0;
    }
    16.0
}

/// The names of the stretches, as many as there is room for: the first, and every so many.
fn names(pen: &Pen<'_>, drawing: &mut Drawing, names: &[String], element: usize, step: f32, y: f32) {
    let widest = names.iter().map(|name| pen.face(LABEL.0).width(name, LABEL.1)).fold(0.0, f32::max);
    let every = ((widest + 6.0) / step).ceil().max(1.0) as usize;
    for (at, name) in names.iter().enumerate().step_by(every) {
        let wide = pen.face(LABEL.0).width(name, LABEL.1);
        let x = (at as f32 * step + step / 2.0 - wide / 2.0).clamp(0.0, (step * names.len() as f32 - wide).max(0.0));
        drawing.text(element, (x, y), LABEL, format!("{name} "));
    }
}
