//! The form that holds a button, as a browser without script sends it.

use scraper::{ElementRef, Html, Selector};

/// A form ready to be sent.
#[derive(Debug)]
pub(crate) struct Filled {
    pub(crate) action: String,
    pub(crate) is_post: bool,
    pub(crate) fields: Vec<(String, String)>,
}

/// What a click on that id (or button name) means on this page.
#[derive(Debug)]
pub(crate) enum Clicked {
    Form(Filled),
    Link(String),
}

/// Finds the button or link, and what it would send with these fields typed in. Several values of one name are the
/// boxes that are ticked. A name that the form does not have is a broken contract and fails the test.
#[track_caller]
pub(crate) fn click(html: &str, id: &str, typed: &[(String, Vec<String>)]) -> Clicked {
    let tree = Html::parse_document(html);
    // A form may have the id of its button.
    let wanted = format!(
        "button#{id}, a#{id}, input#{id}[type=submit], button[name=\"{id}\"], input[type=submit][name=\"{id}\"]"
    );
    let found = tree.select(&selector(&wanted)).next();
    let button = found.unwrap_or_else(|| panic!("nothing to click called {id:?} on this page:\n{html}"));
    if button.value().name() == "a" {
        assert!(typed.is_empty(), "typed into no form: {typed:?}");
        return Clicked::Link(button.attr("href").expect("a link has an address").to_owned());
    }
    let form = form_of(&tree, button);
    let mut fields = Vec::new();
    let mut names = Vec::new();
    for control in controls(&tree, form) {
        let Some(name) = control.attr("name") else { continue };
        if control.value().name() == "button" || is_button(control) {
            if control == button {
                fields.push((name.to_owned(), control.attr("value").unwrap_or_default().to_owned()));
            }
            continue;
        }
        names.push(name.to_owned());
        let typed = typed.iter().find(|(typed, _)| typed == name).map(|(_, values)| values.as_slice());
        fields.extend(sent(control, typed).into_iter().map(|value| (name.to_owned(), value)));
    }
    for (name, _) in typed {
        assert!(names.contains(name), "the form has no field {name:?}, only {names:?}");
    }
    Clicked::Form(Filled {
        action: button.attr("formaction").or(form.attr("action")).unwrap_or_default().to_owned(),
        is_post: form.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post")),
        fields,
    })
}

fn form_of<'a>(tree: &'a Html, button: ElementRef<'a>) -> ElementRef<'a> {
    let named = button.attr("form").and_then(|id| tree.select(&selector(&format!("form#{id}"))).next());
    let around = || button.ancestors().filter_map(ElementRef::wrap).find(|element| element.value().name() == "form");
    named.or_else(around).expect("the button stands in a form")
}

fn controls<'a>(tree: &'a Html, form: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let all = selector("input, select, textarea, button");
    tree.select(&all)
        .filter(|control| control.attr("disabled").is_none())
        .filter(|control| match control.attr("form") {
            Some(id) => form.attr("id") == Some(id),
            None => control.ancestors().any(|ancestor| ancestor.id() == form.id()),
        })
        .collect()
}

fn is_button(control: ElementRef<'_>) -> bool {
    control.value().name() == "input" && matches!(control.attr("type"), Some("submit" | "button" | "image" | "reset"))
}

/// The values that a control sends.
fn sent(control: ElementRef<'_>, typed: Option<&[String]>) -> Vec<String> {
    let value = || control.attr("value").unwrap_or_default().to_owned();
    match (control.value().name(), control.attr("type")) {
        ("input", Some("checkbox" | "radio")) => {
            let own = control.attr("value").unwrap_or("on").to_owned();
            let ticked = typed.map_or(control.attr("checked").is_some(), |typed| typed.contains(&own));
            if ticked { vec![own] } else { Vec::new() }
        }
        ("select", _) => match typed {
            Some(typed) => typed.to_vec(),
            None => chosen(control),
        },
        ("textarea", _) => typed.map_or_else(|| vec![control.text().collect()], <[String]>::to_vec),
        _ => {
            assert!(typed.is_none() || control.attr("readonly").is_none(), "{:?} is locked", control.attr("name"));
            typed.map_or_else(|| vec![value()], <[String]>::to_vec)
        }
    }
}

fn chosen(select: ElementRef<'_>) -> Vec<String> {
    let options: Vec<_> = select.select(&selector("option")).collect();
    let marked = options.iter().find(|option| option.attr("selected").is_some()).or(options.first());
    marked
        .map(|option| option.attr("value").map_or_else(|| option.text().collect(), str::to_owned))
        .into_iter()
        .collect()
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::{Clicked, click};

    #[test]
    fn a_form_is_sent_as_a_browser_without_script_would() {
        let html = r#"<form id=f method=post action=/x><input type=hidden name=csrf value=t><input name=a value=1>
            <input type=checkbox name=c value=x checked><input type=checkbox name=c value=y><textarea name=n>old</textarea>
            <select name=s><option value=p>P<option value=q selected>Q</select><input name=off value=1 disabled>
            <button id=go name=do value=it>Go</button><button id=other name=do value=that>No</button></form>"#;
        let typed = [("a".into(), vec!["2".into()]), ("c".into(), vec!["y".into()])];
        let Clicked::Form(form) = click(html, "go", &typed) else { panic!("a form") };
        let fields: Vec<_> = form.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(fields.join("&"), "csrf=t&a=2&c=y&n=old&s=q&do=it");
        assert!(form.is_post && form.action == "/x");
    }

    #[test]
    #[should_panic(expected = "no field")]
    fn a_field_that_is_not_there_fails_the_test() {
        click("<form><button id=go></button></form>", "go", &[("username".into(), vec![])]);
    }
}
