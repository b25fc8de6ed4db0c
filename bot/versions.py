"""The versions of the policy that were put in force, read back from the record, and in whose name the command line acts."""

import asyncio
import os
import pwd
from collections.abc import Collection
from datetime import datetime
from functools import partial

from adapters.policy_file.load import Loaded, load_text
from adapters.storage.store import SqlStore
from workflows.cards.versions import SHOWN
from workflows.domain.ids import Email, PolicyHash
from workflows.domain.people import Person
from workflows.domain.policy import Policy
from workflows.engine.policies import Policies


async def all_policies(store: SqlStore, current: Policy) -> Policies:
    """`current`, and every version that was ever put in force."""
    versions = await store.policy_versions()
    read = (load_text(one.text, "an adopted policy") for known, one in versions.items() if known != current.hash)
    older = tuple(version.policy for version in read if isinstance(version, Loaded))
    return Policies(current, older, {known: one.since for known, one in versions.items()}, partial(recall, store))


async def recall(store: SqlStore, hash_: PolicyHash) -> tuple[Policy, datetime] | None:
    """One version from the record, with when (UTC) it was first put in force; None where this version of Copydesk can't read it."""
    version = (await store.policy_versions()).get(hash_)
    read = await asyncio.to_thread(load_text, version.text, "an adopted policy") if version else None
    return (read.policy, version.since) if version and isinstance(read, Loaded) else None


async def policies_in_force(store: SqlStore, nothing: str) -> Policies | str:
    """The policy in force, and those before it; not the file, which may be newer than what was put in force. Where there is none,
    or where it can't be read, a sentence with what helps; before the first, it says that there is `nothing` to do, in words.
    """
    hash_ = await store.policy_in_force()
    if hash_ is None:
        return f"No policy was ever in force here: {nothing} before the first `copydesk run`."
    read = load_text((await store.policy_versions())[hash_].text, f"version {hash_[:SHOWN]}")
    if isinstance(read, Loaded):
        return await all_policies(store, read.policy)
    return (
        f"This Copydesk can't read the policy in force ({read[0]}). Use the Copydesk that put it in force, or put a file in force "
        "that this one can read, with `copydesk policy reload`."
    )


async def somebody(store: SqlStore, address: str) -> Person | None:
    """Who has this address, if they are known here and have not left."""
    person = await store.person_of(Email(address.strip().lower()))
    return None if person is None or person.left else person


async def may_sign(store: SqlStore, address: Email, listed: Collection[Email]) -> bool:
    """Whether who has this address may put a policy in force in their name: somebody known who has not left, or whom it lists."""
    person = await store.person_of(address)
    return address in listed if person is None else not person.left


def nobody_has(address: str) -> str:
    """That nobody is known by an address."""
    return f"Nobody here has the address “{address}”. Give that of somebody whom the policy names."


def operator() -> str:
    """The account of this machine under which Copydesk runs."""
    return account(os.getuid())


def account(number: int) -> str:
    """What this machine calls the account with that number, else the number, as in a container that has no such account. The
    environment is not asked: whoever types a command writes it.
    """
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
