"""Subsidies for financing by intellectual property: part of what was actually raised."""

from dataclasses import dataclass

from chizai.law.said import Said
from chizai.units.rate import PPM


@dataclass(frozen=True, slots=True)
class Subsidy:
    """A subsidy that a place pays."""

    id: str
    place: Said
    currency: str
    rate_ppm: int
    """Part of the financing actually raised."""
    cap_minor: int | None
    """The most that it pays; none where no cap is published."""
    source: str


CATALOGUE = (
    Subsidy(
        id="guangzhou-development-district",
        place=Said("Guangzhou Development District, China", "中国 広州開発区"),
        currency="CNY",
        rate_ppm=30_000,
        cap_minor=None,
        source="the zone's policy as the request for this system quotes it: 3 % of the actual financing amount",
    ),
)
"""Those that a source names; verify at the place before relying on one."""


def subsidy_minor(subsidy: Subsidy, raised_minor: int) -> int:
    """Give what a subsidy pays on what was raised, rounded down to the minor unit.

    Raises:
        ValueError: the amount raised is negative.
    """
    if raised_minor < 0:
        raise ValueError(f"{raised_minor} cannot be raised")
    paid_minor = raised_minor * subsidy.rate_ppm // PPM
    return paid_minor if subsidy.cap_minor is None else min(paid_minor, subsidy.cap_minor)
