"""The pool: what does not fit is found once, at its place."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chizai.assets.evidence import Evidence
from chizai.assets.licence_check import check_licence
from chizai.assets.licences import Licence, Milestone, RoyaltyTerms, Rung
from chizai.assets.owners import Assignment, OwnerShare
from chizai.assets.placed import Placed
from chizai.assets.pool import Pool
from chizai.assets.pool_check import check_pool
from chizai.assets.rights import Patent
from chizai.assets.statements import Statement, StatementRow
from chizai.units.rate import PPM
from chizai.units.result import Place, Reason

RIGHT = Patent(
    id="R1", title="t", jurisdiction="JP", number="1", filed_on=date(2010, 1, 1), owners=(OwnerShare("A", PPM),)
)
LICENCE = Licence(id="L1", licensee="x", right_ids=("R1",), currency="JPY", starts_on=date(2020, 1, 1))
ROW = StatementRow(
    place=Place("statements/a.csv", 2, "Royalty"),
    licence_id="L1",
    period_start_on=date(2025, 1, 1),
    period_end_on=date(2025, 12, 31),
    received_on=date(2026, 2, 1),
    royalty_minor=100,
    currency="JPY",
)
POOL = Pool((RIGHT,), (), (LICENCE,), (Statement("statements/a.csv", (ROW,)),))


def reported(row: StatementRow) -> Pool:
    return replace(POOL, statements=(Statement("statements/a.csv", (row,)),))


def test_a_sound_pool_finds_nothing_and_looks_up_by_id() -> None:
    assert check_pool(POOL) == ()
    assert (POOL.right("R1"), POOL.licence("L1"), POOL.rows()) == (RIGHT, LICENCE, (ROW,))
    with pytest.raises(KeyError):
        POOL.right("L1")
    with pytest.raises(KeyError):
        POOL.licence("R1")


@pytest.mark.parametrize(
    ("pool", "reason", "place"),
    [
        (replace(POOL, rights=(RIGHT, RIGHT)), Reason.DUPLICATE, "pool: rights[2] (R1).id"),
        (replace(POOL, licences=(LICENCE, LICENCE)), Reason.DUPLICATE, "pool: licences[2] (L1).id"),
        (
            replace(POOL, licences=(replace(LICENCE, right_ids=("R1", "R9")),)),
            Reason.UNKNOWN,
            "pool: licences[1] (L1).right_ids",
        ),
        (
            replace(POOL, assignments=(Assignment("R9", "", "A", date(2010, 1, 1)),)),
            Reason.UNKNOWN,
            "pool: assignments[1] (R9).right_id",
        ),
        (reported(replace(ROW, licence_id="L9")), Reason.UNKNOWN, "statements/a.csv:2: licence"),
        (reported(replace(ROW, right_id="R9")), Reason.UNKNOWN, "statements/a.csv:2: right"),
        (reported(replace(ROW, currency="USD")), Reason.CURRENCY, "statements/a.csv:2: currency"),
        (
            replace(POOL, rights=(replace(RIGHT, owners=(OwnerShare("A", 990_000),)),)),
            Reason.INCONSISTENT,
            "pool: rights[1] (R1).owners",
        ),
    ],
)
def test_what_does_not_fit_is_found_once_at_its_place(pool: Pool, reason: Reason, place: str) -> None:
    (failure,) = check_pool(pool)
    assert (failure.reason, str(failure.place)) == (reason, place)


def test_a_right_that_could_not_be_read_is_not_reported_again() -> None:
    pool = replace(POOL, licences=(replace(LICENCE, right_ids=("R1", "R9")),))
    assert check_pool(pool, unusable_right_ids=frozenset({"R9"})) == ()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"id": ""}, "id"),
        ({"currency": "YEN"}, "currency"),
        ({"ends_on": date(2019, 12, 31)}, "ends_on"),
        ({"right_ids": ()}, "right_ids"),
        ({"evidence": (Evidence("Licence agreement", "abc"),)}, "evidence[1].sha256"),
        ({"terms": RoyaltyTerms(ladder=(Rung(5, 1),))}, "terms.ladder"),
        ({"terms": RoyaltyTerms(ladder=(Rung(0, 1), Rung(9, 2), Rung(5, 3)))}, "terms.ladder"),
        ({"terms": RoyaltyTerms(ladder=(Rung(0, PPM + 1),))}, "terms.ladder"),
        ({"terms": RoyaltyTerms(advance_minor=-1)}, "terms.advance_minor"),
        ({"terms": RoyaltyTerms(minimum_annual_minor=2**63)}, "terms.minimum_annual_minor"),
        ({"terms": RoyaltyTerms(milestones=(Milestone("M", -1),))}, "terms.milestones[1] (M).amount_minor"),
        ({"terms": RoyaltyTerms(lag_days=10**9)}, "terms.lag_days"),
        ({"terms": RoyaltyTerms(withholding_ppm=PPM + 1)}, "terms.withholding_ppm"),
        ({"terms": RoyaltyTerms(minimum_annual_minor=2, cap_annual_minor=1)}, "terms.cap_annual_minor"),
    ],
)
def test_a_licence_that_cannot_mean_what_it_says_fails_at_the_field(change: dict[str, Any], key: str) -> None:
    (failure,) = check_licence(Placed(replace(LICENCE, **change), Place("licences.toml", None, "licences[1] (L1)")))
    assert str(failure.place) == f"licences.toml: licences[1] (L1).{key}"
