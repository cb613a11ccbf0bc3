//! A relying party that is not ours: the openidconnect crate over our wire, its clock going with the house's.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreIdTokenVerifier, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, AsyncHttpClient, AuthType, AuthorizationCode,
    AuthorizationCodeHash, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IdTokenFields, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, RefreshToken,
    StandardErrorResponse, StandardTokenResponse, SubjectIdentifier, TokenResponse as _, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::Url;

use super::wire::{Answer, Wire, encoded};

/// A registered party.
#[derive(Clone, Debug)]
pub(crate) struct RelyingParty {
    pub(crate) client_id: String,
    pub(crate) secret: Option<String>,
    pub(crate) redirect_uri: String,
    wire: Wire,
    ahead: Arc<AtomicI64>,
    auth_type: AuthType,
    algorithm: CoreJwsSigningAlgorithm,
    userinfo_is_signed: bool,
}

/// An authorization request on its way, with what the party keeps of it.
#[derive(Debug)]
pub(crate) struct Authorization {
    endpoint: Url,
    parameters: Vec<(String, String)>,
    pub(crate) state: String,
    pub(crate) nonce: String,
    verifier: PkceCodeVerifier,
}

/// What an exchange brought; the ID token's claims are verified.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: Option<String>,
    pub(crate) id_token: Option<IdToken>,
    /// The claims of the ID token; null when none came.
    pub(crate) claims: Value,
}

/// Any claim that the crate does not know.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Extra(Map<String, Value>);

impl AdditionalClaims for Extra {}

/// Its claims.
type Claims = openidconnect::IdTokenClaims<Extra, CoreGenderClaim>;

/// The ID token as the crate holds it.
pub(crate) type IdToken =
    openidconnect::IdToken<Extra, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

type Fields = IdTokenFields<
    Extra,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Response = StandardTokenResponse<Fields, CoreTokenType>;
type Client = openidconnect::Client<
    Extra,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Response,
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

/// The file of a portal that asks for an identity, with these members instead of or beside its own.
pub(crate) fn portal(changes: Value) -> Value {
    with_changes(
        json!({
            "client_name": "Cổng dịch vụ công",
            "client_name#en": "Public services portal",
            "kind": "state_body",
            "redirect_uris": ["http://localhost:9/callback"],
            "post_logout_redirect_uris": ["http://localhost:9/signed-out"],
            "sector_identifier_uri": "https://portal.example/parties.json",
            "grant_types": ["authorization_code", "refresh_token"],
            "scope": "openid profile email phone vn_identity vn_account vn_residence offline_access",
            "purposes": { "vn_identity": { "vi": "Điền tờ khai", "en": "To fill in forms", "essential": true } },
        }),
        changes,
    )
}

/// The file of a bank that needs level 2 and two factors.
pub(crate) fn bank(changes: Value) -> Value {
    let own = json!({
        "client_name": "Ngân hàng",
        "client_name#en": "Bank",
        "kind": "bank",
        "sector_identifier_uri": "https://bank.example/parties.json",
        "least_account_level": 2,
        "least_authentication_level": 2,
        "userinfo_signed_response_alg": "RS256",
        "scope": "openid vn_identity vn_account vn_card",
    });
    with_changes(portal(own), changes)
}

fn with_changes(mut file: Value, changes: Value) -> Value {
    let (Value::Object(members), Value::Object(changes)) = (&mut file, changes) else { panic!("a file is an object") };
    members.extend(changes);
    file
}

impl RelyingParty {
    /// The party that this file registered, with what the command printed of it.
    pub(crate) fn new(wire: Wire, ahead: Arc<AtomicI64>, file: &Value, printed: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let algorithm = text(&file["id_token_signed_response_alg"]).unwrap_or_else(|| "RS256".into());
        Self {
            client_id: text(&printed["client_id"]).expect("a registered party has a client_id"),
            secret: text(&printed["client_secret"]),
            redirect_uri: text(&file["redirect_uris"][0]).unwrap_or_default(),
            wire,
            ahead,
            auth_type: match file["token_endpoint_auth_method"].as_str() {
                Some("client_secret_post") => AuthType::RequestBody,
                _ => AuthType::BasicAuth,
            },
            algorithm: serde_json::from_value(Value::String(algorithm)).expect("an algorithm of JOSE"),
            userinfo_is_signed: file["userinfo_signed_response_alg"].is_string(),
        }
    }

