"""What the policy's brand finds in a post: by which rule, whose it is, in which exact words, with which effect."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.lifecycle.world import ADA, FACTS
from workflows.checks.disclosure import FAILING, check_disclosure
from workflows.checks.finding import Finding
from workflows.checks.findings import check
from workflows.domain.brand import AltTextRule, Brand, ClaimsRule, Disclosure, Effect, Listed, Owner, Pillar, WordList
from workflows.domain.content import Content, Media
from workflows.domain.ids import ChannelId, Email
from workflows.domain.policy import Subject
from workflows.policy.listed_words import ListsWords

X, LINKEDIN = ChannelId("x"), ChannelId("linkedin")
BEN = Owner(email=Email("ben@example.com"), name="Ben Okafor")
PROMISES = WordList(
    name="Promises",
    why="We can't keep them.",
    owner=BEN,
    effect="block",
    entries=(
        Listed(how="phrase", find="risk-free", instead="low-risk"),
        Listed(how="stem", find="guarant"),
        Listed(how="pattern", find=r"\b(\w+) \1\b"),
    ),
)
BRAND = Brand(
    pillars={"craft": Pillar(name="Made by hand", dont=("cheap",), owner=BEN)},
    wordlists=(PROMISES,),
    disclosures={"partner": Disclosure(name="Partner", forms=("#ad", "Ad:"))},
    claims=ClaimsRule(kinds=frozenset({"superlatives"})),
    alt_text=AltTextRule(effect="warn"),
)


def post(text: str = "Tea.", **more: object) -> Content:
    """A post for X."""
    return replace(Content(text=text, channels=(X,)), **more)


def said(content: Content, brand: Brand = BRAND) -> list[str]:
    """The sentences of what is found."""
    return [one.says for one in check(content, brand)]


def test_a_listed_word_is_told_with_its_owner_and_what_to_write_instead() -> None:
    """The rule, whose it is, the words as they stand, the field, the effect."""
    assert check(post("Risk\u2011free tea"), BRAND) == (
        Finding(
            field="text",
            says="“Risk\u2011free” is on “Promises”: We can't keep them. Write “low-risk” instead. Ben Okafor keeps that list.",
            effect="block",
            rule="Promises",
            owner="Ben Okafor",
            words="Risk\u2011free",
        ),
    )
    assert [one.words for one in check(post("Guaranteed, guaranteed! so so"), BRAND)] == [
        "Guaranteed",
        "guaranteed",
        "so so",
    ]
    assert [(one.field, one.words) for one in check(post(link="https://risk-free.example/"), BRAND)] == [
        ("link", "risk-free")
    ]


def test_a_list_is_for_its_channels_and_markets_only() -> None:
    """On any other channel or market its words are words like others."""
    here = replace(PROMISES, channels=frozenset({LINKEDIN}))
    there = replace(PROMISES, markets=frozenset({"de"}))
    assert said(post("guaranteed"), Brand(wordlists=(here, there))) == []
    assert len(said(post("guaranteed", channels=(X, LINKEDIN)), Brand(wordlists=(here,)))) == 1
    assert len(said(post("guaranteed", markets=("de", "at")), Brand(wordlists=(there,)))) == 1


def test_a_pattern_that_takes_too_long_counts_as_found() -> None:
    """Nobody knows what it would find, so the list's effect is what it would be."""
    slow = replace(PROMISES, entries=(Listed(how="pattern", find="(a|a|aa)+$"),))
    (found,) = check(post("a" * 200 + "!"), Brand(wordlists=(slow,)))
    assert (found.effect, found.rule, found.words) == ("block", "Promises", "")
    assert found.says == (
        "A pattern on “Promises” could not be tried on these words in time. "
        "Shorten them, or ask Ben Okafor, who keeps that list."
    )


