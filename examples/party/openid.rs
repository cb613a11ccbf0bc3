//! OpenID Connect as a relying party speaks it, by the openidconnect crate: the authorization code with PKCE, `state`,
//! `nonce` and `iss`; verified ID tokens; userinfo plain or signed; sign-out from here; the notice of a sign-out elsewhere.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreResponseType, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessToken, AdditionalClaims, AsyncHttpClient, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret,
    CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IdTokenFields, IdTokenVerifier, IssuerUrl, JsonWebTokenType, LogoutRequest, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, Scope,
    StandardErrorResponse, StandardTokenResponse, SubjectIdentifier, TokenResponse as _, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Credentials;
use super::face::Face;

/// The provider as this party knows it.
#[derive(Debug)]
pub(super) struct Provider {
    face: Face,
    issuer: IssuerUrl,
    credentials: Credentials,
    redirect: RedirectUrl,
    after_sign_out: PostLogoutRedirectUrl,
    http: Carrier,
    known: Mutex<Option<(DateTime<Utc>, ProviderMetadataWithLogout)>>,
}

/// Our HTTP client as the crate uses it. Redirects are not followed: no endpoint of a provider has any.
#[derive(Debug)]
struct Carrier(reqwest::Client);

/// What must be remembered between sending a browser off and its coming back.
#[derive(Debug)]
pub(super) struct Attempt {
    state: String,
    nonce: String,
    verifier: PkceCodeVerifier,
}

/// Who came back.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    /// The claims of the ID token.
    token: Value,
    /// The claims of userinfo.
    about: Value,
    /// The ID token itself, for the hint at sign-out.
    id_token: IdToken,
}

/// A session that ended at the provider.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Ended {
    /// The session, as this party knows it.
    pub(super) sid: Option<String>,
    /// The person, as this party knows him or her.
    pub(super) sub: String,
    /// Names this notice.
    pub(super) jti: String,
    events: Map<String, Value>,
}

/// Why nobody came in.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The provider said no, in a word of OAuth.
    Refused(String),
    /// The answer does not belong to what was asked.
    NotAsked,
    /// The provider cannot be reached, or its answer proves nothing. For the log.
    Failed(String),
}

/// Claims that the crate does not know by name.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub(super) struct More(Map<String, Value>);

impl AdditionalClaims for More {}

