"""How posts should sound, as the file says it: every key, and every mistake exactly as it is told."""

from datetime import date

import pytest

from adapters.policy_file.load import Loaded, load_text
from tests.unit.policy_file.test_errors import GOOD
from workflows.domain.brand import (
    AltTextRule,
    Brand,
    ChannelCard,
    ClaimsRule,
    Disclosure,
    Listed,
    Owner,
    Pillar,
    WordList,
)
from workflows.domain.content import PARTS
from workflows.domain.ids import ChannelId, DeskId, Email
from workflows.domain.policy import Policy
from workflows.policy.reviews import past_review

FULL = f"""\
{GOOD}
markets: {{de: Germany}}
pillars:
  craft: Made by hand
  care: {{name: We care, promise: We mend it, proof: 9 shops, do: [mend], dont: [cheap], owner: out@example.net,
         review: 2027-01-31}}
relationships: {{employee: Employee, partner: {{name: Partner, disclosure: ['#ad', 'Ad:'], where: before_more}}}}
channels: {{x: {{purpose: Be quick, voice: [Short, Dry], good: Tea, bad: TEA!, owner: ben@example.com, review: 2027-01-31}}}}
wordlists:
  - name: Promises
    why: We can't keep them.
    owner: ben@example.com
    effect: route
    desk: legal
    channels: [x]
    markets: [de]
    entries: [{{phrase: for ever, instead: for years}}, {{stem: guarant}}, {{pattern: '\\d+ ?%'}}]
claims: {{need_source: true, kinds: [numbers]}}
alt_text: block
"""


def read(text: str) -> Policy:
    """The policy in `text`, which must be right."""
    found = load_text(text, "policy.yaml")
    assert isinstance(found, Loaded), found
    return found.policy


def test_every_key_of_the_brand_arrives():
    """Pillars, channel cards, word lists, disclosures and what they lead to; an owner is named as the policy lists them."""
    full = read(FULL)
    ben = Owner(email=Email("ben@example.com"), name="Ben")
    review = date(2027, 1, 31)
    promises = WordList(
        name="Promises",
        why="We can't keep them.",
        owner=ben,
        effect="route",
        desk=DeskId("legal"),
        channels=frozenset({ChannelId("x")}),
        markets=frozenset({"de"}),
        entries=(
            Listed(how="phrase", find="for ever", instead="for years"),
            Listed(how="stem", find="guarant"),
            Listed(how="pattern", find=r"\d+ ?%"),
        ),
    )

    assert full.brand == Brand(
        pillars={
            "care": Pillar(
                name="We care",
                promise="We mend it",
                proof="9 shops",
                do=("mend",),
                dont=("cheap",),
                owner=Owner(email=Email("out@example.net"), name="out@example.net"),
                review=review,
            )
        },
        channels={
            ChannelId("x"): ChannelCard(
                purpose="Be quick", voice=("Short", "Dry"), good="Tea", bad="TEA!", owner=ben, review=review
            )
        },
        wordlists=(promises,),
        disclosures={"partner": Disclosure(name="Partner", forms=("#ad", "Ad:"), where="before_more")},
        claims=ClaimsRule(kinds=frozenset({"numbers"})),
        alt_text=AltTextRule(effect="block"),
    )
    owned = read(FULL.replace("alt_text: block", "alt_text: {effect: warn, owner: ben@example.com}"))
    assert owned.brand.alt_text == AltTextRule(effect="warn", owner=ben)
    assert past_review(full.brand, review) == ()
    assert past_review(full.brand, date(2027, 2, 1)) == (
        "the pillar “We care” was to be reviewed by 2027-01-31; ask out@example.net",
        "the channel X was to be reviewed by 2027-01-31; ask Ben",
    )
    assert read(FULL.replace("need_source: true", "need_source: false")).brand.claims is None


def test_a_list_that_routes_is_a_rule() -> None:
    """It asks its desk about all that would be published, and the names of the others are names."""
    full = read(FULL)
    rule = full.rules[-1]
    assert (rule.name, rule.why, rule.desk) == ("the words on “Promises” are cleared", "We can't keep them.", "legal")
    assert (rule.quorum, rule.judges, rule.judges_time) == (None, PARTS, False)
    assert full.vocabulary.pillars == {"craft": "Made by hand", "care": "We care"}
    assert full.vocabulary.relationships == {"employee": "Employee", "partner": "Partner"}


