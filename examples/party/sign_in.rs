//! The way in and the way out, the same at every party.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::Party;
use super::openid::Trouble;
use super::shell::{Shell, cookie, message, set_cookie, with_cookie};

pub(super) fn routes() -> Router<Arc<Party>> {
    Router::new()
        .route("/sign-in", get(begin))
        .route("/callback", get(finish))
        .route("/sign-out", post(sign_out))
        .route("/signed-out", get(signed_out))
        .route("/backchannel-logout", post(backchannel_logout))
}

#[derive(Debug, Deserialize)]
struct Onward {
    #[serde(default)]
    back: String,
}

impl Onward {
    /// A path of this party, never another site's address.
    fn path(&self) -> String {
        let is_own = self.back.starts_with("/procedure/")
            && self.back.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-".contains(&byte));
        if is_own { self.back.clone() } else { "/".to_owned() }
    }
}

/// Sends the browser to the provider. The cookie binds the answer to this browser (RFC 9700 §4.7).
async fn begin(State(party): State<Arc<Party>>, headers: HeaderMap, Query(onward): Query<Onward>) -> Response {
    let shell = Shell::new(&party, &headers);
    match party.provider.begin(shell.tongue.tag()).await {
        Ok((url, attempt)) => with_cookie(&party, &party.desk.begin(attempt, &onward.path()), Redirect::to(&url)),
        Err(trouble) => told(shell, &trouble),
    }
}

async fn finish(
    State(party): State<Arc<Party>>,
    headers: HeaderMap,
    Query(came): Query<Vec<(String, String)>>,
) -> Response {
    let shell = Shell::new(&party, &headers);
    let attempt = cookie(&party, &headers).and_then(|cookie| party.desk.attempt(&cookie));
    let Some((attempt, onward)) = attempt else { return told(shell, &Trouble::NotAsked) };
    match party.provider.finish(attempt, &came).await {
        // Another cookie than before the sign-in: who planted the former has nothing.
        Ok(who) => with_cookie(&party, &party.desk.admit(who), Redirect::to(&onward)),
        Err(trouble) => told(shell, &trouble),
    }
}

/// Out of this party first, then to the provider, which tells the others.
async fn sign_out(State(party): State<Arc<Party>>, headers: HeaderMap) -> Response {
    let shell = Shell::new(&party, &headers);
    let visit = cookie(&party, &headers).and_then(|cookie| party.desk.dismiss(&cookie));
    let Some(visit) = visit else { return Redirect::to("/").into_response() };
    match party.provider.sign_out(&visit.who).await {
        Ok((url, state)) => {
            party.desk.leave(state);
            let mut response = Redirect::to(&url).into_response();
            set_cookie(&party, "", 0, &mut response);
            response
        }
        Err(trouble) => told(shell, &trouble),
    }
}

#[derive(Debug, Deserialize)]
struct Left {
    #[serde(default)]
    state: String,
}

async fn signed_out(State(party): State<Arc<Party>>, headers: HeaderMap, Query(left): Query<Left>) -> Response {
    let mut shell = Shell::new(&party, &headers);
    shell.signed_in = None;
    if !party.desk.has_left(&left.state) {
        return Redirect::to("/").into_response();
    }
    let heading = shell.tongue.say("Bạn đã đăng xuất", "You are signed out");
    let words = shell.tongue.say(
        "Phiên làm việc ở cổng này, ở Định danh và ở các dịch vụ khác đã vào cùng phiên đều đã kết thúc.",
        "Your session here, at the identity provider and at the services entered with it has ended.",
    );
    message(StatusCode::OK, shell, "signed-out", heading, words)
}

#[derive(Debug, Deserialize)]
struct Notice {
    logout_token: String,
}

/// OpenID Connect Back-Channel Logout §2.5 to §2.8: 200 when the visit is over, 400 when the token proves nothing.
async fn backchannel_logout(State(party): State<Arc<Party>>, Form(notice): Form<Notice>) -> Response {
    let status = match party.provider.ended(&notice.logout_token).await {
        Ok(ended) => {
            party.desk.end(&ended);
            StatusCode::OK
        }
        Err(trouble) => {
            eprintln!("{}: a logout token was refused: {trouble}", party.face.name().en);
            StatusCode::BAD_REQUEST
        }
    };
    let mut response = status.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What a person is told when the way in was closed.
fn told(shell: Shell, trouble: &Trouble) -> Response {
    let t = shell.tongue;
    let (status, code, heading, words) = match trouble {
        Trouble::Refused(error) if error == "access_denied" => (
            StatusCode::OK,
            "access_denied",
            t.say("Bạn chưa đăng nhập", "You are not signed in"),
            t.say(
                "Bạn đã không đồng ý cung cấp thông tin, hoặc đã hủy đăng nhập. Không có thông tin nào được chuyển cho chúng tôi.",
                "You did not agree to share your data, or cancelled. Nothing was given to us.",
            ),
        ),
        Trouble::Refused(error) if error == "unmet_authentication_requirements" => (
            StatusCode::FORBIDDEN,
            "level",
            t.say("Cần mức độ cao hơn", "A higher level is needed"),
            t.say(
                "Dịch vụ này cần tài khoản định danh mức độ 02 và đăng nhập hai lớp. Đề nghị đến Công an cấp xã để được cấp mức độ 02, rồi thử lại.",
                "This service needs an e-ID account of level 2 and a sign-in with two factors. Please have your account raised at the commune police, then try again.",
            ),
        ),
        Trouble::Refused(_) => (
            StatusCode::BAD_GATEWAY,
            "refused",
            t.say("Chưa đăng nhập được", "The sign-in did not succeed"),
            t.say("Đề nghị thử lại sau ít phút.", "Please try again in a few minutes."),
        ),
        Trouble::NotAsked => (
            StatusCode::BAD_REQUEST,
            "not_asked",
            t.say("Lượt đăng nhập này không còn dùng được", "This sign-in can no longer be used"),
            t.say(
                "Trang đã được mở lại, hoặc lượt đăng nhập bắt đầu ở trình duyệt khác. Đề nghị đăng nhập lại từ đây.",
                "The page was opened again, or the sign-in began in another browser. Please sign in from here.",
            ),
        ),
        Trouble::Failed(_) => (
            StatusCode::BAD_GATEWAY,
            "failed",
            t.say("Chưa kết nối được với Định danh", "The identity provider cannot be reached"),
            t.say("Đề nghị thử lại sau ít phút.", "Please try again in a few minutes."),
        ),
    };
    if !matches!(trouble, Trouble::Refused(error) if error == "access_denied") {
        eprintln!("{}: {trouble}", shell.name);
    }
    message(status, shell, code, heading, words)
}
