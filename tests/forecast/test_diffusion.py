"""What something new is expected to bring: by Bass's diffusion, a line of generations, and after a launch."""

import math
from dataclasses import replace
from datetime import date

import pytest

from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import TradeSecret
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.backtest import back_test
from chizai.forecast.diffusion_terms import BassTerms, GenerationsTerms, GenerationTerms
from chizai.forecast.joint_launch import ExpectedLaunch, development_of, with_launches
from chizai.forecast.joint_life_terms import LaunchRisk, LaunchStage
from chizai.forecast.joint_plan_check import check_plans
from chizai.forecast.joint_terms import JointTerms, LicenceRisk
from chizai.forecast.processes.bass import Bass, adopted
from chizai.forecast.processes.launch import has_failed
from chizai.forecast.project import project_receipts
from chizai.forecast.receipts import Receipt
from chizai.simulate.resolve_launch import launched_minor
from chizai.units.result import Failed, Failure, Ok, Reason

AS_OF_ON, UNTIL_ON = date(2025, 12, 31), date(2040, 12, 31)
SECRET = TradeSecret(
    id="K1",
    title="Recipe",
    jurisdiction="JP",
    owners=(OwnerShare("Owner", 1_000_000),),
    kept_secret_since=date(2020, 1, 1),
)
LICENCE = Licence(id="L1", licensee="Maker", right_ids=("K1",), currency="JPY", starts_on=date(2024, 1, 1))
TERMS = BassTerms(
    market_minor=10**9,
    innovation_ppm_annual=30_000,
    imitation_ppm_annual=380_000,
    launched_on=date(2027, 1, 1),
)
STAGED = LaunchRisk(stages=(LaunchStage(success_ppm=600_000, lasts_months=24),), spread_months=3)
BASS = ForecastAssumption(licence="L1", method=ForecastMethod.BASS, bass=TERMS)
LAUNCHED = replace(BASS, bass=replace(TERMS, launched_on=None, launch=STAGED))
LINE = GenerationsTerms(
    innovation_ppm_annual=30_000,
    imitation_ppm_annual=380_000,
    line=(
        GenerationTerms(launched_on=date(2022, 1, 1), royalty_minor_annual=100_000_000),
        GenerationTerms(launched_on=date(2030, 1, 1), royalty_minor_annual=50_000_000, licensed=False),
    ),
)
GENERATIONS = ForecastAssumption(licence="L1", method=ForecastMethod.GENERATIONS, generations=LINE)


def receipts_of(assumption: ForecastAssumption, licence: Licence = LICENCE) -> tuple[Receipt, ...]:
    made = project_receipts(Pool((SECRET,), (), (licence,), ()), (assumption,), AS_OF_ON, UNTIL_ON)
    assert isinstance(made, Ok), made
    return made.value


def by_year(receipts: tuple[Receipt, ...]) -> dict[int, int]:
    years = {receipt.received_on.year for receipt in receipts}
    return {year: sum(each.amount_minor for each in receipts if each.received_on.year == year) for year in years}


def failures_of(assumption: ForecastAssumption) -> tuple[Failure, ...]:
    made = project_receipts(Pool((SECRET,), (), (LICENCE,), ()), (assumption,), AS_OF_ON, UNTIL_ON)
    assert isinstance(made, Failed)
    return made.failures


def test_first_purchases_are_those_of_bass_from_the_launch_on() -> None:
    found = by_year(receipts_of(BASS))
    bass = Bass(market=1e9, innovation=0.03, imitation=0.38)
    for year in (2027, 2030, 2040):
        begin, end = ((date(each, 1, 1) - date(2027, 1, 1)).days / 365 for each in (year, year + 1))
        before, after = adopted(bass, (begin, end))
        assert found[year] == pytest.approx(1e9 * (after - before), abs=4)
    assert found[2026] == 0
    assert sum(found.values()) == pytest.approx(1e9 * adopted(bass, (14.01,))[0], rel=1e-4)


def test_a_market_that_is_old_goes_on_where_it_stands() -> None:
    old = replace(BASS, bass=replace(TERMS, launched_on=date(2015, 1, 1)))
    found = by_year(receipts_of(old))
    assert found[2026] > found[2030] > found[2040] > 0


def test_every_number_of_a_diffusion_explains_itself() -> None:
    told = "\n".join(receipts_of(BASS)[-1].origin.lines())
    for part in ("market: 1,000,000,000 JPY", "innovation p: 3%", "forecasts[1] (L1).bass.imitation_ppm_annual"):
        assert part in told
    assert "generation 2 of 2030-01-01, not licensed" in "\n".join(receipts_of(GENERATIONS)[-1].origin.lines())


def test_a_minimum_guarantee_is_paid_before_anything_is_sold() -> None:
    guaranteed = replace(LICENCE, terms=RoyaltyTerms(minimum_annual_minor=4_000_000))
    assert by_year(receipts_of(BASS, guaranteed))[2026] == 4_000_000