def test_what_is_left_out_asks_nothing() -> None:
    """No brand, no finding."""
    assert read(GOOD).brand == Brand()


def test_what_has_no_owner_is_warned_of() -> None:
    """Wherever a finding would name nobody to ask; a name alone finds nothing."""
    unowned = FULL.replace(", owner: out@example.net,", ",")
    found = load_text(unowned, "policy.yaml")
    assert isinstance(found, Loaded), found
    asks = "has no “owner”, so its findings name nobody to ask"
    assert [warning.partition(": ")[2] for warning in found.warnings] == [
        f"the relationship “Partner” {asks}; add the address of whose it is",
        f"the pillar “We care” {asks}; add the address of whose it is",
        f"“claims” {asks}; add the address of whose it is",
        f"“alt_text” {asks}; write {{effect: block, owner: …}}",
    ]


MISTAKES: list[tuple[str, tuple[str, ...]]] = [
    (
        "pillars: {craft: {promise: Good}}\ndigest:\n",
        ("9:18: a pillar needs “name”: the name that people read",),
    ),
    (
        "pillars: {craft: {name: Craft, review: soon}}\ndigest:\n",
        ("9:40: expected a day such as 2027-01-31, not “soon”",),
    ),
    (
        "channels: {twitter: {purpose: Be quick}, x: {voice: [a, b, c, d]}}\ndigest:\n",
        (
            (
                "9:12: expected a channel, not “twitter”; "
                "expected linkedin, x, bluesky, threads, facebook, instagram, tiktok or youtube"
            ),
            "9:45: a channel needs “purpose”: what the channel is for",
            "9:63: expected at most 3 lines on how it sounds",
        ),
    ),
    (
        "channels: [x]\ndigest:\n",
        ("9:11: expected channels: a key such as linkedin, then what the channel is for",),
    ),
    (
        'relationships: {partner: {name: Partner, disclosure: ["\\u200b"], where: last}}\ndigest:\n',
        (
            "9:55: expected a word or phrase, not invisible characters",
            "9:73: expected where it has to stand, not “last”; expected first or before_more",
        ),
    ),
    (
        "claims: {kinds: [jokes]}\nalt_text: maybe\ndigest:\n",
        (
            "9:9: “claims” needs “need_source”: true or false",
            "9:18: expected a kind of claim, not “jokes”; expected numbers, superlatives, comparisons or guarantees",
            "10:11: expected what it leads to that a picture has no alt text, not “maybe”; expected block or warn",
        ),
    ),
    ("alt_text: {owner: ben@example.com}\ndigest:\n", ("9:11: “alt_text” needs “effect”: block or warn",)),
    (
        "alt_text: [block]\ndigest:\n",
        ("9:11: expected what it leads to that a picture has no alt text: block or warn",),
    ),
    (
        "alt_text: {effect: note, owner: ben}\ndigest:\n",
        (
            "9:20: expected what it leads to that a picture has no alt text, not “note”; expected block or warn",
            "9:33: expected an e-mail address such as ada@example.com, not “ben”",
        ),
    ),
    (
        (
            "wordlists:\n"
            "  - {name: A, why: B., owner: ben@example.com, effect: route, entries: [{}]}\n"
            "  - {name: a, why: B., owner: ben, effect: note, desk: legal, entries: [{phrase: a, stem: b}, {pattern: '['}]}\n"
            "digest:\n"
        ),
        (
            "10:56: “route” needs “desk”: the key of the desk that is asked",
            "10:73: expected one of phrase, stem and pattern in an entry",
            "11:12: another word list is called “a”; give each its own name",
            "11:31: expected an e-mail address such as ada@example.com, not “ben”",
            "11:56: no desk is asked where the effect is “note”; only “route” asks one",
            "11:73: expected one of phrase, stem and pattern in an entry",
            "11:105: expected a regular expression; “[” is none: unterminated character set at position 1",
        ),
    ),
    (
        "topics: {" + ", ".join(f"t{number}: T{number}" for number in range(101)) + "}\ndigest:\n",
        ("9:9: expected at most 100 topics, not 101; no menu is longer",),
    ),
]


@pytest.mark.parametrize(("added", "errors"), MISTAKES)
def test_a_mistake_is_told_with_its_place(added: str, errors: tuple[str, ...]) -> None:
    """The line, the column, and what was expected there."""
    told = tuple(f"policy.yaml:{error}" for error in errors)
    assert load_text(GOOD.replace("digest:\n", added, 1), "policy.yaml") == told
