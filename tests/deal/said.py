"""What the checks say of a deal's text in which one thing is wrong."""

from collections.abc import Sequence

from chizai.units.result import Failure, Reason


def assert_said_once(failures: Sequence[Failure], reason: Reason, key: str, says: str) -> None:
    """Hold that one failure was found, with its key, its why and what to do."""
    (failure,) = failures
    assert failure.reason is reason
    assert key in str(failure.place.key)
    assert says in failure.what
    assert failure.why
    assert failure.fix
