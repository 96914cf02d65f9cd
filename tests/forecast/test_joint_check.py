from dataclasses import dataclass
from datetime import date

import pytest

from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod, PlanYear
from chizai.forecast.joint_check import check_joint, known_names
from chizai.forecast.joint_plan_check import check_plans
from chizai.forecast.joint_terms import JointTerms, LicenceRisk
from chizai.units.result import Failed, Failure, Ok, Reason
from chizai.units.toml import STRICT, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    __pydantic_config__ = STRICT

    joint: JointTerms


LICENCES = tuple(
    Licence(id=f"L{number}", licensee=name, right_ids=(right,), currency="JPY", starts_on=date(2024, 1, 1))
    for number, name, right in ((1, "Maker", "P1"), (2, "Maker", "P2"), (3, "Seller", "P2"))
)
PATENTS = tuple(
    Patent(
        id=name,
        title="Modem",
        jurisdiction="JP",
        owners=(OwnerShare("Owner", 1_000_000),),
        number="1",
        filed_on=date(2015, 4, 1),
    )
    for name in ("P1", "P2")
)
POOL = Pool(PATENTS, (), LICENCES, ())
KNOWN = known_names(POOL, ("defaulted", "challenged"))
WHOLE = """
[joint]
volatility_ppm_annual = 200_000
reversion_ppm_annual = 400_000
market_weight_ppm = 500_000
level_deviation_ppm = 50_000
drift_deviation_ppm_annual = 20_000
copula = "t"
degrees = 6
sectors = ["phones"]

[[joint.licences]]
licence = "L1"
sector = "phones"
sector_weight_ppm = 300_000
currency = "USD"
under_reported_ppm = 30_000
audit_months = 24
audit_recovery_ppm = 800_000
obsolescence = { hazard_ppm_annual = 100_000, decline_ppm_annual = 150_000 }
competition = { hazard_ppm_annual = 50_000, share_lost_ppm = 300_000, entrants = 2, from_on = 2028-01-01 }

[[joint.licensees]]
licensee = "Maker"
symbol = "BBB+"
recovery_ppm = 400_000
recovery_months = 18
replacement_ppm = 500_000
replacement_months = 12

[[joint.rights]]
right = "P1"
challenge_ppm_annual = 20_000
decision_months = 14
invalid_ppm = 250_000
lapse_ppm_annual = 5_000
infringement_ppm_annual = 10_000
infringement_lost_ppm = 200_000
infringement_months = 24
infringement_recovery_ppm = 500_000

[[joint.currencies]]
currency = "USD"
volatility_ppm_annual = 90_000

[[joint.observed]]
observation = "defaulted"
event = "default"
of = "Maker"

[[joint.observed]]
observation = "challenged"
event = "entry"
of = "L1"
"""


def terms_of(text: str) -> JointTerms:
    read = read_toml(text, "inputs.toml", Inputs)
    assert isinstance(read, Ok), read
    return read.value.joint


def failures_of(text: str) -> list[Failure]:
    return check_joint(terms_of(text), KNOWN, "inputs.toml")


def test_a_key_that_no_table_of_a_description_has_is_refused_with_its_place_and_the_one_that_was_meant() -> None:
    every_table = """
[joint]
volatility_ppm = 1
[[joint.licences]]
licence = "L1"
sectors = 1
obsolescence = { hazard_ppm_annual = 1, decline_ppm_annual = 1, hazzard_ppm_annual = 1 }
competition = { hazard_ppm_annual = 1, share_lost_ppm = 1, entrant = 1 }
exclusivity = { lost_on = 2028-01-01, left_ppm = 1, speed_ppm_annual = 1, lost_at = 2028-01-01 }
successor = { hazard_ppm_annual = 1, innovation_ppm_annual = 1, imitation_ppm_annual = 1, inovation_ppm = 1 }
launch = { stages = [{ success_ppm = 1, lasts_months = 1, last_months = 1 }], spread_month = 1 }
[[joint.licensees]]
licensee = "Maker"
simbol = "A"
[[joint.rights]]
right = "P1"
lapse_ppm = 1
opposition = { gazette_on = 2025-01-01, opposed_ppm = 1, opposed_pm = 1 }
renewal = { value_minor_annual = 1, value_minor = 1 }
[[joint.currencies]]
currency = "USD"
volatility_ppm_annual = 1
volatility_ppm = 1
[[joint.observed]]
observation = "defaulted"
event = "default"
of = "Maker"
off = "Maker"
"""
    read = read_toml(every_table, "inputs.toml", Inputs)
    assert isinstance(read, Failed)
    assert {failure.reason for failure in read.failures} == {Reason.UNKNOWN}
    told = {str(failure.place): failure.fix for failure in read.failures}
    assert told == {
        f"inputs.toml: joint.{key}": f"did you mean {meant!r}?"
        for key, meant in (
            ("volatility_ppm", "volatility_ppm_annual"),
            ("licences[1].sectors", "sector"),
            ("licences[1].obsolescence.hazzard_ppm_annual", "hazard_ppm_annual"),
            ("licences[1].competition.entrant", "entrants"),
            ("licences[1].exclusivity.lost_at", "lost_on"),
            ("licences[1].successor.inovation_ppm", "innovation_ppm_annual"),
            ("licences[1].launch.stages[1].last_months", "lasts_months"),
            ("licences[1].launch.spread_month", "spread_months"),
            ("licensees[1].simbol", "symbol"),
            ("rights[1].lapse_ppm", "lapse_ppm_annual"),
            ("rights[1].opposition.opposed_pm", "opposed_ppm"),
            ("rights[1].renewal.value_minor", "value_minor_annual"),
            ("currencies[1].volatility_ppm", "volatility_ppm_annual"),
            ("observed[1].off", "of"),
        )
    }