    /// The same party, speaking to another node.
    pub(crate) fn through(&self, wire: Wire) -> Self {
        Self { wire, ..self.clone() }
    }

    /// An authorization request with everything that a careful party sends.
    pub(crate) fn authorization(&self, scope: &str) -> Authorization {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (state, nonce) = (CsrfToken::new_random().into_secret(), Nonce::new_random().secret().clone());
        let parameters = [
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", scope),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Authorization { endpoint: self.wire.url("/authorize"), parameters, state, nonce, verifier }
    }

    /// Checks the answer that came to the redirect_uri and buys tokens with its code.
    pub(crate) async fn exchange(&self, asked: &Authorization, came: &Url) -> Tokens {
        self.try_exchange(asked, came).await.unwrap_or_else(|error| panic!("the exchange failed: {error}"))
    }

    /// The same, where a refusal is part of the story: the error as the crate tells it.
    pub(crate) async fn try_exchange(&self, asked: &Authorization, came: &Url) -> Result<Tokens, String> {
        let code = asked.code(came, &self.redirect_uri, self.wire.issuer());
        self.wire.alarm().watch(&code);
        let client = self.client().await;
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| error.to_string())?
            .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier.secret().clone()));
        let response = request.request_async(&self.wire).await.map_err(told)?;
        self.tokens(&client, &response, Some(&asked.nonce))
    }

    /// Buys the next tokens with a refresh token.
    pub(crate) async fn refresh(&self, refresh: &str) -> Result<Tokens, String> {
        let client = self.client().await;
        let refresh = RefreshToken::new(refresh.to_owned());
        let request = client.exchange_refresh_token(&refresh).map_err(|error| error.to_string())?;
        let response = request.request_async(&self.wire).await.map_err(told)?;
        self.tokens(&client, &response, None)
    }

    /// The claims of the userinfo endpoint; a signed answer when the party registered for one.
    pub(crate) async fn userinfo(&self, tokens: &Tokens) -> Result<Value, String> {
        let client = self.client().await;
        let subject = tokens.claims["sub"].as_str().map(|text| SubjectIdentifier::new(text.to_owned()));
        let request = client
            .user_info(AccessToken::new(tokens.access.clone()), subject)
            .map_err(|error| error.to_string())?
            .require_signed_response(self.userinfo_is_signed);
        let claims: Result<UserInfoClaims<Extra, CoreGenderClaim>, _> = request.request_async(&self.wire).await;
        claims.map(|claims| serde_json::to_value(claims).unwrap()).map_err(told)
    }

    /// Where the party sends a browser to sign out.
    pub(crate) async fn logout(&self, tokens: &Tokens, back: Option<&str>, state: Option<&str>) -> Url {
        let metadata = self.metadata().await;
        let endpoint = metadata.additional_metadata().end_session_endpoint.clone().expect("an end_session_endpoint");
        let mut request = LogoutRequest::from(endpoint).set_client_id(ClientId::new(self.client_id.clone()));
        if let Some(id_token) = &tokens.id_token {
            request = request.set_id_token_hint(id_token);
        }
        if let Some(back) = back {
            request = request.set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(back.to_owned()).unwrap());
        }
        if let Some(state) = state {
            request = request.set_state(CsrfToken::new(state.to_owned()));
        }
        request.http_get_url()
    }

    /// A raw request to the token endpoint with this party's authentication, for what no library would send.
    pub(crate) async fn post_token(&self, fields: &[(&str, &str)]) -> Answer {
        self.post("/token", fields).await
    }

    /// A raw request to a machine endpoint with this party's authentication.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_accepting(path, fields, "*/*").await
    }

    /// The same, saying what kind of answer it takes.
    pub(crate) async fn post_accepting(&self, path: &str, fields: &[(&str, &str)], accepted: &str) -> Answer {
        let mut fields = fields.to_vec();
        let basic = self.secret.as_ref().map(|secret| self.basic(secret));
        match (&basic, &self.secret) {
            (Some(basic), _) if matches!(self.auth_type, AuthType::BasicAuth) => {
                self.wire.post_form(path, &[("authorization", basic), ("accept", accepted)], &fields).await
            }
            (_, secret) => {
                fields.push(("client_id", &self.client_id));
                fields.extend(secret.as_deref().map(|secret| ("client_secret", secret)));
                self.wire.post_form(path, &[("accept", accepted)], &fields).await
            }
        }
    }

    fn basic(&self, secret: &str) -> String {
        use base64::Engine as _;
        // RFC 6749 §2.3.1: both parts form-encoded first.
        let part = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", part(&self.client_id), part(secret));
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
    }

    fn tokens(&self, client: &Client, response: &Response, nonce: Option<&str>) -> Result<Tokens, String> {
        let access = response.access_token().secret().clone();
        let refresh = response.refresh_token().map(|token| token.secret().clone());
        self.wire.alarm().watch(&access);
        refresh.iter().for_each(|token| self.wire.alarm().watch(token));
        let id_token = response.id_token().cloned();
        let claims = id_token.as_ref().map_or(Ok(Value::Null), |token| {
            let hashed = self.claims(client, token, nonce)?;
            of_access(client, self, token, hashed, &access, false)?;
            Ok::<_, String>(serde_json::to_value(hashed).unwrap())
        })?;
        Ok(Tokens { access, refresh, id_token, claims })
    }

    /// What came by way of the browser: the ID token is verified and vouches for all that came with it.
    pub(crate) async fn in_front(
        &self,
        asked: &Authorization,
        answer: &BTreeMap<String, String>,
    ) -> Result<Value, String> {
        for name in ["code", "access_token"] {
            answer.get(name).into_iter().for_each(|secret| self.wire.alarm().watch(secret));
        }
        let client = self.client().await;
        let token = answer.get("id_token").ok_or("no ID token came")?;
        let token = IdToken::from_str(token).map_err(|error| error.to_string())?;
        let claims = self.claims(&client, &token, Some(&asked.nonce))?;
        if let Some(access) = answer.get("access_token") {
            of_access(&client, self, &token, claims, access, true)?;
        }
        if let Some(code) = answer.get("code") {
            let verifier = self.verifier(&client);
            let key = token.signing_key(&verifier).map_err(told)?;
            let code = AuthorizationCode::new(code.clone());
            let expected = AuthorizationCodeHash::from_code(&code, token.signing_alg().map_err(told)?, key);
            if claims.code_hash() != Some(&expected.map_err(told)?) {
                return Err("another c_hash".into());
            }
        }
        Ok(serde_json::to_value(claims).unwrap())
    }

    fn claims<'t>(&self, client: &Client, token: &'t IdToken, nonce: Option<&str>) -> Result<&'t Claims, String> {
        let nonce = nonce.map(|text| Nonce::new(text.to_owned()));
        let right_nonce = move |claimed: Option<&Nonce>| match (&nonce, claimed) {
            (Some(asked), Some(claimed)) if asked.secret() != claimed.secret() => Err("another nonce".to_owned()),
            (Some(_), None) => Err("no nonce".to_owned()),
            _ => Ok(()),
        };
        token.claims(&self.verifier(client), right_nonce).map_err(|error| error.to_string())
    }

    fn verifier<'c>(&self, client: &'c Client) -> CoreIdTokenVerifier<'c> {
        let ahead = self.ahead.load(Ordering::SeqCst);
        client
            .id_token_verifier()
            .set_allowed_algs([self.algorithm.clone()])
            .set_time_fn(move || now(ahead))
            .set_issue_time_verifier_fn(move |issued| {
                let off = (now(ahead) - issued).num_seconds();
                if off.abs() <= 60 { Ok(()) } else { Err(format!("issued {off} s ago")) }
            })
    }

    async fn client(&self) -> Client {
        let client = openidconnect::Client::from_provider_metadata(
            self.metadata().await,
            ClientId::new(self.client_id.clone()),
            self.secret.clone().map(ClientSecret::new),
        );
        client
            .set_redirect_uri(RedirectUrl::new(self.redirect_uri.clone()).unwrap())
            .set_auth_type(self.auth_type.clone())
    }

    /// Read anew each time: the keys may have been rotated.
    async fn metadata(&self) -> ProviderMetadataWithLogout {
        let issuer = IssuerUrl::new(self.wire.issuer().to_owned()).unwrap();
        let found = ProviderMetadataWithLogout::discover_async(issuer, &self.wire).await;
        found.unwrap_or_else(|error| panic!("discovery failed: {}", told(error)))
    }
}

