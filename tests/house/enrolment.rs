//! Enrolment as applicants meet it: who is believed, what everybody is told, and what is done with hostile forms.

use unicode_normalization::UnicodeNormalization as _;

use crate::applicants::{Applicants, count_told, enrol, international, told};
use crate::harness::{House, Page, Person};

/// The account that the operator sees, or none.
fn account_of(house: &House, person: &Person) -> Option<serde_json::Value> {
    let printed = house.command(&["account", "show", &person.personal_id_number]);
    (printed.code == 0).then(|| printed.json())
}

/// What an answer is to somebody who looks for a difference: everything but the browser's own token.
fn face_of(page: &Page) -> (u16, Vec<String>, String) {
    let headers = page.answer.headers.iter().filter(|(name, _)| *name != "date" && *name != "content-security-policy");
    let mut headers: Vec<_> = headers.map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    (page.status(), headers, page.answer.text())
}

#[tokio::test]
async fn who_matches_the_register_gets_a_notice_and_a_code_on_their_own_phone() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let page = enrol(&house, an, &[]).await;
    page.expect(200).expect_words("Nếu thông tin kê khai trùng khớp");
    assert!(page.has("#enrolled"));
    let told = told(&house, &international(&an.phone)).await;
    assert_eq!(told.len(), 2, "{told:?}");
    for (kind, words) in [("enrolment_approved", "da duoc phe duyet"), ("activation_code", "la ma kich hoat")] {
        let message = told.iter().find(|message| message.starts_with(kind)).unwrap();
        assert!(message.contains(words) && message.is_ascii() && !message.contains("http"), "{message}");
    }
    let account = account_of(&house, an).unwrap();
    assert_eq!((account["state"].as_str(), account["level"].as_i64()), (Some("approved"), Some(1)));
}

#[tokio::test]
async fn a_code_goes_to_an_address_only_when_the_register_knows_it() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let known = applicants.with_email();
    let email = known.email.clone().unwrap();
    enrol(&house, known, &[("channel", "email")]).await.expect(200);
    let told_by_letter = told(&house, &email).await;
    assert!(told_by_letter.iter().any(|letter| letter.contains("Mã kích hoạt tài khoản định danh điện tử\n\n")));
    assert!(told(&house, &international(&known.phone)).await.is_empty());

    let other = applicants.plain().into_iter().find(|other| other.personal_id_number != known.personal_id_number);
    let other = other.unwrap();
    enrol(&house, other, &[("channel", "email"), ("email", "attacker@evil.example")]).await.expect(200);
    assert!(told(&house, "attacker@evil.example").await.is_empty());
    assert_eq!(count_told(&house, &international(&other.phone), "activation_code").await, 1);
}

#[tokio::test]
async fn every_application_is_answered_alike_and_only_who_matches_is_written_to() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let people = applicants.plain();
    let (an, binh, holder) = (people[0], people[1], people[2]);
    enrol(&house, holder, &[]).await.expect(200);
    let told_before = house.outbox().await.len();

    let other_gender = if an.gender == "male" { "female" } else { "male" };
    let stranger: &[(&str, &str)] = &[];
    let mut cases: Vec<(&str, &Person, Vec<(&str, &str)>)> = vec![
        ("another name", an, vec![("full_name", "Nguyễn Văn Không")]),
        ("another date", an, vec![("birth_date", "01/01/1931")]),
        ("the year alone", an, vec![("birth_date", an.birth_date.rsplit('/').next().unwrap())]),
        ("the other gender", an, vec![("gender", other_gender)]),
        ("somebody else's phone", an, vec![("phone", &binh.phone)]),
        ("no such number", binh, vec![("personal_id_number", "001099999999")]),
    ];
    for cohort in [
        "deceased",
        "missing",
        "under_6",
        "from_6_to_13",
        "turns_14_tomorrow",
        "adult_ward",
        "phone_not_own",
        "foreigner_passport_expired",
    ] {
        let person = applicants.special(cohort);
        let phone =
            if person.phone.is_empty() { ("phone", binh.phone.as_str()) } else { ("phone", person.phone.as_str()) };
        cases.push((cohort, person, vec![phone]));
    }
    cases.push(("has an account", holder, stranger.to_vec()));
    cases.push(("matches", people[3], stranger.to_vec()));

    let mut browser = house.browser();
    browser.open("/enrol").await;
    let mut faces = Vec::new();
    for (what, person, otherwise) in &cases {
        browser.open("/enrol").await;
        browser.fill_all(&person.declaration()).fill_all(otherwise);
        faces.push((what, face_of(browser.click("enrol").await)));
    }
    for (what, face) in &faces {
        assert_eq!(face, &faces[0].1, "{what} is answered otherwise");
        assert_eq!(face.0, 200);
    }
    for (what, person, _) in &cases[..cases.len() - 2] {
        assert!(account_of(&house, person).is_none(), "{what} has an account");
    }
    // The holder is told that somebody used the same data; who matched got notice and code; nobody else anything.
    assert_eq!(count_told(&house, &international(&holder.phone), "enrolled_again").await, 1);
    assert_eq!(house.outbox().await.len(), told_before + 3);
}

