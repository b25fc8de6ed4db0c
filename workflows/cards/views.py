"""The cards about a proposal, built from how it stands: one for its author, one for each desk that is asked."""

from dataclasses import replace

from workflows.cards import (
    about,
    away,
    called,
    handing_on,
    holding,
    messages,
    overriding,
    standstill,
    suggested,
    versions,
)
from workflows.cards.actions import Action, ActionName
from workflows.cards.brand import pillar_rows, warned
from workflows.cards.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Element,
    Facts,
    Heading,
    Paragraph,
    Words,
)
from workflows.cards.changes import changes
from workflows.cards.seen import Audience, Seen
from workflows.cards.tree import branches, stuck
from workflows.cards.watching import watched_by
from workflows.checks.length import measure_all
from workflows.domain.content import published_text
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Draft, InReview, Rejected, Withdrawn, review_of
from workflows.lifecycle import watchers as watching
from workflows.lifecycle.barred import barred
from workflows.lifecycle.evaluate import Standing
from workflows.lifecycle.handed import handings


def status_line(seen: Seen, zone: str = "", *, to_author: bool = False) -> str:
    """Where the post stands, in a sentence or two; times in `zone` (IANA), or in the company's. Told `to_author`, it says what is
    theirs to do.
    """
    names = seen.names
    match seen.proposal.stage:
        case Draft():
            return "Draft. Only you can see it."
        case Rejected(desk=desk, at=at, reason=reason):
            when = messages.moment(at, zone or seen.policy.zone)
            last = seen.proposal.reviews[-1]
            who = f"{messages.signed(names, last)} ({messages.desk(seen.policy, desk)})"
            return f"Rejected by {who} at {when}: {messages.REASONS[reason.code].lower()}."
        case Withdrawn(by=by, at=at, review=review):
            did = "Withdrawn" if review else "Discarded"
            return f"{did} by {messages.name(names, by)} at {messages.moment(at, zone or seen.policy.zone)}."
        case InReview():
            stands = _review_line(seen, to_author=to_author)
            stands += suggested.asks_author(seen.proposal, names) if to_author else ""
            held = seen.proposal.hold
            return f"{holding.status(held, messages.name(names, held.by))} {stands}" if held else stands


def _review_line(seen: Seen, *, to_author: bool) -> str:
    if seen.evaluation.approved:
        approved = f"Approved by {_everyone_who_counted(seen)}."
        if seen.evaluation.overridden:
            approved = overriding.status(seen.evaluation.overrides, lambda one: _name(seen, one))
        if seen.proposal.time == "missed":
            return f"{approved} {holding.missed()}"
        return f"{approved} Ready to go out." if seen.may_go_out else approved
    blocking = {messages.signed(seen.names, one) for each in seen.evaluation.standings for one in each.blocking}
    if blocking:
        who = messages.listing(sorted(blocking))
        if to_author:
            return f"{who} asked for changes. Edit the post to go on."
        author = messages.name(seen.names, seen.proposal.author)
        return f"{who} asked for changes. Waiting for {author} to edit."
    awaited = [one for one in seen.evaluation.standings if one.status == "pending"]
    waits = [f"Waiting for {messages.listing(_waits_for(seen, one) for one in awaited)}."] if awaited else []
    later = [
        messages.desk(seen.policy, one.requirement.desk) for one in seen.evaluation.standings if one.status == "waiting"
    ]
    then = [f"Then: {messages.listing(later)}."] if later else []
    return " ".join(["In review.", *waits, *(f"{what}." for what, _ in stuck(seen)), *then])


def _name(seen: Seen, person: PersonId) -> str:
    return messages.name(seen.names, person)


def _everyone_who_counted(seen: Seen) -> str:
    counted = {messages.signed(seen.names, one) for each in seen.evaluation.standings for one in each.counted}
    return messages.listing(sorted(counted))


def _waits_for(seen: Seen, standing: Standing) -> str:
    return f"{called.who(standing, seen.names)} ({messages.desk(seen.policy, standing.requirement.desk)})"


