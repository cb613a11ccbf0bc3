//! A portal: procedures whose form is filled from the identity. What the state knows is shown and locked; the person adds
//! what only he or she can say.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use chrono::{TimeDelta, Utc};

use super::Party;
use super::desk::{Filed, Visit};
use super::face::{Face, Words};
use super::shell::{Shell, Tongue, message, name_of, page, visit};

pub(super) fn routes() -> Router<Arc<Party>> {
    Router::new()
        .route("/", get(home))
        .route("/procedure/{id}", get(show).post(submit))
        .route("/dossier/{number}", get(dossier))
}

/// What may be applied for.
#[derive(Debug)]
struct Procedure {
    id: &'static str,
    title: Words,
    about: Words,
}

static PROCEDURES: [Procedure; 3] = [
    Procedure {
        id: "temporary-residence",
        title: Words::new("Đăng ký tạm trú", "Register a temporary residence"),
        about: Words::new("Công an cấp xã · 3 ngày làm việc", "Commune police · 3 working days"),
    },
    Procedure {
        id: "residence-confirmation",
        title: Words::new("Xác nhận thông tin về cư trú", "Confirmation of residence"),
        about: Words::new("Công an cấp xã · 1 ngày làm việc", "Commune police · 1 working day"),
    },
    Procedure {
        id: "criminal-record",
        title: Words::new("Cấp phiếu lý lịch tư pháp", "Criminal record certificate"),
        about: Words::new("Công an cấp tỉnh · 10 ngày", "Provincial police · 10 days"),
    },
];

/// What only the person can say (and may change); everything else comes from the identity.
const OWN_FIELDS: [&str; 5] = ["passport", "phone", "email", "job", "workplace"];
/// Names that a form of ours never has: whoever sends one wants to be somebody else.
const LOCKED: [&str; 6] = ["personal_id_number", "full_name", "name", "birthdate", "gender", "residence"];

#[derive(Template)]
#[template(path = "portal.html")]
struct Home {
    shell: Shell,
    signed_in: Option<SignedIn>,
    procedures: &'static [Procedure],
}

#[derive(Debug)]
struct SignedIn {
    name: String,
    level: i64,
    acr: String,
    methods: String,
    subject: String,
    filed: Vec<Filed>,
}

async fn home(State(party): State<Arc<Party>>, headers: HeaderMap) -> Response {
    let shell = Shell::new(&party, &headers);
    let signed_in = visit(&party, &headers).map(|(_, visit)| SignedIn {
        name: name_of(&visit),
        level: visit.who.account_level().unwrap_or(0),
        acr: visit.who.text("acr").to_owned(),
        methods: shell.tongue.say("Mật khẩu", "Password").to_owned() + second_factor(&visit, shell.tongue),
        subject: visit.who.text("sub").to_owned(),
        filed: visit.filed,
    });
    page(StatusCode::OK, &Home { shell, signed_in, procedures: &PROCEDURES })
}

/// What was shown beside the password, in words for people (RFC 8176 has them for programs).
fn second_factor(visit: &Visit, t: Tongue) -> &'static str {
    let methods = visit.who.methods();
    if methods.contains(&"sms") {
        t.say(" và mã qua tin nhắn", " and a code by SMS")
    } else if methods.contains(&"otp") {
        t.say(" và ứng dụng xác thực", " and an authenticator app")
    } else {
        ""
    }
}

#[derive(Template)]
#[template(path = "procedure.html")]
struct Show {
    shell: Shell,
    id: &'static str,
    title: &'static str,
    identity: Vec<(&'static str, &'static str, String)>,
    for_other: bool,
    fields: Vec<Field>,
    wrong: Vec<(&'static str, &'static str)>,
}

#[derive(Debug)]
struct Field {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    autocomplete: &'static str,
    required: bool,
    long: bool,
    value: String,
    wrong: Option<&'static str>,
}

type Typed = BTreeMap<String, String>;

