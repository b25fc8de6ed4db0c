"""Names for the strings that identify things, so that one is never passed for another."""

from typing import Literal, NewType

Chat = Literal["slack", "teams"]

PersonId = NewType("PersonId", str)
"""Random; says nothing about the person, so it may stand in the ledger for ever."""
ProposalId = NewType("ProposalId", str)
"""Random; safe to show and to put into a button."""
DeskId = NewType("DeskId", str)
"""The desk's key in the policy file, such as `legal`. A requirement is named by its desk."""
GroupKey = NewType("GroupKey", str)
"""What names a group of a chat whose people sit on a desk, such as `slack @legal`; see `workflows.domain.policy.Group`."""
ChannelId = NewType("ChannelId", str)
"""A place of publication, such as `linkedin`; see `workflows.checks.channels`."""
Email = NewType("Email", str)
"""An address in lower case."""
PolicyHash = NewType("PolicyHash", str)
"""SHA-256 of the policy file's bytes, in hex."""
PartName = NewType("PartName", str)
"""`text`, `link`, `channels` or `media`: what can be judged by itself."""
PartHash = NewType("PartHash", str)
"""Salted SHA-256 of one part's canonical JSON, in hex."""
RevisionHash = NewType("RevisionHash", str)
"""Salted SHA-256 of all publishable parts' canonical JSON, in hex."""
CardPostId = NewType("CardPostId", str)
"""Random; one card in one place for its whole life."""
