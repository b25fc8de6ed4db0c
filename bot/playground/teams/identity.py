"""Microsoft's two token issuers in small: the one whose tokens reach the bot, and the one that gives the bot its own.

Source of the shapes: "Authentication with the Bot Connector API" and the Microsoft identity platform's
client-credentials flow. Tokens read the machine's clock, as security does.
"""

import base64
import functools
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from .shapes import Json

CONNECTOR_ISSUER = "https://api.botframework.com"
CONNECTOR_AUDIENCE = "https://api.botframework.com"
CONNECTOR_SCOPE = "https://api.botframework.com/.default"
LIFETIME = 3600

Signer = Literal["current", "webchat", "bare", "stranger"]
"""Which key signs: the current one, one endorsed for another channel, one without endorsements, an unpublished one."""


@functools.cache
def rsa_key(number: int) -> rsa.RSAPrivateKey:
    """Give the process's n-th key pair; making one is slow, and no test needs its own."""
    del number  # only tells the keys apart
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True, kw_only=True)
class PublishedKey:
    """A key in the key set, with the channels that may use it; None leaves the member out altogether."""

    kid: str
    private: rsa.RSAPrivateKey = field(repr=False)
    endorsements: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class TokenForm:
    """How a token to the bot is made; the defaults make a good one, every field can make it bad."""

    claims: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Claims to set over the usual ones (`iss`, `aud`, `serviceurl`, `nbf`, `exp`)."""
    without: tuple[str, ...] = ()
    """Claims to leave out."""
    header: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Header members to set over `kid`; None as a value leaves the member out."""
    signed_by: Signer = "current"
    algorithm: Literal["RS256", "HS256", "none"] = "RS256"
    """HS256 is keyed with the current public key, as in the key-confusion attack."""


class Issuer:
    """Signs tokens to the bot (Bot Connector) and publishes its keys; rotates them on demand."""

    def __init__(self, *, app_id: str) -> None:
        """Start with one current key beside one of another channel and one without endorsements."""
        self._app_id = app_id
        self._turn = 0
        self._stranger = PublishedKey(kid="stranger", private=rsa_key(1), endorsements=("msteams",))
        self._others: dict[Signer, PublishedKey] = {
            "webchat": PublishedKey(kid="webchat-1", private=rsa_key(2), endorsements=("webchat", "directline")),
            "bare": PublishedKey(kid="bare-1", private=rsa_key(3), endorsements=None),
        }
        self._current = self._next_key()
        self._published = [self._current, *self._others.values()]

    def rotate(self, *, keep_old: bool = True) -> str:
        """Sign with a new key from now on; the old one stays published unless told otherwise. Gives the new kid."""
        old = self._current
        self._turn += 1
        self._current = self._next_key()
        self._published.insert(0, self._current)
        if not keep_old:
            self._published.remove(old)
        return self._current.kid

    def key_set(self) -> Json:
        """Give the JSON Web Key Set, with the endorsements that the Bot Connector adds to it."""
        return {"keys": [_jwk(key) for key in self._published]}

    def token(self, service_url: str, form: TokenForm | None = None) -> str:
        """Make a token for an activity that names this service URL, good unless the form spoils it."""
        form = form or TokenForm()
        now = int(time.time())
        claims: Json = {
            "iss": CONNECTOR_ISSUER,
            "aud": self._app_id,
            "serviceurl": service_url,
            "nbf": now - 60,
            "exp": now + LIFETIME,
            **form.claims,
        }
        for name in form.without:
            claims.pop(name, None)
        key = self._key(form.signed_by)
        header = {"typ": "JWT", "kid": key.kid, **form.header}
        header = {name: value for name, value in header.items() if value is not None}
        match form.algorithm:
            case "RS256":
                # The signature is ours to compute: the library would drop a header that it finds wrong.
                return _signed(header | {"alg": "RS256"}, claims, functools.partial(_rs256, key.private))
            case "HS256":
                return _signed(header | {"alg": "HS256"}, claims, functools.partial(_hs256, key.private))
            case "none":
                return _signed(header | {"alg": "none"}, claims, lambda _: b"")

    def _key(self, signer: Signer) -> PublishedKey:
        match signer:
            case "current":
                return self._current
            case "stranger":
                return self._stranger
            case "webchat" | "bare":
                return self._others[signer]

    def _next_key(self) -> PublishedKey:
        return PublishedKey(
            kid=f"teams-{self._turn + 1}",
            private=rsa_key(10 + self._turn),
            endorsements=("msteams", "skypeforbusiness"),
        )