#[tokio::test]
async fn who_knows_less_than_everything_cannot_make_us_write_to_a_holder() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    enrol(&house, an, &[]).await.expect(200);
    let before = house.outbox().await.len();
    enrol(&house, an, &[("birth_date", "1990")]).await.expect(200);
    assert_eq!(house.outbox().await.len(), before);
}

#[tokio::test]
async fn one_name_in_any_spelling_of_unicode_is_one_name() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let plain = applicants.plain();
    let decomposed = applicants.special("decomposed_name");
    enrol(&house, decomposed, &[("full_name", &decomposed.full_name.nfc().collect::<String>())]).await.expect(200);
    assert!(account_of(&house, decomposed).is_some());
    enrol(&house, plain[0], &[("full_name", &plain[0].full_name.nfd().collect::<String>())]).await.expect(200);
    assert!(account_of(&house, plain[0]).is_some());
    let upper = plain[1].full_name.to_uppercase();
    enrol(&house, plain[1], &[("full_name", &format!("  {upper} "))]).await.expect(200);
    assert!(account_of(&house, plain[1]).is_some());
    for (cohort, mine, theirs) in [("tone_on_first_vowel", "òa", "oà"), ("tone_on_second_vowel", "oà", "òa")] {
        let person = applicants.special(cohort);
        let name = person.full_name.replace(mine, theirs);
        assert_ne!(name, person.full_name, "{cohort}");
        enrol(&house, person, &[("full_name", &name)]).await.expect(200);
        assert!(account_of(&house, person).is_some(), "{cohort}");
    }
    // But a name without its marks is another name.
    let bare = plain.iter().find(|person| person.full_name.starts_with("Nguyễn") && person.phone != plain[0].phone);
    let bare = bare.unwrap();
    if account_of(&house, bare).is_none() {
        enrol(&house, bare, &[("full_name", &bare.full_name.replace("Nguyễn", "Nguyen"))]).await.expect(200);
        assert!(account_of(&house, bare).is_none());
    }
}

#[tokio::test]
async fn people_of_every_lawful_shape_can_enrol() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    for cohort in [
        "year_only_birth",
        "month_year_birth",
        "name_h_apostrophe",
        "name_k_apostrophe",
        "name_y",
        "name_ka",
        "two_word_family_name",
        "one_word_name",
        "gender_differs_from_number",
        "year_differs_from_number",
        "renumbered",
        "legacy_number",
        "born_abroad",
        "card_expired",
        "twin",
        "same_name_and_birth",
    ] {
        let person = applicants.special(cohort);
        enrol(&house, person, &[]).await.expect(200);
        assert!(account_of(&house, person).is_some(), "{cohort} has no account");
    }
}

#[tokio::test]
async fn a_birthday_begins_at_midnight_in_viet_nam() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let child = applicants.special("turns_14_tomorrow");
    enrol(&house, child, &[]).await.expect(200);
    assert!(account_of(&house, child).is_none());
    house.advance(24 * 3600).await;
    enrol(&house, child, &[]).await.expect(200);
    assert!(account_of(&house, child).is_some());
}

#[tokio::test]
async fn every_wrong_field_is_told_at_once_and_what_was_typed_is_kept() {
    let house = House::start();
    let typed = [
        ("personal_id_number", "00109000001"),
        ("full_name", "Nguyễn Văn Аn"), // the A is Cyrillic
        ("birth_date", "31/02/1990"),
        ("phone", "01621234567"),
        ("email", "an@@example.vn"),
        ("channel", "sms"),
    ];
    let wrong = ["personal_id_number", "full_name", "birth_date", "gender", "phone", "email"];
    for (language, sentence) in [("vi", "Số định danh cá nhân gồm đúng 12 chữ số."), ("en", "has exactly 12 digits")]
    {
        let mut browser = house.browser().speaking(language);
        browser.open("/enrol").await;
        browser.fill_all(&typed);
        let page = browser.click("enrol").await.clone();
        page.expect(422).expect_words(sentence);
        assert_eq!(page.wrong_fields(), wrong);
        for (name, value) in &typed[..5] {
            assert_eq!(page.value(name), *value);
        }
        for field in wrong {
            assert!(page.has(&format!("#{field}")) && page.has(&format!("#{field}-error")), "{field}");
        }
    }
    let mut browser = house.browser();
    browser.open("/enrol").await;
    browser.fill_all(&[("channel", "email")]);
    assert!(browser.click("enrol").await.expect(422).wrong_fields().contains(&"email".to_owned()));
}

