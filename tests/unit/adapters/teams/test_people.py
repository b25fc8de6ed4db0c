"""What a roster's entry is believed to say."""

import pytest

from adapters.teams.people import is_about, profile
from adapters.teams.wire import Json

HOME = "0B7C9D2E-home"
ADA: Json = {
    "id": "29:ada",
    "name": "Ada Okafor",
    "aadObjectId": "AAD-ada",
    "email": "Ada@Example.com",
    "userPrincipalName": "ada@example.com",
    "tenantId": "0b7c9d2e-home",
    "userRole": "user",
}


def test_an_employee_with_an_address_is_verified() -> None:
    """Our own tenant, a full user, an address: all three."""
    ada = profile(ADA, HOME)
    assert (ada.name, ada.email, ada.verified, ada.standing) == ("Ada Okafor", "ada@example.com", True, "member")
    assert ada.alias == "29:ada"


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({"email": None}, "member"),
        ({"email": ""}, "member"),
        ({"email": "no address"}, "member"),
        ({"email": ["ada@example.com"]}, "member"),
        ({"userRole": None}, "member"),
        ({"userRole": "something new"}, "member"),
        ({"userRole": "guest"}, "guest"),
        ({"userRole": "Guest", "tenantId": "another"}, "guest"),
        ({"userPrincipalName": "ada_partner.com#EXT#@home.example"}, "guest"),
        ({"tenantId": "another"}, "outsider"),
        ({"tenantId": None}, "outsider"),
        ({"userRole": "anonymous"}, "outsider"),
        ({"id": "28:bot"}, "bot"),
    ],
)
def test_whatever_is_missing_or_else_is_not_verified(change: Json, standing: str) -> None:
    """Absent is unknown, never assumed."""
    someone = profile(ADA | change, HOME)
    assert not someone.verified
    assert someone.standing == standing


def test_the_principal_name_is_no_address() -> None:
    """Without `email` there is no address, however much the principal name looks like one."""
    assert profile({name: value for name, value in ADA.items() if name != "email"}, HOME).email is None


def test_an_answer_about_someone_else_is_noticed() -> None:
    """The directory id is compared, in any case; one without an id is about nobody."""
    assert is_about(ADA, "aad-ADA")
    assert not is_about(ADA, "aad-ben")
    assert not is_about({"id": "29:ada"}, "aad-ada")
    assert is_about({"objectId": "aad-ada"}, "aad-ada")
