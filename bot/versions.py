"""The versions of the policy that were put in force, read back from the record, and in whose name the command line acts."""

import os
import pwd

from adapters.policy_file.load import Loaded, load_text
from adapters.storage.store import SqlStore
from workflows.domain.ids import Email
from workflows.domain.people import Person
from workflows.domain.policy import Policy
from workflows.engine.policies import Policies


async def all_policies(store: SqlStore, current: Policy) -> Policies:
    """`current`, and every version that was ever put in force."""
    versions = await store.policy_versions()
    read = (load_text(one.text, "an adopted policy") for known, one in versions.items() if known != current.hash)
    older = tuple(version.policy for version in read if isinstance(version, Loaded))
    return Policies(current, older, {known: one.since for known, one in versions.items()})


async def policies_in_force(store: SqlStore) -> Policies | None:
    """The policy in force, and those before it; not the file, which may be newer than what was put in force. None before the
    first, or where this version of Copydesk can't read it.
    """
    hash_ = await store.policy_in_force()
    read = load_text((await store.policy_versions())[hash_].text, "the policy in force") if hash_ else None
    return await all_policies(store, read.policy) if isinstance(read, Loaded) else None


async def somebody(store: SqlStore, address: str) -> Person | None:
    """Who has this address, if they are known here and have not left."""
    person = await store.person_of(Email(address.strip().lower()))
    return None if person is None or person.left else person


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
