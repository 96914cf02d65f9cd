"""What keeping a right costs each year: the Japan Patent Office's annual fees.

Patent: for applications with a request for examination from 1 April 2004, paid from 1 April 2022. Source: Japan Patent
Office, revision of fees 2022 and tariff tables. The later bands of utility models are from memory and to be verified.
Reductions for small enterprises and others are not covered.
"""

from dataclasses import dataclass

FIRST_DECIDED_YEAR = 4
"""The fees of the first three years are paid in one when a right is registered, so that the first decision is here."""


@dataclass(frozen=True, slots=True)
class FeeBand:
    """Fees of the years from one on, until the next band."""

    from_year: int
    """Year of life from registration, counted from 1."""
    base_minor: int
    per_claim_minor: int


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """Annual fees of a kind of right."""

    bands: tuple[FeeBand, ...]
    """Rising from year 1."""
    last_year: int
    """The last year that can be paid for."""


JPO_PATENT = FeeSchedule(
    (
        FeeBand(1, 4_300, 300),
        FeeBand(4, 10_300, 800),
        FeeBand(7, 24_800, 1_900),
        FeeBand(10, 59_400, 4_600),
    ),
    last_year=25,
)
JPO_UTILITY_MODEL = FeeSchedule((FeeBand(1, 2_100, 100), FeeBand(4, 6_100, 300), FeeBand(7, 18_100, 900)), last_year=10)
JPO_DESIGN = FeeSchedule((FeeBand(1, 8_500, 0), FeeBand(4, 16_900, 0)), last_year=25)


def annual_fee_minor(schedule: FeeSchedule, year: int, n_claims: int = 1) -> int:
    """Give the fee of one year of life, in yen.

    Args:
        schedule: of the kind of right.
        year: of life from registration, from 1 to the schedule's last.
        n_claims: of the right, 1 or more.

    Raises:
        ValueError: no fee is due for such a year, or there is no claim.
    """
    if not 1 <= year <= schedule.last_year:
        raise ValueError(f"year {year} of a right's life has no fee: years run from 1 to {schedule.last_year}")
    if n_claims < 1:
        raise ValueError(f"{n_claims} claims: a right has 1 or more")
    band = max((band for band in schedule.bands if band.from_year <= year), key=lambda band: band.from_year)
    return band.base_minor + n_claims * band.per_claim_minor
