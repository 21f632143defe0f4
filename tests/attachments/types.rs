//! What a file is, its bytes tell.

use image::ImageFormat;
use sha2::{Digest, Sha256};

use super::{attached, fault, in_folder, listed, of_problem};
use crate::both;
use crate::harness::files::{self, SHEET, WORD};
use crate::problems::{dispatched, filed};

/// A PNG that says it is 30,000 × 30,000 pixels large: 2.5 GiB once decoded.
fn bomb() -> Vec<u8> {
    let mut png = files::picture(2, 2, ImageFormat::Png);
    let size = 30_000u32.to_be_bytes();
    png[16..20].copy_from_slice(&size);
    png[20..24].copy_from_slice(&size);
    let sum = crc32(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&sum);
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(!0, step)
}

both! {
    async fn every_allowed_kind_comes_back_byte_for_byte_under_its_own_type(app) {
        let id = dispatched(&app).await;
        let sent = [
            ("现场照片.JPG", "现场照片.jpg", "image/jpeg", files::picture(640, 400, ImageFormat::Jpeg)),
            ("screen.exe", "screen.exe.png", "image/png", files::picture(400, 900, ImageFormat::Png)),
            ("a.webp", "a.webp", "image/webp", files::picture(30, 20, ImageFormat::WebP)),
            ("IMG_1.HEIC", "IMG_1.heic", "image/heic", files::heic()),
            ("批复.pdf", "批复.pdf", "application/pdf", files::pdf("批复")),
            ("方案", "方案.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                files::office(WORD, &[("word/document.xml", "<w/>")])),
            ("台账.xlsx", "台账.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                files::office(SHEET, &[])),
            ("公文.ofd", "公文.ofd", "application/ofd", files::ofd()),
        ];
        let parts: Vec<_> = sent.iter().map(|(name, .., bytes)| (*name, bytes.as_slice())).collect();
        let items = attached(&app.people.park, &of_problem(id), &parts).await;
        assert_eq!(items.len(), sent.len());
        assert_eq!(listed(&app.people.department, &of_problem(id)).await.len(), sent.len());
        for (item, (_, name, kind, bytes)) in items.iter().zip(&sent) {
            assert_eq!(item["file_name"], *name);
            assert_eq!(item["content_type"], *kind, "{name}");
            assert_eq!(item["size"], bytes.len());
            assert_eq!(item["sha256"], hex::encode(Sha256::digest(bytes)));
            let pictured = ["image/jpeg", "image/png", "image/webp"].contains(kind);
            assert_eq!(item["has_thumbnail"], pictured, "{name}");
            let path = format!("/attachments/{}", item["id"]);
            let (status, headers, given) = app.people.department.download(&path).await;
            assert_eq!((status, &given), (200, bytes), "{name}");
            let header = |name: &str| headers[name].to_str().unwrap().to_owned();
            assert_eq!(header("content-type"), *kind);
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
            assert_eq!(header("cache-control"), "private, no-store");
            assert_eq!(header("content-length"), bytes.len().to_string());
            assert!(header("content-disposition").starts_with("attachment; filename=\"attachment-"));
            let answer = app.people.department.get(&format!("{path}/thumbnail")).await;
            if pictured {
                assert_eq!(answer.status, 200, "{name}");
            } else {
                answer.refused(404, "attachment.no_thumbnail");
            }
        }
        let first = format!("/attachments/{}", items[0]["id"]);
        let (_, headers, _) = app.people.leader.download(&first).await;
        let disposition = headers["content-disposition"].to_str().unwrap();
        assert!(disposition.ends_with("filename*=UTF-8''%E7%8E%B0%E5%9C%BA%E7%85%A7%E7%89%87.jpg"), "{disposition}");
    }

    async fn what_is_not_allowed_is_refused_with_what_is_and_nothing_is_kept(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let good = files::picture(4, 4, ImageFormat::Jpeg);
        let cut_off = files::office(WORD, &[]);
        let macros = "application/vnd.ms-word.document.macroEnabled.main+xml";
        let slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
        for (name, bytes, code) in [
            ("a.jpg", b"GIF89a....".to_vec(), "attachment.type_not_allowed"),
            ("a.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(), "attachment.type_not_allowed"),
            ("a.pdf", b"<html>%PDF-1.7".to_vec(), "attachment.type_not_allowed"),
            ("a.pdf", b"MZ\x90\0%PDF-1.7".to_vec(), "attachment.type_not_allowed"),
            ("a.heic", b"\0\0\0\x18ftypisom\0\0\0\0mp41heic".to_vec(), "attachment.type_not_allowed"),
            ("a.docx", files::zipped(&[("run.exe", "MZ")]), "attachment.type_not_allowed"),
            ("a.docx", files::office(macros, &[]), "attachment.type_not_allowed"),
            ("a.docx", files::office(WORD, &[("word/vbaProject.bin", "x")]), "attachment.type_not_allowed"),
            ("a.docx", files::office(slides, &[]), "attachment.type_not_allowed"),
            ("a.docx", cut_off[..cut_off.len() - 30].to_vec(), "attachment.type_not_allowed"),
            ("a.jpg", b"\xff\xd8\xff<script>alert(1)</script>".to_vec(), "attachment.damaged"),
            ("a.png", good.iter().copied().take(0).chain(*b"\x89PNG\r\n\x1a\n").collect(), "attachment.damaged"),
            ("a.pdf", Vec::new(), "attachment.empty"),
        ] {
            let answer = park.attach(&path, &[("good.jpg", &good), (name, &bytes)]).await;
            let body = answer.refused(422, "request.invalid");
            assert_eq!(fault(&body), ("/file/1", code), "{name} {}", bytes.escape_ascii());
        }
        let body = park.attach(&path, &[("x.gif", b"GIF89a")]).await.expect(422);
        let detail = body["detail"].as_str().unwrap();
        assert!(detail.contains("x.gif") && detail.contains("DOCX"), "{detail}");
        assert!(listed(park, &path).await.is_empty());
        assert_eq!(in_folder(&app), 0);
    }

    async fn a_picture_with_something_behind_it_stays_a_picture(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let picture = files::picture(8, 8, ImageFormat::Jpeg);
        let both = [picture, files::zipped(&[("run.exe", "MZ")])].concat();
        let items = attached(park, &path, &[("both.zip", &both)]).await;
        assert_eq!(items[0]["content_type"], "image/jpeg");
        assert_eq!(items[0]["file_name"], "both.zip.jpg");
    }

    async fn a_small_picture_is_small_and_upright(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let large = files::turned(800, 400);
        let tiny = files::picture(30, 20, ImageFormat::Png);
        let items = attached(park, &path, &[("a.jpg", &large), ("b.png", &tiny)]).await;
        let small = async |n: usize| {
            let path = format!("/attachments/{}/thumbnail", items[n]["id"]);
            let (status, headers, bytes) = park.download(&path).await;
            assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "image/jpeg"));
            image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap().to_rgb8()
        };
        let turned = small(0).await;
        assert_eq!(turned.dimensions(), (160, 320), "as the phone was held");
        let (top, bottom) = (turned.get_pixel(80, 20).0, turned.get_pixel(80, 300).0);
        assert!(top[0] > 150 && bottom[2] > 150, "left became the top: {top:?} {bottom:?}");
        assert_eq!(small(1).await.dimensions(), (30, 20), "never enlarged");
    }

    async fn a_picture_too_large_to_be_decoded_is_kept_without_a_small_one(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let items = attached(park, &path, &[("bomb.png", &bomb())]).await;
        assert_eq!(items[0]["has_thumbnail"], false);
        let path = format!("/attachments/{}/thumbnail", items[0]["id"]);
        park.get(&path).await.refused(404, "attachment.no_thumbnail");
    }

    async fn hostile_names_arrive_harmless(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let pdf = files::pdf("x");
        let long = format!("{}.pdf", "长".repeat(300));
        for (given, kept) in [
            ("../../etc/passwd", "passwd.pdf"),
            ("a%0D%0ASet-Cookie: x=1.pdf", "a%0D%0ASet-Cookie_ x=1.pdf"),
            ("<script>alert(1)</script>.pdf", "script_.pdf"),
            ("C:\\\\新建文件夹\\\\批复.pdf", "批复.pdf"),
            ("photo\u{202e}fdp.exe", "photofdp.exe.pdf"),
            (long.as_str(), &format!("{}.pdf", "长".repeat(196))),
            ("", "附件.pdf"),
        ] {
            let items = attached(park, &path, &[(given, &pdf)]).await;
            assert_eq!(items[0]["file_name"], kept, "{given}");
            let (status, headers, _) = park.download(&format!("/attachments/{}", items[0]["id"])).await;
            assert_eq!(status, 200);
            assert!(headers.get("set-cookie").is_none());
        }
    }
}
