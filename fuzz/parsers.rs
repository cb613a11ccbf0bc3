//! Every parser that reads a stranger's bytes, what must hold of what it reads, and where to begin.
//!
//! The targets in `fuzz_targets/` are a line each; `tests/house/fuzz.rs` gives each parser a short run with the suite. What
//! must hold everywhere: no panic. What must hold here and there: what was read is written and read to the same again,
//! and nothing comes out of what is refused.

use dinhdanh::clock::Day;
use dinhdanh::identity::birth::BirthDate;
use dinhdanh::identity::card_text::CardText;
use dinhdanh::identity::foreigner::Nationality;
use dinhdanh::identity::language::Language;
use dinhdanh::identity::machine_zone::MachineZone;
use dinhdanh::identity::name::{self, Name};
use dinhdanh::identity::number::{LegacyNumber, PersonalNumber};
use dinhdanh::identity::phone::{Email, Phone};
use dinhdanh::identity::tax_code::TaxCode;
use dinhdanh::oauth::claims::ClaimsRequest;
use dinhdanh::oauth::client_auth;
use dinhdanh::oauth::params::Params;
use dinhdanh::oauth::pkce::{Challenge, Verifier};
use dinhdanh::oauth::redirect_uri::{Application, Checked, RedirectUri, WebUri};
use dinhdanh::oauth::relying_party::metadata::Metadata;
use dinhdanh::oauth::scope::Scopes;
use dinhdanh::registry::columns::{COLUMNS, Header};
use dinhdanh::registry::exchange::Question;
use dinhdanh::registry::exchange::answer::Answer;
use dinhdanh::registry::exchange::changes::{ChangesAnswer, ChangesQuestion};
use dinhdanh::registry::exchange::licence::GiayPhepLaiXe;
use dinhdanh::registry::exchange::person::PersonAnswer;
use dinhdanh::wallet::inclusion::Inclusion;
use dinhdanh::wallet::leaf::Opening;
use dinhdanh::wallet::organisation_square;
use dinhdanh::wallet::presentation::Square;
use dinhdanh::wallet::receipt::Receipt;
use dinhdanh::wallet::selective;
use dinhdanh::wallet::sign_in_square::{Code, Picture};
use dinhdanh::wallet::tree_head::TreeHead;
use serde_json::{Map, Value, json};

