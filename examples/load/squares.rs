//! A sharing square made in the wallet, read from its picture, and scanned by a bank's system: what both cost, beside the one
//! signature in it.

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use dinhdanh::clock::Timestamp;
use dinhdanh::jose::algorithm::{Algorithm, KeyAlgorithm};
use dinhdanh::jose::key_life::Purpose;
use dinhdanh::jose::key_ring::KeyRing;
use dinhdanh::jose::stored_key::StoredKey;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::browser::{Browser, FORM, form};
use crate::measured::{Measured, now};

/// Makes a square and has it scanned.
pub(crate) async fn show(browser: &mut Browser, measured: &mut Measured) -> Result<(), String> {
    let page = browser.follow(browser.at("/wallet/share")).await?;
    let (began, target) = (now(), Arc::clone(&browser.target));
    let shown = browser.press(page, "create", &[("field_name", "1")]).await?;
    if shown.url().path() != "/wallet/qr" {
        return Err(format!("the wallet answered {} at {}", shown.status(), shown.url().path()));
    }
    let html = shown.text().await.map_err(|error| error.to_string())?;
    let address = picture(&html).ok_or("no picture on the page")?;
    let address = target.issuer.join(&address).map_err(|error| error.to_string())?;
    let request = browser.request(Method::GET, address);
    let picture = request.send().await.map_err(|error| error.to_string())?;
    let picture = picture.bytes().await.map_err(|error| error.to_string())?;
    let made = now();
    let token = text_in(&picture).ok_or("no square in the picture")?;
    let read = now();
    let request = target.client.post(browser.at("/scan")).header(CONTENT_TYPE, FORM);
    let request = request.basic_auth(&target.client_id, Some(&target.client_secret)).body(form(&[("token", &token)]));
    let answer = request.send().await.map_err(|error| error.to_string())?;
    let (status, text) = (answer.status(), answer.text().await.map_err(|error| error.to_string())?);
    let scanned = now();
    let result = claims(&text).and_then(|claims| Some(claims.get("result")?.as_str()?.to_owned()));
    if result.as_deref() != Some("genuine") {
        return Err(format!("the scan answered {status} {}", result.unwrap_or(text)));
    }
    measured.keep("make", made - began);
    measured.keep("scan", scanned - read);
    measured.keep("whole", (made - began) + (scanned - read));
    Ok(())
}

/// How long the signature of a square takes on one core, with nothing around it.
pub(crate) fn one_signature() -> Result<Duration, String> {
    let (now_is, algorithm) = (Timestamp::from_unix(1_800_000_000), Algorithm::EdDsa);
    let key = StoredKey::generate(Purpose::Presentation, KeyAlgorithm::Sign(algorithm), now_is, now_is);
    let ring = key.and_then(|key| KeyRing::new(vec![key], now_is)).map_err(|fault| fault.to_string())?;
    let claims =
        json!({ "iss": "https://id.example", "jti": "AAAAAAAAAAAAAAAAAAAAAA", "iat": 1, "exp": 61, "kind": "share" });
    let began = now();
    for _ in 0..SIGNATURES {
        ring.sign(Purpose::Presentation, algorithm, "vnqr+jwt", &claims, now_is).map_err(|fault| fault.to_string())?;
    }
    Ok((now() - began) / SIGNATURES)
}

/// Where the page has its picture, as PNG.
fn picture(html: &str) -> Option<String> {
    let page = Html::parse_document(html);
    let image = page.select(&Selector::parse("img#qr").ok()?).next()?;
    Some(image.attr("src")?.replace(".svg", ".png"))
}

/// The text in a picture of a square, as a scanner of somebody else's reads it.
fn text_in(picture: &[u8]) -> Option<String> {
    let mut decoder = png::Decoder::new(Cursor::new(picture));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let mut bytes = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut bytes).ok()?;
    let (width, height, samples) = (frame.width as usize, frame.height as usize, frame.color_type.samples());
    let light = |x: usize, y: usize| bytes.get(y * frame.line_size + x * samples).copied().unwrap_or_default();
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, light);
    image.detect_grids().first()?.decode().ok().map(|(_, text)| text)
}

fn claims(signed: &str) -> Option<Value> {
    serde_json::from_slice(&dinhdanh::secret::decode(signed.split('.').nth(1)?)?).ok()
}

/// Enough for a mean that a busy neighbour does not move much.
const SIGNATURES: u32 = 2_000;
