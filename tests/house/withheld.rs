//! No receipt, no data (F13, I11, I16, I19): where the event of a release cannot be written, nothing is released, nothing is
//! spent, and afterwards all is well. One INSERT fails at a time, in the database itself.

use serde_json::{Value, json};

use crate::encounter::{ask, citizen, claims, history, officer, scan, sharing_square, square};
use crate::entry::{enter, party, redemption, somebody, tokens};
use crate::harness::House;
use crate::insider::{keep_from_writing, let_write};

/// Keeps events of this kind from being written, while `looked` is at it.
pub(crate) async fn without<T>(house: &House, kind: &str, looked: impl Future<Output = T>) -> Option<T> {
    without_in(house, "audit_event", &format!("NEW.kind = '{kind}'"), looked).await
}

async fn without_in<T>(house: &House, table: &str, condition: &str, looked: impl Future<Output = T>) -> Option<T> {
    assert!(keep_from_writing(house.site(), table, condition)?, "{table} where {condition}");
    let seen = looked.await;
    assert!(let_write(house.site(), table)?);
    Some(seen)
}

#[tokio::test]
async fn an_officer_sees_nothing_of_a_scan_a_permission_or_a_sharing_that_cannot_be_recorded() {
    let house = House::start();
    house.expect_faults();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let read = |page: &crate::harness::Page| (page.status(), page.answer.text());
    let is_told =
        |text: &str| text.contains(&an.full_name) || text.contains("N.T.M.A.") || text.contains("data-result");

    // The scan.
    let text = square(&mut citizen).await;
    officer.open("/office/scan").await;
    let Some((status, shown)) =
        without(&house, "presentation_scanned", async { read(officer.fill("token", &text).click("check").await) })
            .await
    else {
        return;
    };
    assert!(status >= 500 && !is_told(&shown), "{status}");
    assert_eq!(scan(&mut officer, &text).await, "genuine", "nothing was spent");

    // The permission: whether the journal or the way into the ledger fails.
    ask(&mut officer, "identity_check", &["name"]).await;
    let asked = officer.page().url().clone();
    for (table, condition) in [
        ("audit_event", "NEW.kind = 'fields_allowed'"),
        ("ledger_waiting", "NEW.turn >= 0"),
        ("receipt", "NEW.jws <> ''"),
    ] {
        citizen.open("/wallet/requests").await;
        let allowed = without_in(&house, table, condition, async { citizen.click("allow").await.status() }).await;
        assert!(allowed.unwrap() >= 500, "{table}");
        let page = officer.open(asked.as_str()).await;
        assert_eq!(page.attribute("#result", "data-result"), "asked", "{table}");
        assert!(!page.words().contains(&an.full_name) && !page.has("#released"), "{table}");
        citizen.open("/wallet/receipts").await.expect_words("Chưa có biên nhận");
    }
    citizen.open("/wallet/requests").await;
    citizen.click("allow").await.expect(200);
    assert_eq!(officer.open(asked.as_str()).await.attribute("#result", "data-result"), "allowed");

    // The sharing, where the scan itself releases.
    let text = sharing_square(&mut citizen, &["name"]).await;
    officer.open("/office/scan").await;
    let shared =
        without(&house, "fields_allowed", async { read(officer.fill("token", &text).click("check").await) }).await;
    let (status, shown) = shared.unwrap();
    assert!(status >= 500 && !is_told(&shown), "{status}");
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    officer.click("shared").await.expect(200).expect_words(&an.full_name);
    let events = history(&mut citizen, "/wallet/history").await;
    assert_eq!(events.iter().filter(|event| *event == "fields_allowed").count(), 2, "{events:?}");
    assert_eq!(events.iter().filter(|event| *event == "presentation_scanned").count(), 2, "{events:?}");
}

#[tokio::test]
async fn a_party_gets_nothing_by_scan_userinfo_or_id_token_that_cannot_be_recorded() {
    let house = House::start();
    house.expect_faults();
    let bank = json!({
        "client_name": "Ngân hàng Mẫu", "kind": "bank", "redirect_uris": ["https://bank.example/cb"],
        "scope": "openid vn_identity scan", "token_endpoint_auth_method": "client_secret_post",
    });
    let bank = house.relying_party(&bank).await;
    let (an, mut holder) = citizen(&house, 2, 0).await;
    let text = sharing_square(&mut holder, &["name"]).await;
    let secret = bank.secret.clone().unwrap();
    let fields = [("client_id", bank.client_id.as_str()), ("client_secret", &secret), ("token", &text)];
    for kind in ["presentation_scanned", "fields_allowed"] {
        let scanned = without(&house, kind, house.wire().post_form("/scan", &[], &fields)).await;
        let Some(answer) = scanned else { return };
        assert!(answer.status.as_u16() >= 500 && !answer.text().contains("eyJ"), "{kind}: {}", answer.text());
    }
    let answer = claims(&house.wire().post_form("/scan", &[], &fields).await.expect(200).text());
    assert_eq!(answer["result"], "genuine", "nothing was spent");
    assert!(answer["release"].is_string() && answer["receipt"].is_string());

    let (portal, person) = (party(&house, "portal", json!({})).await, somebody(&house));
    let mut browser = house.browser();
    let bought = tokens(&portal, "openid profile vn_account", &person, &mut browser).await;
    let asked = house.wire().get_with_token("/userinfo", &bought.access);
    let about = without(&house, "claims_released", asked).await.unwrap();
    assert!(about.status.as_u16() >= 500, "{}", about.status);
    for told in [&person.full_name, &person.personal_id_number, &an.full_name] {
        assert!(!about.text().contains(told), "{}", about.text());
    }
    let about: Value = house.wire().get_with_token("/userinfo", &bought.access).await.expect(200).json();
    assert!(about["name"].is_string());

    // The ID token says what the account is: no event, no tokens at all.
    let asked = portal.authorization("openid vn_account");
    let came = enter(&asked, &person, &mut browser).await;
    let code = came.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let fields = redemption(&portal, &asked, &code);
    let answer = without(&house, "claims_released", portal.post_token(&fields)).await.unwrap();
    assert!(answer.status.as_u16() >= 500 && !answer.text().contains("token\""), "{}", answer.text());
    let again = tokens(&portal, "openid vn_account", &person, &mut browser).await;
    assert_eq!(again.claims["account_level"], 1);
}