async fn show(
    State(party): State<Arc<Party>>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(query): Query<Typed>,
) -> Response {
    let shell = Shell::new(&party, &headers);
    let Some(procedure) = PROCEDURES.iter().find(|procedure| procedure.id == id) else {
        return Redirect::to("/").into_response();
    };
    let Some((_, visit)) = visit(&party, &headers) else {
        return Redirect::to(&format!("/sign-in?back=/procedure/{id}")).into_response();
    };
    let for_other = query.get("for").is_some_and(|whose| whose == "other");
    // What the identity knows of these is offered, and may be changed.
    let typed = BTreeMap::from([
        ("phone".to_owned(), visit.who.text("phone_number").to_owned()),
        ("email".to_owned(), visit.who.text("email").to_owned()),
    ]);
    page(StatusCode::OK, &form(shell, procedure, &visit, for_other, &typed, &[]))
}

async fn submit(
    State(party): State<Arc<Party>>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    let shell = Shell::new(&party, &headers);
    let Some(procedure) = PROCEDURES.iter().find(|procedure| procedure.id == id) else {
        return Redirect::to("/").into_response();
    };
    let Some((cookie, visit)) = visit(&party, &headers) else {
        return Redirect::to(&format!("/sign-in?back=/procedure/{id}")).into_response();
    };
    if LOCKED.iter().any(|name| typed.contains_key(*name)) {
        let heading = shell.tongue.say("Thông tin định danh không sửa được", "Identity data cannot be changed");
        let words = shell
            .tongue
            .say("Hồ sơ chưa được nộp. Đề nghị mở lại tờ khai.", "Nothing was filed. Please open the form again.");
        return message(StatusCode::BAD_REQUEST, shell, "locked_field", heading, words);
    }
    let for_other = typed.get("for").is_some_and(|whose| whose == "other");
    let wrong = check(&typed, for_other, shell.tongue);
    let shown = form(shell, procedure, &visit, for_other, &typed, &wrong);
    if !shown.wrong.is_empty() {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let vouched = shown.identity.iter().map(|(_, label, value)| ((*label).to_owned(), value.clone(), true));
    let declared = shown.fields.iter().filter(|field| !field.value.is_empty());
    let declared = declared.map(|field| (field.label.to_owned(), field.value.clone(), false));
    let filed =
        Filed { number: String::new(), title: shown.title.to_owned(), lines: vouched.chain(declared).collect() };
    let code = if party.face == Face::NationalPortal { "G01" } else { "H23" };
    let day = (Utc::now() + TimeDelta::hours(7)).format("%y%m%d").to_string();
    match party.desk.file(&cookie, filed, |count| format!("{code}.{day}-{count:04}")) {
        Some(number) => Redirect::to(&format!("/dossier/{number}")).into_response(),
        None => Redirect::to("/").into_response(),
    }
}

#[derive(Template)]
#[template(path = "dossier.html")]
struct Received {
    shell: Shell,
    filed: Filed,
}

async fn dossier(State(party): State<Arc<Party>>, headers: HeaderMap, Path(number): Path<String>) -> Response {
    let shell = Shell::new(&party, &headers);
    let filed =
        visit(&party, &headers).and_then(|(_, visit)| visit.filed.into_iter().find(|filed| filed.number == number));
    match filed {
        Some(filed) => page(StatusCode::OK, &Received { shell, filed }),
        None => Redirect::to("/").into_response(),
    }
}

fn form(
    shell: Shell,
    procedure: &'static Procedure,
    visit: &Visit,
    for_other: bool,
    typed: &Typed,
    wrong: &[(&'static str, &'static str)],
) -> Show {
    let t = shell.tongue;
    let identity = identity(visit, t);
    let fields = fields(t, for_other)
        .into_iter()
        .map(|mut field| {
            field.value = typed.get(field.name).cloned().unwrap_or_default();
            field.wrong = wrong.iter().find(|(name, _)| *name == field.name).map(|(_, words)| *words);
            field
        })
        .collect();
    Show { shell, id: procedure.id, title: t.of(&procedure.title), identity, for_other, fields, wrong: wrong.to_vec() }
}

/// What the provider vouches for.
pub(super) fn identity(visit: &Visit, t: Tongue) -> Vec<(&'static str, &'static str, String)> {
    let who = &visit.who;
    let gender = match who.text("gender") {
        "male" => t.say("Nam", "Male"),
        "female" => t.say("Nữ", "Female"),
        _ => "",
    };
    let lines = [
        ("full-name", t.say("Họ, chữ đệm và tên", "Full name"), who.text("name").to_owned()),
        (
            "personal-id-number",
            t.say("Số định danh cá nhân", "Personal ID number"),
            grouped(who.text("personal_id_number")),
        ),
        ("birthdate", t.say("Ngày, tháng, năm sinh", "Date of birth"), as_written(who.text("birthdate"))),
        ("gender", t.say("Giới tính", "Gender"), gender.to_owned()),
        ("residence", t.say("Nơi thường trú", "Permanent residence"), who.residence()),
    ];
    lines.into_iter().filter(|(_, _, value)| !value.is_empty()).collect()
}

fn fields(t: Tongue, for_other: bool) -> Vec<Field> {
    let field = |name, label, hint, autocomplete, required| Field {
        name,
        label,
        hint,
        autocomplete,
        required,
        long: false,
        value: String::new(),
        wrong: None,
    };
    let mut fields = Vec::new();
    if for_other {
        let hint =
            t.say("Người được khai thay, viết như trên giấy tờ", "The person concerned, as in his or her papers");
        fields.push(field(
            "person_name",
            t.say("Họ tên người có yêu cầu", "Name of the person concerned"),
            hint,
            "off",
            true,
        ));
        let hint = t.say("12 chữ số", "12 digits");
        fields.push(field(
            "person_number",
            t.say("Số định danh của người đó", "Personal ID number of that person"),
            hint,
            "off",
            true,
        ));
    }
    fields.extend([
        field("passport", t.say("Số hộ chiếu", "Passport number"), t.say("Nếu có", "If there is one"), "off", false),
        field("phone", t.say("Số điện thoại", "Telephone"), "", "tel", true),
        field("email", t.say("Thư điện tử", "E-mail"), "", "email", false),
        field("job", t.say("Nghề nghiệp", "Occupation"), "", "organization-title", false),
        field("workplace", t.say("Nơi làm việc", "Place of work"), "", "organization", false),
    ]);
    debug_assert!(OWN_FIELDS.iter().all(|own| fields.iter().any(|field| field.name == *own)));
    let hint = t.say("Viết ngắn gọn điều bạn đề nghị", "In short, what you ask for");
    fields
        .push(Field { long: true, ..field("request", t.say("Nội dung đề nghị", "Request"), hint, "off", true) });
    fields
}

fn check(typed: &Typed, for_other: bool, t: Tongue) -> Vec<(&'static str, &'static str)> {
    let value = |name: &str| typed.get(name).map(|text| text.trim()).unwrap_or_default();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let mut wrong = Vec::new();
    if for_other && value("person_name").is_empty() {
        wrong.push((
            "person_name",
            t.say("Đề nghị nhập họ tên người có yêu cầu", "Please enter the name of the person concerned"),
        ));
    }
    if for_other && digits(value("person_number")) != 12 {
        wrong.push(("person_number", t.say("Đề nghị nhập đủ 12 chữ số", "Please enter all 12 digits")));
    }
    if !(9..=15).contains(&digits(value("phone"))) {
        wrong.push(("phone", t.say("Đề nghị nhập số điện thoại", "Please enter a telephone number")));
    }
    if !value("email").is_empty() && !value("email").contains('@') {
        wrong.push((
            "email",
            t.say("Đề nghị nhập thư điện tử có dạng ten@noi.vn", "Please enter an e-mail address like name@place.vn"),
        ));
    }
    if value("request").is_empty() {
        wrong.push(("request", t.say("Đề nghị viết điều bạn đề nghị", "Please write what you ask for")));
    }
    wrong
}

/// `001090000001` as people read it.
pub(super) fn grouped(number: &str) -> String {
    let digits: Vec<_> = number.chars().collect();
    digits.chunks(3).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `1990-05-01` as people here write it; a year alone stays one.
pub(super) fn as_written(date: &str) -> String {
    let mut parts: Vec<_> = date.split('-').collect();
    parts.reverse();
    parts.join("/")
}
