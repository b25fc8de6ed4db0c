"""What people ask in words: help, how things stand for them, and why a post is asked whom. It answers; it never decides."""

from datetime import datetime
from typing import Final

from workflows.cards import guidance, messages
from workflows.cards.confidential import marked
from workflows.cards.why import why_card, why_draft
from workflows.domain.proposal import Draft
from workflows.domain.refusals import NotFound, ParkedByNewerVersion
from workflows.engine.agenda import Agendas
from workflows.engine.groups import Groups
from workflows.engine.homes import Homes
from workflows.engine.linking import Linking
from workflows.engine.looking import Look
from workflows.engine.meant import Meant, unknown_post
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, Say, ShowCard, Typed
from workflows.engine.seeing import facts_of
from workflows.engine.store import Store
from workflows.lifecycle.wording import preview

_GREETINGS: Final = frozenset({"", "help", "hi", "hello", "hey"})


class Guide:
    """Answers whoever asks about posts in words. Cards are for them alone; adapters show none where others read."""

    def __init__(
        self, store: Store, agendas: Agendas, homes: Homes, groups: Groups, linking: Linking, policies: Policies
    ) -> None:
        """`homes` draws what awaits a person, `groups` says what of theirs is old, `linking` who they are."""
        self._agendas = agendas
        self._meant = Meant(store, agendas, policies)
        self._homes = homes
        self._groups = groups
        self._linking = linking
        self._policies = policies

    async def answer(self, request: Typed, known: Known, zone: str, now: datetime) -> Answer:
        """The answer to `help`, `status`, `me`, `why` and to what we do not know; times in `zone` (IANA)."""
        verb, _, rest = request.text.strip().partition(" ")
        chat = request.origin.account.chat
        match verb.casefold():
            case "status":
                return ShowCard(card=await self._homes.status(known.person, zone, now))
            case "me":
                return ShowCard(card=await self._linking.me(known))
            case "why":
                return await self._why(request, rest, known, zone, now)
            case word if word in _GREETINGS:
                return Say(text=guidance.help_text(chat))
            case _:
                return Say(text=guidance.unknown_word(verb, chat))

    async def _why(self, request: Typed, words: str, known: Known, zone: str, now: datetime) -> Answer:
        number, _ = guidance.number_and_words(words)
        if number:
            look = await self._meant.look(number, request, known, now)
        elif newest := await self._agendas.newest_of(known.person.id):
            look = await self._meant.look_at(newest, known, now)
        else:
            return Say(text=guidance.nothing_proposed())
        if isinstance(look, ParkedByNewerVersion):
            return Say(text=messages.refusal(look, {}, self._policies.current))
        if isinstance(look, NotFound) or look.sees != "own":
            return unknown_post()
        if isinstance(look.proposal.stage, Draft):
            return ShowCard(card=marked(look.seen, why_draft(look.seen, self._route(look, known, now))))
        asked = [standing.requirement.desk for standing in look.seen.evaluation.standings]
        return ShowCard(card=marked(look.seen, why_card(look.seen, await self._groups.stale(asked, zone, now))))

    def _route(self, look: Look, known: Known, now: datetime) -> tuple[str, ...]:
        facts = facts_of(look.proposal, look.loaded, self._policies, now)
        return preview(look.proposal.head.content, look.proposal.wanted, look.proposal, known.person, facts).says
