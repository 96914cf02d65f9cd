"""Registration and licence tax (登録免許税) on entries for rights and for a special purpose company.

The amounts are those of annex 1 of the Registration and License Tax Act, text of 26 June 2025; that they were the same
since 1 April 2006, and how amounts are rounded, are from memory. Reliefs, and the fixed amount for a further right that
is pledged for the same claim (art. 13), are not covered.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chizai.assets.rights import Right, kind_of
from chizai.law.parameters import Parameter, Since
from chizai.units.explain import Explained
from chizai.units.rate import PPM, share_floor

COMPANY = "special-purpose-company"
NEIGHBOURING = "neighbouring-right"
"""A performer's, a producer's or a broadcaster's right."""
_EARLIER_ON, _SEEN_ON = date(2006, 4, 1), date(2025, 6, 26)
BASE_STEP_MINOR, TAX_STEP_MINOR, TAX_LEAST_MINOR = 1_000, 100, 1_000
"""A tax by rate: its base is cut to thousands, it is cut to hundreds, and is a thousand yen at least (from memory: Act
on General Rules for National Taxes, art. 118 and 119; Registration and License Tax Act, art. 19)."""


class Entry(StrEnum):
    """What is entered in a register."""

    TRANSFER = "transfer"
    """By sale or another act of the parties."""
    SUCCESSION = "succession"
    """By inheritance or merger."""
    EXCLUSIVE_LICENCE = "exclusive-licence"
    """Grant of a registered exclusive licence."""
    PLEDGE = "pledge"
    """By rate, on the claim that it secures."""
    TRUST = "trust"
    TRUST_OF_PLEDGE = "trust-of-pledge"
    """By rate, on the claim."""
    ESTABLISHMENT = "establishment"
    """Formation of a special purpose company."""
    OTHER = "other"
    """Another entry of a special purpose company."""


def _parameter(subject: str, entry: Entry, unit: str, value: int, item: int) -> Parameter:
    seen = f"Registration and License Tax Act, annex 1, item {item}, text of {_SEEN_ON}"
    values = (Since(_EARLIER_ON, value, "from memory"), Since(_SEEN_ON, value, seen))
    return Parameter(f"registration-tax-{subject}-{entry}", unit, values)


def _amounts(subject: str, item: int, amounts_minor: dict[Entry, int]) -> dict[tuple[str, Entry], Parameter]:
    return {(subject, entry): _parameter(subject, entry, "JPY", each, item) for entry, each in amounts_minor.items()}


def _of_right(
    kind: str, item: int, transfer_minor: int, trust_minor: int, *, licensed: bool = True
) -> dict[tuple[str, Entry], Parameter]:
    fixed = {Entry.TRANSFER: transfer_minor, Entry.SUCCESSION: 3_000, Entry.TRUST: trust_minor}
    fixed |= {Entry.EXCLUSIVE_LICENCE: transfer_minor} if licensed else {}
    rates_ppm = {Entry.PLEDGE: 4_000, Entry.TRUST_OF_PLEDGE: 2_000}
    by_rate = {(kind, entry): _parameter(kind, entry, "ppm", each, item) for entry, each in rates_ppm.items()}
    return _amounts(kind, item, fixed) | by_rate


TAXES: dict[tuple[str, Entry], Parameter] = {
    **_of_right("patent", 13, 15_000, 3_000),
    **_of_right("utility-model", 14, 9_000, 3_000),
    **_of_right("design", 15, 9_000, 3_000),
    **_of_right("trademark", 16, 30_000, 9_000),
    **_of_right("copyright", 10, 18_000, 3_000, licensed=False),
    **_of_right(NEIGHBOURING, 12, 9_000, 3_000, licensed=False),
    **_amounts(COMPANY, 25, {Entry.ESTABLISHMENT: 30_000, Entry.OTHER: 15_000}),
}
"""Yen for each right, or parts per million of the claim, by what the entry is about."""


@dataclass(frozen=True, slots=True)
class Application:
    """Entries of one kind that are applied for."""

    subject: str
    """A kind of right, or the company."""
    entry: Entry
    n_rights: int = 1
    claim_minor: int = 0
    """For a pledge, and a trust of one: the claim that it secures, in yen."""


@dataclass(frozen=True, slots=True)
class TaxLine:
    """The tax on one application."""

    application: Application
    tax_minor: int
    because: str


def transfers(rights: Iterable[Right]) -> tuple[Application, ...]:
    """Give the applications by which rights of Japan pass to a buyer; know-how has no register."""
    kinds = Counter(kind_of(right) for right in rights if right.jurisdiction == "JP")
    return tuple(Application(kind, Entry.TRANSFER, n) for kind, n in kinds.items() if (kind, Entry.TRANSFER) in TAXES)


def tax_lines(applications: Sequence[Application], on: date) -> tuple[TaxLine, ...]:
    """Work out the tax on each application.

    Args:
        applications: what is entered.
        on: the day of the applications, whose amounts hold.

    Raises:
        ValueError: no such entry exists, no amount is known for the day, or a number of rights or a claim is not
            positive.
    """
    return tuple(_line(application, on) for application in applications)


def tax_explained(applications: Sequence[Application], on: date) -> Explained:
    """Tell the tax on all applications, line by line; raises as `tax_lines` does."""
    lines = tax_lines(applications, on)
    parts = tuple(
        Explained(f"{line.application.entry} of {line.application.subject}", f"JPY {line.tax_minor:,}", line.because)
        for line in lines
    )
    total_minor = sum(line.tax_minor for line in lines)
    return Explained(f"registration tax on {on}", f"JPY {total_minor:,}", "sum of the entries", parts)


def _line(application: Application, on: date) -> TaxLine:
    parameter = TAXES.get((application.subject, application.entry))
    value = None if parameter is None else parameter.on(on)
    if parameter is None or value is None:
        raise ValueError(f"no tax is known on the {application.entry} of a {application.subject} on {on}")
    if application.n_rights < 1:
        raise ValueError(f"{application.n_rights} rights: an application is for one or more")
    source = next(since.source for since in reversed(parameter.values) if since.on <= on)
    if parameter.unit == "JPY":
        because = f"{application.n_rights} x JPY {value:,}: {source}"
        return TaxLine(application, value * application.n_rights, because)
    return TaxLine(application, _by_rate(application.claim_minor, value), f"{_rate_text(application, value)}: {source}")


def _rate_text(application: Application, rate_ppm: int) -> str:
    return f"{rate_ppm * 1_000 // PPM} in 1,000 of JPY {application.claim_minor:,}"


def _by_rate(claim_minor: int, rate_ppm: int) -> int:
    if claim_minor < 1:
        raise ValueError(f"a claim of {claim_minor}: a pledge secures more than nothing")
    base_minor = max(claim_minor // BASE_STEP_MINOR * BASE_STEP_MINOR, BASE_STEP_MINOR)
    tax_minor = share_floor(base_minor, rate_ppm)
    return max(tax_minor // TAX_STEP_MINOR * TAX_STEP_MINOR, TAX_LEAST_MINOR)
