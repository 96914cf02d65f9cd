"""Whether one licence can be what it says: its dates, its currency, its royalty terms."""

from collections.abc import Iterator

from chizai.assets.evidence import DIGEST
from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.placed import Placed
from chizai.units.money import CURRENCIES
from chizai.units.rate import INT64_MAX, PPM, format_ppm
from chizai.units.result import Failure, Place, Reason

LAG_DAYS_MAX = 3_650
"""Ten years."""


def check_licence(licence: Placed[Licence]) -> tuple[Failure, ...]:
    """Find what a licence cannot mean, apart from what it refers to."""
    return tuple(_header_failures(licence)) + tuple(_terms_failures(licence))


def _header_failures(licence: Placed[Licence]) -> Iterator[Failure]:
    it = licence.value
    if not it.id:
        why = "statements and forecasts name a licence by it"
        yield Failure(Reason.MISSING, licence.at("id"), "the id is empty", why, "give the licence a name")
    if it.currency not in CURRENCIES:
        what = f"currency {it.currency!r} of licence {it.id} is not one that amounts can be counted in"
        why = "the currency says how many decimals its minor unit has"
        yield Failure(Reason.UNKNOWN, licence.at("currency"), what, why, f"write one of {', '.join(CURRENCIES)}")
    if it.ends_on is not None and it.ends_on < it.starts_on:
        what = f"licence {it.id} ends on {it.ends_on}, before it starts on {it.starts_on}"
        yield Failure(Reason.INCONSISTENT, licence.at("ends_on"), what, "it could never earn", "correct the dates")
    if not it.right_ids:
        what, why = f"licence {it.id} names no right", "a licence earns while the rights that it uses live"
        yield Failure(Reason.MISSING, licence.at("right_ids"), what, why, "name at least one right of the register")
    for index, paper in enumerate(it.evidence, start=1):
        if not DIGEST.fullmatch(paper.sha256):
            place, what = licence.at(f"evidence[{index}].sha256"), f"{paper.sha256!r} is not a SHA-256 digest"
            why = "a document is known by the digest of its bytes"
            yield Failure(Reason.WRONG_TYPE, place, what, why, "write its 64 hexadecimal digits")


def _terms_failures(licence: Placed[Licence]) -> Iterator[Failure]:
    terms = licence.value.terms
    yield from _ladder_failures(licence, terms)
    for name in ("minimum_annual_minor", "cap_annual_minor", "advance_minor", "lag_days", "settlement_days"):
        value = getattr(terms, name)
        if value is not None and not 0 <= value <= INT64_MAX:
            yield _not_counted(licence.at(f"terms.{name}"), value)
    for index, milestone in enumerate(terms.milestones, start=1):
        if not 0 <= milestone.amount_minor <= INT64_MAX:
            place = licence.at(f"terms.milestones[{index}] ({milestone.id}).amount_minor")
            yield _not_counted(place, milestone.amount_minor)
    for name, days in (("lag_days", terms.lag_days), ("settlement_days", terms.settlement_days)):
        if days > LAG_DAYS_MAX:
            kind = "lag" if name == "lag_days" else "settlement"
            what, why = f"a {kind} of {days} days", "royalties are paid within years of the use, not decades"
            yield Failure(Reason.OUT_OF_RANGE, licence.at(f"terms.{name}"), what, why, f"write 0 to {LAG_DAYS_MAX}")
    for name in ("withholding_ppm", "consumption_tax_ppm"):
        rate_ppm = getattr(terms, name)
        if not 0 <= rate_ppm <= PPM:
            place, what = licence.at(f"terms.{name}"), f"a rate of {format_ppm(rate_ppm)}"
            yield Failure(Reason.OUT_OF_RANGE, place, what, "a tax takes between none and all", "write 0 to 1_000_000")
    cap = terms.cap_annual_minor
    if cap is not None and cap < terms.minimum_annual_minor:
        what = f"the minimum of {terms.minimum_annual_minor} is above the cap of {cap}"
        why = "no royalty could keep both"
        yield Failure(Reason.INCONSISTENT, licence.at("terms.cap_annual_minor"), what, why, "correct one of them")


def _not_counted(place: Place, value: int) -> Failure:
    why = "amounts and days of the terms count upwards from 0, and are kept in 63 bits"
    return Failure(Reason.OUT_OF_RANGE, place, f"{value} is not possible", why, f"write a number from 0 to {INT64_MAX}")


def _ladder_failures(licence: Placed[Licence], terms: RoyaltyTerms) -> Iterator[Failure]:
    place = licence.at("terms.ladder")
    starts = [rung.sales_from_minor for rung in terms.ladder]
    if starts and starts[0] != 0:
        what, why = f"the first rung starts at sales of {starts[0]}", "sales below it would have no rate"
        yield Failure(Reason.INCONSISTENT, place, what, why, "begin with sales_from_minor = 0")
    if sorted(set(starts)) != starts:
        what = f"the rungs start at {', '.join(map(str, starts))}"
        yield Failure(Reason.INCONSISTENT, place, what, "each rung starts above the one before", "sort the rungs")
    for rung in terms.ladder:
        if not 0 <= rung.rate_ppm <= PPM:
            what = f"a royalty rate of {format_ppm(rung.rate_ppm)}"
            why = "a royalty is between none and all of the sales"
            yield Failure(Reason.OUT_OF_RANGE, place, what, why, "write 0 to 1_000_000 parts per million")
