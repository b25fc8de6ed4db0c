"""How long desks took: what is kept of it, and how it is found among a great deal more."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import is_postgres, rows, run
from tests.contract.store.world import LEGAL, NOW, accepting, begun, known, noted, order
from workflows.domain.ids import DeskId, PersonId, ProposalId
from workflows.engine.store import Recorded
from workflows.lifecycle.turnarounds import Turnarounds

HOUR = timedelta(hours=1)
MARKETING = DeskId("marketing")
BOTH = (LEGAL, MARKETING)


async def test_a_turnaround_lasts_from_asking_to_deciding(store: SqlStore) -> None:
    """Each desk's own; one that has not decided yet says nothing, and neither does a desk that was never asked."""
    ada = await known(store, "ada")
    await _does(store, ada, 0, begun_at=BOTH)
    await _does(store, ada, 3, over=[LEGAL])
    assert await _hours(store) == {LEGAL: [3], MARKETING: []}
    await _does(store, ada, 5, over=[MARKETING])
    assert await _hours(store) == {LEGAL: [3], MARKETING: [5]}
    assert await store.lately([DeskId("archive")], NOW, 9) == {DeskId("archive"): []}
    assert await store.lately([], NOW, 9) == {}


async def test_a_post_counts_once_by_the_last_time_that_a_desk_was_asked(store: SqlStore) -> None:
    """Asked again it says nothing, until the desk has decided again."""
    ada = await known(store, "ada")
    await _does(store, ada, 0, begun_at=[LEGAL])
    await _does(store, ada, 3, over=[LEGAL])
    await _does(store, ada, 10, begun_at=[LEGAL])
    assert await _hours(store) == {LEGAL: [], MARKETING: []}
    await _does(store, ada, 11, over=[LEGAL])
    assert await _hours(store) == {LEGAL: [1], MARKETING: []}


async def test_what_was_never_begun_ends_in_nothing(store: SqlStore) -> None:
    """As of a post that was already in review before anything was noted, or that was confidential when its desk was asked; and
    what has ended does not end a second time.
    """
    ada = await known(store, "ada")
    await _does(store, ada, 0)
    await _does(store, ada, 3, over=BOTH)
    assert await _hours(store) == {LEGAL: [], MARKETING: []}
    await _does(store, ada, 4, begun_at=[LEGAL])
    await _does(store, ada, 5, over=[LEGAL])
    await _does(store, ada, 9, over=[LEGAL])
    assert await _hours(store) == {LEGAL: [1], MARKETING: []}


async def test_only_the_newest_count(store: SqlStore) -> None:
    """As many as are wanted of those decided since then, counted by when they were decided."""
    ada = await known(store, "ada")
    for number in range(4):
        await _does(store, ada, 0, begun_at=[LEGAL], post=f"post {number}")
    for number, hours in enumerate((7, 1, 5, 3)):
        await _does(store, ada, hours, over=[LEGAL], post=f"post {number}")
    assert sorted((await _hours(store))[LEGAL]) == [1, 3, 5, 7]
    assert sorted((await _hours(store, most=2))[LEGAL]) == [5, 7]
    assert sorted((await _hours(store, since=3))[LEGAL]) == [3, 5, 7]


async def test_they_are_found_by_an_index(store: SqlStore, database: Database) -> None:
    """Among thousands of posts, of which most are another desk's, undecided or long ago, it is one step to the newest and then
    from one to the next: nothing is sorted, and no more is read than is wanted.
    """
    ada = await known(store, "ada")
    await _does(store, ada, 0, begun_at=[LEGAL], post="post 0")
    on_postgres = await is_postgres(database)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
    columns = "author, created, sequence, version, state, status, wanted, changed"
    decided = (
        "TIMESTAMPTZ '2026-03-02 09:00Z' + i * INTERVAL '1 minute'"
        if on_postgres
        else ("strftime('%Y-%m-%d %H:%M:%f000', '2026-03-02 09:00', '+' || i || ' minutes')")
    )
    await run(
        database,
        f"INSERT INTO proposals (id, {columns}) {numbers} SELECT 'many ' || i, {columns} FROM proposals, n",  # noqa: S608  # ours
        f"INSERT INTO turnarounds (proposal, desk, asked, decided) {numbers}"  # noqa: S608  # ours
        " SELECT 'many ' || i, CASE WHEN i % 3 = 0 THEN 'legal' ELSE 'marketing' END, asked,"
        f" CASE WHEN i % 2 = 0 THEN {decided} END FROM turnarounds, n",
        "ANALYZE turnarounds",
    )
    assert len((await store.lately([LEGAL], NOW, 20))[LEGAL]) == 20
    asked = (
        "SELECT asked, decided FROM turnarounds WHERE desk = 'legal' AND decided >= '2026-03-02 09:00:00.000000'"
        " ORDER BY decided DESC LIMIT 20"
    )
    plan = await rows(database, f"EXPLAIN {asked}" if on_postgres else f"EXPLAIN QUERY PLAN {asked}")
    steps = "\n".join(str(row[-1]) for row in plan)
    assert "ix_turnarounds_desk_decided" in steps
    assert "sort" not in steps.casefold()
    assert "TEMP B-TREE" not in steps


async def _does(
    store: SqlStore,
    by: PersonId,
    hours: int,
    *,
    begun_at: Collection[DeskId] = (),
    over: Collection[DeskId] = (),
    post: str = "post",
) -> None:
    """Something happens to a post so many hours from now, and does this to its desks."""
    changes = Turnarounds(begun=frozenset(begun_at), over=frozenset(over))
    proposal, at = ProposalId(post), NOW + hours * HOUR
    events = begun(by, proposal) if hours == 0 else [noted(by, f"after {hours} hours")]
    done = await store.apply(order(by, f"{post} {hours}", proposal, at), accepting(events, turnarounds=changes))
    assert isinstance(done, Recorded)


async def _hours(store: SqlStore, *, since: int = 0, most: int = 20) -> dict[DeskId, Sequence[float]]:
    found = await store.lately(BOTH, NOW + since * HOUR, most)
    return {desk: [span / HOUR for span in spans] for desk, spans in found.items()}