def test_a_list_that_routes_says_so_in_the_route() -> None:
    """Nothing is found beside the words; the desk's why names them, the list and its owner."""
    asks = replace(PROMISES, effect="route")
    condition = ListsWords(of=asks)
    subject = Subject(content=post("Guaranteed! risk-free, guarantee, guarantor"), author=FACTS.people[ADA])
    assert said(subject.content, Brand(wordlists=(asks,))) == []
    assert condition.because(subject) == (
        "says “risk-free”, “Guaranteed”, “guarantee” and 1 more, which are on “Promises” (Ben Okafor keeps that list)"
    )
    assert condition.because(replace(subject, content=post("Guaranteed"))) == (
        "says “Guaranteed”, which is on “Promises” (Ben Okafor keeps that list)"
    )
    assert condition.because(replace(subject, content=post())) is None
    assert condition.looks_for() == "says words on “Promises”"


def test_a_pillar_names_the_words_that_do_not_go_with_it() -> None:
    """Only where the post carries that pillar."""
    assert said(post("Cheap tea", pillar="craft")) == [
        "“Cheap” does not go with “Made by hand”: that pillar avoids the word. Ask Ben Okafor, whose pillar it is."
    ]
    assert said(post("Cheap tea")) == []


PADDING: Final = (
    "\n" * 400,
    "🎉" * 300,
    "—\n" * 20,
    "🎉\n",
    "🎉\u2028",
    "." * 40,
    " " * 200,
    "\u2800" * 9,
    "🎉 🎉 🎉 🎉 ",
    "•••••• ",
)
"""What pushes a disclosure out of sight, though no word stands before it."""


@pytest.mark.parametrize(
    "text",
    [
        "#ad Tea for all",
        "Ad: tea for all",
        "  “#AD” tea",
        "(Ad: tea)",
        "\N{CHEERING MEGAPHONE} #ad tea",
        "＃ad tea",
        "👩🏽‍🚀🏳️‍🌈👨‍👩‍👧‍👦 #ad tea",
        "••••• #ad tea",
    ],
)
def test_a_disclosure_at_the_very_start_is_one(text: str) -> None:
    """In any case, behind a bracket or a picture, in look-alike letters."""
    assert said(post(text, relationship="partner")) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Tea for all", "The post does not say it."),
        ("#adventure tea", "The post does not say it."),
        ("Advice: tea", "The post does not say it."),
        ("Tea for all #ad", "“#ad” stands where readers may miss it."),
        ("Tea #tea #cups #ad", "“#ad” stands where readers may miss it."),
        *((f"{form} Tea", f"“{form}” does not say it plainly.") for form in FAILING),
    ],
)
def test_what_does_not_disclose_is_told(text: str, why: str) -> None:
    """With the reason, and how to begin."""
    assert said(post(text, relationship="partner")) == [
        f"Whoever writes as “Partner” has to disclose it. {why} Begin the post with “#ad” or “Ad:”."
    ]
    assert said(post(text)) == []


@pytest.mark.parametrize("padding", PADDING)
def test_a_disclosure_behind_padding_does_not_disclose(padding: str) -> None:
    """Line breaks, pictures, signs and blanks in front of it push it out of sight as words do."""
    (found,) = check_disclosure(post(f"{padding}#ad Tea", relationship="partner"), BRAND)
    assert "“#ad” stands where readers may miss it. Begin the post with" in found.says


def test_a_disclosure_before_more_must_be_seen_and_not_stand_in_a_heap_of_tags() -> None:
    """Where the policy lets it stand later, it counts as long as no channel of the post cuts it off."""
    seen = Brand(disclosures={"partner": Disclosure(name="Partner", forms=("#ad",), where="before_more")})
    assert said(post("Tea for all #ad", relationship="partner"), seen) == []
    assert said(post("Tea for all #ad", relationship="partner", channels=(LINKEDIN,)), seen) == []
    assert len(said(post("Tea " * 40 + "#ad", relationship="partner", channels=(LINKEDIN,)), seen)) == 1
    assert len(said(post("Tea for all #tea #ad", relationship="partner"), seen)) == 1
    assert said(post("Tea\n\n#ad", relationship="partner", channels=(LINKEDIN,)), seen) == []
    assert len(said(post("Tea\n\n\n\n#ad", relationship="partner", channels=(LINKEDIN,)), seen)) == 1


