"""Whatever a card or a form says, what is drawn is inside Slack's limits."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import cards, forms, limits
from bot.playground.slack.shapes import Json, text_of, walk
from bot.playground.slack.validation import check_message, check_modal, is_too_long
from workflows.cards.actions import Action, ActionName, encode
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

SHORT = st.text(max_size=30)
LONG = st.builds(str.__mul__, st.text(max_size=20), st.sampled_from([1, 2, 40, 400]))
ACTIONS = st.builds(
    Action,
    name=st.sampled_from(["approve", "reject", "edit", "open"]),
    proposal=st.none() | st.just(ProposalId("p" * 40)),
    desk=st.none() | st.just(DeskId("investor-relations")),
    revision=st.integers(min_value=0, max_value=999_999),
)
ACCOUNTS = st.builds(
    Account,
    id=st.builds(
        AccountId,
        chat=st.just("slack"),
        installation=st.just("T1"),
        user=st.sampled_from(["U0ADA", "W0BEN", "U0" + "C" * 28, "<!channel>", "no id"]),
    ),
    link=st.just("matched"),
    person=SHORT.map(PersonId),
)
ELEMENTS: st.SearchStrategy[Element] = st.one_of(
    st.builds(Heading, text=LONG),
    st.builds(Paragraph, text=LONG, weight=st.sampled_from(["normal", "strong", "small"])),
    st.builds(Words, label=LONG, text=LONG),
    st.builds(Facts, rows=st.lists(st.tuples(LONG, LONG), max_size=15).map(tuple)),
    st.builds(Bullets, items=st.lists(st.tuples(SHORT, LONG), max_size=8).map(tuple)),
    st.builds(
        Mention,
        people=st.lists(st.tuples(SHORT.map(PersonId), LONG), max_size=4).map(tuple),
        accounts=st.lists(ACCOUNTS, max_size=6).map(tuple),
        text=LONG,
    ),
    st.builds(
        Buttons, buttons=st.lists(st.builds(Button, label=LONG, action=ACTIONS), min_size=1, max_size=5).map(tuple)
    ),
    st.just(Divider()),
)
CARDS = st.builds(Card, summary=LONG, elements=st.lists(ELEMENTS, max_size=30).map(tuple))


def named(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Items whose fields each have a name of their own."""
    return tuple({one if isinstance(one, Info) else one.name: one for one in items}.values())


NAMES = st.sampled_from(["text", "channels", "day", "time", "note", "link"])
OPTIONS = st.integers(min_value=0, max_value=30).flatmap(
    lambda count: st.tuples(*(st.tuples(st.just(f"option{number}"), LONG) for number in range(count)))
)
ITEMS: st.SearchStrategy[Item] = st.one_of(
    st.builds(TextField, name=NAMES, label=LONG, value=LONG, hint=LONG, max_length=st.integers(0, 9000)),
    st.builds(
        ChoiceField,
        name=NAMES,
        label=LONG,
        options=OPTIONS,
        chosen=st.sampled_from([(), ("option0",), ("option1", "option2", "gone")]),
        many=st.booleans(),
        optional=st.booleans(),
    ),
    st.builds(DateField, name=NAMES, label=LONG, value=st.sampled_from(["", "2026-12-01", "tomorrow", "2026-13-41"])),
    st.builds(TimeField, name=NAMES, label=LONG, value=st.sampled_from(["", "09:30", "25:00", "9.30"])),
    st.builds(Info, elements=st.lists(ELEMENTS, max_size=5).map(tuple)),
)
FORMS = st.builds(
    Form,
    title=LONG,
    action=ACTIONS,
    items=st.lists(ITEMS, max_size=12).map(tuple).map(named),
    submit=st.none() | LONG.filter(bool),
    buttons=st.sampled_from(
        [(), (FormButton(intent="check", label="Check"), FormButton(intent="save", label="S" * 99))]
    ),
    errors=st.dictionaries(NAMES | st.just("form"), LONG, max_size=4),
)


@settings(max_examples=40, deadline=None)
@given(CARDS)
def test_any_card_is_inside_slacks_limits(card: Card) -> None:
    """No card is refused for its lengths, its blocks, its size or its ids; and only a mention calls anyone."""
    blocks = cards.message_blocks(card)
    assert not check_message(blocks)
    assert not is_too_long(blocks)
    assert limits.length(cards.summary(card)) <= limits.NOTIFICATION
    marked = [text_of(each) for each in walk(blocks) if each.get("type") == "mrkdwn"]
    assert all(set(word) <= set("<@>ABCDENUW0") for text in marked for word in text.split())


@settings(max_examples=40, deadline=None)
@given(FORMS)
def test_any_form_is_inside_slacks_limits(form: Form) -> None:
    """No form is refused, and what it is about travels with it unchanged."""
    view = forms.view(form)
    assert not check_modal(view)
    assert view["private_metadata"] == encode(form.action)
    assert limits.length(view["private_metadata"]) <= limits.PRIVATE_METADATA


