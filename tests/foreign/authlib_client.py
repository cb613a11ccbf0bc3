"""A relying party on Authlib, as a portal in Python uses it: its Starlette client, without the web server around it.

It speaks with tests/house/harness/foreign.rs, one JSON object a line: the first line in is its task; {"visit"} asks for a
person's browser and is answered by {"came_back"}, the request that the browser makes of the party in the end; {"secret"}
names what no log may hold; {"done"} ends it.
"""

import asyncio
import json
import sys
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from authlib.oauth2.rfc7523 import PrivateKeyJWT, private_key_jwt_sign
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey
from starlette.requests import Request

KID = "sig-of-the-test"


def hear():
    return json.loads(sys.stdin.readline())


def say(message):
    print(json.dumps(message), flush=True)


def make_key(algorithm):
    """The key with which the party signs."""
    parameters = {"use": "sig", "alg": algorithm, "kid": KID}
    if algorithm == "ES256":
        return ECKey.generate_key("P-256", parameters)
    if algorithm == "EdDSA":
        return OKPKey.generate_key("Ed25519", parameters)
    return RSAKey.generate_key(2048, parameters)


class ShortProof(PrivateKeyJWT):
    """Authlib's proof by key; the hour that it lives by itself is more than the house takes."""

    def sign(self, auth, token_endpoint):
        return private_key_jwt_sign(
            auth.client_secret,
            client_id=auth.client_id,
            token_endpoint=token_endpoint,
            header={"kid": KID},
            alg=self.alg,
            expires_in=60,
        )


