"""The whole pool of a deal's folder, with the digests of the files that made it."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from chizai.assets.licence_check import check_licence
from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.placed import Placed
from chizai.assets.pool import Pool
from chizai.assets.pool_check import PoolPlaces, check_pool
from chizai.assets.statements import Statement
from chizai.feeds.assessments import read_assessments
from chizai.feeds.files import TextFile, read_text
from chizai.feeds.inputs import Inputs
from chizai.feeds.licences import read_licences
from chizai.feeds.registers import Register, read_assignments, read_rights
from chizai.feeds.statements import read_statement
from chizai.feeds.statements.rows import Known
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.units.result import Failed, Failure, Loaded, Place, Reason
from chizai.valuation.assessment import Assessment
from chizai.valuation.screening_check import check_assessments

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PoolFiles:
    """A pool, the assessors' views of it, and the files that they were read from."""

    pool: Pool
    assessments: tuple[Assessment, ...]
    digests: tuple[tuple[str, str], ...]
    """Name and SHA-256 digest of every file that was read, inputs.toml first, in the order of reading."""


@dataclass(slots=True)
class _Reading:
    """A folder being read: its digests and failures so far."""

    folder: Path
    digests: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def text(self, name: str | None, encoding: str = "utf-8") -> TextFile | None:
        """Read a file that is named; none where it is not, or, as a failure, where it cannot be read."""
        if name is None:
            return None
        read = read_text(self.folder, name, encoding)
        if isinstance(read, Failed):
            self.failures += read.failures
            return None
        self.digests.append((read.value.name, read.value.sha256))
        return read.value


def read_pool(folder: Path, inputs: Inputs) -> Loaded[PoolFiles]:
    """Read the register, the chain of title, the licences, the statements and the assessments that inputs name.

    Good rows load and bad ones are reported. What would be counted twice is taken once; a licence that cannot mean what
    it says is left out with its statement rows. Without a readable file of licences no statement is read, and without
    one of rights nothing is checked against it: the one failure that matters is said once.
    """
    reading = _Reading(folder)
    reading.text(INPUTS_FILE)
    register, register_read = _register(reading, inputs)
    file = reading.text(inputs.assignments)
    links = _loaded(reading, read_assignments(file)) if file else ()
    licences, licences_read = _licences(reading, inputs)
    right_ids = frozenset(right.value.id for right in register.rights) | register.unusable_ids
    if not register_read:
        right_ids |= {name for licence in licences for name in licence.value.right_ids}
    known = Known(_readable(licences), right_ids)
    statements = _statements(reading, inputs, known) if licences_read and register_read else ()
    pool = Pool(
        tuple(right.value for right in register.rights),
        tuple(link.value for link in links) if register_read else (),
        tuple(licence.value for licence in licences),
        statements,
    )
    places = PoolPlaces(
        tuple(right.place for right in register.rights),
        tuple(link.place for link in links) if register_read else (),
        tuple(licence.place for licence in licences),
    )
    reading.failures += check_pool(pool, places, right_ids)
    assessments = _assessments(reading, inputs, right_ids, register_read=register_read)
    usable = _usable(pool, [licence for licence in licences if not check_licence(licence)])
    return Loaded(PoolFiles(usable, assessments, tuple(reading.digests)), tuple(reading.failures))


def _register(reading: _Reading, inputs: Inputs) -> tuple[Register, bool]:
    file = reading.text(inputs.rights)
    if file is None:
        return Register((), frozenset()), False
    register = _loaded(reading, read_rights(file))
    return register, bool(register.rights or register.unusable_ids)


def _licences(reading: _Reading, inputs: Inputs) -> tuple[tuple[Placed[Licence], ...], bool]:
    file = reading.text(inputs.licences)
    if file is None:
        return (), False
    read = read_licences(file)
    if isinstance(read, Failed):
        reading.failures += read.failures
        return (), False
    return read.value, True


def _statements(reading: _Reading, inputs: Inputs, known: Known) -> tuple[Statement, ...]:
    statements: list[Statement] = []
    seen: dict[tuple[str, object], str] = {}
    for source in inputs.statements:
        file = reading.text(source.file, source.encoding)
        if file is None:
            continue
        first = seen.setdefault((file.sha256, replace(source, file="")), file.name)
        if first == file.name:
            statements.append(_loaded(reading, read_statement(file, source, known)))
        else:
            reading.failures.append(_copied(file, first))
    return tuple(statements)


def _copied(file: TextFile, first: str) -> Failure:
    what = f"it is a copy of {first}, read in the same way"
    why = "its royalties would be counted twice"
    return Failure(Reason.DUPLICATE, Place(file.name), what, why, "remove one of the two from the inputs")


def _assessments(
    reading: _Reading, inputs: Inputs, right_ids: frozenset[str], *, register_read: bool
) -> tuple[Assessment, ...]:
    file = reading.text(inputs.assessments)
    if file is None:
        return ()
    views = _loaded(reading, read_assessments(file))
    named = frozenset(view.value.right_id for view in views)
    found = check_assessments(views, right_ids if register_read else right_ids | named)
    reading.failures += found
    broken_rows = {failure.place.row for failure in found}
    return tuple(view.value for view in views if view.place.row not in broken_rows)


def _loaded(reading: _Reading, loaded: Loaded[T]) -> T:
    reading.failures += loaded.failures
    return loaded.value


def _readable(licences: tuple[Placed[Licence], ...]) -> dict[str, Licence]:
    """Give all licences by id, unsound ones without their terms: their rows are read, so that they fail only once."""
    plain = {licence.value.id: replace(licence.value, terms=RoyaltyTerms()) for licence in licences}
    return plain | _by_id(tuple(licence for licence in licences if not check_licence(licence)))


def _by_id(licences: tuple[Placed[Licence], ...]) -> dict[str, Licence]:
    return {licence.value.id: licence.value for licence in reversed(licences)}


def _usable(pool: Pool, licences: list[Placed[Licence]]) -> Pool:
    """Keep the first of what stands twice, the sound licences, and their rows."""
    rights = {right.id: right for right in reversed(pool.rights)}
    sound = _by_id(tuple(licences))
    statements = tuple(
        replace(statement, rows=tuple(row for row in statement.rows if row.licence_id in sound))
        for statement in pool.statements
    )
    return Pool(tuple(reversed(rights.values())), pool.assignments, tuple(reversed(sound.values())), statements)