type IdToken =
    openidconnect::IdToken<More, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Fields = IdTokenFields<
    More,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Client = openidconnect::Client<
    More,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => write!(f, "the provider answered {error}"),
            Self::NotAsked => f.write_str("an answer that nobody asked for"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl Provider {
    pub(super) fn new(face: Face, address: &str, issuer: &str, credentials: Credentials) -> Result<Self, String> {
        // A process has one provider of cryptography; whoever came first has set it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            face,
            issuer: IssuerUrl::new(issuer.to_owned()).map_err(|error| format!("the issuer: {error}"))?,
            credentials,
            redirect: RedirectUrl::new(format!("{address}/callback")).map_err(|error| error.to_string())?,
            after_sign_out: PostLogoutRedirectUrl::new(format!("{address}/signed-out"))
                .map_err(|error| error.to_string())?,
            http: Carrier(http),
            known: Mutex::default(),
        })
    }

    /// The issuer's address.
    pub(super) fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// The party's name towards the provider.
    pub(super) fn client_id(&self) -> &str {
        &self.credentials.client_id
    }

    /// Name and secret as the Basic scheme carries them (RFC 6749 §2.3.1).
    pub(super) fn basic(&self) -> String {
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        format!("{}:{}", encoded(&self.credentials.client_id), encoded(&self.credentials.client_secret))
    }

    /// The provider's published keys.
    pub(super) async fn keys(&self, afresh: bool) -> Result<CoreJsonWebKeySet, Trouble> {
        Ok(self.metadata(afresh).await?.jwks().clone())
    }

    /// One request to the provider.
    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Trouble> {
        self.http.call(request).await.map_err(failed)
    }

    /// Where a browser is sent to sign in, and what must be remembered until it is back.
    pub(super) async fn begin(&self, language: &str) -> Result<(String, Attempt), Trouble> {
        let client = self.client(false).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let request = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(self.face.scopes().iter().map(|scope| Scope::new((*scope).to_owned())))
            .set_pkce_challenge(challenge)
            .add_extra_param("claims", self.claims().to_string())
            .add_extra_param("ui_locales", language);
        let (url, state, nonce) = request.url();
        let attempt = Attempt { state: state.into_secret(), nonce: nonce.secret().clone(), verifier };
        Ok((url.into(), attempt))
    }

    /// What came to the redirect_uri, made into who came.
    pub(super) async fn finish(&self, attempt: Attempt, came: &[(String, String)]) -> Result<Identity, Trouble> {
        let value = |name: &str| came.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
        // RFC 9207: an answer of another issuer, carried here by a mix-up, stops before its code goes anywhere.
        if value("state") != Some(&attempt.state) || value("iss").is_some_and(|iss| iss != self.issuer.as_str()) {
            return Err(Trouble::NotAsked);
        }
        if let Some(error) = value("error") {
            return Err(Trouble::Refused(error.to_owned()));
        }
        let code = value("code").ok_or(Trouble::NotAsked)?;
        let client = self.client(false).await?;
        let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(failed)?;
        let exchange = exchange.set_pkce_verifier(attempt.verifier);
        let answer = exchange.request_async(&self.http).await.map_err(failed)?;
        let id_token = answer.id_token().ok_or_else(|| Trouble::Failed("no ID token came".into()))?.clone();
        let nonce = Nonce::new(attempt.nonce);
        let token = match id_token.claims(&verifier(&client), &nonce) {
            Ok(claims) => serde_json::to_value(claims),
            // The keys may have been rotated since they were read.
            Err(_) => {
                serde_json::to_value(id_token.claims(&verifier(&self.client(true).await?), &nonce).map_err(failed)?)
            }
        }
        .map_err(failed)?;
        self.is_strong_enough(&token)?;
        let about = self.about(&client, answer.access_token(), &token).await?;
        Ok(Identity { token, about, id_token })
    }

    /// Where a browser is sent to sign out everywhere, and the state that comes back with it.
    pub(super) async fn sign_out(&self, who: &Identity) -> Result<(String, String), Trouble> {
        let metadata = self.metadata(false).await?;
        let endpoint = metadata.additional_metadata().end_session_endpoint.clone();
        let endpoint = endpoint.ok_or_else(|| Trouble::Failed("the provider has no end_session_endpoint".into()))?;
        let state = CsrfToken::new_random();
        let request = LogoutRequest::from(endpoint)
            .set_client_id(ClientId::new(self.credentials.client_id.clone()))
            .set_id_token_hint(&who.id_token)
            .set_post_logout_redirect_uri(self.after_sign_out.clone())
            .set_state(state.clone());
        Ok((request.http_get_url().into(), state.into_secret()))
    }

    /// Reads a logout token (OpenID Connect Back-Channel Logout §2.6). It is an ID token without a nonce and with an event,
    /// so the crate's verifier checks signature, issuer, audience and end, and the rest is checked here.
    pub(super) async fn ended(&self, logout_token: &str) -> Result<Ended, Trouble> {
        let token: IdToken = logout_token.parse().map_err(failed)?;
        let read = |client: &Client| {
            let typ = JsonWebTokenType::new("logout+jwt".into()).normalize().map_err(failed)?;
            let verifier = verifier(client).set_allowed_jose_types([typ]);
            let no_nonce = |nonce: Option<&Nonce>| nonce.map_or(Ok(()), |_| Err("a nonce".to_owned()));
            let claims = token.claims(&verifier, no_nonce).map_err(failed)?;
            serde_json::to_value(claims).map_err(failed)
        };
        let claims = match read(&self.client(false).await?) {
            Ok(claims) => claims,
            Err(_) => read(&self.client(true).await?)?,
        };
        let ended: Ended = serde_json::from_value(claims).map_err(failed)?;
        if !ended.events.get(LOGOUT_EVENT).is_some_and(Value::is_object) {
            return Err(Trouble::Failed("no logout event".into()));
        }
        Ok(ended)
    }

    /// The claims parameter (OpenID Connect Core §5.5).
    fn claims(&self) -> Value {
        let named = self.face.claims().iter().map(|name| ((*name).to_owned(), Value::Null));
        let mut claims = json!({ "userinfo": Map::from_iter(named) });
        if let (Face::Bank, Value::Object(places)) = (self.face, &mut claims) {
            // Essential: an answer at a lower level is an error, not a lesser answer (§5.5.1.1).
            let acr = json!({"acr": {"essential": true, "values": ["loa2", "loa3", "loa4"]}});
            places.insert("id_token".to_owned(), acr);
        }
        claims
    }

    fn is_strong_enough(&self, token: &Value) -> Result<(), Trouble> {
        let level = token.get("acr").and_then(Value::as_str).unwrap_or_default();
        let is_enough = level.starts_with("loa") && level >= self.face.least_level();
        if is_enough { Ok(()) } else { Err(Trouble::Refused("unmet_authentication_requirements".into())) }
    }

    async fn about(&self, client: &Client, access: &AccessToken, token: &Value) -> Result<Value, Trouble> {
        let subject = token.get("sub").and_then(Value::as_str).map(|text| SubjectIdentifier::new(text.to_owned()));
        let request = client.user_info(access.clone(), subject).map_err(failed)?;
        let request = request.require_signed_response(self.face == Face::Bank);
        let claims: UserInfoClaims<More, CoreGenderClaim> = request.request_async(&self.http).await.map_err(failed)?;
        serde_json::to_value(claims).map_err(failed)
    }

    async fn client(&self, afresh: bool) -> Result<Client, Trouble> {
        let client = openidconnect::Client::from_provider_metadata(
            self.metadata(afresh).await?,
            ClientId::new(self.credentials.client_id.clone()),
            Some(ClientSecret::new(self.credentials.client_secret.clone())),
        );
        Ok(client.set_redirect_uri(self.redirect.clone()))
    }

    /// Discovery and keys, kept for a while: they change when the provider rotates its keys.
    async fn metadata(&self, afresh: bool) -> Result<ProviderMetadataWithLogout, Trouble> {
        if let Some((since, metadata)) = self.known.lock().map_err(failed)?.as_ref()
            && !afresh
            && Utc::now() - *since < KEPT
        {
            return Ok(metadata.clone());
        }
        let metadata = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.http).await;
        let metadata = metadata.map_err(failed)?;
        *self.known.lock().map_err(failed)? = Some((Utc::now(), metadata.clone()));
        Ok(metadata)
    }
}

