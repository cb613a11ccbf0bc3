//! What people read: never a sentence in a template, never a language left out.

use crate::source::{Source, files};

#[test]
fn templates_hold_no_sentence() {
    let mut wrong = Vec::new();
    for template in files("src", ".html") {
        let bare = without_tags_of_the_engine(&template.text);
        let (texts, attributes) = readable(&bare);
        for text in texts.iter().chain(&attributes).filter(|text| is_language(text)) {
            wrong.push(format!("{}: {text}", template.path));
        }
    }
    assert!(wrong.is_empty(), "write these in src/web/texts, in both languages:\n{}", wrong.join("\n"));
}

#[test]
fn every_text_is_there_in_both_languages_and_ends_as_it_begins() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for source in files("src", ".rs") {
        for block in source.text.split("texts! {").skip(1) {
            let literals = Source::literals(block);
            for (begin, _, text) in literals.iter().take_while(|(begin, _, _)| !ended(&block[..*begin])) {
                let before = block[..*begin].trim_end();
                let Some(language) = ["vi:", "en:"].into_iter().find(|mark| before.ends_with(mark)) else { continue };
                count += 1;
                if text.trim().is_empty() || text.trim() != text || text.contains("  ") {
                    wrong.push(format!("{}: {language} {text:?} is empty or has stray spaces", source.path));
                }
                if unicode_normalization::UnicodeNormalization::nfc(text.as_str()).ne(text.chars()) {
                    wrong.push(format!("{}: {language} {text:?} is not NFC", source.path));
                }
                let is_typewritten = text.contains("...") || text.contains(" - ");
                if is_typewritten {
                    wrong.push(format!("{}: {language} {text:?} has a typewriter's dots or dash", source.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 50, "only {count} texts were found");
}

/// Whether the block of texts has ended: more braces closed than opened.
fn ended(text: &str) -> bool {
    // Braces inside texts come in pairs, so counting all of them is right.
    text.matches('}').count() > text.matches('{').count()
}

fn without_tags_of_the_engine(template: &str) -> String {
    let mut text = template.to_owned();
    // Attributes of the main element: inside a tag once the layout has them.
    for (open, close) in [("{% block main_attributes %}", "{% endblock %}"), ("{#", "#}"), ("{%", "%}"), ("{{", "}}")] {
        while let Some(begin) = text.find(open) {
            let end = text[begin..].find(close).map_or(text.len(), |end| begin + end + close.len());
            text.replace_range(begin..end, " ");
        }
    }
    text
}

/// What stands between tags, and in the attributes that people hear or see. Scripts and styles are not read.
fn readable(html: &str) -> (Vec<String>, Vec<String>) {
    let mut html = html.to_owned();
    for name in ["script", "style"] {
        while let Some(begin) = html.find(&format!("<{name}")) {
            let close = format!("</{name}>");
            let end = html[begin..].find(&close).map_or(html.len(), |end| begin + end + close.len());
            html.replace_range(begin..end, "");
        }
    }
    let (mut texts, mut attributes) = (Vec::new(), Vec::new());
    for part in html.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        texts.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
        for name in ["alt", "aria-label", "aria-description", "placeholder", "title", "content"] {
            if name == "content" && tag.starts_with("meta") {
                continue;
            }
            let mark = format!(" {name}=\"");
            attributes.extend(tag.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    (texts, attributes)
}

/// Two letters in a row that are no entity.
fn is_language(text: &str) -> bool {
    let mut bare = text.to_owned();
    while let Some(begin) = bare.find('&') {
        let Some(end) = bare[begin..].find(';') else { break };
        bare.replace_range(begin..=begin + end, " ");
    }
    let letters: Vec<_> = bare.chars().map(char::is_alphabetic).collect();
    letters.windows(2).any(|pair| pair == [true, true])
}

#[test]
fn a_sentence_in_a_template_would_be_found() {
    let found = |html: &str| {
        let (texts, attributes) = readable(&without_tags_of_the_engine(html));
        texts.iter().chain(&attributes).any(|text| is_language(text))
    };
    assert!(found("<p>Đăng nhập</p>") && found(r#"<img alt="a picture">"#) && found("{% if a %}Yes{% endif %}"));
    assert!(!found(r#"<p class="lead">{{ t.home_lead() }} · &nbsp;</p><script>let a = "text";</script>"#));
}
