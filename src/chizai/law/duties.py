"""Duties: what has to be done over a deal's life, by whom, by when, and what shows that it was done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from chizai.law.asset_securitization.plan_items import MINOR_CHANGES
from chizai.law.citation import Citation
from chizai.law.deadlines import bank_day_before, days_after, months_after
from chizai.law.facts import Fact, Given, Kind, Known, Supplier
from chizai.law.laws import ASA, CORPORATION_TAX, DESIGN, FIEA, JSDA_RULE, PATENT, TRADEMARK, UTILITY_MODEL
from chizai.law.offering import Route, forms_of, route_of
from chizai.law.said import Said
from chizai.units.schedule import MONTHS_A_YEAR

FACTS: dict[str, tuple[Fact, ...]] = {
    "company": (
        Fact(
            "first_year_ends_on",
            Kind.DAY,
            Said("last day of the first business year", "第一期事業年度の末日"),
            Supplier.ADMINISTRATOR,
        ),
    ),
    "duties": (
        Fact("done_on", Kind.DAY, Said("day on which it was done", "履行日"), Supplier.ADMINISTRATOR),
        Fact("document", Kind.TEXT, Said("document that shows it", "証憑"), Supplier.ADMINISTRATOR),
    ),
}
YEAR_REPORT_MONTHS, TAX_RETURN_MONTHS = 3, 2
COMPLETION_DAYS, CHANGE_DAYS = 30, 14


class Status(StrEnum):
    """Where a duty stands on a day."""

    DONE = "done"
    LATE = "done late"
    OPEN = "open"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing to do."""

    id: str
    """Stable from run to run, such as `annual-report-2026-03-31`; the id under which `law.toml` says it was done."""
    what: Said
    owner: Supplier
    due_on: date
    """The last day that the law or the deal allows."""
    cites: tuple[Citation, ...] = ()
    done_on: date | None = None
    evidence: Given | None = None
    """The fact that says that it was done; none: nobody said so."""

    @property
    def act_by_on(self) -> date:
        """Give the last bank day on or before the due day."""
        return bank_day_before(self.due_on)

    def status(self, on: date) -> Status:
        """Say where it stands on a day."""
        if self.done_on is not None and self.done_on <= on:
            return Status.DONE if self.done_on <= self.due_on else Status.LATE
        return Status.OPEN if on <= self.due_on else Status.OVERDUE


