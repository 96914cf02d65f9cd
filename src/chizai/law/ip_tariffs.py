"""What the Japan Patent Office asks for keeping rights, by the day of payment.

The tariffs since 1 April 2022 are those by which forecasts decide on renewal; earlier ones are from memory. For patents
they hold where examination was requested from 1 April 2004 on. Reductions for small enterprises, universities and
others are not covered.
"""

from dataclasses import dataclass
from datetime import date

from chizai.forecast.processes.fees import JPO_DESIGN, JPO_PATENT, JPO_UTILITY_MODEL, FeeBand, FeeSchedule
from chizai.law.parameters import Parameter, Since

REVISED_ON = date(2022, 4, 1)
_SEEN = "Japan Patent Office, revision of fees 2022 and tariff tables"
_MEMORY = "from memory"


@dataclass(frozen=True, slots=True)
class Tariff:
    """Annual fees that are asked from a day on."""

    on: date
    """First day of payment."""
    schedule: FeeSchedule
    source: str


def _patents(on: date, *bands: tuple[int, int, int]) -> Tariff:
    """Give an earlier tariff of patents: first year, fee, and fee for each claim."""
    return Tariff(on, FeeSchedule(tuple(FeeBand(*band) for band in bands), JPO_PATENT.last_year), _MEMORY)


TARIFFS: dict[str, tuple[Tariff, ...]] = {
    "patent": (
        _patents(date(2004, 4, 1), (1, 2_600, 200), (4, 8_100, 600), (7, 24_300, 1_900), (10, 81_200, 6_400)),
        _patents(date(2008, 6, 1), (1, 2_300, 200), (4, 7_100, 500), (7, 21_400, 1_700), (10, 61_600, 4_800)),
        _patents(date(2016, 4, 1), (1, 2_100, 200), (4, 6_400, 500), (7, 19_300, 1_500), (10, 55_400, 4_300)),
        Tariff(REVISED_ON, JPO_PATENT, _SEEN),
    ),
    "utility-model": (
        Tariff(date(2005, 4, 1), JPO_UTILITY_MODEL, f"{_SEEN}; the fees from year 4, and of earlier days, {_MEMORY}"),
    ),
    "design": (
        Tariff(
            date(2007, 4, 1),
            FeeSchedule((FeeBand(1, 8_500, 0), FeeBand(4, 16_900, 0), FeeBand(11, 33_800, 0)), last_year=20),
            _MEMORY,
        ),
        Tariff(date(2008, 6, 1), FeeSchedule((FeeBand(1, 8_500, 0), FeeBand(4, 16_900, 0)), last_year=20), _MEMORY),
        Tariff(date(2020, 4, 1), JPO_DESIGN, _SEEN),
    ),
}
"""Annual fees by kind of right, oldest first."""

RENEWAL_JPY = Parameter(
    "trademark-renewal-fee",
    "JPY",
    (
        Since(date(1999, 1, 1), 151_000, _MEMORY),
        Since(date(2008, 6, 1), 48_500, _MEMORY),
        Since(date(2016, 4, 1), 38_800, _MEMORY),
        Since(REVISED_ON, 43_600, _SEEN),
    ),
)
"""For ten years, for each class."""
RENEWAL_PART_JPY = Parameter(
    "trademark-renewal-instalment",
    "JPY",
    (
        Since(date(1999, 1, 1), 101_000, _MEMORY),
        Since(date(2008, 6, 1), 28_300, _MEMORY),
        Since(date(2016, 4, 1), 22_600, _MEMORY),
        Since(REVISED_ON, 22_800, _SEEN),
    ),
)
"""For each half of ten years, for each class."""
REGISTRATION_PART_JPY = Parameter(
    "trademark-registration-instalment",
    "JPY",
    (
        Since(date(1999, 1, 1), 44_000, _MEMORY),
        Since(date(2008, 6, 1), 21_900, _MEMORY),
        Since(date(2016, 4, 1), 16_400, _MEMORY),
        Since(REVISED_ON, 17_200, _SEEN),
    ),
)
"""For each half of the first ten years, for each class."""


def tariff_on(kind: str, paid_on: date) -> Tariff:
    """Give the annual fees of a kind of right for what is paid on a day.

    Raises:
        ValueError: the kind has no annual fees, or none are known for the day.
    """
    found = next((tariff for tariff in reversed(TARIFFS.get(kind, ())) if tariff.on <= paid_on), None)
    if found is None:
        raise ValueError(f"no annual fees of a {kind} are known for {paid_on}")
    return found
