//! HTTP: every route, grouped by who calls it, and the middleware, outermost first.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::limits;
use crate::provider::Provider;

pub use serve::serve;

mod answer;
mod asset;
mod beat;
mod body;
mod browser;
mod coming;
mod cookie;
mod cors;
mod endpoint;
mod error;
mod extract;
mod form;
mod headers;
mod installed;
mod machine;
mod metrics;
mod mistakes;
mod office;
mod page;
mod qr;
mod serve;
mod shell;
mod stream;
mod texts;
mod words;

/// The house as people, parties and officers reach it.
pub fn app(provider: &Provider) -> Router {
    let people = Router::new()
        .route("/", get(page::home::show))
        .route("/language/{tag}", get(page::language::choose))
        .route("/authorize", get(endpoint::authorize::by_query).post(endpoint::authorize::by_form))
        .route("/authorize/continue", get(endpoint::authorize::go_on))
        .route("/sign-in/square", get(page::sign_in_square::show).post(page::sign_in_square::begin))
        .route("/sign-in/square.svg", get(page::sign_in_square::svg))
        .route("/sign-in/square.png", get(page::sign_in_square::png))
        .route("/sign-in/square/state", get(page::sign_in_square::state))
        .route("/o/{name}", get(page::organisation_square::show))
        .route("/o/{name}/square.png", get(page::organisation_square::png))
        .route("/o/{name}/square.svg", get(page::organisation_square::svg))
        .route("/q/{picture}", get(page::sign_in_picture::show))
        .route("/sign-in/passkey", post(page::passkey::ask_alone))
        .route("/sign-in/code/passkey", post(page::passkey::ask_second))
        .route("/sign-in/for", get(page::acting::show).post(page::acting::submit))
        .route("/sign-in/frozen", get(page::freeze::in_the_way).post(page::freeze::back))
        .route("/sign-in/level", get(page::level::show).post(page::level::submit))
        .route("/consent", get(page::consent::show).post(page::consent::submit))
        .route("/account", get(page::account::show))
        .route("/account/consents", post(page::account::withdraw))
        .route("/account/level", post(page::account::lower))
        .route("/account/lock", post(page::account::lock))
        .route("/account/sessions", get(page::sessions::show).post(page::sessions::end))
        .route("/account/freeze", get(page::freeze::show).post(page::freeze::submit))
        .route("/account/sessions/ended", get(page::sign_out::ended))
        .route("/account/authenticator", get(page::authenticator::show).post(page::authenticator::submit))
        .route("/account/passkeys", get(page::passkeys::show).post(page::passkeys::submit))
        .route("/account/passkeys/new", post(page::passkeys::offer))
        .route("/account/paper-codes", get(page::paper_codes::show).post(page::paper_codes::submit))
        .route("/.well-known/change-password", get(page::password::well_known))
        .route("/account/visit", get(page::visit::show).post(page::visit::book))
        .route("/account/visit/times", get(page::visit::times))
        .route("/account/visit/move", post(page::visit::shift))
        .route("/account/visit/cancel", post(page::visit::cancel))
        .route("/organisations", get(page::organisations::show).post(page::organisations::submit))
        .route(
            "/organisations/applications/{id}",
            get(page::organisation_supplement::show).post(page::organisation_supplement::submit),
        )
        .route("/end_session", get(endpoint::end_session::begin))
        .route("/sign-out", get(page::sign_out::show).post(page::sign_out::submit))
        .route("/signed-out", get(page::sign_out::done))
        .route("/offline", get(page::offline::show));

    // Forms with a number, a code or a word of somebody: when their answers leave says nothing about who was meant.
    let about_somebody = Router::new()
        .route("/enrol", get(page::enrol::show).post(page::enrol::submit))
        .route("/enrol/mend", get(page::mend::show).post(page::mend::send))
        .route("/enrol/mend/code", post(page::mend::open))
        .route("/enrol/correction", post(page::mend::correct))
        .route("/correction", get(page::correction::show).post(page::correction::send))
        .route("/correction/status", post(page::correction::status))
        .route("/activate", get(page::activate::show).post(page::activate::submit))
        .route("/activate/code", post(page::activate::resend))
        .route("/sign-in", get(page::sign_in::show).post(page::sign_in::submit))
        .route("/sign-in/phone", get(page::let_try::show).post(page::let_try::ask))
        .route("/sign-in/phone/code", post(page::let_try::open))
        .route("/sign-in/code", get(page::second_factor::show).post(page::second_factor::submit))
        .route("/officer", get(page::officer::show).post(page::officer::check))
        .route("/officer/report", post(page::officer::report))
        .route("/account/password", get(page::password::show).post(page::password::submit))
        .route("/account/recovery", post(page::account::stop_recovery))
        .route("/recover", get(page::recover::show).post(page::recover::begin))
        .route("/recover/proof", post(page::recover::prove))
        .route("/recover/passkey", post(page::recover::ask_passkey))
        .route("/recover/finish", post(page::recover::finish))
        .route("/recover/stop", get(page::recover::show_stop).post(page::recover::stop))
        .route("/account/not-me", get(page::not_me::show).post(page::not_me::submit))
        .route("/unlock", get(page::unlock::show).post(page::unlock::ask))
        .route("/unlock/code", post(page::unlock::open))
        .route("/organisations/apply", get(page::organisation_apply::show).post(page::organisation_apply::submit))
        .route("/organisations/{id}", get(page::organisation::show).post(page::organisation::submit))
        .route("/organisations/{id}/history/proofs", get(page::organisation::proofs))
        .route("/organisations/{id}/history/{event}", get(page::organisation::proof))
        .route("/office/case/new", get(office::new_case::show).post(office::new_case::submit))
        .route("/office/case/new/account", get(office::apply::show).post(office::apply::submit))
        .route("/office/case/new/foreigner", get(office::apply_foreigner::show).post(office::apply_foreigner::submit))
        .route("/office/case/{id}/declaration", get(office::apply::show_mending).post(office::apply::mend))
        .route("/office/case/{id}/companion", post(office::case_steps::accompany))
        .route("/office/search", get(office::search::show).post(office::search::submit))
        .route("/office/measure/lock", get(office::lock_present::show).post(office::lock_present::submit))
        .route("/office/measure/new", get(office::new_measure::show).post(office::new_measure::submit))
        .route("/office/call", get(office::call::show).post(office::call::submit))
        .route("/office/contact", get(office::contact::show).post(office::contact::open))
        .route("/office/visits/{id}/arrived", post(office::visits::arrived))
        .route("/wallet/dependants/new", get(page::dependants::show).post(page::dependants::submit))
        .route_layer(from_fn(beat::keep));

    // What a party calls from a page of its own, if it lives in browsers.
    let scripts = Router::new()
        .route("/token", post(endpoint::token::exchange).fallback(machine::not_post))
        .route("/revoke", post(endpoint::token::revoke).fallback(machine::not_post))
        .route("/userinfo", get(endpoint::userinfo::show).post(endpoint::userinfo::show))
        .route_layer(from_fn_with_state(provider.clone(), cors::for_scripts));

    let parties = Router::new()
        .route("/.well-known/openid-configuration", get(endpoint::discovery::document))
        .route("/.well-known/oauth-authorization-server", get(endpoint::discovery::document))
        .route("/jwks", get(endpoint::discovery::jwks))
        .route("/par", post(endpoint::pushed::push).fallback(machine::not_post))
        .route("/introspect", post(endpoint::token::introspect).fallback(machine::not_post))
        .route("/register", post(endpoint::register::create).fallback(machine::not_post))
        .route(
            "/register/{client_id}",
            get(endpoint::register::show)
                .put(endpoint::register::change)
                .delete(endpoint::register::delete)
                .fallback(endpoint::register::other),
        )
        .route("/end_session", post(endpoint::end_session::receive))
        .route("/check_session", get(endpoint::check_session::show))
        .route("/ledger/head", get(endpoint::ledger::head))
        .route("/ledger/head/{number}", get(endpoint::ledger::numbered))
        .route("/ledger/consistency", get(endpoint::ledger::consistency))
        .route("/ledger/inclusion", get(endpoint::ledger::inclusion))
        .route("/openapi.json", get(endpoint::openapi::document))
        .route("/square", post(endpoint::organisation_square::make).fallback(machine::not_post))
        .route("/square/answers", post(endpoint::organisation_square::answers).fallback(machine::not_post))
        .route("/scan", post(endpoint::scan::check).fallback(machine::not_post));

    let officers = Router::new()
        .route("/office", get(office::queue::show))
        .route("/office/case/{id}", get(office::case::show))
        .route("/office/case/{id}/begin", post(office::case::begin))
        .route("/office/case/{id}/check", post(office::case_steps::check))
        .route("/office/case/{id}/card", post(office::case_steps::apply_for_card))
        .route("/office/case/{id}/original", post(office::case_steps::add_original))
        .route("/office/case/{id}/original/remove", post(office::case_steps::remove_original))
        .route("/office/case/{id}/return", post(office::case_steps::return_for))
        .route("/office/case/{id}/resume", post(office::case_steps::resume))
        .route("/office/case/{id}/paper/{form}", get(office::paper::show))
        .route("/office/case/{id}/evidence", post(office::case::record))
        .route("/office/case/{id}/submit", post(office::case::submit))
        .route("/office/case/{id}/decision", post(office::case::decide))
        .route("/office/measures", get(office::measures::show))
        .route(
            "/office/measure/organisations",
            get(office::organisation_measures::list).post(office::organisation_measures::find),
        )
        .route(
            "/office/measure/organisations/{id}",
            get(office::organisation_measures::show).post(office::organisation_measures::submit),
        )
        .route("/office/measure/{id}", get(office::measure::show))
        .route("/office/measure/{id}/submit", post(office::measure::submit))
        .route("/office/measure/{id}/decision", post(office::measure::decide))
        .route("/office/contact/{id}/end", post(office::contact::end))
        .route("/office/contact/reports", get(office::reports::list))
        .route("/office/contact/reports/{id}", get(office::reports::show).post(office::reports::settle))
        .route("/office/enrolments", get(office::enrolments::show))
        .route("/office/organisations", get(office::organisations::show))
        .route("/office/organisations/{id}", get(office::organisation::show).post(office::organisation::submit))
        .route("/office/groups", get(office::groups::show).post(office::groups::add))
        .route("/office/groups/matrix", get(office::matrix::show))
        .route("/office/groups/{id}", post(office::groups::set))
        .route("/office/groups/{id}/record", post(office::matrix::record))
        .route("/office/groups/{id}/name", post(office::groups::rename))
        .route("/office/groups/{id}/removal", post(office::groups::remove))
        .route("/office/groups/{id}/officers", post(office::groups::take_in))
        .route("/office/grants", get(office::grants::show))
        .route("/office/grants/{id}", post(office::grants::decide))
        .route("/office/matches", get(office::matches::list))
        .route("/office/matches/{id}", get(office::matches::show).post(office::matches::decide))
        .route("/office/corrections", get(office::corrections::list))
        .route("/office/corrections/{id}", get(office::corrections::show))
        .route("/office/corrections/{id}/proposal", post(office::corrections::propose))
        .route("/office/corrections/{id}/decision", post(office::corrections::decide))
        .route("/office/corrections/{id}/settlement", post(office::corrections::settle))
        .route("/office/visits", get(office::visits::show))
        .route("/office/visits/closed", post(office::visits::close_day))
        .route("/office/visits/{id}/missed", post(office::visits::missed))
        .route("/office/scan", get(office::scan::show).post(office::scan::submit))
        .route("/office/scan/offline", get(page::offline::scanner))
        .route("/office/scan/queued", get(office::late_scan::back).post(office::late_scan::submit))
        .route("/office/ask", get(office::ask::show).post(office::ask::submit))
        .route("/office/ask/{id}", get(office::ask::asked))
        .route("/office/ask/{id}/state", get(office::ask::state))
        .route("/office/ask/{id}/changes", get(office::ask::changes))
        .route("/office/receipt/{id}", get(page::receipts::for_officer))
        .route("/office/receipt/{id}/file", get(page::receipts::file_for_officer))
        .route("/office/history", get(office::deeds::show));

    let wallet = Router::new()
        .route("/wallet", get(page::wallet::show))
        .route("/wallet/switch", post(page::wallet::switch))
        .route("/wallet/qr", get(page::square::show).post(page::square::make))
        .route("/wallet/qr.svg", get(page::square::svg))
        .route("/wallet/qr.png", get(page::square::png))
        .route("/wallet/qr/state", get(page::square::state))
        .route("/wallet/qr/changes", get(page::square::changes))
        .route("/wallet/share", get(page::share::show).post(page::share::submit))
        .route("/wallet/requests", get(page::requests::show).post(page::requests::submit))
        .route("/wallet/requests/state", get(page::requests::state))
        .route("/wallet/requests/changes", get(page::requests::changes))
        .route("/wallet/scan", get(page::wallet_scan::show).post(page::wallet_scan::read))
        .route("/wallet/organisation/{name}", get(page::organisation_square::ask).post(page::organisation_square::open))
        .route("/wallet/sign-in", get(page::sign_in_answer::show).post(page::sign_in_answer::open))
        .route("/wallet/sign-in/{id}", get(page::sign_in_answer::asked).post(page::sign_in_answer::answer))
        .route("/wallet/receipts", get(page::receipts::list))
        .route("/wallet/receipt/{id}", get(page::receipts::show))
        .route("/wallet/receipt/{id}/file", get(page::receipts::file))
        .route("/wallet/documents", get(page::documents::show))
        .route("/wallet/history", get(page::history::show))
        .route("/wallet/history/proofs", get(page::history::proofs))
        .route("/wallet/history/{id}", get(page::history::proof))
        .route("/wallet/contacts", get(page::contacts::show))
        .route("/wallet/contacts/{id}/report", post(page::contacts::report))
        .route("/wallet/dependants", get(page::dependants::list))
        .route("/wallet/dependants/card", get(page::child_card::show))
        .route("/wallet/dependants/{id}", get(page::dependant::show))
        .route("/wallet/dependants/{id}/history/proofs", get(page::dependant::proofs))
        .route("/wallet/dependants/{id}/history/{event}", get(page::dependant::proof))
        .route("/wallet/dependants/{id}/share", get(page::share::show_for).post(page::share::submit_for))
        .route("/wallet/dependants/{id}/qr", post(page::square::make_for))
        .route("/wallet/dependants/{id}/freeze", get(page::freeze::show_for).post(page::freeze::submit_for))
        .route("/wallet/dependants/{id}/activate", post(page::dependant::activate));

    let machines = Router::new()
        .route("/.well-known/passkey-endpoints", get(endpoint::passkey_endpoints::show))
        .route("/health/live", get(endpoint::health::live))
        .route("/health/ready", get(endpoint::health::ready));

    let sandbox = Router::new()
        .route("/sandbox/outbox.json", get(endpoint::sandbox::outbox))
        .route("/sandbox/clock", post(endpoint::sandbox::clock))
        .route("/sandbox/sweep", post(endpoint::sandbox::sweep))
        .route("/sandbox/exchange/{register}", post(endpoint::sandbox::exchange))
        .route("/sandbox/exchange/chips", post(endpoint::sandbox::read_chip))
        .route("/sandbox/exchange/population/corrections", post(endpoint::sandbox::correct))
        .route("/sandbox/exchange/{register}/changes", post(endpoint::sandbox::changes));

    // The nation's own page; like every page for people it needs the browser's cookies around it.
    let nation =
        Router::new().route("/sandbox", get(page::sandbox::show)).route("/sandbox/hand", post(page::sandbox::advance));
    let people = if provider.config.sandbox { people.merge(nation) } else { people };

    let mut app = people
        .merge(about_somebody)
        .merge(wallet)
        .merge(officers)
        // Cookies, language and nonce exist only for people; outside it a machine never gets a Set-Cookie.
        .fallback(page::missing::show)
        .layer(from_fn_with_state(provider.clone(), browser::meet))
        .merge(parties)
        .merge(scripts)
        .merge(machines)
        .route("/worker.js", get(installed::worker))
        .route("/manifest/{app}/{tag}", get(installed::manifest))
        .route("/assets/{mark}/{file}", get(asset::show));
    if provider.config.sandbox {
        app = app.merge(sandbox);
    }
    // Inside routing, where the route's pattern is known.
    app.route_layer(from_fn(metrics::count))
        .layer(
            ServiceBuilder::new()
                // Outermost, so that error answers of every layer below carry the headers too.
                .layer(from_fn_with_state(provider.clone(), headers::set))
                // A panic costs one request; above the timeout, whose answer needs no rescue (DS04).
                .layer(CatchPanicLayer::custom(error::panicked))
                .layer(TimeoutLayer::with_status_code(
                    StatusCode::SERVICE_UNAVAILABLE,
                    Duration::from_secs(limits::REQUEST_TIME.get().unsigned_abs()),
                ))
                // Before any routing: a request for another host is not ours (CS09).
                .layer(from_fn_with_state(provider.clone(), headers::only_our_host))
                .layer(from_fn(headers::bounded_target))
                .layer(DefaultBodyLimit::max(limits::BODY)),
        )
        .with_state(provider.clone())
}

/// What operators reach, on a listener of their own.
pub fn operator(provider: &Provider) -> Router {
    Router::new()
        .route("/health/live", get(endpoint::health::live))
        .route("/health/ready", get(endpoint::health::ready))
        .route("/metrics", get(metrics::show))
        .with_state(provider.clone())
}
