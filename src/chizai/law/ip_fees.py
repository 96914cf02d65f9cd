"""When which fee keeps a right alive: annual fees and renewals at the Japan Patent Office, and their grace.

The fees of years one to three are paid when a right is registered; each later year is due on the last day of the year
before (Patent Act, art. 108(2)). Late payment costs as much again, within six months (art. 112(1), 112(2)). So do the
sister acts say (Utility Model Act, art. 33; Design Act, art. 44; Trademark Act, art. 20(3), 41-2, 43), from memory. The
office takes a fee on the next open day where the last is closed (art. 3(2)); days to pay by here never rely on that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from chizai.assets.rights import Design, Patent, Right, Trademark, UtilityModel, kind_of
from chizai.assets.terms import TERMS, expires_on
from chizai.forecast.processes.fees import FIRST_DECIDED_YEAR, annual_fee_minor
from chizai.law.deadlines import bank_day_before, months_after
from chizai.law.duties import FeeDue
from chizai.law.ip_tariffs import REGISTRATION_PART_JPY, RENEWAL_JPY, RENEWAL_PART_JPY, tariff_on
from chizai.law.parameters import Parameter
from chizai.law.patent_life import LATE_MONTHS
from chizai.law.said import Said
from chizai.units.schedule import MONTHS_A_YEAR

TERM_YEARS = TERMS[Trademark][0].years


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee that falls due."""

    right_id: str
    what: Said
    due_on: date
    """Last day on which it is in time."""
    amount_minor: int
    """In yen, at the tariff of the day on which it is due, or the latest that is known."""
    because: Said
    """How the amount comes about."""

    @property
    def pay_by_on(self) -> date:
        """Give the last bank day for paying it in time."""
        return bank_day_before(self.due_on)

    @property
    def late_until_on(self) -> date:
        """Give the last day on which it can still be paid, with as much again."""
        return months_after(self.due_on, LATE_MONTHS.values[-1].value)

    @property
    def late_pay_by_on(self) -> date:
        """Give the last bank day for paying it late."""
        return bank_day_before(self.late_until_on)

    @property
    def late_amount_minor(self) -> int:
        """Give what is paid when late: fee and surcharge of the same amount."""
        return 2 * self.amount_minor


@dataclass(frozen=True, slots=True)
class FeeCalendar:
    """All fees of some rights in a time."""

    fees: tuple[Fee, ...]
    """By due day, then by right."""
    not_covered: tuple[tuple[str, Said], ...]
    """Rights whose fees are not known here, and why; works and secrets, which cost none, are not among them."""

    @property
    def total_minor(self) -> int:
        """Give the sum of all fees paid in time."""
        return sum(fee.amount_minor for fee in self.fees)


def fee_calendar(
    rights: Iterable[Right], from_on: date, until_on: date, *, in_instalments: frozenset[str] = frozenset()
) -> FeeCalendar:
    """Lay out the fees that fall due in a time, for rights that are kept as long as the law allows.

    A utility model counts as one of a single claim: rights here do not say how many it has.

    Args:
        rights: of the pool.
        from_on: first day.
        until_on: last day.
        in_instalments: ids of trademarks whose ten years are paid in two halves.

    Returns:
        the fees; a right is not covered where no tariff is known for one of its fees, as for patents before 2004.
    """
    window = _Window(from_on, until_on)
    fees: list[Fee] = []
    not_covered: list[tuple[str, Said]] = []
    for right in rights:
        reason = _not_covered(right)
        if reason is not None:
            not_covered.append((right.id, reason))
            continue
        try:
            fees += list(_fees(right, window, in_halves=right.id in in_instalments))
        except ValueError as error:  # a fee older than the tariffs that are known
            not_covered.append((right.id, Said(str(error), "当時の料金は収録していない")))
    return FeeCalendar(tuple(sorted(fees, key=lambda fee: (fee.due_on, fee.right_id))), tuple(not_covered))


@dataclass(frozen=True, slots=True)
class _Window:
    from_on: date
    until_on: date

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


def duties(calendar: FeeCalendar) -> tuple[FeeDue, ...]:
    """Give the fees as duties that fall due on the last bank day for paying them in time."""
    return tuple(FeeDue(fee.right_id, fee.what, fee.pay_by_on, fee.amount_minor) for fee in calendar.fees)


