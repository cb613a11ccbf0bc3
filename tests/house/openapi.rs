//! The OpenAPI document of the machines' endpoints is true: every answer that it tells of is met by a real one, with the
//! names that it gives and no others. Issue 5, "For systems".

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Value, json};

use crate::encounter::{citizen, sharing_square, square};
use crate::harness::{Answer, House, RelyingParty};
use crate::token::part_of;

/// The document, and which of its answers were seen.
struct Document {
    told: Value,
    seen: BTreeSet<(String, String)>,
}

impl Document {
    /// The schema that this one is or leads to.
    fn schema<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(path) => {
                self.told.pointer(path.trim_start_matches('#')).unwrap_or_else(|| panic!("{path} leads nowhere"))
            }
            None => schema,
        }
    }

    /// Holds a value to a schema, as far as the document uses schemas.
    fn hold(&self, value: &Value, schema: &Value, what: &str) {
        let schema = self.schema(schema);
        let is_it = match schema["type"].as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64() || value.is_u64(),
            other => panic!("{what}: a schema of type {other:?}"),
        };
        assert!(is_it, "{what}: {value} is no {}", schema["type"]);
        for one in schema["required"].as_array().into_iter().flatten() {
            assert!(value.get(one.as_str().unwrap()).is_some(), "{what}: {one} is missing in {value}");
        }
        for (name, inner) in value.as_object().into_iter().flatten() {
            match schema["properties"].get(name) {
                Some(told) => self.hold(inner, told, &format!("{what}.{name}")),
                None => assert!(schema["additionalProperties"] != json!(false), "{what}: {name} is not told of"),
            }
        }
        for inner in value.as_array().into_iter().flatten() {
            self.hold(inner, &schema["items"], what);
        }
        if let Some(words) = schema["enum"].as_array() {
            assert!(words.contains(value), "{what}: {value}");
        }
    }

    /// Holds an answer to what the document tells of it; its claims, when it is a JWT that can be read.
    fn meet(&mut self, path: &str, method: &str, answer: &Answer) -> Option<Value> {
        let status = answer.status.as_u16().to_string();
        let told = self.told["paths"][path][method]["responses"][&status].clone();
        assert!(
            told.is_object(),
            "{method} {path} answered {status}, of which the document does not tell: {}",
            answer.text()
        );
        self.seen.insert((format!("{method} {path}"), status));
        for (name, _) in told["headers"].as_object().into_iter().flatten() {
            assert!(!answer.header(name).is_empty(), "{path}: no {name}");
        }
        let (kind, content) = told["content"].as_object().unwrap().iter().next().unwrap();
        assert_eq!(answer.header("content-type"), kind, "{path}");
        let schema = &content["schema"];
        if kind == "application/json" {
            self.hold(&answer.json(), schema, path);
            return None;
        }
        let claims = part_of(&answer.text(), 1);
        self.hold(&claims, &schema["contentSchema"], path);
        Some(claims)
    }

    /// Every answer that is told of by its status.
    fn promised(&self) -> BTreeSet<(String, String)> {
        let paths = self.told["paths"].as_object().unwrap();
        let operations = paths.iter().flat_map(|(path, methods)| {
            methods.as_object().unwrap().iter().map(move |(method, operation)| (format!("{method} {path}"), operation))
        });
        let answers = operations.flat_map(|(name, operation)| {
            operation["responses"].as_object().unwrap().keys().map(move |status| (name.clone(), status.clone()))
        });
        answers.filter(|(_, status)| status != "default").collect()
    }
}

async fn party(house: &House, scope: &str) -> RelyingParty {
    let file = json!({
        "client_name": "Ngân hàng Mẫu", "kind": "bank", "redirect_uris": ["https://bank.example/cb"],
        "scope": scope, "token_endpoint_auth_method": "client_secret_post",
        "purposes": { "name": { "vi": "Gọi tên khi đến lượt", "en": "To call you", "essential": true } },
    });
    house.relying_party(&file).await
}

async fn post(house: &House, party: &RelyingParty, path: &str, fields: &[(&str, &str)]) -> Answer {
    let secret = party.secret.clone().unwrap();
    let own = [("client_id", party.client_id.as_str()), ("client_secret", secret.as_str())];
    house.wire().post_form(path, &[], &[&own[..], fields].concat()).await
}

async fn scan(house: &House, party: &RelyingParty, text: &str) -> Answer {
    post(house, party, "/scan", &[("token", text)]).await
}