class Portal:
    """The party: what it is registered as, and the session of its one visitor."""

    def __init__(self, task):
        self.task = task
        self.metadata = task["metadata"]
        self.session = {}
        self.key = make_key(task["keys"]["sig"]) if "keys" in task else None

    async def register(self):
        """RFC 7591 by hand, since Authlib is a client of everything but this; a party with a client_id is registered."""
        self.configuration = self.task["issuer"] + "/.well-known/openid-configuration"
        if "client_id" not in self.metadata:
            document = dict(self.metadata)
            if self.key:
                document["jwks"] = {"keys": [self.key.as_dict(private=False)]}
            async with httpx.AsyncClient() as client:
                endpoint = (await client.get(self.configuration)).json()["registration_endpoint"]
                answer = await client.post(endpoint, json=document)
            assert answer.status_code == 201, answer.text
            self.metadata = {**self.metadata, **answer.json()}
            say({"secret": self.metadata["registration_access_token"]})
        if "client_secret" in self.metadata:
            say({"secret": self.metadata["client_secret"]})
        method = self.metadata["token_endpoint_auth_method"]
        self.app = OAuth().register(
            "house",
            client_id=self.metadata["client_id"],
            client_secret=self.key if method == "private_key_jwt" else self.metadata.get("client_secret"),
            server_metadata_url=self.configuration,
            client_kwargs={
                "scope": self.task["scope"],
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": method,
            },
        )
        if method == "private_key_jwt":
            self.app.client_auth_methods = [ShortProof(self.task["issuer"], alg=self.task["keys"]["sig"])]

    async def visit(self, url):
        """Sends the person's browser there; answers the request that it makes of the party in the end."""
        say({"visit": url})
        answer = hear()
        came, form = urlsplit(answer["came_back"]), answer.get("form")
        body = urlencode(form or {}).encode()
        scope = {
            "type": "http",
            "method": "POST" if form else "GET",
            "scheme": came.scheme,
            "server": (came.hostname, came.port or 443),
            "path": came.path,
            "query_string": came.query.encode(),
            "headers": [(b"content-type", b"application/x-www-form-urlencoded")] if form else [],
            "session": self.session,
        }

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        return Request(scope, receive)

    async def sign_in(self, **more):
        """One sign-in: the library checks state, nonce, iss, aud, the signature and the hashes."""
        parameters = {**self.task.get("parameters", {}), **more}
        page = Request({"type": "http", "method": "GET", "headers": [], "session": self.session})
        redirect = await self.app.authorize_redirect(page, self.metadata["redirect_uris"][0], **parameters)
        request = await self.visit(redirect.headers["location"])
        tokens = await self.app.authorize_access_token(request)
        self.keep_secret(tokens)
        return tokens

    def keep_secret(self, tokens):
        for name in ("access_token", "refresh_token"):
            if name in tokens:
                say({"secret": tokens[name]})

    async def userinfo(self, tokens):
        """The claims of userinfo; a signed answer is checked with the keys of the house."""
        if "userinfo_signed_response_alg" not in self.metadata:
            return dict(await self.app.userinfo(token=tokens))
        metadata = await self.app.load_server_metadata()
        answer = await self.app.get(metadata["userinfo_endpoint"], token=tokens)
        answer.raise_for_status()
        assert answer.headers["content-type"].startswith("application/jwt"), answer.headers
        keys = KeySet.import_key_set(await self.app.fetch_jwk_set())
        registry = jws.JWSRegistry(algorithms=[self.metadata["userinfo_signed_response_alg"]])
        claims = jwt.decode(answer.text, keys, registry=registry).claims
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": metadata["issuer"]},
            aud={"essential": True, "value": self.metadata["client_id"]},
        ).validate(claims)
        return claims

    async def refresh(self, tokens):
        metadata = await self.app.load_server_metadata()
        async with self.app._get_oauth_client(**metadata) as client:
            return await client.refresh_token(metadata["token_endpoint"], refresh_token=tokens["refresh_token"])

    async def is_alive(self, tokens):
        metadata = await self.app.load_server_metadata()
        async with self.app._get_oauth_client(**metadata) as client:
            answer = await client.introspect_token(metadata["introspection_endpoint"], token=tokens["access_token"])
            return answer.json()

    async def leave(self, tokens):
        """Sign-out at the house; answers whether the browser came back with the state that it was sent with."""
        page = Request({"type": "http", "method": "GET", "headers": [], "session": self.session})
        back = self.metadata["post_logout_redirect_uris"][0]
        redirect = await self.app.logout_redirect(page, back, tokens["id_token"], client_id=self.metadata["client_id"])
        request = await self.visit(redirect.headers["location"])
        data = await self.app.validate_logout_response(request)
        return str(request.url).startswith(back) and data["post_logout_redirect_uri"] == back

    async def story(self):
        """Everything that a portal does with a person, and what is dead afterwards."""
        await self.register()
        tokens = await self.sign_in()
        userinfo = await self.userinfo(tokens)
        following = await self.refresh(tokens)
        self.keep_secret(following)
        alive = await self.is_alive(following)
        again = await self.userinfo(following)
        signed_out = await self.leave(tokens)
        return {
            "client_id": self.metadata["client_id"],
            "claims": tokens["userinfo"],
            "granted": tokens["scope"],
            "userinfo": userinfo,
            "refreshed": {"userinfo": again, "alive": alive},
            "signed_out": signed_out,
            "after": {
                "userinfo": await refused(self.userinfo(following)),
                "refresh": await refused(self.refresh(following)),
                "alive": (await self.is_alive(following))["active"],
                # Authlib reads an error from an address alone, not from a form.
                "silently": await refused(self.sign_in(prompt="none", response_mode="query")),
            },
        }


async def refused(attempt):
    """What the library says of a refusal: OAuth's code, or that of the challenge of a protected resource."""
    try:
        await attempt
    except OAuthError as error:
        return error.error
    except httpx.HTTPStatusError as error:
        challenge = error.response.headers.get("www-authenticate", "")
        return parse_challenge(challenge) or str(error)
    return "nothing"


def parse_challenge(challenge):
    named = [part.strip() for part in challenge.removeprefix("Bearer").split(",")]
    errors = [part.split("=", 1)[1].strip('"') for part in named if part.startswith("error=")]
    return errors[0] if errors else None


say({"done": asyncio.run(Portal(hear()).story())})