def test_a_whole_description_is_in_order() -> None:
    assert failures_of(WHOLE) == []


def test_a_single_number_describes_every_licence() -> None:
    terms = terms_of("[joint]\nvolatility_ppm_annual = 250_000")
    assert check_joint(terms, KNOWN, "inputs.toml") == []
    assert {terms.level(licence.id).volatility_ppm_annual for licence in LICENCES} == {250_000}
    assert {terms.level(licence.id).market_weight_ppm for licence in LICENCES} == {500_000}


def test_a_licences_own_numbers_go_before_those_of_all_even_where_they_are_nothing() -> None:
    terms = JointTerms(volatility_ppm_annual=250_000, licences=(LicenceRisk(licence="L1", volatility_ppm_annual=0),))
    assert terms.level("L1").volatility_ppm_annual == 0
    assert terms.level("L2").volatility_ppm_annual == 250_000


def test_a_key_that_nothing_reads_is_refused() -> None:
    read = read_toml("[joint]\nvolatilty_ppm_annual = 1", "inputs.toml", Inputs)
    assert isinstance(read, Failed)
    assert "volatility_ppm_annual" in read.failures[0].fix


@pytest.mark.parametrize(
    ("written", "instead", "key", "reason", "says"),
    [
        ("= 200_000", "= 20_000_000", "joint.volatility_ppm_annual", Reason.OUT_OF_RANGE, "0 and 3_000_000"),
        ("degrees = 6", "degrees = 5", "joint.degrees", Reason.OUT_OF_RANGE, "even"),
        ("degrees = 6", "degrees = 2", "joint.degrees", Reason.OUT_OF_RANGE, "4 and 100"),
        ('copula = "t"', "", "joint.degrees", Reason.INCONSISTENT, "only the t copula"),
        ('["phones"]', '["phones", "phones"]', "joint.sectors[2]", Reason.DUPLICATE, "one sector"),
        ('sector = "phones"', 'sector = "fones"', "licences[1] (L1).sector", Reason.UNKNOWN, "'phones'"),
        ('sector = "phones"', "", "licences[1] (L1).sector", Reason.INCONSISTENT, "both"),
        ("= 300_000\nc", "= 900_000\nc", "licences[1] (L1).sector_weight_ppm", Reason.INCONSISTENT, "sum to one"),
        ("= 300_000\nc", "= 0\nc", "licences[1] (L1).sector", Reason.INCONSISTENT, "changes nothing"),
        (
            '\ncurrency = "USD"\nu',
            '\ncurrency = "EUR"\nu',
            "licences[1] (L1).currency",
            Reason.UNKNOWN,
            "use one of: USD",
        ),
        ("under_reported_ppm = 30_000", "", "licences[1] (L1).audit_months", Reason.INCONSISTENT, "find nothing"),
        ("audit_months = 24", "audit_months = 0", "licences[1] (L1).audit_months", Reason.OUT_OF_RANGE, "1 and 1_200"),
        (
            "decline_ppm_annual = 150_000",
            "decline_ppm_annual = 1_500_000",
            ".decline_ppm_annual",
            Reason.OUT_OF_RANGE,
            "1",
        ),
        ("entrants = 2", "entrants = 0", "competition.entrants", Reason.OUT_OF_RANGE, "1 and 20"),
        ('licence = "L1"', 'licence = "L4"', "licences[1] (L4).licence", Reason.UNKNOWN, "use one of: L1"),
        ('licensee = "Maker"', 'licensee = "Makers"', "licensees[1] (Makers).licensee", Reason.UNKNOWN, "'Maker'"),
        (
            'symbol = "BBB+"',
            'symbol = "Baa1"',
            "licensees[1] (Maker).symbol",
            Reason.UNKNOWN,
            "write one of AAA, AA+, AA, AA-,",
        ),
        ('symbol = "BBB+"', 'symbol = "AAA+"', "licensees[1] (Maker).symbol", Reason.UNKNOWN, "B-, CCC"),
        ('symbol = "BBB+"', 'symbol = "AAA-"', "licensees[1] (Maker).symbol", Reason.UNKNOWN, "no symbol of the scale"),
        ('symbol = "BBB+"', "", "licensees[1] (Maker)", Reason.INCONSISTENT, "neither"),
        (
            'symbol = "BBB+"',
            'symbol = "BBB"\ndefault_ppm_annual = 1',
            "licensees[1] (Maker)",
            Reason.INCONSISTENT,
            "both",
        ),
        ('right = "P1"', 'right = "P9"', "rights[1] (P9).right", Reason.UNKNOWN, "use one of: P1"),
        ("infringement_lost_ppm = 200_000", "", "rights[1] (P1).infringement_lost_ppm", Reason.INCONSISTENT, "nothing"),
        ('\ncurrency = "USD"\nv', '\ncurrency = "USX"\nv', "currencies[1] (USX).currency", Reason.UNKNOWN, "did you"),
        ('"defaulted"', '"default"', "observed[1] (default).observation", Reason.UNKNOWN, "'defaulted'"),
        ('event = "default"\nof = "Maker"', "", "observed[1] (defaulted)", Reason.INCONSISTENT, "neither event nor"),
        (
            'of = "Maker"',
            'of = "Maker"\ncurrency = "USD"',
            "observed[1] (defaulted)",
            Reason.INCONSISTENT,
            "both event",
        ),
        (
            'event = "default"\nof = "Maker"',
            'event = "default"',
            "(defaulted).of",
            Reason.MISSING,
            "write one of: Maker",
        ),
        ('of = "Maker"', 'of = "Seller"', "observed[1] (defaulted).of", Reason.UNKNOWN, "use one of: Maker"),
        ('event = "entry"', 'event = "failure"', "observed[2] (challenged).of", Reason.UNKNOWN, "use one of: none"),
    ],
)
def test_what_is_wrong_is_said_with_its_key(written: str, instead: str, key: str, reason: Reason, says: str) -> None:
    assert written in WHOLE
    found = failures_of(WHOLE.replace(written, instead, 1))
    told = [(failure.reason, str(failure)) for failure in found if str(failure.place).endswith(key)]
    assert [text for kind, text in told if kind is reason and says in text], found