#[tokio::test]
async fn letters_that_only_look_right_are_refused_by_name() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    for name in
        ["Nguуễn Văn An", "Ｎguyễn Văn An", "Nguyễn\u{202e}Văn An", "Nguyễn Văn An 3", "𝐍guyễn Văn An", "Nguyễn\u{0}"]
    {
        let page = enrol(&house, an, &[("full_name", name)]).await;
        if name.contains('\0') {
            page.expect(400).expect_error("unreadable_request");
        } else {
            page.expect(422).expect_words("Họ tên chứa ký tự không hợp lệ");
            assert_eq!(page.wrong_fields(), ["full_name"]);
        }
    }
}

#[tokio::test]
async fn a_cards_text_fills_the_form_and_rubbish_is_said_so() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let gender = if an.gender == "male" { "Nam" } else { "Nữ" };
    let birth = an.birth_date.replace('/', "");
    let card = format!("{}||{}|{birth}|{gender}|Thôn 1, Xã A|22112021", an.personal_id_number, an.full_name);
    let mut browser = house.browser();
    browser.open("/enrol").await;
    browser.fill("card_text", &card);
    let page = browser.click("fill").await.expect(200).clone();
    assert_eq!(
        (page.value("personal_id_number"), page.value("full_name")),
        (an.personal_id_number.clone(), an.full_name.clone())
    );
    assert_eq!(page.value("birth_date"), an.birth_date);
    assert_eq!(page.attribute("input[name=gender][checked]", "value"), an.gender);
    browser.fill("phone", &an.phone);
    assert!(browser.click("enrol").await.expect(200).has("#enrolled"));
    assert!(account_of(&house, an).is_some());

    // What cannot be read is said so, and costs nothing that was typed.
    browser.open("/enrol").await;
    browser.fill_all(&[("card_text", "https://example.vn/|||||||"), ("full_name", "Lê An"), ("phone", "0912 345 678")]);
    let page = browser.click("fill").await.expect(422).expect_words("Không đọc được nội dung này").clone();
    assert_eq!(page.wrong_fields(), ["card_text"]);
    assert_eq!((page.value("full_name"), page.value("phone")), ("Lê An".into(), "0912 345 678".into()));
    browser.fill("card_text", "");
    assert_eq!(browser.click("fill").await.expect(422).wrong_fields(), ["card_text"]);
    let mut english = house.browser().speaking("en");
    english.open("/enrol").await.expect_words("does not prove who you are");
    english.fill("card_text", "IDVNM").click("fill").await.expect(422).expect_words("cannot be read as the QR code");
}

#[tokio::test]
async fn a_cards_machine_lines_fill_the_form_and_leave_the_marks_of_the_name_to_the_person() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.plain()[0];
    let mut browser = house.browser();
    browser.open("/enrol").await;
    browser.fill("card_text", &machine_lines(an));
    let page = browser.click("fill").await.expect(200).expect_words("viết lại họ tên có dấu").clone();
    assert_eq!(page.value("personal_id_number"), an.personal_id_number);
    assert_eq!(page.value("birth_date"), an.birth_date);
    assert_eq!(page.attribute("input[name=gender][checked]", "value"), an.gender);
    let plain = page.value("full_name");
    assert!(!plain.is_empty() && plain.bytes().all(|byte| byte == b' ' || byte.is_ascii_uppercase()), "{plain}");
    // Sent as it is, it is one more declaration that does not match: the lines prove nothing.
    browser.fill("phone", &an.phone);
    assert!(browser.click("enrol").await.expect(200).has("#enrolled"));
    assert!(account_of(&house, an).is_none());

    // A name that was typed with its marks stays.
    browser.open("/enrol").await;
    browser.fill_all(&[("card_text", &machine_lines(an)), ("full_name", &an.full_name), ("phone", &an.phone)]);
    assert_eq!(browser.click("fill").await.expect(200).value("full_name"), an.full_name);
    assert!(browser.click("enrol").await.expect(200).has("#enrolled"));
    assert!(account_of(&house, an).is_some());

    // One wrong character is found, and nothing is filled.
    browser.open("/enrol").await;
    browser.fill("card_text", &machine_lines(an).replacen("IDVNM", "IDVNN", 1));
    let page = browser.click("fill").await.expect(422).clone();
    assert_eq!((page.wrong_fields(), page.value("personal_id_number")), (vec!["card_text".to_owned()], String::new()));
}

