//! The wallet and the officer's scanner as apps on a telephone: what makes them installable, what stays on the device and
//! what does not, and the documents in it.

use serde_json::Value;

use crate::encounter::{citizen, officer};
use crate::harness::{House, Page};

/// What a page says without what is new in every answer.
fn bare(page: &Page) -> String {
    let html = page.answer.text();
    let nonces = page.attributes("script[nonce]", "nonce");
    nonces.iter().fold(html, |html, nonce| html.replace(nonce, ""))
}

#[tokio::test]
async fn wallet_and_scanner_are_installable_and_their_worker_keeps_nothing_about_anybody() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    for (browser, page, start) in [(&mut citizen, "/wallet", "/wallet"), (&mut officer, "/office/scan", "/office/scan")]
    {
        browser.open(page).await.expect(200);
        let link = browser.page().attribute("link[rel=manifest]", "href");
        assert!(browser.page().attributes("script", "src").iter().any(|source| source.ends_with("/pocket.js")));
        let policy = browser.page().answer.header("content-security-policy").to_owned();
        assert!(policy.contains("worker-src 'self'") && policy.contains("manifest-src 'self'"), "{policy}");
        assert!(policy.contains("require-trusted-types-for 'script'; trusted-types worker"), "{policy}");
        let mut names = Vec::new();
        for tag in ["vi", "en"] {
            let answer = house.wire().get(&link.replace("/vi", &format!("/{tag}"))).await.expect(200);
            assert_eq!(answer.header("content-type"), "application/manifest+json");
            let manifest: Value = answer.json();
            assert_eq!((&manifest["start_url"], &manifest["id"]), (&start.into(), &start.into()));
            assert_eq!((&manifest["display"], &manifest["lang"]), (&"standalone".into(), &tag.into()));
            names.push(manifest["name"].as_str().unwrap().to_owned());
            for icon in manifest["icons"].as_array().unwrap() {
                let answer = house.wire().get(icon["src"].as_str().unwrap()).await.expect(200);
                assert_eq!(answer.header("content-type"), icon["type"].as_str().unwrap());
                if icon["type"] == "image/png" {
                    let info = png::Decoder::new(std::io::Cursor::new(answer.body)).read_info().unwrap();
                    let size = format!("{}x{}", info.info().width, info.info().height);
                    assert_eq!(icon["sizes"], size.as_str());
                }
            }
        }
        assert_ne!(names[0], names[1], "one name for both languages");
    }
    for unknown in ["/manifest/wallet/fr", "/manifest/nobody/vi"] {
        house.wire().get(unknown).await.expect(404);
    }

    // The worker stands at the root, is asked for anew, and may ask this house alone.
    let worker = house.wire().get("/worker.js").await.expect(200);
    assert!(worker.header("content-type").starts_with("text/javascript"));
    assert_eq!(worker.header("cache-control"), "no-cache");
    let policy = worker.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; connect-src 'self'") && !policy.contains("unsafe"), "{policy}");
    assert!(worker.cookies().is_empty());
    let text = worker.text();
    let kept = text.strip_prefix("const KEPT = ").unwrap().split(";\n").next().unwrap();
    let kept: Vec<String> = serde_json::from_str(kept).unwrap();
    for asset in &kept {
        let answer = house.wire().get(asset).await.expect(200);
        assert!(answer.header("cache-control").contains("immutable"), "{asset}");
    }

    // What it keeps beside them is the same for everybody, loads nothing that it does not keep, and has no form of ours.
    for page in ["/offline", "/office/scan/offline"] {
        let (mut nobody, mut pages) = (house.browser(), Vec::new());
        pages.push(bare(nobody.open(page).await.expect(200)));
        pages.push(bare(citizen.open(page).await.expect(200)));
        pages.push(bare(officer.open(page).await.expect(200)));
        assert!(pages.iter().all(|other| *other == pages[0]), "{page} differs by who asks for it");
        let shown = citizen.page();
        assert!(!shown.has("input[name=csrf]") && !shown.has("form[action]"), "{page}");
        assert!(!pages[0].contains(&an.full_name) && !pages[0].contains(&an.personal_id_number));
        for loaded in [shown.attributes("script", "src"), shown.attributes("link[rel=stylesheet]", "href")].concat() {
            assert!(kept.contains(&loaded), "{page} loads {loaded}, which is not kept");
        }
        let mut english = house.browser().speaking("en");
        assert_ne!(bare(english.open(page).await.expect(200)), pages[0]);
    }
    house.close();
}

