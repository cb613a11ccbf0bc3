use proptest::prelude::*;

use super::*;

fn web(text: &str) -> RedirectUri {
    RedirectUri::parse(text, Application::Web).unwrap()
}

fn native(text: &str) -> RedirectUri {
    RedirectUri::parse(text, Application::Native).unwrap()
}

#[test]
fn honest_addresses_may_be_registered() {
    for text in [
        "https://rp.example/cb",
        "https://rp.example",
        "https://rp.example:8443/cb?tenant=a&x=%2Fy",
        "https://dichvucong.gov.vn/oidc/callback;v=1",
        "http://localhost:3000/cb",
        "http://127.0.0.1:3000/cb",
        "http://[::1]:3000/cb",
    ] {
        assert_eq!(web(text).as_str(), text);
    }
    assert_eq!(native("vn.gov.example:/cb").as_str(), "vn.gov.example:/cb");
    assert_eq!(RedirectUri::parse("vn.gov.example:/cb", Application::Web), Err(UriRefusal::Scheme));
}

#[test]
fn v004_a_scheme_that_runs_something_is_not_registered() {
    for text in [
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "blob:https://rp.example/x",
        "file:///etc/passwd",
        "about:blank",
        "http://rp.example/cb",
        "//rp.example/cb",
        "/cb",
        "",
    ] {
        for application in [Application::Web, Application::Native] {
            assert!(RedirectUri::parse(text, application).is_err(), "{text:?}");
        }
        assert!(WebUri::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn an_address_that_others_might_read_differently_is_not_registered() {
    for (text, why) in [
        ("https://rp.example/cb#x", UriRefusal::Fragment),
        ("https://rp.example/cb#", UriRefusal::Fragment),
        ("https://.*", UriRefusal::Wildcard),
        ("https://*.rp.example/cb", UriRefusal::Wildcard),
        ("https://user@rp.example/cb", UriRefusal::UserInfo),
        ("https://user:pw@rp.example/cb", UriRefusal::UserInfo),
        ("https://@rp.example/cb", UriRefusal::UserInfo),
        ("https://rp.example/a/../cb", UriRefusal::DotSegment),
        ("https://rp.example/cb/..;/x", UriRefusal::DotSegment),
        ("https://rp.example/%2e%2e/cb", UriRefusal::DotSegment),
        ("https://rp.example/a%2f..%2fcb", UriRefusal::DotSegment),
        ("https://rp.example/a%252fcb", UriRefusal::DotSegment),
        ("https://rp.example/a%5ccb", UriRefusal::DotSegment),
        ("https://RP.example/cb", UriRefusal::Spelling),
        ("HTTPS://rp.example/cb", UriRefusal::Spelling),
        ("https://rp.example:443/cb", UriRefusal::Spelling),
        ("https:/rp.example/cb", UriRefusal::Spelling),
        ("https:\\\\rp.example\\cb", UriRefusal::Spelling),
        ("https://rp.example/c b", UriRefusal::Spelling),
        ("https://rp.example/đ", UriRefusal::Spelling),
        ("https://0x7f.1/cb", UriRefusal::Spelling),
        ("https://192.0.2.1/cb", UriRefusal::HostNumber),
        ("https://[2001:db8::1]/cb", UriRefusal::HostNumber),
        ("http://127.0.0.2/cb", UriRefusal::HostNumber),
        ("http://127.0.0.1.evil.example/cb", UriRefusal::Scheme),
        ("http://localhost.evil.example/cb", UriRefusal::Scheme),
    ] {
        assert_eq!(RedirectUri::parse(text, Application::Web), Err(why), "{text}");
    }
    let long = format!("https://rp.example/{}", "a".repeat(LONGEST));
    assert_eq!(RedirectUri::parse(&long, Application::Web), Err(UriRefusal::TooLong));
}

#[test]
fn v001_v005_v007_only_the_same_bytes_are_the_registered_address() {
    let registered = [web("https://rp.example/cb")];
    let found = |sent| Checked::find(sent, &registered, Application::Web);
    assert_eq!(found("https://rp.example/cb").unwrap().as_str(), "https://rp.example/cb");
    for sent in [
        "https://rp.example/cb/",
        "https://rp.example/cb/..;/x",
        "https://rp.example/cb/../x",
        "https://rp.example/cb%2f..%2fx",
        "https://rp.example/cb%252f..",
        "https://RP/CB",
        "HTTPS://rp.example/cb",
        "https://rp.example/Cb",
        "https://rpXexample/cb",
        "https://rp.example/cb?x=1",
        "https://rp.example/cb#",
        "https://rp.example:443/cb",
        "https://rp.example./cb",
        "https://rp.example/cb ",
        "",
    ] {
        assert_eq!(found(sent), None, "{sent}");
    }
}

#[test]
fn v003_only_the_port_of_a_native_loopback_address_may_differ() {
    let registered = [native("http://127.0.0.1/cb"), native("http://[::1]:1234/cb?a=b")];
    let found = |sent| Checked::find(sent, &registered, Application::Native).is_some();
    for sent in ["http://127.0.0.1/cb", "http://127.0.0.1:1/cb", "http://127.0.0.1:65535/cb", "http://[::1]/cb?a=b"] {
        assert!(found(sent), "{sent}");
    }
    for sent in [
        "http://127.0.0.1.evil/cb",
        "http://localhost/cb",
        "http://127.0.0.1:99@evil/cb",
        "http://127.0.0.1:0/cb",
        "http://127.0.0.1:099/cb",
        "http://127.0.0.1:65536/cb",
        "http://127.0.0.1:+99/cb",
        "http://127.0.0.1:/cb",
        "http://127.0.0.1:99",
        "http://127.0.0.1:99/cb/",
        "http://127.0.0.1:99/CB",
        "http://127.0.0.1:99?/cb",
        "https://127.0.0.1:99/cb",
        "http://127.0.0.1:99\\@evil/cb",
        "http://127.1:99/cb",
    ] {
        assert!(!found(sent), "{sent}");
    }
    // A party on a server knows its port.
    assert!(Checked::find("http://127.0.0.1:1/cb", &[web("http://127.0.0.1/cb")], Application::Web).is_none());
}

#[test]
fn the_origin_is_what_a_form_may_lead_to() {
    let origin = |uri: &RedirectUri| {
        Checked::find(uri.as_str(), std::slice::from_ref(uri), Application::Native).unwrap().origin()
    };
    assert_eq!(origin(&web("https://rp.example:8443/cb?x=1")), "https://rp.example:8443");
    assert_eq!(origin(&native("vn.gov.example:/cb")), "vn.gov.example:");
    assert_eq!(web("https://rp.example:8443/cb").host(), "rp.example");
}

proptest! {
    /// AZ01: against the model that every address is only itself.
    #[test]
    fn az01_a_mutated_address_is_never_a_registered_one(at in 0_usize..30, with in any::<char>(), insert in any::<bool>()) {
        let registered = [web("https://rp.example/cb/oidc?tenant=1")];
        let mut sent: Vec<char> = registered[0].as_str().chars().collect();
        if insert { sent.insert(at, with) } else { sent[at] = with }
        let sent: String = sent.into_iter().collect();
        let expected = sent == registered[0].as_str();
        prop_assert_eq!(Checked::find(&sent, &registered, Application::Web).is_some(), expected);
    }

    #[test]
    fn no_text_panics(text in ".{0,80}", sent in ".{0,80}") {
        let _ = RedirectUri::parse(&text, Application::Native);
        let _ = native("http://127.0.0.1/cb").admits(&sent, Application::Native);
        let _ = native("http://127.0.0.1/cb").admits(&format!("http://127.0.0.1{sent}"), Application::Native);
    }

    #[test]
    fn what_may_be_registered_is_read_back_by_a_browser_as_itself(path in "[a-z0-9./%;=~-]{0,20}") {
        if let Ok(uri) = RedirectUri::parse(&format!("https://rp.example/{path}"), Application::Web) {
            let read = url::Url::parse(uri.as_str()).unwrap();
            prop_assert_eq!(read.as_str(), uri.as_str());
        }
    }
}
