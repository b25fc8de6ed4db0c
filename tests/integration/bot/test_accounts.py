"""`copydesk accounts`: what an admin reads of accounts, and says of them."""

import asyncio
from pathlib import Path

from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from tests.contract.store.world import known
from tests.integration.bot.typed import SLACK, copydesk, elsewhere
from tests.support.databases import copy

BEN = "slack:T1/U-ben"
SAID = ("--by", "Olu", "--reason", "Asked him.")


async def _seen(url: str) -> None:
    database = connect(url)
    await known(SqlStore(database), "ben")
    await database.close()


def test_accounts_are_listed_and_overridden(sqlite_file: Path) -> None:
    """The list says whose each account is and how sure that is; each word of an admin's changes it, and needs a reason."""
    url = copy(sqlite_file)
    asyncio.run(_seen(url))
    with elsewhere() as folder:
        policy = folder / "policy.yaml"
        assert copydesk("policy", "init", str(policy)).exit_code == 0
        settings = {**SLACK, "COPYDESK_DATABASE_URL": url, "COPYDESK_POLICY": str(policy)}

        def listed() -> str:
            return copydesk("accounts", **settings).stdout

        assert listed() == f"{BEN}  matched  Ben (ben@example.com)\n"
        done = copydesk("accounts", "confirm", BEN, *SAID, **settings)
        assert done.stdout == f"{BEN} is confirmed: decisions through it count.\n"
        assert copydesk("accounts", "deny", BEN, *SAID, **settings).exit_code == 0
        assert listed() == f"{BEN}  denied  Ben (ben@example.com)\n"
        assert copydesk("accounts", "link", "teams:t/x", "Ben@example.com", *SAID, **settings).exit_code == 0
        assert "teams:t/x  confirmed by an admin  Ben (ben@example.com)" in listed()
        assert copydesk("accounts", "unlink", "teams:t/x", *SAID, **settings).exit_code == 0
        assert "teams:t/x  unknown  nobody" in listed()

        for words, told in (
            (("confirm", "ben"), "“ben” names no account."),
            (("confirm", "slack:T1/U0"), "slack:T1/U0 was never seen here."),
            (("confirm", "teams:t/x"), "teams:t/x is nobody's,"),
            (("link", BEN, "x@y.z"), "Nobody here has the address “x@y.z”."),
        ):
            refused = copydesk("accounts", *words, *SAID, **settings)
            assert (refused.exit_code, refused.stdout) == (2, "")
            assert refused.stderr.startswith(told)
        blank = copydesk("accounts", "deny", BEN, "--by", "Olu", "--reason", " ", **settings)
        assert blank.stderr == "Say why, with --reason: it stands beside the ledger.\n"
