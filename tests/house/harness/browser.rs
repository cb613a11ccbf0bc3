//! A browser without script: its own cookies, one page at a time, forms sent as they stand on the page.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, Method};
use url::Url;

use super::form::{Clicked, click};
use super::listening::Listening;
use super::page::Page;
use super::person::Person;
use super::wire::{Answer, Wire, encoded};

/// A person's browser. Redirects inside the house are followed; one that leads out of it stops, as [`Browser::outside`].
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    wire: Wire,
    /// By origin, then by name. Shared by the tabs of one browser.
    jar: Arc<Mutex<BTreeMap<String, BTreeMap<String, String>>>>,
    language: String,
    page: Option<Page>,
    typed: Vec<(String, Vec<String>)>,
}

impl Browser {
    pub(crate) fn new(wire: Wire) -> Self {
        Self { wire, jar: Arc::default(), language: "vi".into(), page: None, typed: Vec::new() }
    }

    /// The same browser with another language preferred.
    pub(crate) fn speaking(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    /// Another tab: the same cookies, nothing opened yet.
    pub(crate) fn tab(&self) -> Self {
        Self { page: None, typed: Vec::new(), ..self.clone() }
    }

    /// The same browser, its next requests served by another node.
    pub(crate) fn through(&self, wire: Wire) -> Self {
        Self { wire, ..self.clone() }
    }

    /// What is shown.
    #[track_caller]
    pub(crate) fn page(&self) -> &Page {
        self.page.as_ref().expect("nothing was opened yet")
    }

    /// Opens an address and follows redirects inside the house.
    pub(crate) async fn open(&mut self, target: &str) -> &Page {
        self.get(target).await;
        self.follow().await
    }

    /// Opens an address and follows nothing.
    pub(crate) async fn get(&mut self, target: &str) -> &Page {
        self.typed.clear();
        let url = self.resolved(target);
        let answer = self.request(Method::GET, &url, None).await;
        self.show(answer)
    }

    /// Follows redirects until a page is shown or the way leads out of the house.
    pub(crate) async fn follow(&mut self) -> &Page {
        for _ in 0..REDIRECTS {
            let Some(next) = self.page().answer.location().filter(|next| self.wire.is_ours(next)) else { break };
            // 303 and 302 after a form are a GET; a form of ours is never sent on.
            let answer = self.request(Method::GET, &next, None).await;
            self.show(answer);
        }
        assert!(self.page().answer.location().is_none_or(|next| !self.wire.is_ours(&next)), "redirects without end");
        self.page()
    }

    /// Types into a field of the present page; radio buttons and choices are typed by their value.
    pub(crate) fn fill(&mut self, name: &str, value: &str) -> &mut Self {
        if name.starts_with("password") || name == "code" {
            self.wire.alarm().watch(value);
        }
        self.tick(name, &[value])
    }

    /// Types into several fields.
    pub(crate) fn fill_all(&mut self, fields: &[(&str, &str)]) -> &mut Self {
        for (name, value) in fields {
            self.fill(name, value);
        }
        self
    }

    /// Ticks exactly these boxes of that name.
    pub(crate) fn tick(&mut self, name: &str, values: &[&str]) -> &mut Self {
        self.typed.retain(|(typed, _)| typed != name);
        self.typed.push((name.to_owned(), values.iter().map(|value| (*value).to_owned()).collect()));
        self
    }

    /// Presses the button (by id, or by name) or follows the link, and the redirects inside the house after it.
    pub(crate) async fn click(&mut self, id: &str) -> &Page {
        self.press(id).await;
        self.follow().await
    }

    /// Presses the button and follows nothing.
    pub(crate) async fn press(&mut self, id: &str) -> &Page {
        let typed = std::mem::take(&mut self.typed);
        match click(&self.page().answer.text(), id, &typed) {
            Clicked::Link(href) => {
                let url = self.resolved(&href);
                let answer = self.request(Method::GET, &url, None).await;
                self.show(answer)
            }
            Clicked::Form(form) => {
                let fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let mut url =
                    if form.action.is_empty() { self.page().url().clone() } else { self.resolved(&form.action) };
                let answer = if form.is_post {
                    self.request(Method::POST, &url, Some(encoded(&fields))).await
                } else {
                    url.set_query(Some(&encoded(&fields)));
                    self.request(Method::GET, &url, None).await
                };
                self.show(answer)
            }
        }
    }

    /// Sends a form that stands on no page; with the token of the present page's forms when it has one.
    pub(crate) async fn post_form(&mut self, target: &str, fields: &[(&str, &str)]) -> &Page {
        let token = self.page.as_ref().and_then(|page| page.attributes("input[name=csrf]", "value").into_iter().next());
        let mut fields = fields.to_vec();
        if let Some(token) = &token {
            fields.push(("csrf", token));
        }
        let url = self.resolved(target);
        let answer = self.request(Method::POST, &url, Some(encoded(&fields))).await;
        self.show(answer)
    }

    /// Asks the house as a script on the present page does, and stays on that page.
    pub(crate) async fn ask(&self, target: &str) -> Answer {
        let token = self.page().attribute("input[name=csrf]", "value");
        self.request(Method::POST, &self.resolved(target), Some(encoded(&[("csrf", &token)]))).await
    }

    /// Where the last redirect leads, out of the house.
    #[track_caller]
    pub(crate) fn outside(&self) -> Url {
        let page = self.page();
        let next = page.answer.location().filter(|next| !self.wire.is_ours(next));
        next.unwrap_or_else(|| panic!("the way does not lead out of the house: {}", page.summary()))
    }

    /// What stands in the QR that is shown, read from its picture as another telephone would.
    pub(crate) async fn read_square(&self) -> String {
        self.text_in(&self.square_picture().await)
    }

    /// The picture of the QR that is shown, as PNG.
    pub(crate) async fn square_picture(&self) -> Vec<u8> {
        let picture = self.page().attribute("img#qr", "src").replace(".svg", ".png");
        self.request(Method::GET, &self.resolved(&picture), None).await.expect(200).body
    }

    /// What stands in such a picture.
    pub(crate) fn text_in(&self, picture: &[u8]) -> String {
        let mut reader = png::Decoder::new(std::io::Cursor::new(picture)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut bytes).unwrap();
        let (width, height) = (frame.width as usize, frame.height as usize);
        let (samples, bits) = (frame.color_type.samples(), frame.bit_depth as usize);
        let pixel = |x: usize, y: usize| {
            let at = x * samples * bits;
            let byte = bytes[y * frame.line_size + at / 8];
            (if bits >= 8 { byte } else { (byte >> (8 - bits - at % 8)) & 1 }) > 0
        };
        let light = |x, y| if pixel(x, y) { 255 } else { 0 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, light);
        let grids = image.detect_grids();
        let (drawn, text) = grids.first().expect("a QR in the picture").decode().unwrap();
        // Level M has the bits 00 (ISO/IEC 18004 table 12). What qr.md wants in the token does not fit version 12.
        assert!(drawn.version.0 <= 13 && drawn.ecc_level == 0, "too fine for a cheap phone: {drawn:?}");
        self.wire.alarm().watch(&text);
        text
    }

    /// A cookie of the house, by the end of its name.
    pub(crate) fn cookie(&self, ending: &str) -> Option<String> {
        let jar = self.jar.lock().unwrap();
        let cookies = jar.get(&self.wire.url("/").origin().ascii_serialization())?;
        cookies.iter().find(|(name, _)| name.ends_with(ending)).map(|(_, value)| value.clone())
    }

    /// Forgets every cookie: another browser from now on.
    pub(crate) fn forget(&mut self) {
        self.jar.lock().unwrap().clear();
    }

    /// Number and password, at whatever page asks for them.
    pub(crate) async fn sign_in(&mut self, person: &Person) -> &Page {
        let password = person.password().to_owned();
        self.fill("username", &person.personal_id_number).fill("password", &password);
        self.click("continue").await
    }

    /// Opens a stream of events, as a script on the present page does.
    pub(crate) async fn listen(&self, target: &str) -> Listening {
        let url = self.resolved(target);
        let mut headers = HeaderMap::new();
        let cookies = self.cookies(&url.origin().ascii_serialization());
        for (name, value) in [("cookie", cookies.as_str()), ("sec-fetch-site", "same-origin")] {
            headers.insert(name, value.parse().unwrap());
        }
        let response = self.wire.begin(Method::GET, &url, &mut headers, Vec::new()).await.unwrap();
        assert_eq!(response.status(), 200, "no stream at {url}");
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Listening::to(response)
    }

    fn cookies(&self, origin: &str) -> String {
        let jar = self.jar.lock().unwrap();
        let cookies = jar.get(origin).into_iter().flatten();
        cookies.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn resolved(&self, target: &str) -> Url {
        match &self.page {
            Some(page) => page.url().join(target).unwrap(),
            None => self.wire.url(target),
        }
    }

    fn show(&mut self, answer: Answer) -> &Page {
        self.page.insert(Page { answer })
    }

    async fn request(&self, method: Method, url: &Url, body: Option<String>) -> Answer {
        let origin = url.origin().ascii_serialization();
        let cookies = self.cookies(&origin);
        let mut headers = vec![("accept-language", self.language.as_str()), ("user-agent", AGENT)];
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        // As a browser does for a form: the origin of the page that it stands on.
        let from = self.page.as_ref().map_or_else(|| origin.clone(), |page| page.url().origin().ascii_serialization());
        if body.is_some() {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
            headers.push(("origin", &from));
        }
        let answer = self.wire.send(method, url.as_str(), &headers, body.unwrap_or_default()).await;
        self.keep_cookies(&origin, &answer);
        answer
    }

    fn keep_cookies(&self, origin: &str, answer: &Answer) {
        let mut jar = self.jar.lock().unwrap();
        let cookies = jar.entry(origin.to_owned()).or_default();
        for cookie in answer.cookies() {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            let is_over = attributes.split(';').any(|attribute| attribute.trim().eq_ignore_ascii_case("max-age=0"));
            if is_over {
                cookies.remove(name);
            } else {
                if name.ends_with("session") {
                    self.wire.alarm().watch(value);
                }
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

const REDIRECTS: usize = 10;
const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