impl<'c> AsyncHttpClient<'c> for Wire {
    type Error = reqwest::Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, reqwest::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let url = Url::parse(&parts.uri.to_string()).unwrap();
            let answer = self.try_send(parts.method, url, parts.headers, body).await?;
            let mut response = HttpResponse::new(answer.body);
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            Ok(response)
        })
    }
}

impl Authorization {
    /// The address that the party sends a browser to.
    pub(crate) fn url(&self) -> String {
        let mut url = self.endpoint.clone();
        url.query_pairs_mut().extend_pairs(&self.parameters);
        url.into()
    }

    /// The parameters as a form, for a request by POST.
    pub(crate) fn body(&self) -> String {
        let pairs: Vec<_> = self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        encoded(&pairs)
    }

    /// The same request once more, to be sent otherwise.
    pub(crate) fn copied(&self) -> Self {
        let (endpoint, parameters) = (self.endpoint.clone(), self.parameters.clone());
        let verifier = PkceCodeVerifier::new(self.verifier.secret().clone());
        Self { endpoint, parameters, state: self.state.clone(), nonce: self.nonce.clone(), verifier }
    }

    /// The same request with this parameter, instead of its former value.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.and(name, value)
    }

    /// The same request with one more parameter, even if there is one of that name.
    pub(crate) fn and(mut self, name: &str, value: &str) -> Self {
        self.parameters.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same request without this parameter.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parameters.retain(|(parameter, _)| parameter != name);
        self
    }

    /// What PKCE's challenge was made of.
    pub(crate) fn verifier(&self) -> &str {
        self.verifier.secret()
    }

    /// The parameters of an answer, once it is at the redirect_uri and for this request.
    pub(crate) fn answer(&self, came: &Url, redirect_uri: &str, issuer: &str) -> BTreeMap<String, String> {
        assert!(came.as_str().starts_with(redirect_uri), "{came} is not {redirect_uri}");
        let answer: BTreeMap<String, String> = match came.fragment() {
            Some(fragment) => {
                assert_eq!(came.query(), Url::parse(redirect_uri).unwrap().query(), "in both places: {came}");
                form_urlencoded::parse(fragment.as_bytes()).into_owned().collect()
            }
            None => came.query_pairs().into_owned().collect(),
        };
        if self.parameters.iter().any(|(name, _)| name == "state") {
            assert_eq!(answer.get("state"), Some(&self.state), "another state: {came}");
        }
        assert_eq!(answer.get("iss").map(String::as_str), Some(issuer), "RFC 9207: {came}");
        answer
    }

    /// The code of a good answer.
    pub(crate) fn code(&self, came: &Url, redirect_uri: &str, issuer: &str) -> String {
        let answer = self.answer(came, redirect_uri, issuer);
        answer.get("code").unwrap_or_else(|| panic!("no code came: {came}")).clone()
    }

    /// The error of a refusal.
    pub(crate) fn error(&self, came: &Url, redirect_uri: &str, issuer: &str) -> String {
        let answer = self.answer(came, redirect_uri, issuer);
        assert!(!answer.contains_key("code"), "a code came: {came}");
        answer.get("error").unwrap_or_else(|| panic!("no error came: {came}")).clone()
    }
}

/// The ID token's word for the access token: its own where it has one, and one where it must.
fn of_access(
    client: &Client,
    party: &RelyingParty,
    token: &IdToken,
    claims: &Claims,
    access: &str,
    must: bool,
) -> Result<(), String> {
    let Some(hash) = claims.access_token_hash() else {
        return if must { Err("no at_hash".into()) } else { Ok(()) };
    };
    let verifier = party.verifier(client);
    let key = token.signing_key(&verifier).map_err(told)?;
    let access = AccessToken::new(access.to_owned());
    let expected = AccessTokenHash::from_token(&access, token.signing_alg().map_err(told)?, key).map_err(told)?;
    if *hash == expected { Ok(()) } else { Err("another at_hash".into()) }
}

fn now(ahead: i64) -> DateTime<Utc> {
    Utc::now() + TimeDelta::seconds(ahead)
}

/// An error with all its causes.
fn told(error: impl std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
