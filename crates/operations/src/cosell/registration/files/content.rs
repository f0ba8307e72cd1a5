//! What a file is, told by its content. The name must agree, and only what an office needs is taken.

/// Extension, media type it is served as, and how its content is told.
const KINDS: &[(&str, &str, Told)] = &[
    ("pdf", "application/pdf", Told::Mark),
    ("png", "image/png", Told::Mark),
    ("jpg", "image/jpeg", Told::Mark),
    ("jpeg", "image/jpeg", Told::Mark),
    ("gif", "image/gif", Told::Mark),
    ("webp", "image/webp", Told::Mark),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Told::Office("word/")),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Told::Office("xl/")),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", Told::Office("ppt/")),
    ("odt", "application/vnd.oasis.opendocument.text", Told::Mark),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet", Told::Mark),
    ("odp", "application/vnd.oasis.opendocument.presentation", Told::Mark),
    ("txt", "text/plain; charset=utf-8", Told::Text),
    ("csv", "text/csv; charset=utf-8", Told::Text),
];

/// What a file chooser is told to offer.
pub const ACCEPTED: &str = ".pdf,.png,.jpg,.jpeg,.gif,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv";

/// Endings that run something. In the middle of a name they have one purpose: to be taken for another.
const RUNS: &[&str] = &[
    "apk", "app", "bat", "cmd", "cpl", "dll", "dmg", "docm", "exe", "hta", "htm", "html", "iso", "jar", "js", "jse",
    "lnk", "msi", "php", "pif", "pptm", "ps1", "reg", "scr", "sh", "svg", "vb", "vbe", "vbs", "wsf", "xhtml", "xlsm",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// By its first bytes.
    Mark,
    /// A zip with the parts of an office document, and no macros.
    Office(&'static str),
    /// Readable text that no browser takes for a page and no shell for a program.
    Text,
}

/// The media type of a file with this (cleaned) name and content.
///
/// # Errors
/// `file_empty`; `file_kind_refused` when nobody needs such a file here; `file_disguised` when it is something else than its name says.
pub(super) fn media_type(name: &str, content: &[u8]) -> Result<&'static str, &'static str> {
    if content.is_empty() {
        return Err("file_empty");
    }
    let lower = name.to_ascii_lowercase();
    let mut parts = lower.rsplit('.').map(str::trim);
    let extension = parts.next().unwrap_or_default();
    if RUNS.contains(&extension) || parts.any(|part| RUNS.contains(&part)) {
        return Err("file_kind_refused");
    }
    let (_, media_type, told) = KINDS.iter().find(|(e, _, _)| *e == extension).ok_or("file_kind_refused")?;
    let genuine = match told {
        Told::Mark => infer::get(content).is_some_and(|found| found.mime_type() == *media_type),
        Told::Office(part) => is_office(content, part),
        Told::Text => is_text(content),
    };
    if genuine { Ok(media_type) } else { Err("file_disguised") }
}

fn contains(content: &[u8], wanted: &[u8]) -> bool {
    content.windows(wanted.len()).any(|piece| piece == wanted)
}

/// The names of a zip's parts stand in it as they are; nothing is unpacked, so nothing can swell.
fn is_office(content: &[u8], part: &str) -> bool {
    content.starts_with(b"PK\x03\x04")
        && contains(content, b"[Content_Types].xml")
        && contains(content, part.as_bytes())
        && !contains(content, b"vbaProject.bin")
        && !contains(content, b".exe")
}

fn is_text(content: &[u8]) -> bool {
    if infer::get(content).is_some() || content.starts_with(b"#!") {
        return false;
    }
    // Older programs write CSV in a code page of one byte a letter: only what no text has is refused.
    if content.iter().any(|b| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0c) || *b == 0x7f) {
        return false;
    }
    let head: String = String::from_utf8_lossy(content.get(..1024).unwrap_or(content)).to_ascii_lowercase();
    let start = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let marks = ["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<?xml", "<?php"];
    !start.starts_with('<') && !marks.iter().any(|mark| head.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj";

    fn office(parts: &[&str]) -> Vec<u8> {
        let mut zip = b"PK\x03\x04\x14\0\0\0".to_vec();
        for part in parts {
            zip.extend_from_slice(part.as_bytes());
            zip.push(0);
        }
        zip
    }

    #[test]
    fn an_honest_file_is_what_its_name_says() {
        assert_eq!(media_type("Offer.PDF", PDF), Ok("application/pdf"));
        assert_eq!(media_type("plan.v2.png", PNG), Ok("image/png"));
        assert_eq!(media_type("www.acme.com.pdf", PDF), Ok("application/pdf"));
        assert_eq!(media_type("notes.txt", "Grüße aus Köln".as_bytes()), Ok("text/plain; charset=utf-8"));
        assert_eq!(media_type("old.csv", b"name;ort\r\nM\xfcller;K\xf6ln\r\n"), Ok("text/csv; charset=utf-8"));
        let sheet = office(&["[Content_Types].xml", "xl/workbook.xml"]);
        assert!(media_type("sheet.xlsx", &sheet).is_ok());
    }

    #[test]
    fn a_disguise_is_seen_through() {
        let disguised = Err("file_disguised");
        assert_eq!(media_type("offer.pdf", b"MZ\x90\0\x03\0\0\0"), disguised);
        assert_eq!(media_type("offer.pdf", b"<html><script>alert(1)</script>"), disguised);
        assert_eq!(media_type("photo.jpg", PNG), disguised);
        assert_eq!(media_type("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), disguised);
        assert_eq!(media_type("notes.txt", b"  \n<!DOCTYPE html><p>hello"), disguised);
        assert_eq!(media_type("notes.txt", b"hello <script>alert(1)</script>"), disguised);
        assert_eq!(media_type("notes.txt", b"#!/bin/sh\nrm -rf /"), disguised);
        assert_eq!(media_type("notes.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0"), disguised);
        assert_eq!(media_type("sheet.xlsx", &office(&["readme.txt"])), disguised);
        let macros = office(&["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"]);
        assert_eq!(media_type("sheet.xlsx", &macros), disguised);
    }

    #[test]
    fn what_runs_is_refused_whatever_it_is_called() {
        for name in
            ["a.exe", "a.pdf.exe", "a.exe.pdf", "a.svg", "a.html", "a.js", "a.xlsm", "a.zip", "a", "a.HTA . pdf"]
        {
            assert_eq!(media_type(name, PDF), Err("file_kind_refused"), "{name}");
        }
        assert_eq!(media_type("a.pdf", b""), Err("file_empty"));
    }

    #[test]
    fn the_chooser_offers_what_is_taken() {
        let offered: Vec<&str> = ACCEPTED.split(',').filter_map(|e| e.strip_prefix('.')).collect();
        assert_eq!(offered, KINDS.iter().map(|(e, _, _)| *e).collect::<Vec<_>>());
    }
}
