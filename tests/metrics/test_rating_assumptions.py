import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from chizai.metrics.rating_assumptions import RatingAssumptions, check_rating
from chizai.metrics.rating_caps import CapTerms, LicenseeSymbol
from chizai.metrics.rating_reference import IDEALISED, SPREADS, STRESSES
from chizai.metrics.rating_scale import SCALE, Symbol
from chizai.metrics.rating_tables import PPB, IdealisedRow, SpreadRow, StressRow
from chizai.units.result import Failed, Ok, Reason
from chizai.units.toml import STRICT, read_toml, write_toml

TEXT = """
[rating]
base_decline_ppm = 150_000
base_decline_least_ppm = 120_000
price_of_risk_ppm = 250_000
licensees = [{ licensee = "Aoba", symbol = "A-" }]
idealised = [
  { symbol = "AA", default_ppb = [13_600, 80_000], expected_loss_ppb = [7_480, 44_000] },
  { symbol = "BB", default_ppb = [15_600_000, 34_700_000], expected_loss_ppb = [8_580_000, 19_085_000] },
]
stresses = [{ symbol = "AAA", multiple_ppm = 5_000_000 }, { symbol = "B", multiple_ppm = 1_100_000 }]
spreads = [{ symbol = "A", spread_ppm_annual = 8_000 }]

[rating.caps]
licensee_share_max_ppm = 330_000
unrated_licensee = "B+"
right_share_max_ppm = 500_000
single_right = "A-"
history_months_min = 24
short_history = "BB+"
"""
AA, BB = (
    IdealisedRow(symbol=Symbol.AA, default_ppb=(13_600, 80_000), expected_loss_ppb=(7_480, 44_000)),
    IdealisedRow(symbol=Symbol.BB, default_ppb=(15_600_000, 34_700_000), expected_loss_ppb=(8_580_000, 19_085_000)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    __pydantic_config__ = STRICT

    rating: RatingAssumptions


def test_assumptions_are_read_from_the_inputs_of_a_deal_and_written_back() -> None:
    result = read_toml(TEXT, "inputs.toml", Inputs)
    assert isinstance(result, Ok)
    rating = result.value.rating
    assert rating == RatingAssumptions(
        base_decline_ppm=150_000,
        base_decline_least_ppm=120_000,
        price_of_risk_ppm=250_000,
        caps=CapTerms(
            licensee_share_max_ppm=330_000,
            unrated_licensee=Symbol.B_PLUS,
            right_share_max_ppm=500_000,
            single_right=Symbol.A_MINUS,
            history_months_min=24,
            short_history=Symbol.BB_PLUS,
        ),
        licensees=(LicenseeSymbol(licensee="Aoba", symbol=Symbol.A_MINUS),),
        idealised=(AA, BB),
        stresses=(
            StressRow(symbol=Symbol.AAA, multiple_ppm=5_000_000),
            StressRow(symbol=Symbol.B, multiple_ppm=1_100_000),
        ),
        spreads=(SpreadRow(symbol=Symbol.A, spread_ppm_annual=8_000),),
    )
    assert check_rating(rating, ["Aoba", "Birch"], "inputs.toml") == []
    assert (rating.idealised_table, rating.stress_table, rating.spread_table) == (
        rating.idealised,
        rating.stresses,
        rating.spreads,
    )
    assert read_toml(write_toml(result.value), "inputs.toml", Inputs) == result


def test_the_example_of_the_documents_can_be_used(project_root: Path) -> None:
    page = (project_root / "docs" / "rating.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    result = read_toml(example, "inputs.toml", Inputs)
    assert isinstance(result, Ok), result
    assert check_rating(result.value.rating, ["Licensee 1"], "inputs.toml") == []
    assert result.value.rating.caps == CapTerms()


def test_the_tables_of_the_documents_are_those_in_use(project_root: Path) -> None:
    page = (project_root / "docs" / "rating.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:1] == "|"]
    found = {row[0]: row[1:] for row in rows}
    shown = [number for number, symbol in enumerate(SCALE) if symbol in found["year 5"]]
    assert [SCALE[number] for number in shown] == found["year 5"]
    for name, column in (("default probability", "default_ppb"), ("expected loss", "expected_loss_ppb")):
        rates = [getattr(IDEALISED[number], column)[4] / PPB for number in shown]
        assert [float(text.rstrip("%")) / 100 for text in found[name]] == pytest.approx(rates, rel=2e-3)
    multiples = [STRESSES[number].multiple_ppm / 1e6 for number in shown]
    assert [float(text) for text in found["multiple of the base-case decline"]] == multiples


def test_what_is_not_given_is_the_reference() -> None:
    plain = RatingAssumptions()
    assert (plain.idealised_table, plain.stress_table, plain.spread_table) == (IDEALISED, STRESSES, SPREADS)
    written_out = RatingAssumptions(idealised=IDEALISED, stresses=STRESSES, spreads=SPREADS)
    assert check_rating(plain, [], "inputs.toml") == check_rating(written_out, [], "inputs.toml") == []


def test_a_symbol_that_the_scale_does_not_have_is_refused() -> None:
    result = read_toml(TEXT.replace('"A-"', '"A3"'), "inputs.toml", Inputs)
    assert isinstance(result, Failed)
    assert result.failures[0].reason is Reason.OUT_OF_RANGE


@pytest.mark.parametrize(
    ("wrong", "reason", "key"),
    [
        (RatingAssumptions(base_decline_ppm=0), Reason.OUT_OF_RANGE, "base_decline_ppm"),
        (RatingAssumptions(base_decline_ppm=1_000_001), Reason.OUT_OF_RANGE, "base_decline_ppm"),
        (RatingAssumptions(base_decline_least_ppm=0), Reason.OUT_OF_RANGE, "base_decline_least_ppm"),
        (RatingAssumptions(price_of_risk_ppm=-1), Reason.OUT_OF_RANGE, "price_of_risk_ppm"),
        (
            RatingAssumptions(caps=CapTerms(licensee_share_max_ppm=-1)),
            Reason.OUT_OF_RANGE,
            "caps.licensee_share_max_ppm",
        ),
        (
            RatingAssumptions(caps=CapTerms(right_share_max_ppm=1_000_001)),
            Reason.OUT_OF_RANGE,
            "caps.right_share_max_ppm",
        ),
        (RatingAssumptions(caps=CapTerms(history_months_min=-1)), Reason.OUT_OF_RANGE, "caps.history_months_min"),
        (
            RatingAssumptions(licensees=(LicenseeSymbol(licensee="Cedar", symbol=Symbol.A),)),
            Reason.UNKNOWN,
            "licensees[1].licensee",
        ),
        (
            RatingAssumptions(licensees=(LicenseeSymbol(licensee="Aoba", symbol=Symbol.A),) * 2),
            Reason.DUPLICATE,
            "licensees[2].licensee",
        ),
        (RatingAssumptions(idealised=(AA, replace(BB, symbol=Symbol.AA))), Reason.DUPLICATE, "idealised[2].symbol"),
        (
            RatingAssumptions(idealised=(AA, replace(BB, symbol=Symbol.AAA))),
            Reason.INCONSISTENT,
            "idealised[2].symbol",
        ),
        (
            RatingAssumptions(idealised=(AA, replace(BB, default_ppb=(15_600_000, 34_700_000, 40_000_000)))),
            Reason.INCONSISTENT,
            "idealised[2].default_ppb",
        ),
        (
            RatingAssumptions(idealised=(AA, replace(BB, expected_loss_ppb=(8_580_000, 1_000_000_001)))),
            Reason.OUT_OF_RANGE,
            "idealised[2].expected_loss_ppb",
        ),
        (
            RatingAssumptions(idealised=(AA, replace(BB, expected_loss_ppb=(-1, 19_085_000)))),
            Reason.OUT_OF_RANGE,
            "idealised[2].expected_loss_ppb",
        ),
        (
            RatingAssumptions(idealised=(AA, replace(BB, expected_loss_ppb=(8_580_000, 8_579_999)))),
            Reason.INCONSISTENT,
            "idealised[2].expected_loss_ppb",
        ),
        (
            RatingAssumptions(idealised=(AA, replace(BB, expected_loss_ppb=(15_600_001, 19_085_000)))),
            Reason.INCONSISTENT,
            "idealised[2].expected_loss_ppb",
        ),
        (
            RatingAssumptions(idealised=(replace(BB, symbol=Symbol.A), replace(BB, expected_loss_ppb=(1, 19_085_000)))),
            Reason.INCONSISTENT,
            "idealised[2].expected_loss_ppb[1]",
        ),
        (
            RatingAssumptions(
                stresses=(
                    StressRow(symbol=Symbol.A, multiple_ppm=2_000_000),
                    StressRow(symbol=Symbol.BBB, multiple_ppm=2_000_001),
                )
            ),
            Reason.INCONSISTENT,
            "stresses[2].multiple_ppm",
        ),
        (
            RatingAssumptions(stresses=(StressRow(symbol=Symbol.A, multiple_ppm=-1),)),
            Reason.OUT_OF_RANGE,
            "stresses[1].multiple_ppm",
        ),
        (
            RatingAssumptions(
                spreads=(
                    SpreadRow(symbol=Symbol.A, spread_ppm_annual=8_000),
                    SpreadRow(symbol=Symbol.BBB, spread_ppm_annual=7_999),
                )
            ),
            Reason.INCONSISTENT,
            "spreads[2].spread_ppm_annual",
        ),
        (
            RatingAssumptions(spreads=(SpreadRow(symbol=Symbol.A, spread_ppm_annual=-1),)),
            Reason.OUT_OF_RANGE,
            "spreads[1].spread_ppm_annual",
        ),
    ],
)
def test_assumptions_that_cannot_be_used_are_reported_at_their_key(
    wrong: RatingAssumptions, reason: Reason, key: str
) -> None:
    failures = check_rating(wrong, ["Aoba"], "inputs.toml")
    assert (reason, f"rating.{key}", "inputs.toml") in {
        (failure.reason, failure.place.key, failure.place.file) for failure in failures
    }, failures
    assert len(failures) <= 2, failures


def test_a_table_without_years_is_refused() -> None:
    empty = IdealisedRow(symbol=Symbol.A, default_ppb=(), expected_loss_ppb=())
    failures = check_rating(RatingAssumptions(idealised=(empty,)), [], "inputs.toml")
    assert [failure.place.key for failure in failures] == [
        "rating.idealised[1].default_ppb",
        "rating.idealised[1].expected_loss_ppb",
    ]