#[tokio::test]
async fn every_answer_that_the_document_tells_of_is_met_by_a_real_one_and_by_its_names() {
    let house = House::start();
    let served = house.wire().get("/openapi.json").await.expect(200);
    assert_eq!(
        (served.header("content-type"), served.header("access-control-allow-origin")),
        ("application/json", "*")
    );
    let mut document = Document { told: served.json(), seen: BTreeSet::new() };
    assert_eq!(document.told["openapi"], "3.1.0");

    let (bank, portal) = (party(&house, "openid vn_identity scan").await, party(&house, "openid vn_identity").await);
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let shared = sharing_square(&mut citizen, &["name", "gender"]).await;
    let claims = document.meet("/scan", "post", &scan(&house, &bank, &shared).await).unwrap();
    assert_eq!((&claims["result"], &claims["kind"]), (&json!("genuine"), &json!("sharing")));
    assert!(claims["release"].is_string() && claims["receipt"].is_string());
    let used = document.meet("/scan", "post", &scan(&house, &bank, &shared).await).unwrap();
    assert!(used["result"] == "used" && used["used_at"].is_u64(), "{used}");
    let shown = square(&mut citizen).await;
    assert_eq!(document.meet("/scan", "post", &scan(&house, &bank, &shown).await).unwrap()["kind"], "verification");
    let forged = document.meet("/scan", "post", &scan(&house, &bank, "a.b.c").await).unwrap();
    assert_eq!(forged["result"], "unknown");
    for refused in [post(&house, &bank, "/scan", &[]).await, scan(&house, &portal, &shown).await] {
        assert_eq!(refused.status.as_u16(), 400);
        document.meet("/scan", "post", &refused);
    }
    let asking = post(&house, &bank, "/square", &[("fields", "name"), ("place", "Quầy 1")]).await;
    document.meet("/square", "post", &asking);
    let asking: Value = asking.json();
    let name = [("square", asking["square"].as_str().unwrap())];
    for fields in [&[][..], &[("fields", "gender")]] {
        document.meet("/square", "post", &post(&house, &bank, "/square", fields).await);
    }
    citizen.open("/wallet/scan").await;
    citizen.fill("square", asking["address"].as_str().unwrap()).click("read").await;
    citizen.click("open").await;
    let answers = "/square/answers";
    let told = document.meet(answers, "post", &post(&house, &bank, answers, &name).await).unwrap();
    assert_eq!((&told["state"], &told["answers"][0]["state"]), (&json!("spent"), &json!("asked")));
    citizen.click("allow").await.expect(200);
    let told = document.meet(answers, "post", &post(&house, &bank, answers, &name).await).unwrap();
    assert!(told["answers"][0]["release"].is_string() && told["answers"][0]["receipt"].is_string(), "{told}");
    document.meet(answers, "post", &post(&house, &bank, answers, &[]).await);

    let wire = house.wire();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for path in ["/scan", "/square", answers] {
        for (method, headers, body) in [
            (Method::GET, &form[..], String::new()),
            (Method::POST, &form[..], format!("token={}", "a".repeat(64 * 1024))),
            (Method::POST, &[("content-type", "application/json")][..], String::from("{}")),
        ] {
            document.meet(path, "post", &wire.send(method, path, headers, body).await);
        }
    }

    house.sweep().await;
    document.meet("/jwks", "get", &wire.get("/jwks").await);
    let head = document.meet("/ledger/head", "get", &wire.get("/ledger/head").await).unwrap();
    let first = document.meet("/ledger/head/{number}", "get", &wire.get("/ledger/head/1").await).unwrap();
    document.meet("/ledger/head/{number}", "get", &wire.get("/ledger/head/999999").await);
    let leaf = part_of(claims["receipt"].as_str().unwrap(), 1)["leaf"].as_str().unwrap().to_owned();
    let absent = "A".repeat(43);
    for (path, query) in [
        ("/ledger/consistency", format!("first={}&second={}", first["size"], head["size"])),
        ("/ledger/consistency", String::from("first=0&second=x")),
        ("/ledger/inclusion", format!("leaf={leaf}&size={}", head["size"])),
        ("/ledger/inclusion", format!("leaf={absent}&size={}", head["size"])),
        ("/ledger/inclusion", format!("leaf=x&size={}", head["size"])),
    ] {
        document.meet(path, "get", &wire.get(&format!("{path}?{query}")).await);
    }
    // Too many of each.
    let wrong = [("client_id", bank.client_id.as_str()), ("client_secret", "cs_wrong"), ("token", "x")];
    for tried in 0.. {
        for path in ["/square", answers] {
            document.meet(path, "post", &wire.post_form(path, &[], &wrong).await);
        }
        let answer = wire.post_form("/scan", &[], &wrong).await;
        document.meet("/scan", "post", &answer);
        if answer.status == 429 {
            break;
        }
        assert!(tried < 40, "the limit of failures was not met");
    }
    for path in ["/square", answers] {
        document.meet(path, "post", &wire.post_form(path, &[], &wrong).await);
    }
    for asked in 0.. {
        let answer = wire.get("/ledger/head").await;
        document.meet("/ledger/head", "get", &answer);
        if answer.status == 429 {
            break;
        }
        assert!(asked < 200, "the limit of questions was not met");
    }
    for (path, address) in [
        ("/ledger/head/{number}", "/ledger/head/1"),
        ("/ledger/consistency", "/ledger/consistency"),
        ("/ledger/inclusion", "/ledger/inclusion"),
    ] {
        document.meet(path, "get", &wire.get(address).await);
    }
    assert_eq!(document.seen, document.promised());
    house.close();
}