impl<'c> AsyncHttpClient<'c> for Carrier {
    type Error = reqwest::Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, reqwest::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let sent = self.0.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body);
            let came = sent.send().await?;
            let (status, headers) = (came.status(), came.headers().clone());
            let mut response = HttpResponse::new(came.bytes().await?.to_vec());
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}

impl Identity {
    /// A claim's text, from userinfo or the ID token; empty when it was not given.
    pub(super) fn text(&self, claim: &str) -> &str {
        self.claim(claim).and_then(Value::as_str).unwrap_or_default()
    }

    /// The level of the account, when it was given.
    pub(super) fn account_level(&self) -> Option<i64> {
        self.claim("account_level")?.as_i64()
    }

    /// How the person signed in, in the words of RFC 8176.
    pub(super) fn methods(&self) -> Vec<&str> {
        self.claim("amr").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The permanent residence on one line.
    pub(super) fn residence(&self) -> String {
        let written =
            self.claim("permanent_residence").and_then(|place| place.get("formatted").unwrap_or(place).as_str());
        written.unwrap_or_default().replace('\n', ", ")
    }

    fn claim(&self, name: &str) -> Option<&Value> {
        self.about.get(name).or_else(|| self.token.get(name))
    }
}

fn verifier(client: &Client) -> IdTokenVerifier<'_, CoreJsonWebKey> {
    client.id_token_verifier().set_issue_time_verifier_fn(|issued| {
        // Only the far past: a demonstration's clock may be moved ahead of ours.
        if Utc::now() - issued < OLDEST { Ok(()) } else { Err("issued too long ago".to_owned()) }
    })
}

fn failed(error: impl std::error::Error) -> Trouble {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    Trouble::Failed(text)
}

const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
const KEPT: TimeDelta = TimeDelta::minutes(5);
const OLDEST: TimeDelta = TimeDelta::minutes(5);
