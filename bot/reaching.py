"""Whether the chats' requests would arrive: each address that they send to is asked as a stranger, and must turn us away itself."""

from http import HTTPStatus
from typing import Final

import aiohttp

from bot.chats import ways_in
from bot.settings import Settings
from workflows.engine.checkup import Finding, bad, good, untried

_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)
_BEHIND: Final = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})


async def reached(settings: Settings, session: aiohttp.ClientSession) -> tuple[Finding, ...]:
    """One finding for each way in. What is sent is not signed, so that a running Copydesk answers 401, and does nothing."""
    ways = ways_in(settings)
    if not ways:
        return (good("address", "No address is needed: everything comes over sockets that Copydesk opens."),)
    if not settings.public_url:
        return (
            untried(
                "address",
                "Whether the chats can reach Copydesk was not tried: set COPYDESK_PUBLIC_URL to its https address.",
            ),
        )
    base = settings.public_url.rstrip("/")
    return tuple([await _one(name, f"{base}{path}", session) for name, path in ways.items()])


async def _one(name: str, url: str, session: aiohttp.ClientSession) -> Finding:
    about = f"address for {name}"
    try:
        async with session.post(url, timeout=_TIMEOUT, allow_redirects=False) as answer:
            wrong = _wrong(answer, url)
    except aiohttp.ClientConnectorCertificateError:
        wrong = f"The certificate at {url} is not trusted. Mend it in the web server that stands there; {name} will not accept it."
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        wrong = (
            f"Nothing answers at {url} ({type(error).__name__}). Check the name in COPYDESK_PUBLIC_URL, its DNS entry, "
            "the firewall, and the web server that should stand there."
        )
    return bad(about, wrong) if wrong else good(about, f"Copydesk answers at {url}.")


def _wrong(answer: aiohttp.ClientResponse, url: str) -> str:
    """What is wrong with an answer that is not Copydesk's own no; empty where it is that."""
    status = answer.status
    if status == HTTPStatus.UNAUTHORIZED and "WWW-Authenticate" not in answer.headers:
        return ""
    if status in _BEHIND:
        return (
            f"{url} answers {status}: its web server is there, and Copydesk behind it is not. Start `copydesk run`, or mend where "
            "the web server passes on to."
        )
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return f"{url} redirects ({status}), and the chats do not follow. Set COPYDESK_PUBLIC_URL to where it leads, with https://."
    if status == HTTPStatus.NOT_FOUND:
        return (
            f"{url} answers 404: something is there, and does not pass this path on to Copydesk. Mend the web server's rules, or "
            "COPYDESK_PUBLIC_URL."
        )
    return (
        f"{url} answers {status}, which is not Copydesk's answer. Something in between, such as a sign-in or a filter, keeps "
        "requests from it: let this path through."
    )
