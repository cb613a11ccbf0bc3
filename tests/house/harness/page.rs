//! An answer as a person or a test driver sees it: looked at by selectors, never by string search in the markup.

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::wire::Answer;

/// What the browser shows.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) answer: Answer,
}

impl Page {
    /// The address in the address bar.
    pub(crate) fn url(&self) -> &Url {
        &self.answer.url
    }

    /// The path in the address bar.
    pub(crate) fn path(&self) -> &str {
        self.answer.url.path()
    }

    /// The status.
    pub(crate) fn status(&self) -> u16 {
        self.answer.status.as_u16()
    }

    /// Whether something on the page matches.
    pub(crate) fn has(&self, selector: &str) -> bool {
        self.select(selector, |_| ()).next().is_some()
    }

    /// The text of the first element that matches, spaces made one.
    #[track_caller]
    pub(crate) fn text(&self, selector: &str) -> String {
        let found = self.texts(selector).into_iter().next();
        found.unwrap_or_else(|| panic!("no {selector} on {}", self.summary()))
    }

    /// The text of every element that matches.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.select(selector, |element| squeezed(&element.text().collect::<String>())).collect()
    }

    /// An attribute of the first element that matches.
    #[track_caller]
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> String {
        let found = self.attributes(selector, name).into_iter().next();
        found.unwrap_or_else(|| panic!("no {selector} with {name} on {}", self.summary()))
    }

    /// An attribute of every element that matches and has it.
    pub(crate) fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.select(selector, |element| element.attr(name).map(str::to_owned)).flatten().collect()
    }

    /// The value that stands in a field.
    #[track_caller]
    pub(crate) fn value(&self, name: &str) -> String {
        self.attribute(&format!("[name=\"{name}\"]"), "value")
    }

    /// Everything that a person can read on it.
    pub(crate) fn words(&self) -> String {
        self.texts("body").concat()
    }

    /// It says when to come back: in a while, and within that many seconds.
    #[track_caller]
    pub(crate) fn expect_wait(&self, at_most: i64) -> &Self {
        let wait = self.answer.header("retry-after");
        let seconds: i64 =
            wait.parse().unwrap_or_else(|_| panic!("no seconds to wait: {wait:?} on {}", self.summary()));
        assert!((1..=at_most).contains(&seconds), "{seconds} s on {}", self.summary());
        self
    }

    /// The code of an error page.
    pub(crate) fn error(&self) -> Option<String> {
        self.attributes("main#error", "data-error").into_iter().next()
    }

    /// The fields that the page says are wrong, by the anchors of its error summary.
    pub(crate) fn wrong_fields(&self) -> Vec<String> {
        self.attributes(".summary a", "href").iter().map(|href| href.trim_start_matches('#').to_owned()).collect()
    }

    /// The same page, once its status is this one.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> &Self {
        assert_eq!(self.status(), status, "{}", self.summary());
        self
    }

    /// The same page, once it is at this path and shown as it should be.
    #[track_caller]
    pub(crate) fn expect_path(&self, path: &str) -> &Self {
        assert_eq!((self.path(), self.status()), (path, 200), "{}", self.summary());
        self
    }

    /// The same page, once it is this error.
    #[track_caller]
    pub(crate) fn expect_error(&self, code: &str) -> &Self {
        assert_eq!(self.error().as_deref(), Some(code), "{}", self.summary());
        self
    }

    /// The same page, once a person can read this on it.
    #[track_caller]
    pub(crate) fn expect_words(&self, words: &str) -> &Self {
        assert!(self.words().contains(words), "no {words:?} on {}", self.summary());
        self
    }

    /// The page for the message of a failed test.
    pub(crate) fn summary(&self) -> String {
        format!("{} ({}):\n{}", self.answer.url, self.answer.status, self.words())
    }

    // Parsed at each look: the tree cannot be held across an await of a future that may move to another thread.
    fn select<T>(&self, selector: &str, look: impl Fn(ElementRef<'_>) -> T) -> std::vec::IntoIter<T> {
        let wanted = Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"));
        let tree = Html::parse_document(&self.answer.text());
        tree.select(&wanted).map(look).collect::<Vec<_>>().into_iter()
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