#[tokio::test]
async fn f13_signing_out_clears_the_device_and_staying_does_not() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 1, 0).await;
    citizen.open("/sign-out").await;
    citizen.press("sign-out").await;
    assert_eq!(citizen.page().answer.header("clear-site-data"), "\"cache\", \"storage\"");
    citizen.open("/wallet").await.expect_path("/sign-in");
    citizen.sign_in(&an).await.expect_path("/wallet");
    assert_eq!(citizen.page().answer.header("clear-site-data"), "");
    // No page of a session may be kept by anything in between or by the browser.
    for page in ["/wallet", "/wallet/documents", "/wallet/history", "/account"] {
        citizen.open(page).await;
        assert_eq!(citizen.page().answer.header("cache-control"), "no-store", "{page}");
    }
    house.close();
}

#[tokio::test]
async fn f01_f03_f06_documents_say_their_source_their_standing_and_as_of_when_and_what_no_register_tells() {
    let house = House::start();
    let (person, mut citizen) = citizen(&house, 2, 0).await;
    citizen.open("/wallet").await;
    citizen.click("to-documents").await.expect_path("/wallet/documents");
    let page = citizen.page();
    assert!(page.text("#as-of").contains(':'));
    let shown: Vec<(String, String)> = page
        .attributes("[data-document]", "data-document")
        .into_iter()
        .zip(page.attributes("[data-document]", "data-status"))
        .collect();
    let number = person.personal_id_number.as_str();
    let insured = house.command(&["register", "show", "--kind", "insurance", number]);
    let standing = if insured.code == 0 { "in_register" } else { "not_in_register" };
    let expected = [
        ("driving_licence", "in_register"),
        ("vehicle_registration", "no_register"),
        ("health_insurance", "no_register"),
        ("social_insurance", standing),
        ("residence", "in_register"),
    ];
    assert_eq!(shown, expected.map(|(word, status)| (word.to_owned(), status.to_owned())));
    page.expect_words("Chưa kết nối cơ sở dữ liệu").expect_words("Nơi thường trú");
    // The licence with each class and its own term, and the points that are left.
    let licence = page.texts("[data-document=driving_licence] dt").join(" ");
    assert_eq!(licence, "Số giấy phép lái xe Hạng A1 Hạng B Điểm còn lại");
    page.expect_words("không thời hạn").expect_words("12/12").expect_words("Còn hiệu lực");
    // The wallet leads to everything that it is to have.
    citizen.open("/wallet").await;
    let ways = citizen.page().attributes("main a", "href");
    for way in ["share", "requests", "receipts", "dependants", "history", "documents"] {
        assert!(ways.contains(&format!("/wallet/{way}")), "no way to {way}");
    }
    for (way, anchor) in [("/account/sessions", "sessions"), ("/account#authenticator", "authenticator")] {
        assert!(ways.iter().any(|known| known == way), "no way to {way}");
        citizen.open(way).await;
        assert!(citizen.page().has(&format!("#{anchor}")), "{way} leads nowhere");
    }
    let (_, mut low) = self::citizen(&house, 1, 0).await;
    low.open("/wallet/documents").await.expect(403).expect_words("mức độ 02");
    assert!(!low.page().has("[data-document]"));
    let mut nobody = house.browser();
    nobody.open("/wallet/documents").await.expect_path("/sign-in");
    house.close();
}
