//! Files at a registration: who may see them, what is refused, and that nothing half-written stays.

use super::house::House;
use futures::future::BoxFuture;
use http::Method;
use kernel::id::RegistrationId;
use operations::FileStore;
use std::sync::Arc;
use testkit::Answer;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n";

/// Sends a file as a browser's form does.
async fn upload(house: &House, path: &str, cookie: &str, name: &str, content: &[u8], more: &str) -> Answer {
    let words: Vec<_> = (!more.is_empty()).then_some((more, "1")).into_iter().collect();
    house.send_parts(path, cookie, &words, &[("file", name, content)]).await
}

async fn registered(house: &House) -> (RegistrationId, String) {
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    (id, house.status_link(id).await)
}

/// The paths of the files a page offers.
fn offered(page: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| path.contains("/files/file_"))
        .map(str::to_owned)
        .collect()
}

/// Files that lie in the store.
fn stored(house: &House) -> usize {
    std::fs::read_dir(house.app.folder().join("files/attachments")).map_or(0, |entries| entries.count())
}

async fn run_jobs(house: &House) {
    let app = &house.app;
    let queue = jobs::Queue::new(app.app.db().clone(), app.clock.clone(), app.app.clone(), app.app.wake().clone());
    operations::handlers::all(queue).run_due().await.expect("the queue works");
}