@dataclass(frozen=True, kw_only=True)
class LoginError:
    """Why no token was given: HTTP status, OAuth error code, Entra's own number and words."""

    status: int
    error: str
    number: int
    words: str

    def body(self) -> Json:
        """Write it as the endpoint does."""
        return {
            "error": self.error,
            "error_description": f"AADSTS{self.number}: {self.words}",
            "error_codes": [self.number],
        }


class Login:
    """The login endpoint of a single-tenant registration, and the check of the tokens it gave."""

    def __init__(self, *, app_id: str, app_password: str, home_tenant: str, tenants: set[str]) -> None:
        """Register the app in its home tenant; `tenants` are the directories that exist."""
        self._app_id = app_id
        self._password = app_password
        self._home = home_tenant
        self._tenants = tenants
        self._turn = 0
        # Made now: making a key takes long, and the first to sign in would be the one to wait for it.
        self._key()

    def grant(self, tenant: str, form: Mapping[str, str]) -> Json | LoginError:
        """Answer a token request: the client-credentials grant of this app, in its home tenant, for the connector."""
        client = form.get("client_id", "")
        if form.get("grant_type") != "client_credentials":
            return LoginError(
                status=400, error="unsupported_grant_type", number=70003, words="The grant type is not supported."
            )
        if tenant not in self._tenants | {"botframework.com"}:
            return LoginError(status=400, error="invalid_request", number=90002, words=f"Tenant '{tenant}' not found.")
        if tenant != self._home or client != self._app_id:
            words = f"Application with identifier '{client}' was not found in the directory '{tenant}'."
            return LoginError(status=400, error="unauthorized_client", number=700016, words=words)
        if not hmac.compare_digest(form.get("client_secret", "").encode(), self._password.encode()):
            return LoginError(
                status=401, error="invalid_client", number=7000215, words="Invalid client secret provided."
            )
        if form.get("scope") != CONNECTOR_SCOPE:
            return LoginError(
                status=400, error="invalid_scope", number=1002012, words="The provided value for scope is not valid."
            )
        return {
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "ext_expires_in": LIFETIME,
            "access_token": self._token(),
        }

    def accepts(self, authorization: str) -> bool:
        """Say whether an Authorization header carries a live token that this endpoint gave to this app."""
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer":
            return False
        try:
            claims = jwt.decode(
                token,
                self._key().public_key(),
                algorithms=["RS256"],
                audience=CONNECTOR_AUDIENCE,
                issuer=self._issuer(),
                options={"require": ["exp", "nbf", "aud", "iss"]},
            )
        except jwt.PyJWTError:
            return False
        return claims.get("appid") == self._app_id

    def revoke(self) -> None:
        """Make every token given so far worthless."""
        self._turn += 1
        self._key()

    def _token(self) -> str:
        now = int(time.time())
        claims = {
            "aud": CONNECTOR_AUDIENCE,
            "iss": self._issuer(),
            "appid": self._app_id,
            "tid": self._home,
            "iat": now,
            "nbf": now - 60,
            "exp": now + LIFETIME,
        }
        return jwt.encode(claims, self._key(), algorithm="RS256", headers={"kid": f"login-{self._turn}"})

    def _issuer(self) -> str:
        return f"https://sts.windows.net/{self._home}/"

    def _key(self) -> rsa.RSAPrivateKey:
        return rsa_key(100 + self._turn)


def _jwk(key: PublishedKey) -> Json:
    jwk = RSAAlgorithm.to_jwk(key.private.public_key(), as_dict=True)
    jwk |= {"use": "sig", "kid": key.kid, "x5t": key.kid}
    jwk.pop("key_ops", None)
    if key.endorsements is not None:
        jwk["endorsements"] = list(key.endorsements)
    return jwk


def _signed(header: Json, claims: Json, sign: Callable[[bytes], bytes]) -> str:
    def part(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    signing_input = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    return f"{signing_input}.{part(sign(signing_input.encode()))}"


def _rs256(key: rsa.RSAPrivateKey, signing_input: bytes) -> bytes:
    algorithm = RSAAlgorithm(RSAAlgorithm.SHA256)
    return algorithm.sign(signing_input, key)


def _hs256(key: rsa.RSAPrivateKey, signing_input: bytes) -> bytes:
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hmac.new(public, signing_input, hashlib.sha256).digest()
