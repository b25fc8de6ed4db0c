"""Cards and forms as Teams takes them, whatever words are in them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.teams import cards, forms
from adapters.teams.wire import Json
from bot.playground.teams.card_rules import objects_in, problems
from bot.playground.teams.render import card as lines_of
from workflows.cards.actions import OPENS_FORM, Action, ActionName, decode
from workflows.cards.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Element,
    Facts,
    Heading,
    Mention,
    Paragraph,
    Words,
)
from workflows.cards.forms import ChoiceField, DateField, Form, FormButton, Info, Item, TextField, TimeField
from workflows.domain.ids import DeskId, PersonId, ProposalId
from workflows.domain.people import Account, AccountId

NAMES: tuple[ActionName, ...] = ("approve", "edit", "refresh", "withdraw", "copy_words", "submit")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def tree(card: Json) -> Any:
    """The card as JSON to look into."""
    return card


text = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="*_[](){}#>-+.!~<@:|`\\\n 🚀é", max_size=40),
    st.integers(0, 40_000).map(lambda size: "wörds " * (size // 6)),
)
ids = st.text(alphabet="abcdef0123456789", min_size=1, max_size=20)
actions = st.builds(
    Action,
    name=st.sampled_from(NAMES),
    proposal=ids.map(ProposalId),
    desk=st.none() | ids.map(DeskId),
    revision=st.integers(0, 999),
    retimes=st.integers(0, 99),
)
buttons = st.builds(Button, label=text, action=actions, style=st.sampled_from(["default", "primary", "danger"]))
people = [PersonId("p1"), PersonId("p2"), PersonId("p3")]
accounts = st.builds(
    Account,
    id=st.just(AccountId(chat="teams", installation="t", user="u")),
    link=st.just("matched"),
    person=st.sampled_from(people),
    alias=ids.map("29:{}".format),
)
elements: st.SearchStrategy[Element] = st.one_of(
    st.builds(Heading, text=text),
    st.builds(Paragraph, text=text, weight=st.sampled_from(["normal", "strong", "small"])),
    st.builds(Words, label=text, text=text),
    st.builds(Facts, rows=st.lists(st.tuples(text, text), max_size=4).map(tuple)),
    st.builds(Bullets, items=st.lists(st.tuples(text, text), max_size=4).map(tuple)),
    st.builds(
        Mention,
        people=st.lists(st.tuples(st.sampled_from(people), text), max_size=3).map(tuple),
        accounts=st.lists(accounts, max_size=3).map(tuple),
        text=text,
    ),
    st.builds(Buttons, buttons=st.lists(buttons, min_size=1, max_size=7).map(tuple)),
    st.just(Divider()),
)
some_cards = st.builds(
    Card, summary=text, elements=st.lists(elements, max_size=6).map(tuple), refresh=st.none() | actions
)


@st.composite
def some_forms(draw: st.DrawFn) -> Form:
    """A form of any fields, with errors on some and on none of them."""
    names = draw(st.lists(ids.map("f{}".format), max_size=5, unique=True))
    options = st.lists(st.tuples(ids, text), min_size=1, max_size=4, unique_by=lambda option: option[0]).map(tuple)
    items: list[Item] = [Info(elements=tuple(draw(st.lists(elements, max_size=3))))]
    for name in names:
        common: dict[str, Any] = {
            "name": name,
            "label": draw(text),
            "hint": draw(text),
            "optional": draw(st.booleans()),
        }
        kind = draw(st.integers(0, 3))
        if kind == 0:
            items.append(TextField(**common, value=draw(text), lines=draw(st.sampled_from(["one", "many"]))))
        elif kind == 1:
            offered = draw(options)
            chosen = tuple(key for key, _ in offered if draw(st.booleans()))
            items.append(ChoiceField(**common, options=offered, chosen=chosen, many=draw(st.booleans())))
        elif kind == 2:
            items.append(DateField(**common, value=draw(st.one_of(text, st.just("2026-12-01")))))
        else:
            items.append(TimeField(**common, value=draw(st.one_of(text, st.just("09:30")))))
    errors = draw(st.dictionaries(st.sampled_from([*names, "elsewhere"]), text, max_size=3))
    return Form(
        title=draw(text),
        action=draw(actions),
        items=tuple(items),
        submit=draw(st.none() | text),
        buttons=(FormButton(intent="check", label=draw(text)),),
        errors=errors,
    )


@FEW
@given(some_cards, st.lists(ids.map("29:{}".format), max_size=70))
def test_any_card_is_taken(card: Card, viewers: list[str]) -> None:
    """Whatever is in it, a card follows the Adaptive Card 1.5 rules and stays within 28 KB."""
    assert problems(cards.draw(card, viewers), "message") == []
    assert problems(cards.draw(card, surface="dialog"), "dialog") == []


@FEW
@given(some_forms())
def test_any_form_is_taken(form: Form) -> None:
    """Whatever is in it, a dialog follows the Adaptive Card 1.5 rules and stays within 28 KB."""
    assert problems(forms.draw(form), "dialog") == []


@given(st.text(alphabet="*_[](){}#>-+.!~<@:|`\\&abc é🚀\n", min_size=1, max_size=200).filter(str.strip))
def test_words_are_seen_as_they_are(words: str) -> None:
    """Every character and line break of the words stands on the card as it is read."""
    drawn = tree(cards.draw(Card(summary="s", elements=(Words(label="X", text=words),))))
    container = drawn["body"][1]
    runs = container["items"][0]["inlines"]
    assert "".join(run["text"] for run in runs) == words


def test_only_a_mention_pings() -> None:
    """A mention makes its `<at>`; the same text anywhere else is words."""
    ben = Account(
        id=AccountId(chat="teams", installation="t", user="aad-ben"), link="matched", person=people[0], alias="29:ben"
    )
    mention = Mention(people=((people[0], "Ben"), (people[1], "Zoe")), accounts=(ben,), text="<at>Ivy</at> look")
    drawn = cards.draw(Card(summary="s", elements=(Paragraph(text="<at>Ben</at>"), mention)))
    assert drawn["msteams"] == {
        "width": "Full",
        "entities": [{"type": "mention", "text": "<at>Ben</at>", "mentioned": {"id": "29:ben", "name": "Ben"}}],
    }
    blocks = [thing for _, thing in objects_in(drawn) if thing.get("type") == "TextBlock"]
    assert [block["text"] for block in blocks] == ["<at>Ben</at>"]
    assert "Zoe: <at>Ivy</at> look" in lines_of(drawn)


def test_two_people_of_one_name_are_two_mentions() -> None:
    """Teams tells mentions apart by their text, so no two have the same."""
    both = tuple(
        Account(
            id=AccountId(chat="teams", installation="t", user=f"u{n}"), link="matched", person=person, alias=f"29:{n}"
        )
        for n, person in enumerate(people[:2])
    )
    mention = Mention(people=((people[0], "Ben"), (people[1], "Ben")), accounts=both, text="look")
    entities = tree(cards.draw(Card(summary="s", elements=(mention,))))["msteams"]["entities"]
    assert len({entity["text"] for entity in entities}) == 2


@pytest.mark.parametrize("name", NAMES)
def test_whether_a_button_decides_is_fixed_when_it_is_drawn(name: ActionName) -> None:
    """A button that needs input opens a dialog by task/fetch, every other acts at once; both bring their action back."""
    action = Action(name=name, proposal=ProposalId("p1"), desk=DeskId("legal"), revision=2, retimes=1)
    drawn = tree(cards.draw(Card(summary="s", elements=(Buttons(buttons=(Button(label="Go", action=action),)),))))
    (button,) = drawn["body"][0]["actions"]
    assert decode(button["data"]["copydesk"]) == action
    if name in OPENS_FORM:
        assert (button["type"], button["data"]["msteams"]) == ("Action.Submit", {"type": "task/fetch"})
    else:
        assert (button["type"], button["verb"]) == ("Action.Execute", name)


def test_at_most_sixty_people_have_their_own_view() -> None:
    """Only ids that refresh lists take are in it, each once, and sixty of them."""
    card = Card(summary="s", elements=(), refresh=Action(name="refresh"))
    viewers = ["29:a", "29:a", "0b7c9d2e-directory-id", *(f"29:{n}" for n in range(80))]
    users = tree(cards.draw(card, viewers))["refresh"]["userIds"]
    assert len(users) == 60
    assert users[:2] == ["29:a", "29:0"]
    assert "userIds" not in tree(cards.draw(card))["refresh"]


def test_what_does_not_fit_is_said() -> None:
    """Words too long for a card end in a sentence that says how much is missing. *Approve* makes way for *Open*; others stay."""
    post = ProposalId("p1")
    buttons = (
        Button(label="Approve", action=Action(name="approve", proposal=post)),
        Button(label="Lift the block", action=Action(name="lift_block", proposal=post)),
    )
    card = Card(
        summary="s",
        elements=(Words(label="LinkedIn", text="ß" * 30_000), Buttons(buttons=buttons)),
    )
    drawn = cards.draw(card)
    assert any("Only the first 8,000 of 30,000 characters fit" in line for line in lines_of(drawn))
    labels = [str(thing["title"]) for _, thing in objects_in(drawn) if str(thing.get("type")).startswith("Action.")]
    assert labels == ["Open", "Lift the block"]
    assert len(json.dumps(drawn, ensure_ascii=False).encode()) <= 28 * 1024


def test_the_words_under_review_go_last() -> None:
    """Whatever stands beside them is cut before they are, as long as they have room at all."""
    words, note = "ß" * 12_000, "é" * 3000
    elements = (
        Words(label="Words", text=words),
        Words(label="Note", text=note, kind="aside"),
        Facts(rows=(("a", "b"),)),
    )
    drawn = cards.draw(Card(summary="s", elements=(*elements, Bullets(items=(("-", "ü" * 5000),)))))
    lines = lines_of(drawn)
    assert words in lines
    assert note not in lines
    assert any(" of 3,000 characters fit on this card. Ask the author" in line for line in lines)


@pytest.mark.parametrize("name", ["open", "reconsider"])
def test_a_dialog_whose_words_do_not_fit_approves_nothing(name: ActionName) -> None:
    """Where a dialog could approve words that it has no room for, there is nothing to send; a no may still be said."""
    items = (Info(elements=(Words(label="Words", text="ß" * 30_000),)), TextField(name="why", label="Why"))
    form = Form(title="Decide", action=Action(name=name), submit="Record", items=items)
    drawn = forms.draw(form)
    assert problems(drawn, "dialog") == []
    assert "actions" not in drawn
    assert any("nobody can approve it here" in line for line in lines_of(drawn))
    assert "actions" in forms.draw(replace(form, action=Action(name="reject")))


def test_words_to_copy_stand_in_a_field() -> None:
    """In a form that is only read, words can be copied exactly."""
    words = "Two  spaces\n\n{{DATE(x)}}"
    form = Form(
        title="Copy",
        action=Action(name="copy_words", proposal=ProposalId("p1")),
        items=(Info(elements=(Words(label="LinkedIn", text=words, kind="exact"),)),),
    )
    drawn = tree(forms.draw(form))
    assert drawn["body"][0]["value"] == words
    assert "actions" not in drawn


def test_errors_stand_beside_their_fields() -> None:
    """Each error follows its field, one that belongs to none stands on top, and what was typed is there."""
    form = Form(
        title="Edit",
        action=Action(name="edit", proposal=ProposalId("p1")),
        items=(TextField(name="text", label="Text", value="typed"), TimeField(name="at", label="Time", value="25")),
        submit="Submit",
        errors={"text": "Too long.", "form": "Try again.", "at": "No time."},
    )
    kinds = [element["type"] for element in tree(forms.draw(form))["body"]]
    assert kinds == ["RichTextBlock", "Input.Text", "RichTextBlock", "Input.Time", "RichTextBlock"]
    assert lines_of(forms.draw(form))[0] == "⚠ Try again."


def test_typed_words_are_the_last_to_give_way() -> None:
    """Long information is shortened before anything that was typed; what was typed comes back whole."""
    typed = "é" * 3000
    form = Form(
        title="Edit",
        action=Action(name="edit", proposal=ProposalId("p1")),
        items=(Info(elements=(Words(label="Before", text="ß" * 30_000),)), TextField(name="t", label="T", value=typed)),
        submit="Submit",
    )
    values = [thing.get("value") for _, thing in objects_in(forms.draw(form)) if thing.get("type") == "Input.Text"]
    assert values == [typed]
