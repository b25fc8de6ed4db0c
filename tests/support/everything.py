"""A card with every element and forms with every field that there is, for whoever draws them."""

from typing import get_args

from workflows.cards.actions import Action
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

ACTION = Action(name="approve", proposal=ProposalId("p1"), desk=DeskId("legal"), revision=2, retimes=1)
ADA = Account(id=AccountId(chat="slack", installation="T0ACME", user="U0ADA"), link="matched", person=PersonId("ada"))
FEW = (("x", "X"), ("linkedin", "LinkedIn"))
MANY = tuple((str(number), f"Choice {number}") for number in range(20))

CARD = Card(
    summary="A post by Ada",
    elements=(
        Heading(text="A post by Ada"),
        Heading(text="A very long heading " * 10),
        Paragraph(text="Plain words"),
        Paragraph(text="Strong words", weight="strong"),
        Paragraph(text="Small words", weight="small"),
        Words(label="The words", text="*as* _typed_ <@U0ADA> & :rocket:\nin two lines"),
        Facts(rows=(("Channels", "LinkedIn"), ("Wanted", "no time given"))),
        Bullets(items=(("✓", "Marketing: Cleo approved"), ("○", "Legal: waiting for Ben"))),
        Mention(people=((PersonId("ada"), "Ada Park"), (PersonId("ben"), "Ben")), accounts=(ADA,), text="Your turn."),
        Divider(),
        Buttons(
            buttons=(
                Button(label="Approve", action=ACTION, style="primary"),
                Button(label="Reject", action=ACTION, style="danger"),
                Button(label="Copy", action=ACTION),
            )
        ),
    ),
)
FIELDS: tuple[Item, ...] = (
    TextField(name="text", label="The post", hint="As people will read it.", lines="many", value="Tea"),
    TextField(name="link", label="Link", optional=True),
    ChoiceField(name="channels", label="Channels", options=FEW, chosen=("x",), many=True),
    ChoiceField(name="markets", label="Markets", options=MANY, chosen=("3",), many=True),
    ChoiceField(name="reason", label="Reason", options=FEW),
    ChoiceField(name="tone", label="Tone", options=MANY, optional=True),
    DateField(name="day", label="Wanted on", value="2026-12-01"),
    TimeField(name="time", label="at", value="09:30"),
    Info(elements=CARD.elements),
)
FORMS = (
    Form(
        title="Propose a post",
        action=ACTION,
        items=FIELDS,
        submit="Send",
        buttons=(FormButton(intent="check", label="Check"), FormButton(intent="save", label="Save")),
        errors={"text": "Too long", "elsewhere": "Not now"},
    ),
    Form(title="Copy", action=ACTION, items=FIELDS),
)

assert {type(one) for one in CARD.elements} == set(get_args(Element)), "an element is missing here"
assert {type(one) for one in FIELDS} == set(get_args(Item)), "a field is missing here"
