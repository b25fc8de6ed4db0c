"""Every other kind of condition: when it holds, what it says, and what is wrong with a bad one."""

import pytest

from tests.unit.policy.posts import post
from tests.unit.policy.trees import Plain, because, read
from workflows.domain.content import Media
from workflows.domain.policy import Subject
from workflows.policy.conditions.kinds import KINDS
from workflows.policy.reading import listed

IMAGE = Media(kind="image", name="a.png", digest="")
VIDEO = Media(kind="video", name="a.mp4", digest="")

EXPECTED = f"expected a condition: {listed(KINDS, 'or')}"

CASES: list[tuple[Plain, Subject, str | None]] = [
    ({"channel": ["x"]}, post(), "is for X"),
    ({"channel": "x"}, post(), "is for X"),
    ({"channel": ["linkedin"]}, post(), None),
    ({"channel": ["linkedin", "x"]}, post(), "is for X"),
    ({"channel": ["linkedin", "x"]}, post(channels=("x", "linkedin")), "is for LinkedIn and X"),
    ({"author": {"email": ["Ada@Example.com"]}}, post(), "is by ada@example.com"),
    ({"author": {"email": ["ben@example.com"]}}, post(), None),
    ({"author": {"role": ["guest", "employee"]}}, post(), "is by someone whose role is employee"),
    ({"author": {"role": ["guest"]}}, post(), None),
    ({"author": {"desk": ["legal"]}}, post(desks=frozenset({"legal"})), "is by someone on Legal"),
    ({"author": {"desk": ["legal"]}}, post(), None),
    ({"author": {"attribute": ["agency"]}}, post(attributes=frozenset({"agency"})), "is by someone marked “agency”"),
    ({"author": {"attribute": ["agency"]}}, post(), None),
    ({"media": ["image", "video"]}, post(media=(IMAGE,)), "has an image"),
    ({"media": ["image", "video"]}, post(media=(VIDEO, IMAGE)), "has an image and a video"),
    ({"media": ["document"]}, post(media=(IMAGE,)), None),
    ({"media": ["image"]}, post(), None),
    ({"link": "present"}, post(link="https://example.com"), "has a link"),
    ({"link": "present"}, post("see example.com/a"), "has a link"),
    ({"link": "present"}, post("see http://localhost"), None),
    ({"link": "present"}, post(link="http://localhost"), "has a link"),
    ({"link": "present"}, post(), None),
    ({"link": {"domain": ["example.com"]}}, post(link="https://Example.com/a"), "links to example.com"),
    ({"link": {"domain": ["example.com"]}}, post(link="https://www.example.com:80"), "links to example.com"),
    ({"link": {"domain": ["example.com"]}}, post("see www.example.com."), "links to example.com"),
    ({"link": {"domain": ["example.com"]}}, post(link="https://ｅxample.com"), "links to example.com"),
    ({"link": {"domain": ["example.com"]}}, post("see https://ｅxam\u00adple.com"), "links to example.com"),
    ({"link": {"domain": ["example.com"]}}, post(link="https://example\u3002com./a"), "links to example.com"),
    ({"link": {"domain": ["xn--mnchen-3ya.de"]}}, post(link="https://www.MÜNCHEN.de"), "links to xn--mnchen-3ya.de"),
    ({"link": {"domain": ["München.de"]}}, post(link="https://xn--mnchen-3ya.de"), "links to münchen.de"),
    ({"link": {"domain": ["münchen.de"]}}, post("see münchen.de"), "links to münchen.de"),
    ({"link": {"domain": ["münchen.de"]}}, post(link="https://munchen.de"), None),
    ({"link": {"domain": ["☕.com"]}}, post(link="https://xn--53h.com"), "links to ☕.com"),
    ({"link": {"domain": ["paypal.com"]}}, post(link="https://\u0440\u0430ypal.com"), None),
    ({"link": {"domain": ["example.com"]}}, post(link="https://badexample.com"), None),
    ({"link": {"domain": ["example.com"]}}, post(link="https://example.com.evil.net"), None),
    ({"link": {"domain": ["example.com"]}}, post(link="https://[::1"), None),
    ({"any": [{"channel": ["x"]}, {"link": "present"}]}, post(), "is for X"),
    ({"any": [{"channel": ["x"]}, {"link": "present"}]}, post("a.com"), "is for X and has a link"),
    ({"any": [{"channel": ["x"]}, {"channel": "x"}]}, post(), "is for X"),
    (
        {
            "any": [
                {"words": {"phrases": ["best"], "patterns": ["[0-9]+%"]}},
                {"link": "present"},
                {"words": {"patterns": [r"@\w+"]}},
            ]
        },
        post("The best: 12% for @ada"),
        "mentions “best”, “12%” and “@ada”",
    ),
    ({"any": [{"channel": ["linkedin"]}, {"link": "present"}]}, post(), None),
    ({"all": [{"channel": ["x"]}, {"link": "present"}]}, post(), None),
    ({"all": [{"channel": ["x"]}, {"link": "present"}]}, post("a.com"), "is for X and has a link"),
    ({"not": {"link": "present"}}, post(), "is not one that has a link"),
    ({"not": {"link": "present"}}, post("a.com"), None),
    ({"not": {"not": {"link": "present"}}}, post("a.com"), "is not one that is not one that has a link"),
    ({"not": {"channel": ["linkedin", "bluesky"]}}, post(), "is not one that is for LinkedIn or Bluesky"),
    (
        {"not": {"author": {"desk": ["legal", "marketing"]}}},
        post(),
        "is not one that is by someone on Legal or Marketing",
    ),
    ({"not": {"media": ["image", "video"]}}, post(), "is not one that has an image or a video"),
    ({"not": {"link": {"domain": ["a.com", "b.com"]}}}, post(), "is not one that links to a.com or b.com"),
    (
        {"not": {"words": {"phrases": ["a", "b"], "patterns": ["c+"]}}},
        post(),
        "is not one that mentions “a” or “b” or matches “c+”",
    ),
    (
        {"not": {"any": [{"channel": ["linkedin"]}, {"link": "present"}]}},
        post(),
        "is not one that is for LinkedIn or has a link",
    ),
    (
        {"not": {"all": [{"channel": ["x"]}, {"link": "present"}]}},
        post(),
        "is not one that is for X and has a link",
    ),
]

