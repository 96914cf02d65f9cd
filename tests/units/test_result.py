import pytest

from chizai.units.result import Failed, Failure, Loaded, Ok, Place, Reason, reporter, told


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


def test_a_value_of_megabytes_is_shown_by_its_ends() -> None:
    text = str(Failure(Reason.WRONG_TYPE, Place("a.csv", 3), "a" + "x" * 10**6 + "z", "y", "f"))
    assert len(text) < 1000
    assert "  what: ax" in text
    assert "xz\n" in text


def test_a_mistake_in_every_row_is_told_three_times_and_the_other_rows_are_named() -> None:
    rows = [Failure(Reason.UNKNOWN, Place("a.csv", row, "licence"), f"row {row}", "y", "f") for row in range(2, 32)]
    other = Failure(Reason.MISSING, Place("b.toml", None, "id"), "no id", "y", "f")
    texts = list(told([*rows, other]))
    assert texts[:4] == [str(failure) for failure in (*rows[:3], other)]
    named = ", ".join(map(str, range(5, 25)))
    assert texts[4:] == [f"a.csv: licence [unknown]\n  what: 27 more rows of this kind: {named}, …"]


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