/// The machine-readable zone of a card (ICAO Doc 9303-5, TD1), as it is printed in Vietnam.
fn machine_lines(person: &Person) -> String {
    let digit = |text: &str| {
        let value = |byte: u8| if byte == b'<' { 0 } else { char::from(byte).to_digit(36).unwrap() };
        let weighted = text.bytes().zip([7, 3, 1].into_iter().cycle()).map(|(byte, weight)| value(byte) * weight);
        weighted.sum::<u32>() % 10
    };
    let number = &person.personal_id_number;
    let first = format!("IDVNM{}{}{number}<<{}", &number[3..], digit(&number[3..]), digit(number));
    let (day, month, year) = (&person.birth_date[..2], &person.birth_date[3..5], &person.birth_date[8..]);
    let birth = format!("{year}{month}{day}");
    let birth = format!("{birth}{}", digit(&birth));
    let (sex, expiry) = (if person.gender == "male" { "M" } else { "F" }, format!("401231{}", digit("401231")));
    let composite = digit(&[&first[5..], &birth, &expiry, "<<<<<<<<<<<"].concat());
    let plain = plain(&person.full_name).replacen(' ', "<<", 1).replace(' ', "<");
    format!("{first}\n{birth}{sex}{expiry}VNM<<<<<<<<<<<{composite}\n{plain:<<30.30}")
}

/// The name as a machine writes it.
fn plain(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let letters = name.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter));
    letters.map(|letter| if letter == 'Đ' || letter == 'đ' { 'D' } else { letter.to_ascii_uppercase() }).collect()
}

#[tokio::test]
async fn a_number_is_tried_five_times_a_day_and_another_number_is_not_held_up() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let plain = applicants.plain();
    for attempt in 0..5 {
        let name = format!("Nguyễn {}", ["Một", "Hai", "Ba", "Bốn", "Năm"][attempt]);
        enrol(&house, plain[0], &[("full_name", &name)]).await.expect(200);
    }
    enrol(&house, plain[0], &[]).await.expect(429).expect_error("too_many_requests").expect_wait(24 * 3600);
    assert!(account_of(&house, plain[0]).is_none());
    enrol(&house, plain[1], &[]).await.expect(200);
    assert!(account_of(&house, plain[1]).is_some());
    house.advance(24 * 3600).await;
    enrol(&house, plain[0], &[]).await.expect(200);
    assert!(account_of(&house, plain[0]).is_some());
}

#[tokio::test]
async fn hostile_forms_are_refused_whole() {
    let house = House::start();
    let mut browser = house.browser();
    browser.open("/enrol").await;
    browser
        .post_form("/enrol", &[("full_name", "A"), ("full_name", "B")])
        .await
        .expect(400)
        .expect_error("unreadable_request");
    browser.open("/enrol").await;
    browser.post_form("/enrol", &[("full_name", &"a".repeat(1 << 20))]).await.expect(413).expect_error("too_large");
    // No token, another browser's token.
    house.browser().post_form("/enrol", &[("full_name", "A")]).await.expect(403).expect_error("form_expired");
    browser.open("/enrol").await;
    let token = browser.page().attribute("input[name=csrf]", "value");
    house.browser().post_form("/enrol", &[("csrf", &token)]).await.expect(403).expect_error("form_expired");
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let answer = house.wire().send(http::Method::POST, "/enrol", &kind, "full_name=%ff&csrf=x").await;
    assert_eq!(answer.status.as_u16(), 400);
    let answer = house.wire().send(http::Method::POST, "/enrol", &[("content-type", "application/json")], "{}").await;
    assert_eq!(answer.status.as_u16(), 415);
}

#[tokio::test]
async fn of_many_applications_of_one_person_at_once_one_makes_the_account() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let second = house.second_node().await;
    let plain = applicants.plain();
    for person in &plain[..4] {
        let racers = (0..5).map(|place| {
            let node = second.as_ref().filter(|_| place % 2 == 1).unwrap_or(house.node());
            let (mut browser, person) = (node.browser(), (*person).clone());
            tokio::spawn(async move {
                browser.open("/enrol").await;
                browser.fill_all(&person.declaration());
                browser.click("enrol").await.expect(200);
            })
        });
        for racer in racers.collect::<Vec<_>>() {
            racer.await.unwrap();
        }
        let phone = international(&person.phone);
        assert_eq!(count_told(&house, &phone, "activation_code").await, 1);
        assert_eq!(count_told(&house, &phone, "enrolment_approved").await, 1);
        assert!(account_of(&house, person).is_some());
    }
}
