"""The asset liquidation plan (資産流動化計画) out of the deal and its facts, with every item of the law.

An item has content, or is not planned, or lacks facts: then each is named with who can supply it. What the deal's files
say is never asked for again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from chizai.assets.pool import Pool
from chizai.deal.model import Deal
from chizai.deal.periods import deal_periods
from chizai.law.asset_securitization.plan_items import SECTIONS, PlanItem
from chizai.law.citation import Citation
from chizai.law.facts import Given, Known
from chizai.law.laws import ASA
from chizai.law.said import Said
from chizai.law.spc_plan_assets import assets, borrowing, management, other, other_borrowing, period
from chizai.law.spc_plan_parts import Content, Lack, Line, Sources
from chizai.law.spc_plan_securities import bonds, notes, preferred, short_term
from chizai.units.result import Failure, Place, Reason

WRITERS: tuple[tuple[Citation, Callable[[Sources], dict[str, Content]]], ...] = (
    (ASA.article("5", 1, "1"), period),
    (ASA.article("5", 1, "2-i"), preferred),
    (ASA.article("5", 1, "2-ro"), bonds),
    (ASA.article("5", 1, "2-ho"), short_term),
    (ASA.article("5", 1, "2-he"), notes),
    (ASA.article("5", 1, "2-to"), borrowing),
    (ASA.article("5", 1, "3"), assets),
    (ASA.article("5", 1, "4"), management),
    (ASA.article("5", 1, "5"), other_borrowing),
    (ASA.article("5", 1, "6"), other),
)
"""Who writes the sections, in the order of `SECTIONS`."""


class State(StrEnum):
    """Whether an item of the plan can be written."""

    STATED = "stated"
    NOT_PLANNED = "not planned"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the plan as it stands."""

    item: PlanItem
    state: State
    lines: tuple[Line, ...]
    """Its content; where it is missing, what is there of it."""
    missing: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the plan."""

    title: Said
    cites: Citation
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class LiquidationPlan:
    """The whole plan."""

    title: Said
    sections: tuple[Section, ...]
    faults: tuple[Failure, ...] = ()
    """What in it contradicts the deal."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Give the items of all sections."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def missing(self) -> tuple[Lack, ...]:
        """Give every fact without which an item cannot be written, each once."""
        return tuple(dict.fromkeys(each for entry in self.entries for each in entry.missing))


def liquidation_plan(deal: Deal, pool: Pool, known: Known) -> LiquidationPlan:
    """Write the plan.

    Args:
        deal: the deal, whose classes, clauses and parties stand in it.
        pool: the rights and licences.
        known: what is known of the deal, `law.toml` included.
    """
    sources = Sources(deal, pool, known)
    sections = [
        Section(title, cites, tuple(_entry(item, contents[item.id]) for item in items))
        for (title, items), (cites, write) in zip(SECTIONS, WRITERS, strict=True)
        for contents in (write(sources),)
    ]
    title = Said(f"Asset liquidation plan: {deal.title}", f"資産流動化計画: {deal.title_ja}")
    return LiquidationPlan(title, tuple(sections), tuple(_faults(deal, known)))


def with_draft(deal: Deal, pool: Pool, known: Known) -> Known:
    """Add to what is known that the plan can be written whole; where it cannot, nothing is added."""
    plan = liquidation_plan(deal, pool, known)
    if plan.missing or plan.faults:
        return known
    place = Place(known.one["deal"]["closing_on"].place.file, None, "classes")
    row = {**known.one.get("plan", {}), "is_drafted_whole": Given(value=True, place=place)}
    return replace(known, one={**known.one, "plan": row})


def _entry(item: PlanItem, content: Content) -> Entry:
    if isinstance(content, Said):
        return Entry(item, State.NOT_PLANNED, (Line(item.title, content, None),), ())
    missing = tuple(_lacks(content))
    lines = tuple(part for part in content if isinstance(part, Line))
    return Entry(item, State.MISSING if missing else State.STATED, lines, missing)


def _lacks(content: Content) -> Iterator[Lack]:
    if not isinstance(content, Said):
        yield from (part for part in content if isinstance(part, Lack))


def _faults(deal: Deal, known: Known) -> Iterator[Failure]:
    """Find a plan period that does not hold the deal from its closing to its last payment."""
    plan, last_on = known.one.get("plan", {}), deal_periods(deal)[-1].pay_on
    why = "all that the deal does is done under the plan"
    if "starts_on" in plan and plan["starts_on"].value > deal.closing_on:
        what = f"the plan starts on {plan['starts_on'].value}, after the closing on {deal.closing_on}"
        fix = "start it on the day of closing, or before"
        yield Failure(Reason.INCONSISTENT, plan["starts_on"].place, what, why, fix)
    if "ends_on" in plan and plan["ends_on"].value < last_on:
        what = f"the plan ends on {plan['ends_on'].value}, before the last payment on {last_on}"
        fix = "let it run to the last payment, or longer, within the cap of its assets"
        yield Failure(Reason.INCONSISTENT, plan["ends_on"].place, what, why, fix)
