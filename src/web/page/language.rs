//! The choice of language, remembered by the browser.

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::identity::language::Language;
use crate::limits;
use crate::provider::Provider;
use crate::web::cookie::Cookie;
use crate::web::error::{Failure, PageError};

/// Where to go back to.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Back {
    #[serde(default)]
    back: String,
}

/// Remembers the language and goes back to the page it was chosen on.
pub(in crate::web) async fn choose(
    State(provider): State<Provider>,
    Path(tag): Path<String>,
    Query(Back { back }): Query<Back>,
) -> Result<Response, Failure> {
    let language = Language::parse(&tag).ok_or(PageError::NotFound)?;
    let mut response = Redirect::to(&own_path(&back)).into_response();
    let cookie = Cookie::Language.set(language.tag(), limits::BROWSER, &provider.config);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// A path of this house, or the first page: what browsers read as another site is not one (V011).
pub(in crate::web) fn own_path(text: &str) -> String {
    let second = text.as_bytes().get(1).copied().unwrap_or(b' ');
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if text.starts_with('/') && second != b'/' && plain && text.len() <= limits::QUERY {
        text.to_owned()
    } else {
        "/".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_a_path_of_ours_is_gone_back_to() {
        for own in ["/", "/wallet/qr?a=1&b=%2F%2Fx", "/authorize/continue?id=req_1"] {
            assert_eq!(own_path(own), own);
        }
        for foreign in ["//evil", "/\\evil", "/\t/evil", "\\/evil", "https:evil", "", "evil", "/a\r\nb", "/ /evil"] {
            assert_eq!(own_path(foreign), "/", "{foreign:?}");
        }
    }
}