#[tokio::test]
async fn a_partner_adds_a_file_and_both_sides_get_it_back_as_a_download() {
    let house = House::new().await;
    let (id, status) = registered(&house).await;
    let sent = upload(&house, &format!("{status}/files"), "", "Bedarf Krüger.pdf", PDF, "").await;
    assert_eq!((sent.status.as_u16(), sent.location()), (303, status.as_str()), "{}", sent.body);

    let page = house.app.get(&status, "").await.body;
    let paths = offered(&page);
    assert_eq!(paths.len(), 1, "{page}");
    assert!(page.contains("Bedarf Krüger.pdf") && page.contains("Jana Brandt"), "{page}");
    let cookie = house.app.cookie(&house.ines).await;
    let record = house.app.get(&format!("/registrations/{id}"), &cookie).await.body;
    assert!(record.contains("Bedarf Krüger.pdf") && record.contains("added the file"), "{record}");
    for (path, cookie) in [(&paths[0], ""), (&offered(&record)[0], cookie.as_str())] {
        let got = house.app.get(path, cookie).await;
        assert_eq!(got.status.as_u16(), 200, "{path}");
        assert_eq!(got.body.as_bytes(), PDF);
        let header = |name| got.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        assert_eq!(header("content-type"), "application/pdf");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(
            header("content-disposition"),
            "attachment; filename=\"Bedarf Kr_ger.pdf\"; filename*=UTF-8''Bedarf%20Kr%C3%BCger.pdf"
        );
    }
    // The same file again is the one that is there.
    let again = upload(&house, &format!("{status}/files"), "", "Kopie.pdf", PDF, "").await;
    assert_eq!(again.status.as_u16(), 303);
    assert_eq!((stored(&house), house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM attachment").await), (1, 1));
}

#[tokio::test]
async fn what_is_too_large_or_in_disguise_is_refused_with_a_reason_and_leaves_nothing() {
    let house = House::with(|options| options.file_limits.bytes = 64 * 1024).await;
    let (_, status) = registered(&house).await;
    let path = format!("{status}/files");
    let large = [PDF, &vec![b' '; 70 * 1024]].concat();
    let huge = [PDF, &vec![b' '; 3 * 1024 * 1024]].concat();
    let tries: &[(&str, &[u8], &str)] = &[
        ("offer.pdf", &large, "This file is larger than"),
        ("offer.pdf", &huge, "This file is larger than"),
        ("offer.pdf", b"MZ\x90\0\x03\0\0\0\x04", "is not what its name says"),
        ("offer.pdf", b"<html><script>alert(1)</script></html>", "is not what its name says"),
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "is not what its name says"),
        ("notes.txt", b"<!DOCTYPE html><script>alert(1)</script>", "is not what its name says"),
        ("notes.csv", b"#!/bin/sh\nrm -rf /\n", "is not what its name says"),
        ("offer.pdf.exe", PDF, "take this kind of file"),
        ("offer.exe.pdf", PDF, "take this kind of file"),
        ("page.html", b"<p>hello</p>", "take this kind of file"),
        ("picture.svg", b"<svg/>", "take this kind of file"),
        ("all.zip", b"PK\x03\x04", "take this kind of file"),
        ("offer.pdf", b"", "This file is empty"),
        ("", PDF, "required"),
    ];
    for (name, content, reason) in tries {
        house.app.clock.advance(kernel::time::MINUTE);
        let answer = upload(&house, &path, "", name, content, "").await;
        assert_eq!(answer.status.as_u16(), 422, "{name}: {}", answer.body);
        assert!(answer.body.contains(reason) || *reason == "required", "{name}: {}", answer.body);
    }
    assert_eq!((stored(&house), house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM attachment").await), (0, 0));
    // No form at all.
    let bare = house.app.post(&path, "", &[("file", "x")]).await;
    assert_eq!(bare.status.as_u16(), 422, "{}", bare.body);
}

#[tokio::test]
async fn a_name_is_shown_and_never_acted_on() {
    let house = House::new().await;
    let (id, status) = registered(&house).await;
    let path = format!("{status}/files");
    let name = "../../<img src=x onerror=alert(1)>.png";
    assert_eq!(upload(&house, &path, "", name, PNG, "").await.status.as_u16(), 303);
    let cookie = house.app.cookie(&house.ines).await;
    for (path, cookie) in [(status.clone(), ""), (format!("/registrations/{id}"), cookie.as_str())] {
        let page = house.app.get(&path, cookie).await.body;
        assert!(page.contains("_img src=x onerror=alert(1)_.png") && !page.contains("<img src=x"), "{page}");
    }
    // What is called what makes no difference to where it lies.
    assert_eq!(stored(&house), 1);
}

#[tokio::test]
async fn a_file_is_for_those_who_may_see_the_registration_and_for_nobody_else() {
    let house = House::new().await;
    let (id, status) = registered(&house).await;
    let other = house.kruger();
    let other = operations::cosell::registration::Submission { company: "Zweite AG".to_owned(), domain: None, ..other };
    let other = house.register(house.voltwerk, other).await.id;
    let other_status = house.status_link(other).await;
    let (head, ines) = (house.app.cookie(&house.head).await, house.app.cookie(&house.ines).await);
    // Voltwerk's file, seen by the head of partnerships, and one that is for colleagues only.
    upload(&house, &format!("{other_status}/files"), "", "Voltwerk.pdf", PDF, "").await;
    upload(&house, &format!("/registrations/{id}/files"), &ines, "Intern.png", PNG, "").await;
    upload(&house, &format!("/registrations/{id}/files"), &ines, "Geteilt.pdf", PDF, "shared").await;

    let page = house.app.get(&status, "").await.body;
    assert!(page.contains("Geteilt.pdf") && !page.contains("Intern.png"), "{page}");
    let internal = offered(&house.app.get(&format!("/registrations/{id}/files"), &ines).await.body);
    assert_eq!(internal.len(), 2);
    for path in &internal {
        let file = path.rsplit('/').next().expect("an id");
        let wanted = if page.contains(file) { 200 } else { 404 };
        assert_eq!(house.app.get(&format!("{status}/files/{file}"), "").await.status.as_u16(), wanted, "{path}");
        // Not by another registration's link, not by the other registration's page, not without either.
        for (path, cookie) in [
            (format!("{other_status}/files/{file}"), ""),
            (format!("/registrations/{other}/files/{file}"), head.as_str()),
            (format!("/s/no-such-token/files/{file}"), ""),
        ] {
            assert_eq!(house.app.get(&path, cookie).await.status.as_u16(), 404, "{path}");
        }
        assert!(house.app.get(path, "").await.location().starts_with("/sign-in"));
    }
    // Ines does not manage Voltwerk.
    let theirs = offered(&house.app.get(&format!("/registrations/{other}/files"), &head).await.body);
    for path in [theirs[0].clone(), format!("/registrations/{other}/files")] {
        assert_eq!(house.app.get(&path, &ines).await.status.as_u16(), 404, "{path}");
        assert_eq!(house.app.get(&path, &head).await.status.as_u16(), 200, "{path}");
    }
    let foreign = upload(&house, &format!("/registrations/{other}/files"), &ines, "a.pdf", PDF, "").await;
    assert_eq!(foreign.status.as_u16(), 404);
    assert_eq!(house.app.post(&format!("{}/remove", theirs[0]), &ines, &[]).await.status.as_u16(), 404);
    // A well-formed id that nothing has.
    let guess = kernel::id::AttachmentId::new();
    assert_eq!(house.app.get(&format!("{status}/files/{guess}"), "").await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_removed_file_is_gone_from_pages_at_once_and_from_the_store_with_the_next_job() {
    let house = House::new().await;
    let (id, status) = registered(&house).await;
    upload(&house, &format!("{status}/files"), "", "a.pdf", PDF, "").await;
    let ines = house.app.cookie(&house.ines).await;
    let path = offered(&house.app.get(&format!("/registrations/{id}/files"), &ines).await.body)[0].clone();
    assert_eq!(house.app.post(&format!("{path}/remove"), &ines, &[]).await.status.as_u16(), 303);
    assert_eq!(house.app.get(&path, &ines).await.status.as_u16(), 404);
    assert!(!house.app.get(&status, "").await.body.contains("a.pdf"));
    assert_eq!(stored(&house), 1);
    run_jobs(&house).await;
    assert_eq!(stored(&house), 0);
    // It may come again.
    assert_eq!(upload(&house, &format!("{status}/files"), "", "a.pdf", PDF, "").await.status.as_u16(), 303);
    assert_eq!(stored(&house), 1);
}

/// A disk that is full, or one that loses its power after writing.
struct Broken {
    inner: Arc<dyn FileStore>,
    after: bool,
}

impl FileStore for Broken {
    fn put(&self, key: &str, content: bytes::Bytes) -> BoxFuture<'_, anyhow::Result<()>> {
        let put = self.after.then(|| self.inner.put(key, content));
        Box::pin(async move {
            if let Some(put) = put {
                put.await?;
            }
            anyhow::bail!("the disk is full")
        })
    }
    fn get(&self, key: &str) -> BoxFuture<'_, anyhow::Result<Option<bytes::Bytes>>> {
        self.inner.get(key)
    }
    fn remove(&self, key: &str) -> BoxFuture<'_, anyhow::Result<()>> {
        let remove = (!self.after).then(|| self.inner.remove(key));
        Box::pin(async move {
            match remove {
                Some(remove) => remove.await,
                None => anyhow::bail!("the disk is full"),
            }
        })
    }
}

#[tokio::test]
async fn a_store_that_fails_leaves_no_file_and_what_it_kept_is_forgotten_later() {
    for after in [false, true] {
        let house = House::with(|options| {
            let inner = options.files.take().expect("a store");
            options.files = Some(Arc::new(Broken { inner, after }));
        })
        .await;
        let (_, status) = registered(&house).await;
        let answer = upload(&house, &format!("{status}/files"), "", "a.pdf", PDF, "").await;
        assert_eq!(answer.status.as_u16(), 500);
        assert!(offered(&house.app.get(&status, "").await.body).is_empty());
        let rows = "SELECT CAST(COUNT(*) AS BIGINT) FROM attachment";
        // Where not even the bytes could be removed, the row stays to say that they are there.
        assert_eq!((stored(&house), house.count(rows).await), (usize::from(after), i64::from(after)));
    }
}

#[tokio::test]
async fn an_upload_that_never_arrived_is_forgotten_after_an_hour() {
    let house = House::new().await;
    let (_, status) = registered(&house).await;
    upload(&house, &format!("{status}/files"), "", "a.pdf", PDF, "").await;
    // As a process leaves it that is killed between the bytes and the last transaction.
    storage::Sql::new("UPDATE attachment SET registration_id = NULL")
        .execute(house.app.app.db().writer())
        .await
        .expect("changed");
    let clean = async || {
        let tx = house.app.app.db().begin().await.expect("a transaction");
        let job = jobs::NewJob {
            kind: operations::cosell::registration::files::CLEAN,
            payload: serde_json::Value::Null,
            run_at: house.app.now(),
            dedupe_key: None,
        };
        jobs::enqueue(&tx, house.app.now(), job).await.expect("enqueued");
        tx.commit().await.expect("committed");
        run_jobs(&house).await;
    };
    clean().await;
    assert_eq!(stored(&house), 1, "it may still be on its way");
    house.app.clock.advance(2 * kernel::time::HOUR);
    clean().await;
    assert_eq!((stored(&house), house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM attachment").await), (0, 0));
}

#[tokio::test]
async fn a_flood_of_files_is_held_back() {
    let house = House::with(|options| options.file_limits.files = 3).await;
    let (_, status) = registered(&house).await;
    let path = format!("{status}/files");
    let mut answers = Vec::new();
    for number in 0..30 {
        let content = [PDF, format!("% {number}\n").as_bytes()].concat();
        answers.push(upload(&house, &path, "", "a.pdf", &content, "").await.status.as_u16());
    }
    assert_eq!(answers[..4], [303, 303, 303, 422], "{answers:?}");
    assert_eq!(answers.last(), Some(&429), "{answers:?}");
    assert_eq!(stored(&house), 3);
}

#[tokio::test]
async fn two_at_the_same_moment_do_not_exceed_the_limit_together() {
    let house = House::with(|options| options.file_limits.files = 1).await;
    let (_, status) = registered(&house).await;
    let path = format!("{status}/files");
    let other = [PDF, b"% other\n"].concat();
    let (a, b) =
        tokio::join!(upload(&house, &path, "", "a.pdf", PDF, ""), upload(&house, &path, "", "b.pdf", &other, ""));
    let mut answers = [a.status.as_u16(), b.status.as_u16()];
    answers.sort_unstable();
    assert_eq!((answers, stored(&house)), ([303, 422], 1));
}

#[tokio::test]
async fn nothing_is_added_to_what_is_over() {
    let house = House::new().await;
    let (_, status) = registered(&house).await;
    house.app.post(&format!("{status}/withdraw"), "", &[("reason", "Lost")]).await;
    let answer = upload(&house, &format!("{status}/files"), "", "a.pdf", PDF, "").await;
    assert_eq!(answer.status.as_u16(), 303);
    assert_eq!(stored(&house), 0);
    assert!(!house.app.get(&status, "").await.body.contains("type=\"file\""));
}

#[tokio::test]
async fn a_program_adds_reads_and_removes_files() {
    let house = House::new().await;
    let (id, _) = registered(&house).await;
    let ines = house.app.cookie(&house.ines).await;
    let path = format!("/api/v1/registrations/{id}/files");
    let add = |name: &str, content: &str| serde_json::json!({ "name": name, "content": content, "shared": true });
    let body = add("Auftrag.txt", &data_encoding::BASE64.encode("Zwei Workshops.\n".as_bytes()));
    let made = house.app.api(Method::POST, &path, &ines, Some(body.clone())).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.body);
    let again = house.app.api(Method::POST, &path, &ines, Some(body)).await;
    assert_eq!((again.status.as_u16(), &again.json()["repeated"]), (200, &true.into()));
    assert_eq!(again.json()["file"]["id"], made.json()["file"]["id"]);
    for (name, content, code) in [
        ("a.txt", "not base 64", "invalid"),
        ("a.exe", "TVqQ", "file_kind_refused"),
        ("a.pdf", "TVqQ", "file_disguised"),
        ("", "TVqQ", "required"),
    ] {
        let refused = house.app.api(Method::POST, &path, &ines, Some(add(name, content))).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        assert!(refused.body.contains(code), "{code}: {}", refused.body);
    }
    let listed = house.app.api(Method::GET, &path, &ines, None).await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
    let one = format!("{path}/{}", listed["items"][0]["id"].as_str().expect("an id"));
    let got = house.app.api(Method::GET, &one, &ines, None).await.json();
    assert_eq!(got["content"], data_encoding::BASE64.encode("Zwei Workshops.\n".as_bytes()));
    let viewer = house.app.user("Vera Blick", kernel::Role::Viewer).await;
    let viewer = house.app.cookie(&viewer).await;
    assert_eq!(house.app.api(Method::DELETE, &one, &viewer, None).await.status.as_u16(), 403);
    assert_eq!(house.app.api(Method::DELETE, &one, &ines, None).await.status.as_u16(), 204);
    assert_eq!(house.app.api(Method::GET, &one, &ines, None).await.status.as_u16(), 404);
    assert_eq!(house.app.api(Method::DELETE, &one, &ines, None).await.status.as_u16(), 404);
}