@pytest.mark.parametrize("filler", ["word " * 10_000, "\n" * 14_000, '"' * 14_000, "&" * 9_000, "😀" * 9_000])
def test_a_card_that_is_too_long_says_so(filler: str) -> None:
    """What does not fit is never silently gone: a sentence stands where it was cut, and a button opens all of it. Nobody
    approves what they cannot read: that, too, is for where all of it stands.
    """
    about = Action(name="approve", proposal=ProposalId("p1"), desk=DeskId("legal"), revision=3, retimes=1)
    whole = Card(
        summary="s",
        elements=(Words(label="Words", text=filler), Buttons(buttons=(Button(label="Approve", action=about),))),
    )
    blocks: list[Json] = cards.message_blocks(whole)
    assert not is_too_long(blocks)
    assert not check_message(blocks)
    said = "".join(text_of(block["text"]) for block in blocks if block["type"] == "section")
    assert filler.startswith(said)
    assert limits.size(blocks) > limits.MESSAGE_SIZE * 2 // 3
    buttons = [each["value"] for each in walk(blocks) if each.get("type") == "button"]
    assert buttons == ["show|p1|legal|3|1", "open|p1|legal|3|1"]
    assert "too long for one message" in str(blocks)


def test_every_long_post_fits_whole() -> None:
    """The longest post of every network but one stands whole on a card: 3,000 characters, even of emoji."""
    for text in ("w" * 3000, "&" * 1500, "😀" * 3000):
        card = Card(summary="s", elements=(Words(label="Words", text=text),))
        said = "".join(text_of(block["text"]) for block in cards.message_blocks(card) if block["type"] == "section")
        assert said == text


def test_errors_of_a_new_form_stand_under_their_fields() -> None:
    """Errors that a form opens with are drawn below the field they are about; strays on top."""
    form = Form(
        title="T",
        action=Action(name="propose"),
        submit="Send",
        items=(TextField(name="text", label="Post"), TextField(name="note", label="Note")),
        errors={"text": "Too long.", "form": "Try again."},
    )
    assert [text_of(block.get("text")) or block.get("block_id") for block in forms.view(form)["blocks"]] == [
        "⚠ Try again.",
        "text",
        "form-error:text",
        "note",
    ]


def test_a_malformed_day_does_not_keep_a_form_from_opening() -> None:
    """A value that Slack's pickers refuse is left out."""
    form = Form(
        title="T",
        action=Action(name="propose"),
        submit="Send",
        items=(
            DateField(name="day", label="Day", value="tomorrow"),
            TimeField(name="time", label="Time", value="9.30"),
        ),
    )
    assert [block["element"] for block in forms.view(form)["blocks"]] == [
        {"type": "datepicker", "action_id": "value"},
        {"type": "timepicker", "action_id": "value"},
    ]


def test_only_mentions_call_people() -> None:
    """People with an account here are called, the others named; every word beside them is literal."""
    ada = Account(id=AccountId(chat="slack", installation="T1", user="U0ADA"), link="matched", person=PersonId("a"))
    ben = Account(id=AccountId(chat="teams", installation="t", user="x"), link="matched", person=PersonId("b"))
    mention = Mention(
        people=((PersonId("a"), "Ada"), (PersonId("b"), "Ben <@U0X>")), accounts=(ada, ben), text="please <!here>"
    )
    called, said = cards.draw([mention])
    assert called["text"] == {"type": "mrkdwn", "text": "<@U0ADA>"}
    assert text_of(said["text"]) == "Ben <@U0X>: please <!here>"
    assert said["text"]["type"] == "plain_text"


def test_a_form_with_too_much_to_read_keeps_its_fields() -> None:
    """What a modal has no room for is left out and said; fields, their errors and the buttons never are."""
    form = Form(
        title="T",
        action=Action(name="propose"),
        submit="Send",
        items=(Info(elements=(Divider(),) * 120), TextField(name="text", label="Post")),
        buttons=(FormButton(intent="check", label="Check"),),
        errors={"text": "Too long."},
    )
    view = forms.view(form)
    assert not check_modal(view)
    assert "too long" in text_of(view["blocks"][0]["text"])
    assert [block["block_id"] for block in view["blocks"][-3:]] == ["text", "form-error:text", "form-buttons"]


@pytest.mark.parametrize("name", ["open", "reconsider"])
def test_a_form_whose_words_do_not_fit_approves_nothing(name: ActionName) -> None:
    """Where a form could approve words that it has no room for, there is nothing to send; a no may still be said."""
    words = (Info(elements=(Words(label="Words", text="word " * 70_000),)), TextField(name="why", label="Why"))
    form = Form(title="Decide", action=Action(name=name), submit="Record", items=words)
    view = forms.view(form)
    assert not check_modal(view)
    assert "submit" not in view
    assert not [block for block in view["blocks"] if block["type"] == "input"]
    assert "Not all of it fits here" in text_of(view["blocks"][1]["text"])
    assert "submit" in forms.view(replace(form, action=Action(name="reject")))


def test_how_choices_are_offered() -> None:
    """Few options all show, many are a menu; what is optional can be left open again; only offered ones are chosen."""
    few, many = (("a", "A"), ("b", "B")), tuple((f"o{number}", "O") for number in range(20))

    def kind(options: tuple[tuple[str, str], ...], *, several: bool = False, optional: bool = False) -> str:
        field = ChoiceField(name="c", label="C", options=options, many=several, optional=optional, chosen=("b", "gone"))
        form = Form(title="T", action=Action(name="propose"), submit="Send", items=(field,))
        element = forms.view(form)["blocks"][0]["element"]
        chosen = [each["value"] for each in element.get("initial_options", [])]
        chosen += [element["initial_option"]["value"]] if "initial_option" in element else []
        assert chosen == (["b"] if options is few else [])
        return element["type"]

    assert kind(few) == "radio_buttons"
    assert kind(few, optional=True) == "static_select"
    assert kind(few, several=True) == "checkboxes"
    assert kind(many) == "static_select"
    assert kind(many, several=True) == "multi_static_select"
