"""How long the next socket may have to wait."""

from adapters.slack.sockets import LONGEST_WAIT, SOON, longest_wait


def test_sockets_that_do_not_live_are_replaced_soon() -> None:
    """The first at once, then a little later each time, however many there were."""
    waits = [longest_wait(0, brief) for brief in range(20)]
    assert waits[0] == 0.0
    assert waits == sorted(waits)
    assert waits[-1] == SOON


def test_a_slack_that_gives_no_socket_is_asked_ever_less_often() -> None:
    """Each try without a socket doubles the wait, up to half a minute."""
    waits = [longest_wait(failed, 0) for failed in range(20)]
    assert waits[:4] == [0.0, 0.2, 0.4, 0.8]
    assert waits[-1] == LONGEST_WAIT


def test_one_failed_try_after_many_short_lives_waits_as_the_first() -> None:
    """Sockets that were there do not make a failed try wait longer."""
    assert longest_wait(1, 20) == longest_wait(1, 0)