WRONG: list[tuple[Plain, list[str]]] = [
    (
        "always",
        [EXPECTED],
    ),
    ({}, [EXPECTED]),
    ([{"channel": "x"}], [EXPECTED]),
    ({"chanel": ["x"]}, ["“chanel” is no kind of condition; did you mean “channel”?"]),
    (
        {"channel": ["x"], "link": "present"},
        ["expected one condition; put several in a list under “any” or “all”"],
    ),
    ({"channel": ["linkdin"]}, ["expected a channel, not “linkdin”; did you mean “linkedin”?"]),
    (
        {"channel": ["q"]},
        ["expected a channel, not “q”; expected linkedin, x, bluesky, threads, facebook, instagram, tiktok or youtube"],
    ),
    ({"channel": []}, ["expected a channel; the list is empty"]),
    ({"author": "ada@example.com"}, ["expected “author” with email, role, desk and attribute"]),
    (
        {"author": {"role": ["guest"], "desk": ["legal"]}},
        ["“author” needs exactly one of email, role, desk and attribute; combine several with “any” or “all”"],
    ),
    ({"author": {"email": ["ada"]}}, ["expected an e-mail address such as ada@example.com, not “ada”"]),
    ({"author": {"role": ["boss"]}}, ["expected a role, not “boss”; expected employee, reviewer, lead or guest"]),
    ({"author": {"desk": ["legla"]}}, ["expected a desk, not “legla”; did you mean “legal”?"]),
    ({"media": ["images"]}, ["expected a kind of file, not “images”; did you mean “image”?"]),
    ({"link": "presnt"}, ["expected “present” or a mapping with “domain”, not “presnt”; did you mean “present”?"]),
    (
        {"link": {"domain": ["https://example.com"]}},
        ["expected a domain such as example.com, not “https://example.com”"],
    ),
    ({"link": {"domain": ["mün chen.de"]}}, ["expected a domain such as example.com, not “mün chen.de”"]),
    ({"link": {"domain": ["münchen"]}}, ["expected a domain such as example.com, not “münchen”"]),
    ({"link": {}}, ["“link” needs “domain”: domains such as example.org"]),
    ({"link": ["a.com"]}, ["expected “link” with domain"]),
    ({"any": {"channel": "x"}}, ["expected a list of conditions"]),
    ({"all": []}, ["expected a list of conditions"]),
    ({"not": []}, [EXPECTED]),
]


@pytest.mark.parametrize(("data", "subject", "reason"), CASES)
def test_a_condition_says_why_it_holds(data: Plain, subject: Subject, reason: str | None):
    """Where it holds it finishes "asked because it …", else it is silent."""
    assert because(data, subject) == reason


@pytest.mark.parametrize(("data", "problems"), WRONG)
def test_a_bad_condition_says_what_was_expected(data: Plain, problems: list[str]):
    """Each mistake has a sentence, with the nearest valid word where there is one."""
    assert read(data)[1] == problems


def test_all_mistakes_of_a_combination_are_told():
    """One bad branch does not hide the next."""
    _, problems, _ = read({"any": [{"channel": ["q"]}, {"not": {"media": ["gif"]}}]})

    assert len(problems) == 2


def test_an_attribute_of_nobody_is_a_warning():
    """A condition on an attribute that nobody has is allowed: somebody may get it."""
    found, problems, warnings = read({"author": {"attribute": ["agancy"]}})

    assert found is not None
    assert (problems, warnings) == (
        [],
        ["nobody has the attribute “agancy”, so this never holds; did you mean “agency”?"],
    )
