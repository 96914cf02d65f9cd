"""The calendar of duties as CSV and as iCalendar (RFC 5545), the same bytes for the same calendar."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from chizai.documents.csv_file import csv_bytes
from chizai.law.duties import Calendar, Duty, Status

LINE_OCTETS = 75
"""How long a line of iCalendar may be."""
HEAD = ("id", "due_on", "act_by_on", "status", "owner", "what", "what_ja", "law", "done_on", "evidence")


def duties_csv(calendar: Calendar, on: date) -> bytes:
    """Write all duties, with their status on a day; the undated ones follow without a day."""
    dated = [
        (
            duty.id,
            duty.due_on,
            duty.act_by_on,
            duty.status(on).value,
            duty.owner.value,
            duty.what.en,
            duty.what.ja,
            "; ".join(citation.said.en for citation in duty.cites),
            duty.done_on,
            duty.evidence and duty.evidence.place,
        )
        for duty in calendar.duties
    ]
    undated = [
        ("", None, None, "unknown", "", each.what.en, each.what.ja, f"missing: {each.missing}", None, None)
        for each in calendar.undated
    ]
    return csv_bytes(HEAD, [*dated, *undated])


def duties_ics(calendar: Calendar, on: date, deal_id: str) -> bytes:
    """Write the duties that are not done as all-day events on the day by which to act.

    Args:
        calendar: the duties.
        on: the day as of which they are written; it stands as the stamp, so that no clock is read.
        deal_id: makes the events' ids unique beside those of other deals.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Chizai//Duties//EN", "CALSCALE:GREGORIAN"]
    for duty in calendar.duties:
        if duty.status(on) in {Status.OPEN, Status.OVERDUE}:
            lines += _event(duty, on, deal_id)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(duty: Duty, on: date, deal_id: str) -> Iterator[str]:
    law = "; ".join(citation.said.en for citation in duty.cites)
    yield "BEGIN:VEVENT"
    yield f"UID:{duty.id}.{deal_id}@chizai"
    yield f"DTSTAMP:{on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{duty.act_by_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{duty.act_by_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{duty.what.en} ({duty.what.ja})')}"
    yield f"DESCRIPTION:{_escaped(f'{duty.owner.value}; due {duty.due_on}' + (f'; {law}' if law else ''))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Break a line into parts of at most 75 octets, never within a character; later parts begin with a space."""
    part, room = "", LINE_OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            yield part
            part, room = " ", LINE_OCTETS - 1
        part += character
        room -= size
    yield part


def duties_documents(
    calendar: Calendar, on: date, deal_id: str, inputs: Sequence[tuple[str, str]], version: str
) -> dict[str, bytes]:
    """Make the folder of a calendar: the list, the events, and the manifest of what they were made of.

    Args:
        calendar: the duties.
        on: the as-of date.
        deal_id: the deal's name.
        inputs: name and SHA-256 digest of each file that was read.
        version: version of Chizai.
    """
    files = {"duties.csv": duties_csv(calendar, on), "duties.ics": duties_ics(calendar, on, deal_id)}
    manifest = {
        "kind": "duties",
        "deal": deal_id,
        "version": version,
        "as_of_on": on.isoformat(),
        "inputs": dict(inputs),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return {**files, "manifest.json": (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode()}