@pytest.mark.parametrize("table", ["licences", "licensees", "rights", "currencies"])
def test_what_is_described_twice_is_told_once(table: str) -> None:
    start = WHOLE.index(f"[[joint.{table}]]")
    row = WHOLE[start : WHOLE.index("\n\n", start)]
    found = failures_of(WHOLE + "\n" + row)
    assert [failure.reason for failure in found] == [Reason.DUPLICATE]
    assert str(found[0].place).startswith(f"inputs.toml: joint.{table}[2]")


def plan(*probabilities_ppm: int) -> ForecastAssumption:
    years = (
        PlanYear(year=2027 + number, royalty_minor=100, probability_ppm=ppm)
        for number, ppm in enumerate(probabilities_ppm)
    )
    return ForecastAssumption(licence="L1", method=ForecastMethod.PLAN, plan=tuple(years))


FAILING = JointTerms(licences=(LicenceRisk(licence="L1", plan_fails=True),))


def test_a_plan_that_grows_less_likely_may_fail() -> None:
    assert check_plans(FAILING, POOL, (plan(900_000, 800_000, 800_000),), "inputs.toml") == []


def test_a_plan_that_grows_likelier_cannot_fail_for_good() -> None:
    [failure] = check_plans(FAILING, POOL, (plan(800_000, 900_000),), "inputs.toml")
    assert "2028 than in 2027" in failure.what
    assert str(failure.place) == "inputs.toml: joint.licences[1] (L1).plan_fails"


def test_only_a_plan_can_fail() -> None:
    history = ForecastAssumption(licence="L1", method=ForecastMethod.HISTORY)
    [failure] = check_plans(FAILING, POOL, (history,), "inputs.toml")
    assert "forecast by no plan" in failure.what


def test_a_minimum_guarantee_does_not_fail_with_the_plan() -> None:
    guaranteed = Licence(
        id="L1",
        licensee="Maker",
        right_ids=("P1",),
        currency="JPY",
        starts_on=date(2024, 1, 1),
        terms=RoyaltyTerms(minimum_annual_minor=5),
    )
    [failure] = check_plans(FAILING, Pool(PATENTS, (), (guaranteed,), ()), (plan(900_000),), "inputs.toml")
    assert "minimum guarantee" in failure.what
