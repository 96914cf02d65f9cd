"""Whether the parts of a pool fit: every name is defined once, every right is wholly owned, currencies agree."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from chizai.assets.licence_check import check_licence
from chizai.assets.licences import Licence
from chizai.assets.owners import Assignment
from chizai.assets.placed import Placed
from chizai.assets.pool import Pool
from chizai.assets.rights import Right
from chizai.assets.statements import StatementRow
from chizai.assets.terms import check_term
from chizai.assets.title import check_chain, check_owners
from chizai.units.money import CURRENCIES
from chizai.units.result import Failure, Place, Reason

Named = TypeVar("Named", Right, Licence)


@dataclass(frozen=True, slots=True)
class PoolPlaces:
    """Where the parts of a pool were read, each tuple in the order of the pool's."""

    rights: tuple[Place, ...]
    assignments: tuple[Place, ...]
    licences: tuple[Place, ...]


def places_of(pool: Pool) -> PoolPlaces:
    """Name the parts of a pool that was not read from files by their position: `rights[1] (R1)`."""

    def place(kind: str, index: int, name: str) -> Place:
        return Place("pool", None, f"{kind}[{index}] ({name})")

    return PoolPlaces(
        tuple(place("rights", i, right.id) for i, right in enumerate(pool.rights, 1)),
        tuple(place("assignments", i, link.right_id) for i, link in enumerate(pool.assignments, 1)),
        tuple(place("licences", i, licence.id) for i, licence in enumerate(pool.licences, 1)),
    )


def check_pool(
    pool: Pool, places: PoolPlaces | None = None, unusable_right_ids: frozenset[str] = frozenset()
) -> tuple[Failure, ...]:
    """Find all that does not fit in a pool.

    Args:
        pool: with all its parts, duplicates included.
        places: where each part was read; by position where it was not read from files.
        unusable_right_ids: rights that were named but could not be read, so that references to them are not reported
            a second time.
    """
    places = places or places_of(pool)
    rights = [Placed(right, place) for right, place in zip(pool.rights, places.rights, strict=True)]
    links = [Placed(link, place) for link, place in zip(pool.assignments, places.assignments, strict=True)]
    licences = [Placed(licence, place) for licence, place in zip(pool.licences, places.licences, strict=True)]
    right_ids = {right.value.id for right in rights} | unusable_right_ids
    by_id = {licence.id: licence for licence in reversed(pool.licences)}
    return (
        *_duplicates(rights, "right"),
        *_duplicates(licences, "licence"),
        *(failure for right in rights for failure in _check_right(right, links)),
        *(failure for licence in licences for failure in check_licence(licence)),
        *_unknown_rights(links, licences, right_ids),
        *(failure for row in pool.rows() for failure in check_row(row, by_id, right_ids)),
    )


def check_row(row: StatementRow, licences: Mapping[str, Licence], right_ids: AbstractSet[str]) -> Iterator[Failure]:
    """Find what a statement's row refers to that is not there, and a currency that is not its licence's.

    Args:
        row: one line of a statement.
        licences: all of the pool, by id.
        right_ids: all of the pool.
    """
    licence = licences.get(row.licence_id)
    if licence is None:
        place = Place(row.place.file, row.place.row, "licence")
        what = f"licence {row.licence_id!r} is not in the pool"
        why = "its royalty belongs to no licence and cannot be counted"
        yield Failure(Reason.UNKNOWN, place, what, why, _nearest(row.licence_id, licences))
    elif licence.currency in CURRENCIES and licence.currency != row.currency:
        place = Place(row.place.file, row.place.row, "currency")
        what = f"{row.currency} is reported for licence {licence.id}, which pays {licence.currency}"
        why = "amounts of two currencies cannot be added"
        yield Failure(Reason.CURRENCY, place, what, why, "correct the currency of the statement or of the licence")
    if row.right_id and row.right_id not in right_ids:
        place = Place(row.place.file, row.place.row, "right")
        what, why = f"right {row.right_id!r} is not in the pool", "the royalty would be credited to no right"
        yield Failure(Reason.UNKNOWN, place, what, why, _nearest(row.right_id, right_ids))


def _check_right(right: Placed[Right], links: Iterable[Placed[Assignment]]) -> tuple[Failure, ...]:
    own = [link for link in links if link.value.right_id == right.value.id]
    owner_failures = check_owners(right)
    chain_failures = () if owner_failures else check_chain(right, own)
    return (*owner_failures, *chain_failures, *check_term(right))


def _duplicates(parts: Iterable[Placed[Named]], kind: str) -> Iterator[Failure]:
    seen: dict[str, Place] = {}
    for part in parts:
        name = part.value.id
        if name in seen:
            what, why = f"{kind} {name!r} stands twice, first at {seen[name]}", "it would be counted twice"
            yield Failure(Reason.DUPLICATE, part.at("id"), what, why, "remove one of the two or give it its own id")
        seen.setdefault(name, part.place)


def _unknown_rights(
    links: Iterable[Placed[Assignment]], licences: Iterable[Placed[Licence]], right_ids: set[str]
) -> Iterator[Failure]:
    named = [(link.at("right_id"), link.value.right_id, "an assignment passes") for link in links]
    for licence in licences:
        named += [
            (licence.at("right_ids"), name, f"licence {licence.value.id} uses") for name in licence.value.right_ids
        ]
    for place, name, who in named:
        if name not in right_ids:
            what, why = f"{who} right {name!r}, which is not in the register", "its owner and its term are unknown"
            yield Failure(Reason.UNKNOWN, place, what, why, _nearest(name, right_ids))


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"did you mean {close[0]!r}?" if close else "add it, or correct the name"
