"""The royalty audit of a deal: what its licensees reported, held against their licences."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chizai.app.load import DealFolder, load
from chizai.assets.placed import Placed
from chizai.assets.royalty_audit import LicenceAudit, audit_licence
from chizai.assets.terms import expires_on
from chizai.forecast.reported import by_licence, known_rows
from chizai.units.explain import Explained
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


@dataclass(frozen=True, slots=True)
class DealAudit:
    """The audit of all licences of a deal."""

    as_of_on: date
    """Rows whose cash arrived later are not counted."""
    licences: tuple[LicenceAudit, ...]
    """In the order of their file."""
    n_unusable: int
    """Rows of statements that could not be used and are not counted."""


def audit_deal(folder: Path) -> Result[DealAudit]:
    """Read a deal's folder and audit its royalties."""
    loaded = load(folder)
    if isinstance(loaded, Failed):
        return loaded
    source = loaded.value.value
    return Ok(DealAudit(source.inputs.as_of_on, audits_of(source), len(loaded.value.failures)))


def audits_of(source: DealFolder) -> tuple[LicenceAudit, ...]:
    """Audit each licence of a deal on its as-of date."""
    inputs, pool = source.inputs, source.files.pool
    rows = by_licence(known_rows(pool, inputs.as_of_on))
    lives = {right.id: expires_on(right) or date.max for right in pool.rights}
    left_out = [row for statement in pool.statements for row in statement.left_out]
    known = {licence.id for licence in pool.licences}
    return tuple(
        audit_licence(
            Placed(licence, Place(inputs.licences, None, f"licences[{number}] ({licence.id})")),
            rows.get(licence.id, ()),
            inputs.as_of_on,
            {right_id: lives[right_id] for right_id in licence.right_ids if right_id in lives},
            [row for row in left_out if row.licence_id == licence.id or row.licence_id not in known],
        )
        for number, licence in enumerate(pool.licences, 1)
    )


def explain_year(audit: DealAudit, licence_id: str, on: date) -> Result[Explained]:
    """Explain the contract year of a licence in which a day falls, or say why there is none."""
    by_id = {each.licence.id: each for each in audit.licences}
    if licence_id not in by_id:
        return _no_such(f"{licence_id!r} is no licence of the deal", list(by_id))
    years = by_id[licence_id].years
    for year in years:
        if year.reports.span.start_on <= on <= year.reports.span.end_on:
            return Ok(year.explained)
    known = [f"{year.reports.span.start_on} to {year.reports.span.end_on}" for year in years]
    return _no_such(f"{on} is in no contract year of {licence_id} of which anything is reported", known)


def _no_such(what: str, known: list[str]) -> Failed:
    fix = f"ask for one of: {', '.join(known)}" if known else "ask for another licence"
    return Failed((Failure(Reason.UNKNOWN, Place("royalty audit"), what, "there is nothing to explain", fix),))
