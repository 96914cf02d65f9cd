import pytest

from chizai.units.result import Failed, Failure, Loaded, Ok, Place, Reason, reporter


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("deal.toml"), "deal.toml"),
        (Place("a.csv", 3), "a.csv:3"),
        (Place("a.csv", 3, "royalty"), "a.csv:3: royalty"),
        (Place("deal.toml", None, "clauses[1].to"), "deal.toml: clauses[1].to"),
    ],
)
def test_a_place_says_as_much_as_it_knows(place: Place, text: str) -> None:
    assert str(place) == text


def test_a_failure_says_where_what_why_and_what_to_do() -> None:
    failure = Failure(Reason.MISSING, Place("a.csv", 3), "no royalty", "it is required", "add the column")
    assert str(failure).splitlines() == [
        "a.csv:3 [missing]",
        "  what: no royalty",
        "  why:  it is required",
        "  do:   add the column",
    ]


def test_a_reporter_collects_failures_of_its_file_in_order() -> None:
    failures: list[Failure] = []
    report = reporter(failures, "a.csv")
    report(Reason.UNKNOWN, "right", "w", "y", "f", row=7)
    report(Reason.CYCLE, None, "w2", "y2", "f2")
    assert failures == [
        Failure(Reason.UNKNOWN, Place("a.csv", 7, "right"), "w", "y", "f"),
        Failure(Reason.CYCLE, Place("a.csv"), "w2", "y2", "f2"),
    ]


def test_failing_without_a_failure_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one failure"):
        Failed(())


def test_a_load_without_failures_is_clean() -> None:
    assert Loaded(Ok(3)).failures == ()
