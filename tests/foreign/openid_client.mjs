// A relying party on openid-client, the certified client of the Node world. It speaks with tests/house/harness/foreign.rs, one
// JSON object a line: the first line in is its task; {"visit"} asks for a person's browser and is answered by {"came_back"},
// the request that the browser makes of the party in the end; {"secret"} names what no log may hold; {"done"} ends it.

import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const tool = (path) => import(pathToFileURL(join(process.env.TOOLS, "node_modules", path)).href);
const client = await tool("openid-client/build/index.js");
const jose = await tool("jose/dist/webapi/index.js");

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const hear = async () => JSON.parse((await lines.next()).value);
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

const task = await hear();
const responseType = task.parameters?.response_type ?? "code";
const { keys, jwks } = await makeKeys();
const config = await configuration();
const party = config.clientMetadata();
for (const secret of [party.client_secret, party.registration_access_token]) if (secret) say({ secret });
if (keys.enc) client.enableDecryptingResponses(config, [task.content_encryption], keys.enc);
if (responseType === "code id_token") client.useCodeIdTokenResponseType(config);
if (responseType === "id_token") client.useIdTokenResponseType(config);

say({ done: responseType === "id_token" ? await enterByIdTokenAlone() : await enterAndLeave() });
process.exit(0);

/** Everything that a portal does with a person: sign-in, userinfo, refresh, sign-out, and what is dead afterwards. */
async function enterAndLeave() {
  const tokens = await signIn();
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  const next = await client.refreshTokenGrant(config, tokens.refresh_token);
  say({ secret: next.access_token });
  say({ secret: next.refresh_token });
  const isConfidential = party.token_endpoint_auth_method !== "none";
  const alive = isConfidential && (await client.tokenIntrospection(config, next.access_token));
  const again = await client.fetchUserInfo(config, next.access_token, claims.sub);
  const signedOut = await leave(await opened(next.id_token ?? tokens.id_token));
  return {
    client_id: party.client_id,
    claims,
    granted: tokens.scope,
    userinfo,
    refreshed: { claims: next.claims(), userinfo: again, alive },
    signed_out: signedOut,
    after: {
      userinfo: await refused(() => client.fetchUserInfo(config, next.access_token, claims.sub)),
      refresh: await refused(() => client.refreshTokenGrant(config, next.refresh_token)),
      alive: isConfidential && (await client.tokenIntrospection(config, next.access_token)).active,
      silently: await refused(() => signIn({ prompt: "none" })),
    },
  };
}

/** The implicit flow for who wants to know who it is and nothing more. */
async function enterByIdTokenAlone() {
  const nonce = client.randomNonce();
  const state = client.randomState();
  const came = await visit(await authorization(parameters({ nonce, state })));
  const claims = await client.implicitAuthentication(config, came, nonce, { expectedState: state });
  return { client_id: party.client_id, claims };
}

/** One sign-in: the library checks iss, state, nonce, the signature and the hashes. */
async function signIn(more = {}) {
  const nonce = client.randomNonce();
  const state = client.randomState();
  const verifier = client.randomPKCECodeVerifier();
  const challenge = await client.calculatePKCECodeChallenge(verifier);
  const asked = parameters({ nonce, state, code_challenge: challenge, code_challenge_method: "S256", ...more });
  const came = await visit(await authorization(asked));
  const tokens = await client.authorizationCodeGrant(config, came, {
    expectedNonce: nonce, expectedState: state, pkceCodeVerifier: verifier, idTokenExpected: true,
  });
  say({ secret: tokens.access_token });
  if (tokens.refresh_token) say({ secret: tokens.refresh_token });
  return tokens;
}

/** The house cannot read what it sealed to the party: its hint is what was inside (OpenID Connect Core §3.1.2.1). */
async function opened(idToken) {
  if (!keys.enc) return idToken;
  const { plaintext } = await jose.compactDecrypt(idToken, keys.enc.key);
  return new TextDecoder().decode(plaintext);
}

/** Sign-out at the house; answers whether the browser came back with the state that it was sent with. */
async function leave(hint) {
  const state = client.randomState();
  const back = task.metadata.post_logout_redirect_uris[0];
  const url = client.buildEndSessionUrl(config, { id_token_hint: hint, post_logout_redirect_uri: back, state });
  const came = await visit(url);
  return came.href.startsWith(back) && came.searchParams.get("state") === state;
}

function parameters(more) {
  return { redirect_uri: task.metadata.redirect_uris[0], scope: task.scope, ...task.parameters, ...more };
}

/** The address of an authorization request, sent in the way that the task wants. */
async function authorization(asked) {
  switch (task.request) {
    case "pushed": return client.buildAuthorizationUrlWithPAR(config, asked);
    case "signed": return client.buildAuthorizationUrlWithJAR(config, asked, keys.sig);
    case "signed and pushed": {
      const signed = await client.buildAuthorizationUrlWithJAR(config, asked, keys.sig);
      return client.buildAuthorizationUrlWithPAR(config, signed.searchParams);
    }
    default: return client.buildAuthorizationUrl(config, asked);
  }
}

/** Sends the person's browser there; answers what it asks of the party in the end, as the library reads it. */
async function visit(url) {
  say({ visit: url.href });
  const { came_back: came, form } = await hear();
  if (!form) return new URL(came);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return new Request(came, { method: "POST", headers, body: new URLSearchParams(form) });
}

/** What the library says of a refusal: OAuth's code, or that of the challenge of a protected resource. */
async function refused(attempt) {
  try {
    await attempt();
    return "nothing";
  } catch (error) {
    return error.error ?? error.cause?.[0]?.parameters?.error ?? error.message;
  }
}

/** The keys of the party, by use: how it signs, and how it is written to in secret. */
async function makeKeys() {
  const [own, published] = [{}, []];
  for (const [use, alg] of Object.entries(task.keys ?? {})) {
    const kid = `${use}-of-the-test`;
    const pair = await jose.generateKeyPair(alg, { extractable: true });
    published.push({ ...(await jose.exportJWK(pair.publicKey)), alg, use, kid });
    own[use] = { key: pair.privateKey, kid, alg };
  }
  return { keys: own, jwks: { keys: published } };
}

/** A party that is registered already by discovery alone; any other registers itself. */
async function configuration() {
  const options = { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] };
  const server = new URL(task.issuer);
  if (task.metadata.client_id) {
    return client.discovery(server, task.metadata.client_id, task.metadata, proof(), options);
  }
  const metadata = jwks.keys.length ? { ...task.metadata, jwks } : task.metadata;
  return client.dynamicClientRegistration(server, metadata, proof(), options);
}

/** How the party proves itself, as it registered; the secret of a registration is known to the library. */
function proof() {
  switch (task.metadata.token_endpoint_auth_method) {
    case "private_key_jwt": return client.PrivateKeyJwt(keys.sig);
    case "client_secret_post": return client.ClientSecretPost(task.metadata.client_secret);
    case "none": return client.None();
    default: return client.ClientSecretBasic(task.metadata.client_secret);
  }
}
