//! Dashboards as PDF files: the tiles of the page with real text, in A4, for printing and for passing on.
//!
//! What is written is what the page shows this reader, from the same operation (`html::dashboards::tile::view`).

mod chart;
mod face;
mod sheet;
mod table;
mod tiles;

use crate::html::dashboards::tile::{TileView, view};
use crate::ui::Ui;
use axum::response::{IntoResponse, Response};
use face::{Faces, Weight};
use http::header;
use kernel::{Actor, Failure, Outcome};
use operations::grow::dashboard;
use operations::{Ctx, settings};
use sheet::{About, Drawing, INK, Kind, MARGIN, MUTED, PAGE};
use tiles::Pen;

/// Columns of a page, and the room between tiles.
const COLUMNS: i64 = 3;
const GAP: f32 = 12.0;
/// Below the tiles: the number of the page.
const FOOT: f32 = 18.0;

/// A dashboard as a file.
pub struct Pdf {
    /// What to call the file: letters, digits, `-`.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What stands above the tiles.
struct Top {
    name: String,
    description: String,
    /// For whom, when, as of which day.
    note: String,
}

/// The dashboard of this id or key, as `cx` may see it, in its language. Contacts are called `reader`.
///
/// # Errors
/// Those of `dashboard::open`.
pub async fn dashboard_pdf(cx: &Ctx, id: &str, reader: Option<&str>) -> Outcome<Pdf> {
    let ui = Ui::of(cx).await?;
    let found = dashboard::open(cx, id).await?;
    let home = settings::organisation(cx.read()).await?.currency;
    let mut tiles = Vec::with_capacity(found.tiles.len());
    for tile in &found.tiles {
        tiles.extend(view(cx, &ui, tile, home).await?);
    }
    let reader = match (&cx.actor, reader) {
        (_, Some(reader)) => reader.to_owned(),
        (Actor::User(user), None) => user.name.clone(),
        _ => ui.t("pdf-operator"),
    };
    let name = found.listed.name;
    let slug = kernel::fold::fold(&name);
    let words: Vec<&str> = slug.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug = if words.is_empty() { "dashboard".to_owned() } else { words.join("-") };
    let file_name = format!("{slug}-{}.pdf", ui.today());
    let note = [
        ui.t1("pdf-reader", "reader", &reader),
        ui.t1("pdf-made", "moment", ui.instant(&ui.now())),
        ui.t1("pdf-as-of", "date", ui.date(&ui.today())),
    ];
    let top = Top { name, description: found.listed.description, note: note.join(" · ") };
    // Fonts are cut to the letters used and the file is packed: not for the thread that answers others.
    let bytes = tokio::task::spawn_blocking(move || made(&ui, &top, &tiles)).await.map_err(Failure::internal)??;
    Ok(Pdf { file_name, bytes })
}

/// The file as an answer.
pub(crate) fn answer(pdf: Pdf) -> Response {
    let name = format!("attachment; filename=\"{}\"", pdf.file_name);
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, pdf.bytes).into_response()
}

fn made(ui: &Ui, top: &Top, tiles: &[TileView]) -> Outcome<Vec<u8>> {
    let faces = Faces::new().ok_or_else(|| Failure::internal(anyhow::anyhow!("the built fonts cannot be read")))?;
    let bottom = PAGE.1 - MARGIN - FOOT;
    let pen = Pen { faces: &faces, ui, room: bottom - MARGIN };
    let mut pages = vec![head(&pen, top)];
    let mut y = pages.first().map_or(MARGIN, |page| page.height);
    let column = (PAGE.0 - 2.0 * MARGIN - GAP * (COLUMNS - 1) as f32) / COLUMNS as f32;
    let wide = |columns: i64| column * columns as f32 + GAP * (columns - 1) as f32;
    for row in rows(tiles) {
        let drawn: Vec<(i64, Drawing)> =
            row.iter().map(|tile| (width(tile), pen.tile(tile, wide(width(tile))))).collect();
        let height = drawn.iter().map(|(_, drawing)| drawing.height).fold(0.0, f32::max);
        if y + height > bottom {
            pages.push(Drawing::default());
            y = MARGIN;
        }
        let Some(page) = pages.last_mut() else { continue };
        let mut x = MARGIN;
        for (columns, drawing) in drawn {
            page.place(drawing, (x, y), None);
            Pen::frame(page, (x, y), (wide(columns), height));
            x += wide(columns) + GAP;
        }
        y += height + GAP;
    }
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        foot(&pen, page, top, at + 1, count);
    }
    let about = About { title: top.name.clone(), language: ui.lang(), author: ui.org().to_owned(), made: ui.now() };
    sheet::file(pages, &about, &faces)
}

fn width(tile: &TileView) -> i64 {
    tile.width.clamp(1, COLUMNS)
}

/// Tiles beside each other, as on the page: in order, as many as fit.
fn rows(tiles: &[TileView]) -> Vec<Vec<&TileView>> {
    let mut rows: Vec<Vec<&TileView>> = Vec::new();
    let mut used = COLUMNS;
    for tile in tiles {
        if used + width(tile) > COLUMNS {
            rows.push(Vec::new());
            used = 0;
        }
        used += width(tile);
        if let Some(row) = rows.last_mut() {
            row.push(tile);
        }
    }
    rows
}

fn head(pen: &Pen<'_>, top: &Top) -> Drawing {
    let mut page = Drawing::from(MARGIN - 4.0);
    let line = (MARGIN, PAGE.0 - 2.0 * MARGIN, 2);
    pen.write(&mut page, Kind::Title, None, &top.name, (Weight::Strong, 18.0, INK), line);
    page.height += 2.0;
    pen.write(&mut page, Kind::Text, None, &top.description, (Weight::Regular, 9.0, INK), line);
    pen.write(&mut page, Kind::Text, None, &top.note, (Weight::Regular, 8.0, MUTED), line);
    page.height += 10.0;
    page
}

/// Whose it is and which page: decoration for who listens.
fn foot(pen: &Pen<'_>, page: &mut Drawing, top: &Top, at: usize, count: usize) {
    let (weight, size, color) = (Weight::Regular, 7.0, MUTED);
    let y = PAGE.1 - MARGIN + 2.0;
    let number = pen.ui.t2("pdf-page", "page", at, "pages", count);
    let left = PAGE.0 - MARGIN - pen.face(weight).width(&number, size);
    let name = format!("{} · {}", pen.ui.org(), top.name);
    let name = pen.face(weight).cut(&name, size, left - MARGIN - GAP);
    for (x, text) in [(MARGIN, name), (left, number)] {
        page.mark(None, sheet::Mark::Text { at: (x, y), weight, size, color, text });
    }
}