/// A parser by the name of its target, its body, and texts to begin with.
pub type Parser = (&'static str, fn(&[u8]), &'static [&'static str]);

/// All of them.
pub const PARSERS: &[Parser] = &[
    ("strict_json", dinhdanh::jose::fuzzing::strict_json, &[r#"{"a":[1,-2.5e3,"\u00e9",null,true]}"#, "[[[[]]]]"]),
    (
        "jwk",
        dinhdanh::jose::fuzzing::jwk,
        &[r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"}]}"#],
    ),
    ("jws", dinhdanh::jose::fuzzing::jws, &["eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhIn0.c2ln"]),
    ("jwe", dinhdanh::jose::fuzzing::jwe, &["eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a2V5.aXY.dGV4dA.dGFn"]),
    ("params", params, &["client_id=a&scope=openid+vn_level&state=%C4%90", "a=1&a=2", "%zz=&=&&&"]),
    ("credentials", credentials, &["Basic Y2xpZW50OnNlY3JldA==", "Basic Y2xpZW50JTNBOnM6cw==", "Bearer x"]),
    (
        "address",
        address,
        &["https://portal.example/cb?x=1", "http://127.0.0.1:8080/cb", "vn.example.app:/cb", "https://[::1]/", "//a@b"],
    ),
    ("scope", scope, &["openid profile vn_identity offline_access", "openid  email", "openid\topenid"]),
    (
        "claims",
        claims,
        &[r#"{"userinfo":{"name":null,"email":{"essential":true}},"id_token":{"acr":{"values":["loa2"]}}}"#],
    ),
    ("metadata", metadata, &[r#"{"client_name":"a","redirect_uris":["https://a.example/cb"],"scope":"openid"}"#]),
    ("proof_key", proof_key, &["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"]),
    ("number", number, &["001088012345", "012345678", "001 088 012 345", "٠٠١٠٨٨٠١٢٣٤٥"]),
    ("person_name", person_name, &["Nguyễn Văn An", "Y Ê Ban", "H'Hen Niê", "Đặng  Thị\u{301} Hoà"]),
    ("birth", birth, &["02/09/1945", "09/1945", "1945", "1945-09-02", "31/02/2000"]),
    ("contact", contact, &["0912 345 678", "+84912345678", "an@thu.example", "a@b@c", "0912.345.678"]),
    ("card_text", card_text, &["001088012345|012345678|Nguyễn Văn An|02091988|Nam|Hà Nội|01012022", "|||||||"]),
    (
        "machine_zone",
        machine_zone,
        &["IDVNM0880123457001088012345<<2\n8809021M4809026VNM<<<<<<<<<<<4\nNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"],
    ),
    ("tax_code", tax_code, &["0100109106", "0100109106-001", "0100109107"]),
    ("register_line", register_line, &["001088012345,Nguyễn Văn An,1988-09-02,male,alive", ",,,,,,,", "\"a\",b\0"]),
    (
        "register_answer",
        register_answer,
        &[
            r#"{"MaYeuCau":"m","SoDinhDanh":"001088012345","CongDan":null}"#,
            r#"{"MaYeuCau":"m","SoHoi":"001088012345","KetQua":{
                "SoGiayPhep":"790000000007","SoDinhDanh":"001088012345","HoVaTen":"Lê An",
                "NamSinh":"1988","NgayThangNam":null,"Hang":[{"Ma":"B","NgayCap":"2026-01-01","NgayHetHan":"never"}],
                "SoDiem":12,"TrangThai":"issued"}}"#,
            r#"{"MaYeuCau":"m","SauSo":3,"ThayDoi":[{"So":4,"MaSo":"001088012345"}]}"#,
        ],
    ),
    (
        "square",
        square,
        &[
            r#"{"iss":"https://op.example","jti":"AAAAAAAAAAAAAAAAAAAAAA","iat":1800000000,"exp":1800000060,"kind":"sharing"}"#,
        ],
    ),
    ("address_in_square", address_in_square, &["AAAAAAAAAAAAAAAAAAAAAA.7.AAAAAAAAAAAAAAAAAAAAAA", "BCDF-GHJK"]),
    ("release", release, &["a.b.c~WyJzYWx0IiwibmFtZSIseyJ2YWx1ZSI6IkFuIn1d~", "~~~", "a.b.c~e30~"]),
    (
        "receipt",
        receipt,
        &[
            r#"{"iss":"a","jti":"rcp_a","iat":1,"presentation":"p","kind":"sharing","purpose":"counter","fields":["name"]}"#,
            r#"{"number":1,"path":["AAAA"],"head":"a.b.c","size":2,"root":"AAAA","iat":1}"#,
        ],
    ),
    ("languages", languages, &["vi-VN,vi;q=0.9,en;q=0.8", "en;q=NaN, vi;q=-1", "ui_locales"]),
];

/// A query or a form: what is read once is read apart to the same, and no name stands twice.
pub fn params(bytes: &[u8]) {
    let (once, apart) = (Params::parse(bytes), Params::parse_apart(bytes));
    if let Ok(once) = once {
        let (all, doubled) = apart.expect("what can be read can be read apart");
        assert!(all == once && doubled.is_empty());
        for (name, value) in once.iter() {
            // A parameter without a value counts as one that was not sent (RFC 6749 §3.1).
            assert_eq!(once.get(name), Some(value).filter(|value| !value.is_empty()));
        }
    }
    let _ = Params::parse_form(bytes);
}

/// The header of a party that proves itself.
pub fn credentials(bytes: &[u8]) {
    if let Some(text) = read(bytes) {
        let _ = client_auth::read(Some(text), &Params::default());
    }
}

/// An address to register: it is the one that is answered, byte by byte, and no other one.
pub fn address(bytes: &[u8]) {
    let Some(text) = read(bytes) else { return };
    let _ = WebUri::parse(text);
    let _ = RedirectUri::parse(text, Application::Native);
    let Ok(uri) = RedirectUri::parse(text, Application::Web) else { return };
    assert!(!text.contains(['#', ' ', '\\', '@']) || !uri.as_str().contains('#'));
    let registered = [uri];
    assert!(Checked::find(text, &registered, Application::Web).is_some());
    for other in [format!("{text}/"), format!("{text}."), text.to_uppercase(), text.replacen("://", "://x@", 1)] {
        assert_eq!(Checked::find(&other, &registered, Application::Web).is_some(), other == text, "{other}");
    }
}

/// Scopes: written and read to the same.
pub fn scope(bytes: &[u8]) {
    if let Some(Ok(scopes)) = read(bytes).map(Scopes::parse) {
        assert_eq!(Scopes::parse(&scopes.to_string()), Ok(scopes));
    }
}

/// The `claims` parameter.
pub fn claims(bytes: &[u8]) {
    if let Some(text) = read(bytes) {
        let _ = ClaimsRequest::parse(text);
    }
}

/// What a party says of itself.
pub fn metadata(bytes: &[u8]) {
    if let Some(text) = read(bytes) {
        let _ = Metadata::read(text);
    }
}

/// A proof key for code exchange: a challenge is 43 characters, a verifier 43 to 128.
pub fn proof_key(bytes: &[u8]) {
    let Some(text) = read(bytes) else { return };
    assert!(Challenge::parse(text).is_none() || text.len() == 43);
    assert!(Verifier::parse(text).is_none() || (43..=128).contains(&text.len()));
}

/// Numbers of people, present and former: nothing but digits comes out.
pub fn number(bytes: &[u8]) {
    let Some(text) = read(bytes) else { return };
    let digits = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    assert!(PersonalNumber::parse(text).is_none_or(|number| digits(number.as_str(), 12)));
    assert!(LegacyNumber::parse(text).is_none_or(|number| digits(number.as_str(), 9)));
    let _ = Nationality::parse(text);
}

/// A name: read again it is the same, and it differs from itself in nothing.
pub fn person_name(bytes: &[u8]) {
    let Some(text) = read(bytes) else { return };
    let _ = name::without_marks(text);
    if let Ok(name) = Name::parse(text) {
        assert!(Name::parse(name.as_str()).is_ok_and(|again| again == name && name.difference(&again).is_none()));
        let _ = (name.ascii(), name.parts());
    }
}

/// A date of birth in either spelling.
pub fn birth(bytes: &[u8]) {
    let Some(text) = read(bytes) else { return };
    for read in [BirthDate::parse(text).ok(), BirthDate::parse_iso(text)].into_iter().flatten() {
        assert!(BirthDate::parse_iso(&read.iso()).is_some_and(|again| again == read));
    }
}

/// A telephone number and an address for letters.
pub fn contact(bytes: &[u8]) {
    let Some(text) = read(bytes) else { return };
    if let Ok(phone) = Phone::parse(text) {
        assert!(Phone::parse(phone.as_str()).is_ok_and(|again| again == phone));
        let _ = (phone.national(), phone.masked());
    }
    if let Some(email) = Email::parse(text) {
        assert!(Email::parse(email.as_str()).is_some());
        let _ = email.masked();
    }
}

/// What stands in the square of a printed card.
pub fn card_text(bytes: &[u8]) {
    if let Some(text) = read(bytes) {
        let _ = CardText::parse(text);
    }
}

/// The three lines at the back of a card.
pub fn machine_zone(bytes: &[u8]) {
    let (Some(text), Some(today)) = (read(bytes), Day::new(2026, 11, 22)) else { return };
    let _ = MachineZone::parse(text, today);
}

/// The number of an organisation.
pub fn tax_code(bytes: &[u8]) {
    if let Some(text) = read(bytes) {
        let _ = TaxCode::parse(text);
    }
}

/// A line of a file of people, parted at its commas, and a first line that is to name the columns.
pub fn register_line(bytes: &[u8]) {
    let Some(text) = read(bytes) else { return };
    let fields: Vec<&str> = text.split(',').collect();
    let _ = Header::find(fields.iter().copied());
    if let Ok(header) = Header::find(COLUMNS.iter().copied()) {
        let mut whole = fields;
        whole.resize(COLUMNS.len(), "");
        let _ = header.read(&whole);
    }
}

/// An answer of the national exchange: of this question, or of none.
pub fn register_answer(bytes: &[u8]) {
    let question = Question { mark: "m".into(), number: "001088012345".into() };
    let _ = PersonAnswer::read(bytes, &question);
    let _ = Answer::<GiayPhepLaiXe>::read(bytes, &question);
    let question = ChangesQuestion { mark: "m".into(), after: 3, limit: 2 };
    if let Ok(changes) = ChangesAnswer::read(bytes, &question, PersonalNumber::parse) {
        assert!(changes.len() <= 2 && changes.iter().all(|change| change.sequence > 3));
    }
}

/// The claims of a one-minute square: those that we write, as we write them.
pub fn square(bytes: &[u8]) {
    let Some(claims) = object(bytes) else { return };
    if let Some(square) = Square::read(&claims, "https://op.example") {
        assert_eq!(square.claims("https://op.example"), Value::Object(claims));
    }
}

/// What follows our host in the squares of sign-in pages and organisations, and the letters under them: one spelling each.
pub fn address_in_square(bytes: &[u8]) {
    let Some(text) = read(bytes) else { return };
    assert!(Picture::parse(text).is_none_or(|picture| picture.write() == text));
    assert!(organisation_square::Name::parse(text).is_none_or(|name| name.write() == text));
    assert!(Code::parse(text).is_none_or(|code| Code::parse(&code.grouped()) == Some(code)));
}

/// A selectively disclosable release: nothing that stands under no digest comes out.
pub fn release(bytes: &[u8]) {
    let Some(text) = read(bytes) else { return };
    let _ = selective::signed_part(text);
    assert!(selective::disclosed(text, &json!([])).is_none_or(|disclosed| disclosed.is_empty()));
}

/// A receipt, and the proof that its leaf is in the ledger.
pub fn receipt(bytes: &[u8]) {
    let Some(claims) = object(bytes) else { return };
    let _ = (Receipt::read(&claims), Inclusion::read(&claims), Opening::read(&claims), TreeHead::read(&claims));
}

/// The languages that a browser prefers.
pub fn languages(bytes: &[u8]) {
    if let Some(text) = read(bytes) {
        let _ = Language::preferred(text);
    }
}

fn read(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(bytes).ok()
}