def test_a_launch_puts_sales_off_and_counts_its_chance() -> None:
    late = replace(BASS, bass=replace(TERMS, launched_on=date(2027, 12, 31)))
    sure = replace(STAGED, stages=(LaunchStage(success_ppm=1_000_000, lasts_months=24),), spread_months=1)
    surely = replace(LAUNCHED, bass=replace(TERMS, launched_on=None, launch=sure))
    known, drawn = by_year(receipts_of(late)), by_year(receipts_of(surely))
    for year in range(2029, 2040):
        assert drawn[year] == pytest.approx(known[year], rel=0.02)
    chance = by_year(receipts_of(replace(surely, bass=replace(TERMS, launched_on=None, launch=STAGED))))
    assert chance[2034] == pytest.approx(0.6 * drawn[2034], rel=0.02)


def test_a_successor_takes_the_users_of_the_generation_before_and_a_licensed_one_keeps_them() -> None:
    alone = replace(GENERATIONS, generations=replace(LINE, line=LINE.line[:1]))
    both = replace(GENERATIONS, generations=replace(LINE, line=(LINE.line[0], replace(LINE.line[1], licensed=True))))
    without, left, kept = (by_year(receipts_of(each)) for each in (alone, GENERATIONS, both))
    assert left[2029] == pytest.approx(without[2029], abs=4)
    assert left[2040] < 0.2 * without[2040]
    assert kept[2040] > without[2040]
    # two thirds of a year's users by the closed form, within Simpson's error
    reached = adopted(Bass(market=1.0, innovation=0.03, imitation=0.38), (5.0, 5.5, 6.0))
    assert without[2027] == pytest.approx(1e8 * (reached[0] + 4 * reached[1] + reached[2]) / 6, rel=2e-3)


def test_a_launch_that_may_fail_is_worth_more_as_long_as_it_has_not_and_the_same_on_average() -> None:
    terms = JointTerms(licences=(LicenceRisk(licence="L1", plan_fails=True),))
    [risk] = with_launches(terms, (LAUNCHED,)).licences
    assert isinstance(risk.launch, ExpectedLaunch)
    assert not risk.plan_fails
    years = (0.5, 2.0, 3.0, 8.0)
    gone = has_failed(development_of(risk.launch), years)
    amounts = launched_minor((100_000, 200_000, 0, 300_000), risk.launch, years)
    for amount, expected, failed in zip(amounts, (100_000, 200_000, 0, 300_000), gone, strict=True):
        assert amount == math.floor(expected / (1 - failed))
    assert amounts[-1] == pytest.approx(500_000, abs=2)
    assert with_launches(JointTerms(), (LAUNCHED,)) == JointTerms()


def test_a_launch_is_counted_once() -> None:
    pool = Pool((SECRET,), (), (LICENCE,), ())
    twice = JointTerms(licences=(LicenceRisk(licence="L1", launch=STAGED),))
    [failure] = check_plans(twice, pool, (LAUNCHED,), "inputs.toml")
    assert str(failure.place) == "inputs.toml: joint.licences[1] (L1).launch"
    fails = JointTerms(licences=(LicenceRisk(licence="L1", plan_fails=True),))
    assert check_plans(fails, pool, (LAUNCHED,), "inputs.toml") == []
    [failure] = check_plans(fails, pool, (BASS,), "inputs.toml")
    assert "no plan and no launch" in failure.what


@pytest.mark.parametrize(
    ("assumption", "key", "reason"),
    [
        (replace(BASS, bass=None), "bass", Reason.MISSING),
        (replace(GENERATIONS, generations=None), "generations", Reason.MISSING),
        (replace(BASS, generations=LINE), "generations", Reason.INCONSISTENT),
        (replace(GENERATIONS, bass=TERMS), "bass", Reason.INCONSISTENT),
        (replace(BASS, bass=replace(TERMS, launch=STAGED)), "bass", Reason.INCONSISTENT),
        (replace(BASS, bass=replace(TERMS, launched_on=None)), "bass", Reason.INCONSISTENT),
        (replace(BASS, bass=replace(TERMS, market_minor=0)), "bass.market_minor", Reason.OUT_OF_RANGE),
        (
            replace(BASS, bass=replace(TERMS, innovation_ppm_annual=0)),
            "bass.innovation_ppm_annual",
            Reason.OUT_OF_RANGE,
        ),
        (
            replace(LAUNCHED, bass=replace(TERMS, launched_on=None, launch=LaunchRisk(stage="phase 9"))),
            "bass.launch.stage",
            Reason.UNKNOWN,
        ),
        (
            replace(GENERATIONS, generations=replace(LINE, line=())),
            "generations.line",
            Reason.OUT_OF_RANGE,
        ),
        (
            replace(GENERATIONS, generations=replace(LINE, line=LINE.line[::-1])),
            "generations.line[2].launched_on",
            Reason.INCONSISTENT,
        ),
        (
            replace(GENERATIONS, generations=replace(LINE, line=LINE.line[1:])),
            "generations.line",
            Reason.INCONSISTENT,
        ),
    ],
)
def test_what_cannot_be_taken_up_is_refused_at_its_key(
    assumption: ForecastAssumption, key: str, reason: Reason
) -> None:
    found = [each for each in failures_of(assumption) if str(each.place).endswith(f"forecasts[1] (L1).{key}")]
    assert [each.reason for each in found] == [reason]
    assert all(each.why and each.fix for each in found)


def test_what_has_learnt_nothing_from_a_history_is_not_held_against_it() -> None:
    pool = Pool((SECRET,), (), (LICENCE,), ())
    assert back_test(pool, BASS, AS_OF_ON) is None
    assert back_test(pool, GENERATIONS, AS_OF_ON) is None