def review_card(seen: Seen, desk: DeskId, audience: Audience) -> Card:
    """What a desk's reviewers see. Reasons are told to the author, so this shows their codes only."""
    author = messages.name(seen.names, seen.proposal.author)
    desk_name = messages.desk(seen.policy, desk)
    standing = seen.evaluation.of(desk)
    body: list[Element] = [Heading(text=f"{desk_name}: a post by {author}"), Paragraph(text=status_line(seen))]
    body += _banner(seen)
    body += _the_words(seen)
    body += _since_last_seen(seen, standing, audience)
    review = review_of(seen.proposal)
    why = review.whys.get(desk, "") if review else ""
    if standing is None:
        body.append(Paragraph(text=f"{desk_name} is no longer asked about this post."))
    elif why:
        body.append(Paragraph(text=f"Why {desk_name}: {why}"))
    body += _standings(seen) + suggested.rows(seen)
    body += handing_on.whys(handings(seen.proposal, desk), seen.names)
    body += suggested.declined(seen.proposal, desk, seen.names)
    if standing:
        body += away.asked_instead(standing, audience, seen.covers, seen.names)
    buttons = _review_buttons(seen, desk, standing, audience)
    if standing and isinstance(seen.proposal.stage, InReview) and audience in standing.awaited & seen.newcomers:
        body.append(Paragraph(text=messages.first_time(desk_name)))
    if buttons:
        body.append(Buttons(buttons=buttons))
    body += _powers(seen, desk, audience)
    refresh = refresh_of(seen, desk) if audience == "onlookers" else None
    return Card(summary=f"{desk_name}: a post by {author}", elements=tuple(body), refresh=refresh)


def refresh_of(seen: Seen, desk: DeskId) -> Action:
    """With what a desk's shared card asks for the reader's own."""
    return _action(seen, "refresh", desk)


def author_card(seen: Seen) -> Card:
    """What the author sees: progress, every reason in full, and what they can do next."""
    title = f"Your post for {messages.channels(seen.proposal.head.content.channels)}".removesuffix(" for ")
    body: list[Element] = [Heading(text=title), Paragraph(text=status_line(seen, to_author=True))]
    body += _banner(seen)
    body += _the_words(seen)
    body += _standings(seen)
    body += _reasons(seen)
    body += suggested.to_answer(seen)
    body += watchers_of(seen)
    body.append(Buttons(buttons=_author_buttons(seen)))
    body += _powers(seen, None, seen.proposal.author)
    return Card(summary="Your post", elements=tuple(body))


def watchers_of(seen: Seen) -> tuple[Element, ...]:
    """Who watches, each with why. Where it is confidential, only who may read it."""
    found = watching.watching(seen.proposal)
    return watched_by([one for one in found.values() if one.person in seen.readers], lambda one: _name(seen, one))


def _banner(seen: Seen) -> tuple[Element, ...]:
    """That everything is stopped, on what is on its way."""
    stopped = seen.stopped if isinstance(seen.proposal.stage, InReview) else None
    return standstill.banner(stopped, lambda at: messages.moment(at, seen.policy.zone))


def _powers(seen: Seen, desk: DeskId | None, audience: Audience) -> list[Element]:
    """What is no decision, in a row of its own: other wording, and what the policy lets a few people do. Where everyone sees the
    same, it is there if somebody of the desk may use it.
    """
    standing = seen.evaluation.of(desk) if desk and isinstance(seen.proposal.stage, InReview) else None
    suggest = suggested.button(standing, seen.covers, audience, _action(seen, "suggest", desk))
    here = seen.members.get(desk, frozenset()) if desk and audience == "everyone" else frozenset({audience})
    hold = holding.button(seen.proposal, desk) if here & seen.holders else None
    said = {one.by for one in seen.evaluation.overrides}
    may = here & seen.overriders - barred(seen.proposal) - said
    override = overriding.button(seen.proposal, seen.evaluation, desk) if may else None
    row = tuple(one for one in (suggest, hold, override) if one)
    return [Buttons(buttons=row)] if row else []


def overview(seen: Seen, *, asides: bool = True) -> tuple[Element, ...]:
    """The post and how it stands, to read; without `asides`, nothing that is for reviewers only."""
    line = Paragraph(text=f"By {messages.name(seen.names, seen.proposal.author)}. {status_line(seen)}")
    stands = (*_standings(seen), *suggested.rows(seen))
    return (line, *_banner(seen), *_the_words(seen, asides=asides), *stands)


def _reasons(seen: Seen) -> list[Element]:
    if isinstance(seen.proposal.stage, Rejected):
        given = [(seen.proposal.stage.by, seen.proposal.stage.reason)]
    else:
        blocking = (review for standing in seen.evaluation.standings for review in standing.blocking)
        given = [(review.reviewer, review.reason) for review in blocking if review.reason]
    return [
        Words(label=f"{messages.name(seen.names, by)} writes", text=reason.words, kind="aside") for by, reason in given
    ]