def total_to_year_minor(kind: str, year: int, n_claims: int, paid_on: date) -> int:
    """Add up the annual fees from the first year to one, at the tariff of one day; raises as `tariff_on` does."""
    schedule = tariff_on(kind, paid_on).schedule
    return sum(annual_fee_minor(schedule, each, n_claims) for each in range(1, year + 1))


def _not_covered(right: Right) -> Said | None:
    if not isinstance(right, Patent | UtilityModel | Design | Trademark):
        return None
    if right.jurisdiction != "JP":
        return Said(f"fees of {right.jurisdiction} are not known here", f"{right.jurisdiction}の料金は収録していない")
    if right.registered_on is None:
        return Said("not registered yet: fees run from registration", "未登録(料金は設定登録から生ずる)")
    return None


def _fees(right: Right, window: _Window, *, in_halves: bool) -> Iterator[Fee]:
    match right:
        case Trademark(registered_on=date() as registered_on):
            yield from _renewals(right, registered_on, window, in_halves=in_halves)
        case Patent(registered_on=date() as registered_on):
            yield from _annual(right, registered_on, window, right.claims)
        case UtilityModel(registered_on=date() as registered_on) | Design(registered_on=date() as registered_on):
            yield from _annual(right, registered_on, window, 1)
        case _:
            return


def _annual(right: Right, registered_on: date, window: _Window, n_claims: int) -> Iterator[Fee]:
    """Yield the fees of the years from the fourth on that begin within the right's life."""
    life_on = expires_on(right) or window.until_on
    kind = kind_of(right)
    for year in count(FIRST_DECIDED_YEAR):
        due_on = months_after(registered_on, (year - 1) * MONTHS_A_YEAR)
        if due_on >= life_on or due_on > window.until_on:
            return
        if due_on not in window:
            continue
        tariff = tariff_on(kind, due_on)
        what = Said(f"{kind}, year {year}", f"{_NAMES_JA[kind]} 第{year}年分")
        claims = ("", "") if kind == "design" else (f", claims: {n_claims}", f"、請求項の数{n_claims}")
        because = Said(
            f"year {year}{claims[0]}; tariff of {{0}}: {tariff.source}",
            f"第{year}年分{claims[1]}。{{0}}以後の料金",
        ).filled((tariff.on,))
        yield Fee(right.id, what, due_on, annual_fee_minor(tariff.schedule, year, n_claims), because)


_NAMES_JA = {"patent": "特許料", "utility-model": "実用新案登録料", "design": "意匠登録料"}


def _renewals(mark: Trademark, registered_on: date, window: _Window, *, in_halves: bool) -> Iterator[Fee]:
    """Yield renewals, and the second halves of ten years, those of terms already renewed left out."""
    for term in count(mark.renewals):
        starts_on = months_after(registered_on, term * TERM_YEARS * MONTHS_A_YEAR)
        if starts_on > window.until_on:
            return
        if term > mark.renewals and starts_on in window:
            what = Said(f"trademark, renewal {term}", f"商標 更新登録料(第{term}回)")
            yield _mark_fee(mark, what, starts_on, RENEWAL_PART_JPY if in_halves else RENEWAL_JPY)
        half_on = months_after(starts_on, TERM_YEARS * MONTHS_A_YEAR // 2)
        if in_halves and half_on in window:
            what = Said(f"trademark, second half of term {term + 1}", f"商標 後期分割登録料(第{term + 1}期)")
            yield _mark_fee(mark, what, half_on, RENEWAL_PART_JPY if term else REGISTRATION_PART_JPY)


def _mark_fee(mark: Trademark, what: Said, due_on: date, parameter: Parameter) -> Fee:
    value = parameter.on(due_on)
    if value is None:
        raise ValueError(f"no {parameter.id} is known for {due_on}")
    since = next(since for since in reversed(parameter.values) if since.on <= due_on)
    because = Said(
        "JPY {0} a class, classes: {1}; tariff of {2}: {3}", "1区分{0}円、区分の数{1}。{2}以後の料金"
    ).filled((value, mark.classes, since.on, since.source))
    return Fee(mark.id, what, due_on, mark.classes * value, because)
