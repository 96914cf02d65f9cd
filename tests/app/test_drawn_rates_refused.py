"""Rates that cannot be drawn with a currency, and why."""

from pathlib import Path

import pytest
from tests.app.exchange_risk import CURRENCY, DRAWN, SPOT, change, copied

from chizai.app.load import load
from chizai.units.result import Failed, Ok, Reason


@pytest.fixture
def deal(project_root: Path, tmp_path: Path) -> Path:
    """Give a copy of the worked deal that a test may change."""
    return copied(project_root, tmp_path)


@pytest.mark.parametrize(
    ("name", "written", "instead", "key", "reason"),
    [
        ("inputs.toml", f'observation = "{SPOT}"', 'observation = "yen"', "(yen).observation", Reason.UNKNOWN),
        ("inputs.toml", f'"{SPOT}"\ncurrency = "USD"', f'"{SPOT}"\ncurrency = "EUR"', ".currency", Reason.UNKNOWN),
        ("inputs.toml", f'"{SPOT}"\ncurrency = "USD"', f'"{SPOT}"', f"observed[1] ({SPOT})", Reason.INCONSISTENT),
        ("observations.csv", "150%", f"150%\n{SPOT},2028-01-01,0%", f"({SPOT}).observation", Reason.OUT_OF_RANGE),
    ],
)
def test_a_rate_that_cannot_be_drawn_is_told_with_its_key(
    deal: Path, name: str, written: str, instead: str, key: str, reason: Reason
) -> None:
    change(deal, written, instead, name)
    loaded = load(deal)
    assert isinstance(loaded, Failed)
    assert [failure.reason for failure in loaded.failures if str(failure.place).endswith(key)] == [reason]
    assert all(failure.place.file == "inputs.toml" for failure in loaded.failures)


EUROS = CURRENCY.replace("USD", "EUR")
TIBOR = """
[[observations]]
id = "tibor"
unit = "rate"
reporter = "bank"
"""


@pytest.mark.parametrize(
    ("instead", "key", "says"),
    [
        (f"{CURRENCY}{DRAWN}".replace("USD", "JPY"), "joint.currencies[1] (JPY).currency", "own currency"),
        (CURRENCY, "joint.observed", "'open-dollars' is exchanged at 'yen-a-cent'"),
        (
            f'{EUROS}{CURRENCY}{DRAWN}[[joint.licences]]\nlicence = "L2"\ncurrency = "EUR"\n',
            "joint.observed[1] (yen-a-cent).currency",
            "'L2' is moved by EUR",
        ),
    ],
    ids=["the deal's own", "one that stands still", "a second one"],
)
def test_a_currency_that_would_be_counted_wrongly_keeps_a_deal_from_being_run(
    deal: Path, instead: str, key: str, says: str
) -> None:
    change(deal, DRAWN, "")
    change(deal, CURRENCY, instead)
    loaded = load(deal)
    assert isinstance(loaded, Failed)
    assert [each.what for each in loaded.failures if each.place.key == key and says in each.what]


def test_an_index_that_a_coupon_follows_is_not_drawn_with_a_currency(deal: Path) -> None:
    change(deal, '\n[[classes]]\nid = "H"', TIBOR + '\n[[classes]]\nid = "H"', "deal.toml")
    change(deal, 'id = "O"\nkind', 'id = "O"\nfloating = { index = "tibor" }\nkind', "deal.toml")
    change(deal, f"{SPOT},2025-12-31,150%\n", f"{SPOT},2025-12-31,150%\ntibor,2025-12-31,1%\n", "observations.csv")
    assert isinstance(load(deal), Ok)
    change(deal, DRAWN, DRAWN + DRAWN.replace(SPOT, "tibor"))
    loaded = load(deal)
    assert isinstance(loaded, Failed)
    [failure] = loaded.failures
    assert (failure.reason, failure.place.key) == (Reason.INCONSISTENT, "joint.observed[2] (tibor).observation")


def test_a_forecast_of_nothing_before_the_futures_begin_does_not_matter(deal: Path) -> None:
    change(deal, "150%", f"0%\n{SPOT},2027-01-01,150%", "observations.csv")
    change(deal, "as_of_on = 2025-12-31", "as_of_on = 2026-12-31")
    assert isinstance(load(deal), Ok)
