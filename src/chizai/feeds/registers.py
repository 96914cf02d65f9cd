"""The register of rights and the chain of title, from CSV."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from typing import Any

from chizai.assets.owners import Assignment, OwnerShare
from chizai.assets.placed import Placed
from chizai.assets.rights import KINDS, Authorship, Right
from chizai.feeds.cells import CellReader, parse_owners, parse_share
from chizai.feeds.files import TextFile
from chizai.feeds.tables import TableRow, read_table
from chizai.units.rate import PPM
from chizai.units.result import Failure, Loaded, Place, Reason

EXTENSION_DAYS_MAX = 100_000
"""Beyond any register; what the statute allows is checked with the term."""
CLAIMS_MAX = 100_000
CLASSES_MAX = 45
"""Classes of the Nice Agreement."""
RENEWALS_MAX = 50
"""Five hundred years: longer than any register of marks has been kept."""
EVIDENCE_COLUMNS = ("evidence_document", "evidence_sha256", "evidence_page")
ASSIGNMENT_COLUMNS = ("right_id", "assignor", "assignee", "assigned_on", "registered_on", "receipt_number", "share")
"""The columns of assignments.csv beside evidence: `share` is a percentage, 100% where it is empty."""


def _owners(cells: CellReader, column: str) -> tuple[OwnerShare, ...] | None:
    return cells.parsed(column, parse_owners, "every share of a right has its owner", "write A Co 60%; B Co 40%")


_READ: dict[str, Callable[[CellReader, str], Any]] = {
    "id": CellReader.text,
    "title": CellReader.text,
    "jurisdiction": CellReader.text,
    "number": CellReader.text,
    "owners": _owners,
    "filed_on": CellReader.day,
    "registered_on": CellReader.day,
    "published_on": CellReader.day,
    "author_died_on": CellReader.day,
    "kept_secret_since": CellReader.day,
    "extension_days": lambda cells, column: cells.whole(column, most=EXTENSION_DAYS_MAX),
    "claims": lambda cells, column: cells.whole(column, least=1, most=CLAIMS_MAX),
    "classes": lambda cells, column: cells.whole(column, least=1, most=CLASSES_MAX),
    "renewals": lambda cells, column: cells.whole(column, most=RENEWALS_MAX),
    "authorship": lambda cells, column: cells.choice(column, Authorship),
}
"""How each field of a right is read from the column of its name."""

RIGHT_COLUMNS = ("id", "kind", *(name for name in _READ if name != "id"), *EVIDENCE_COLUMNS)
"""The columns that rights.csv may have; those of kinds that do not occur can be left out."""


@dataclass(frozen=True, slots=True)
class Register:
    """The rights of a register."""

    rights: tuple[Placed[Right], ...]
    unusable_ids: frozenset[str]
    """Rights that the register names in rows that could not be used."""


def read_rights(file: TextFile) -> Loaded[Register]:
    """Read rights.csv: one right a row; a row with any failure is reported and left out."""
    table = read_table(file, ("id", "kind", "title", "jurisdiction", "owners"), RIGHT_COLUMNS)
    rights, unusable, failures = [], set(), list(table.failures)
    for row in table.value:
        found = _read_right(row)
        failures += found.failures
        if found.value is None:
            unusable.add(row.cells["id"])
        else:
            rights.append(Placed(found.value, row.place()))
    if not table.value and not failures:
        what, why = "the register has no row", "licences earn by the rights that it names"
        failures.append(Failure(Reason.MISSING, Place(file.name), what, why, "write one row for each right"))
    return Loaded(Register(tuple(rights), frozenset(unusable)), tuple(failures))


def read_assignments(file: TextFile) -> Loaded[tuple[Placed[Assignment], ...]]:
    """Read assignments.csv: one link of a chain of title a row.

    A row with any failure is reported, and its right's other links are left out with it: a chain that lacks a link
    would only show gaps that are not there.
    """
    required = ("right_id", "assignor", "assignee", "assigned_on")
    table = read_table(file, required, (*ASSIGNMENT_COLUMNS, *EVIDENCE_COLUMNS))
    links, broken, failures = [], set(), list(table.failures)
    for row in table.value:
        cells = CellReader(row)
        link = _read_assignment(cells)
        failures += cells.failures
        if link is None:
            broken.add(row.cells["right_id"])
        else:
            links.append(Placed(link, row.place()))
    return Loaded(tuple(link for link in links if link.value.right_id not in broken), tuple(failures))


def _read_right(row: TableRow) -> Loaded[Right | None]:
    cells = CellReader(row)
    name = cells.text("kind")
    if name not in KINDS:
        what, why = f"{name!r} is not a kind of right", "the law that the right lives under is unknown"
        cells.fail(Reason.UNKNOWN, "kind", what, why, f"write one of {', '.join(KINDS)}")
        return Loaded(None, tuple(cells.failures))
    kind = KINDS[name]
    own = {field.name: field for field in fields(kind) if field.name != "evidence"}
    values: dict[str, Any] = {}
    for column, field in own.items():
        is_required = field.default is MISSING
        if is_required and not cells.required(column):
            continue
        value = _READ[column](cells, column)
        if value is not None:
            values[column] = value
    cells.failures += _foreign_cells(row, name, set(own) | {"kind", *EVIDENCE_COLUMNS})
    evidence = cells.evidence()
    if cells.failures:
        return Loaded(None, tuple(cells.failures))
    return Loaded(kind(**values, evidence=(evidence,) if evidence else ()))


def _foreign_cells(row: TableRow, kind: str, own: set[str]) -> list[Failure]:
    why = "a fact that nothing reads would be lost silently, or the kind is wrong"
    return [
        Failure(
            Reason.INCONSISTENT,
            row.place(column),
            f"a {kind} has no {column}, yet the cell says {text!r}",
            why,
            "empty the cell, or correct the kind",
        )
        for column, text in row.cells.items()
        if text and column not in own
    ]


def _read_assignment(cells: CellReader) -> Assignment | None:
    right_id, assignee = cells.required("right_id"), cells.required("assignee")
    assigned_on = cells.day("assigned_on") if cells.required("assigned_on") else None
    registered_on = cells.day("registered_on")
    share_ppm = cells.parsed("share", parse_share, "a link passes a part of the whole right", "write 100% or 50%")
    evidence = cells.evidence()
    if cells.failures or assigned_on is None:
        return None
    receipt = cells.text("receipt_number")
    whole_ppm = PPM if share_ppm is None else share_ppm
    return Assignment(
        right_id, cells.text("assignor"), assignee, assigned_on, registered_on, receipt, whole_ppm, evidence
    )
