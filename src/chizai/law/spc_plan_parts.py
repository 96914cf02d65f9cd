"""What an item of the plan is made of: lines, facts that are lacking, or a word that it is not planned."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from chizai.assets.pool import Pool
from chizai.deal.model import Deal, Role
from chizai.law.asset_securitization.plan_items import PlanItem
from chizai.law.catalogue import TABLES
from chizai.law.choice_words import choice_said
from chizai.law.facts import Fact, Given, Kind, Known, Supplier
from chizai.law.said import Said, Sayable
from chizai.units.money import amount_text
from chizai.units.rate import format_ppm
from chizai.units.result import Place


@dataclass(frozen=True, slots=True)
class Sources:
    """What a plan is written from: nothing of it is typed a second time."""

    deal: Deal
    pool: Pool
    known: Known
    """The deal's facts and those of `law.toml`."""

    @property
    def deal_file(self) -> str:
        """Name the deal's file, for the places of what it alone says."""
        return self.known.one["deal"]["closing_on"].place.file


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what stands beside it."""

    label: Said
    value: Said
    source: Place | None
    """Where it was read; none for what the law itself makes every plan say."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A fact that an item cannot do without and that nobody has said."""

    fact: str
    """As `table (row).key`, or the table."""
    meaning: Said
    by: Supplier


Part: TypeAlias = Line | Lack
Content: TypeAlias = tuple[Part, ...] | Said
"""What an item says; a text alone says why it is not planned."""

NOT_PLANNED = Said("not planned", "予定しない")


def unplanned(items: tuple[PlanItem, ...]) -> dict[str, Content]:
    """Say of a whole section that it is not planned."""
    return {item.id: NOT_PLANNED for item in items}


def given(known: Known, table: str, key: str, row: str = "") -> Given | None:
    """Look a fact up; none where nobody has said it."""
    rows = known.many.get(table, {}).get(row, {}) if row else known.one.get(table, {})
    return rows.get(key)


def lack(table: str, key: str = "", row: str = "") -> Lack:
    """Say that a fact, or a whole table, is not there."""
    found = TABLES[table].fact(key)
    name = f"{table} ({row})" if row else table
    return Lack(
        f"{name}.{key}" if key else name,
        TABLES[table].meaning if found is None else found.meaning,
        Supplier.SPC if found is None else found.by,
    )


def told(known: Known, table: str, key: str, row: str = "") -> Part:
    """Make a line of a fact, labelled by its meaning, and by its row if it has one; or say that it lacks."""
    found, fact = given(known, table, key, row), TABLES[table].fact(key)
    if found is None or fact is None:
        return lack(table, key, row)
    label = Said(f"{row}: {fact.meaning.en}", f"{row}: {fact.meaning.ja}") if row else fact.meaning
    return Line(label, fact_said(found.value, fact), found.place)


def unless_no(known: Known, key: str, *more: str) -> Content:
    """Say a fact of the plan, and others with it; where it is no or an empty list, that nothing is planned."""
    found = given(known, "plan", key)
    if found is not None and not found.value:
        return NOT_PLANNED
    return (told(known, "plan", key), *(told(known, "plan", each) for each in more if found is not None))


def named(sources: Sources, role: Role, table: str, key: str) -> Part:
    """Name who has a role: as `law.toml` says, or the one party of the deal that has it."""
    fact = TABLES[table].fact(key)
    parties = [party for party in sources.deal.parties if party.role is role]
    if given(sources.known, table, key) is not None or fact is None or len(parties) != 1:
        return told(sources.known, table, key)
    (party,) = parties
    return stated(sources, fact.meaning, Said(party.name, party.name), f"parties ({party.id}).name")


def fact_said(value: Any, fact: Fact) -> Said:  # noqa: ANN401 - facts are of many kinds
    """Say the value of a fact: money in yen, what has choices in words."""
    match fact.kind:
        case Kind.MONEY | Kind.PROFIT:
            return money_said(value, "JPY")
        case Kind.SHARE:
            return Said(format_ppm(value), format_ppm(value))
        case Kind.TEXT if fact.choices or value == "none":
            return choice_said(value)
        case Kind.NAMES if fact.choices and value:
            words = [choice_said(each) for each in value]
            return Said(", ".join(word.en for word in words), "、".join(word.ja for word in words))
        case _:
            return plain(value)


def plain(value: Sayable) -> Said:
    """Say a value by itself: a day, a number, names."""
    return Said("{0}", "{0}").filled((value,))


def money_said(amount_minor: int, currency: str) -> Said:
    """Say an amount: `1,000 JPY`, `1,000円`."""
    text = amount_text(amount_minor, currency)
    return Said(text, f"{amount_minor:,}円" if currency == "JPY" else text)


def stated(sources: Sources, label: Said, value: Said, key: str) -> Line:
    """Make a line of what the deal's file says at a key."""
    return Line(label, value, Place(sources.deal_file, None, key))


def chosen(sources: Sources, key: str, items: tuple[PlanItem, ...]) -> tuple[PlanItem, ...] | Lack:
    """Give those of a section's items that a list of the plan names."""
    found = given(sources.known, "plan", key)
    return lack("plan", key) if found is None else tuple(item for item in items if item.id in found.value)


def changes(sources: Sources, prefix: str, items: tuple[PlanItem, ...]) -> dict[str, Content]:
    """Say of a section what is open, what may be changed and what may not.

    Args:
        sources: what the plan is written from.
        prefix: of the ids of those three items, such as `bonds`.
        items: the section; what it has no item for is left out.
    """
    ids = {item.id for item in items}
    made: dict[str, Content] = {
        f"{prefix}-undetermined": _how(sources, items, "undetermined", "procedure_text"),
        f"{prefix}-conditions": _how(sources, items, "alterable", "change_conditions"),
        f"{prefix}-frozen": _frozen(sources, items),
    }
    return {name: content for name, content in made.items() if name in ids}


def _how(sources: Sources, items: tuple[PlanItem, ...], which: str, how: str) -> Content:
    found = chosen(sources, which, items)
    if isinstance(found, Lack):
        return (found,)
    text = told(sources.known, "plan", how)
    if not found:
        return NOT_PLANNED
    return (text,) if isinstance(text, Lack) else tuple(Line(item.title, text.value, text.source) for item in found)


def _frozen(sources: Sources, items: tuple[PlanItem, ...]) -> Content:
    found, place = chosen(sources, "frozen", items), given(sources.known, "plan", "frozen")
    if isinstance(found, Lack):
        return (found,)
    banned = Said("may not be changed", "変更を禁止する")
    return tuple(Line(item.title, banned, place.place if place else None) for item in found) or NOT_PLANNED