@dataclass(frozen=True, slots=True)
class Undated:
    """A kind of duty whose days hang on a fact that nobody has said."""

    what: Said
    missing: str
    """As `table.key`."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """All duties of a deal."""

    duties: tuple[Duty, ...]
    """By due day, then by id."""
    undated: tuple[Undated, ...]


@dataclass(frozen=True, slots=True)
class FeeDue:
    """An official fee of a right that falls due."""

    right_id: str
    what: Said
    due_on: date
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    id: str
    what: Said
    owner: Supplier
    cites: tuple[Citation, ...] = ()


NOTIFY = _Kind(
    id="commencement-notification",
    what=Said("notify the commencement of business, with the plan", "業務開始届出(資産流動化計画の添付)"),
    owner=Supplier.SPC,
    cites=(ASA.article("4", 1),),
)
REGISTER = _Kind(
    id="transfer-registration",
    what=Said("register the transfer", "移転登録"),
    owner=Supplier.PATENT_ATTORNEY,
    cites=(PATENT.article("98", 1, "1"),),
)
PAY = _Kind(
    id="payment",
    what=Said("pay the classes in order", "各クラスへの支払(ウォーターフォール)"),
    owner=Supplier.TRUSTEE,
)
REPORT = _Kind(
    id="investor-report",
    what=Said("report collections, balances and assets to investors", "投資家報告"),
    owner=Supplier.SERVICER,
    cites=(JSDA_RULE.article(""),),
)
BUSINESS_REPORT = _Kind(
    id="business-report",
    what=Said("file the business report with the accounts", "事業報告書の提出"),
    owner=Supplier.ADMINISTRATOR,
    cites=(ASA.article("216", 1),),
)
TAX_RETURN = _Kind(
    id="tax-return",
    what=Said(
        "file the tax return with the schedule of dividends deducted", "法人税の確定申告(支払配当の損金算入の明細書)"
    ),
    owner=Supplier.TAX_ADVISER,
    cites=(CORPORATION_TAX.article("74", 1),),
)
COMPLETE = _Kind(
    id="completion-notification",
    what=Said("notify the completion of the securitisation", "資産流動化計画に係る業務の終了届出"),
    owner=Supplier.SPC,
    cites=(ASA.article("10", 1),),
)
CHANGE = _Kind(
    id="plan-change",
    what=Said("notify the change of the plan", "資産流動化計画の変更届出"),
    owner=Supplier.SPC,
    cites=(ASA.article("9", 1),),
)
DISCLOSE = _Kind(
    id="form",
    what=Said("file", "提出"),
    owner=Supplier.COUNSEL,
    cites=(FIEA.article("24", 1), FIEA.article("24-5", 1)),
)
PAY_FEE = _Kind(
    id="official-fee",
    what=Said("pay the official fee", "特許庁料金の納付"),
    owner=Supplier.SERVICER,
    cites=(PATENT.article("108"), PATENT.article("112")),
)


NOTIFY_OFFICE = Said("notify the office of the succession to the application", "特許を受ける権利の承継の届出")
REGISTERS: dict[str, tuple[Citation, ...]] = {
    "patent": (PATENT.article("98", 1, "1"),),
    "utility-model": (UTILITY_MODEL.article("26", 2), PATENT.article("98", 1, "1")),
    "design": (DESIGN.article("36"), PATENT.article("98", 1, "1")),
    "trademark": (TRADEMARK.article("35"), PATENT.article("98", 1, "1")),
}
"""Where each kind of right of Japan passes by registration alone."""
ONCE = frozenset({"5-2", "2-2"})
"""Forms that an offering files once."""


def calendar_of(known: Known, payment_dates: Sequence[date], fees: Sequence[FeeDue]) -> Calendar:
    """Lay out all duties of a deal, from the notification before it begins to the notification of its end.

    Args:
        known: what is known of the deal; what was done stands in its table `duties`, or in the fact that a rule asks.
        payment_dates: the deal's payment dates, rolled.
        fees: official fees of the rights that fall due within the deal.
    """
    duties = [
        *_at_closing(known),
        *(_duty(kind, known, day, day.isoformat()) for day in payment_dates for kind in (PAY, REPORT)),
        *_yearly(known, payment_dates[-1]),
        *(_fee(fee, known) for fee in fees),
        *_changes(known),
        _duty(COMPLETE, known, days_after(payment_dates[-1], COMPLETION_DAYS), "", ("filing", "completion_filed_on")),
    ]
    return Calendar(tuple(sorted(duties, key=lambda duty: (duty.due_on, duty.id))), tuple(_undated(known)))


def overdue(calendar: Calendar, on: date) -> tuple[Duty, ...]:
    """Give the duties that are past their day and not shown to be done."""
    return tuple(duty for duty in calendar.duties if duty.status(on) is Status.OVERDUE)


def _at_closing(known: Known) -> Iterator[Duty]:
    closing_on = known.one["deal"]["closing_on"].value
    yield _duty(NOTIFY, known, closing_on - timedelta(days=1), "", ("filing", "accepted_on"))
    for right_id, row in known.many.get("rights", {}).items():
        kind, cites = row["kind"].value, REGISTERS.get(row["kind"].value)
        if cites is not None and row["jurisdiction"].value == "JP":
            duty = replace(_duty(REGISTER, known, closing_on, right_id), cites=cites)
            stage = row.get("stage_at_transfer")
            if kind == "patent" and stage is not None and stage.value != "registered":
                duty = replace(duty, what=NOTIFY_OFFICE, cites=(PATENT.article("34", 4),))
            yield _with(duty, row.get("transfer_registered_on"))


def _yearly(known: Known, last_on: date) -> Iterator[Duty]:
    first = known.one.get("company", {}).get("first_year_ends_on")
    if first is None:
        return
    public = route_of(known) is Route.PUBLIC
    n_years = 0
    while True:
        ends_on = months_after(first.value, n_years * MONTHS_A_YEAR) if n_years else first.value
        yield _duty(BUSINESS_REPORT, known, months_after(ends_on, YEAR_REPORT_MONTHS), ends_on.isoformat())
        yield _duty(TAX_RETURN, known, months_after(ends_on, TAX_RETURN_MONTHS), ends_on.isoformat())
        for form in forms_of(Route.PUBLIC, known, ends_on) if public else ():
            if form.due_on is not None and (form.number not in ONCE or n_years == 0):
                duty = _duty(DISCLOSE, known, form.due_on, f"{form.number}-{ends_on.isoformat()}")
                yield _named(duty, form.name)
        if ends_on >= last_on:
            return
        n_years += 1


def _fee(fee: FeeDue, known: Known) -> Duty:
    return _named(_duty(PAY_FEE, known, fee.due_on, f"{fee.right_id}-{fee.due_on.isoformat()}"), fee.what)


def _changes(known: Known) -> Iterator[Duty]:
    for row_id, row in known.many.get("plan_changes", {}).items():
        item = row["item"].value if "item" in row else ""
        if "changed_on" in row and item not in MINOR_CHANGES:
            due_on = _change_due(row["changed_on"].value, item, known)
            offered = row.get("next_offering_on")
            due_on = due_on if offered is None else min(due_on, offered.value)
            yield _with(_duty(CHANGE, known, due_on, row_id), row.get("filed_on"))


def _change_due(changed_on: date, item: str, known: Known) -> date:
    """Give a month for assets that a short-term programme takes in, else two weeks (Regulation, art. 26)."""
    programme = known.one.get("plan", {}).get("is_short_term_programme")
    if item == "asset-transfer" and programme is not None and programme.value:
        return months_after(changed_on, 1)
    return days_after(changed_on, CHANGE_DAYS)


def _undated(known: Known) -> Iterator[Undated]:
    if "first_year_ends_on" not in known.one.get("company", {}):
        what = Said("business reports, tax returns, securities reports", "事業報告書、法人税申告、有価証券報告書等")
        yield Undated(what, "company.first_year_ends_on")
    if route_of(known) is None:
        yield Undated(
            Said("statements and reports under the securities law", "金融商品取引法上の開示"), "offering.route"
        )


def _duty(kind: _Kind, known: Known, due_on: date, of: str, fact: tuple[str, str] | None = None) -> Duty:
    """Make a duty, done on the day that `duties` says, or else that the fact of a rule says."""
    duty_id = f"{kind.id}-{of}" if of else kind.id
    done = known.many.get("duties", {}).get(duty_id, {}).get("done_on")
    if done is None and fact is not None:
        done = known.one.get(fact[0], {}).get(fact[1])
    duty = Duty(id=duty_id, what=kind.what, owner=kind.owner, due_on=due_on, cites=kind.cites)
    return _with(duty, done)


def _with(duty: Duty, done: Given | None) -> Duty:
    if done is None or duty.evidence is not None:
        return duty
    return replace(duty, done_on=done.value, evidence=done)


def _named(duty: Duty, name: Said) -> Duty:
    return replace(duty, what=Said(f"{duty.what.en}: {name.en}", f"{duty.what.ja}: {name.ja}"))