def test_a_long_form_at_the_start_must_be_seen_to_its_end() -> None:
    """Before the channel cuts the post off."""
    form = "Written in a paid partnership of long standing with " + "Example and " * 9 + "others"
    paid = Brand(disclosures={"partner": Disclosure(name="Partner", forms=(form,))})
    assert said(post(form, relationship="partner"), paid) == []
    assert len(said(post(form, relationship="partner", channels=(LINKEDIN,)), paid)) == 1


def test_claims_need_a_source_only_of_the_kinds_that_the_policy_names() -> None:
    """With a source nothing is asked; numbers are not asked about here."""
    (found,) = check(post("The best tea, 40 % off"), BRAND)
    assert (found.field, found.words, found.effect) == ("sources", "best", "block")
    assert found.says == "“best” is a superlative, so it needs a source. Name what proves it, or leave it out."
    assert said(post("The best tea", sources="Our test of 2026")) == []


def test_pictures_need_words_and_channels_limit_them() -> None:
    """By the policy, an image without alt text; by the channel, one with too much."""
    picture = Media(kind="image", name="cup.png", digest="ab" * 32)
    (found,) = check(post(media=(picture, replace(picture, kind="video"))), BRAND)
    assert (found.field, found.effect) == ("media", "warn")
    assert found.says == "The picture “cup.png” has no alt text. Say in a sentence what it shows."
    assert said(post(media=(picture,)), Brand()) == []
    (found,) = check(post(media=(picture,)), Brand(alt_text=AltTextRule(effect="block", owner=BEN)))
    assert (found.effect, found.owner) == ("block", "Ben Okafor")
    assert found.says.endswith("Say in a sentence what it shows. Ben Okafor keeps that rule.")
    long = replace(picture, alt_text="x" * 1_001)
    assert said(post(media=(long,)), Brand()) == [
        "X allows 1,000 characters of alt text; that of “cup.png” has 1,001. Cut 1."
    ]


def test_what_a_notification_may_show_has_no_word_of_the_post() -> None:
    """The discreet sentence names the rule and its owner."""
    found = check(post("Risk-free! The best. Cheap", pillar="craft", relationship="partner"), BRAND)
    assert [one.discreet for one in found] == [
        "Whoever writes as “Partner” has to disclose it. The post does not say it. Begin the post with “#ad” or “Ad:”.",
        "“Claims need a source” does not let it pass.",
        "“Promises” does not let it pass. Ben Okafor keeps that rule.",
        "“Made by hand” is about words in it. Ben Okafor keeps that rule.",
    ]


PIECES = st.lists(
    st.sampled_from(
        ["guaranteed", "risk-free", "#ad", "best", "the the", "cheap", "#RiskFree", "ﬁ", "\u200b", "é", " ", "\n"]
    )
    | st.text(max_size=4),
    max_size=12,
).map("".join)
EFFECTS: st.SearchStrategy[Effect] = st.sampled_from(["note", "warn", "block"])


@PROPERTY
@given(PIECES, PIECES, EFFECTS, st.sampled_from(["", "partner"]), st.sampled_from(["", "craft"]))
def test_exact_words_are_found_in_the_post(text: str, alt: str, effect: Effect, relationship: str, pillar: str) -> None:
    """Whatever is written, the check answers, and the words that a finding names stand in the post as they are named."""
    media = (Media(kind="image", name="cup.png", digest="ab" * 32, alt_text=alt),)
    brand = replace(BRAND, wordlists=(replace(PROMISES, effect=effect),))
    for found in check(post(text, media=media, relationship=relationship, pillar=pillar), brand):
        assert found.effect in ("block", "warn", effect)
        assert not found.words or "".join(found.words.split()) in "".join((text + "\0" + alt).split())


@PROPERTY
@given(PIECES, PIECES)
def test_what_blocks_does_not_pass_for_words_added_behind_it(text: str, more: str) -> None:
    """A listed word still blocks whatever is written after it."""
    before = {one.words for one in check(post(text), BRAND) if one.rule == "Promises"}
    after = {one.words for one in check(post(f"{text} {more}"), BRAND) if one.rule == "Promises"}
    assert {words for words in before if " " not in words} <= after