def _the_words(seen: Seen, *, asides: bool = True) -> list[Element]:
    head = seen.proposal.head
    lengths = [f"{one.name} {one.used:,} of {one.limit:,}" for one in measure_all(head.content)]
    rows = [
        ("Channels", messages.listing(lengths) or "none yet"),
        *about.said(head.content, seen.policy.vocabulary),
        *pillar_rows(head.content, seen.policy.brand),
        ("Wanted", messages.wanted(seen.proposal.wanted)),
        ("Revision", f"{head.number}, by {_name(seen, head.author)}{suggested.credit(seen.proposal, seen.names)}"),
    ]
    rows += versions.row(seen.proposal, seen.dates, seen.names, seen.policy.zone)
    if asides and seen.proposal.source:
        rows.append(("Made from", f"{seen.proposal.source} (for reviewers only)"))
    body: list[Element] = [Words(label="The words, as they will appear", text=published_text(head.content))]
    body += warned(head.content, seen.policy.brand)
    body.append(Facts(rows=tuple(rows)))
    if head.content.sources:
        body.append(Words(label="What proves its claims", text=head.content.sources))
    if asides and seen.proposal.note:
        body.append(Words(label="For reviewers only, never published", text=seen.proposal.note, kind="aside"))
    body.append(Divider())
    return body


def _since_last_seen(seen: Seen, standing: Standing | None, audience: Audience) -> list[Element]:
    """What changed since the revision that this reviewer (or, for everyone, the desk) last decided on."""
    if standing is None or not standing.lapsed:
        return []
    own = [review for review in standing.lapsed if review.reviewer == audience]
    last = max(review.revision for review in own or standing.lapsed)
    if not own and (seen.named is not None or last < seen.proposal.opened):
        # Words that were confidential stay so to those who did not decide on them.
        return []
    rows = changes(seen.proposal.revisions[last - 1].content, seen.proposal.head.content, seen.policy.vocabulary)
    title = Paragraph(text=f"Changed since revision {last}, the last one decided on", weight="strong")
    return [title, Bullets(items=rows)] if rows else []


def _standings(seen: Seen) -> list[Element]:
    rows = [row for branch in branches(seen) for row in branch.brief]
    mark = override_row(seen)
    rows += [mark] if mark else []
    return [Bullets(items=tuple(rows))] if rows else []


def override_row(seen: Seen) -> tuple[str, str] | None:
    """The mark of an override, whole or half; None where there is none."""
    others = seen.overriders - barred(seen.proposal)
    return overriding.row(seen.evaluation, lambda one: _name(seen, one), others)


def _action(seen: Seen, name: ActionName, desk: DeskId | None = None) -> Action:
    proposal = seen.proposal
    return Action(name=name, proposal=proposal.id, desk=desk, revision=proposal.head.number, retimes=proposal.retimes)


def _review_buttons(seen: Seen, desk: DeskId, standing: Standing | None, audience: Audience) -> tuple[Button, ...]:
    if standing is None or not isinstance(seen.proposal.stage, InReview):
        return ()
    if audience == "onlookers":
        return (Button(label="Open", action=_action(seen, "open", desk)),)
    decided = away.minds((*standing.counted, *standing.blocking), seen.covers)
    buttons: list[Button] = []
    if standing.awaited and (audience == "everyone" or audience in standing.awaited):
        buttons += [
            Button(label="Approve", action=_action(seen, "approve", desk), style="primary"),
            Button(label="Request changes", action=_action(seen, "request_changes", desk)),
            Button(label="Reject", action=_action(seen, "reject", desk), style="danger"),
        ]
    leads = seen.comms_leads.union(seen.heads.get(desk, ())) - barred(seen.proposal)
    buttons += handing_on.buttons(standing, audience, leads, _action(seen, "hand_on", desk))
    if decided and (audience == "everyone" or audience in decided):
        buttons.append(Button(label="Change my decision", action=_action(seen, "reconsider", desk)))
    blocking = {one.reviewer for one in standing.blocking}
    # Who blocked ends that by changing their decision.
    may_lift = [head for head in seen.heads.get(desk, ()) if head not in barred(seen.proposal) and blocking - {head}]
    if audience in may_lift or (may_lift and audience == "everyone"):
        buttons.append(Button(label="Lift the block", action=_action(seen, "lift_block", desk)))
    if seen.may_go_out and (audience == "everyone" or audience in seen.comms_leads):
        buttons.append(Button(label="Copy the words", action=_action(seen, "copy_words", desk)))
    if audience in seen.comms_leads:
        buttons.append(Button(label="Edit", action=_action(seen, "edit", desk)))
    return tuple(buttons)


def _author_buttons(seen: Seen) -> tuple[Button, ...]:
    edit = Button(label="Edit", action=_action(seen, "edit"))
    withdraw = Button(label="Withdraw", action=_action(seen, "withdraw"), style="danger")
    match seen.proposal.stage:
        case Draft():
            submit = Button(label="Send for review", action=_action(seen, "submit"), style="primary")
            return (submit, edit, replace(withdraw, label="Discard"))
        case InReview():
            if seen.may_go_out:
                copy = Button(label="Copy the words", action=_action(seen, "copy_words"), style="primary")
                return (copy, edit, withdraw)
            return (edit, withdraw)
        case Rejected() | Withdrawn():
            return (Button(label="Propose again", action=_action(seen, "propose_again")),)
