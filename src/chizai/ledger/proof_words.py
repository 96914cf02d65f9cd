"""What a verified proof says, in sentences."""

from collections.abc import Sequence
from datetime import UTC, datetime

from chizai.ledger.lookthrough import RowProof
from chizai.ledger.proof import About, Publication, ReportedPeriod
from chizai.units.money import CURRENCIES, format_minor

TIME_END = 2**35
"""No block is later than this, in Unix seconds: the year 3058."""


def row_lines(proof: RowProof, reported: ReportedPeriod) -> tuple[str, ...]:
    """Say what is proved of a row: the row, the total that it is part of, and what became of that."""
    row, reporting, sums = proof.row, proof.reporting, proof.stream.top.sums
    royalties, corrections = (_amount(each, row.currency) for each in (sums.royalties_minor, sums.corrections_minor))
    what = f"licence {row.licence}, {row.period_start_on} to {row.period_end_on}"
    told = f"reported by {reported.by} to vault {reporting.vault} on {_time(reported.reported_unix_seconds)}"
    lines = [
        f"Row {row.row} of {row.file}: {what}, cash {_amount(row.cash_minor, row.currency)}.",
        f"Period {reporting.period} has {sums.n_rows:,} such rows, {royalties} less corrections of {corrections}.",
        f"That total is input {proof.input}, {told} (block {reported.block}).",
        f"The vault pays the period by program {reporting.program.hex()}.",
    ]
    if reported.is_challenged:
        lines.append("The report is challenged, and nobody has decided yet.")
    if reported.received_minor is None:
        lines.append("The period is not paid yet; what the vault took in shows when it is.")
    else:
        received = _amount(reported.received_minor, reporting.currency)
        lines.append(f"The vault took in {received} when it paid the period.")
    return tuple(lines)


def published_lines(found: Sequence[Publication], published: Sequence[Publication]) -> list[str]:
    """Say who published each version that was found, and when; and if the author has replaced it since.

    Args:
        found: the versions that a proof is of.
        published: all versions by all authors.
    """
    lines = []
    for each in found:
        later = [other.version for other in published if other.author == each.author and other.version > each.version]
        state = f"; version {max(later)} has replaced it" if later else ""
        lines.append(
            f"Published as {named(each.about)}, version {each.version}, by {each.author} "
            f"on {_time(each.published_unix_seconds)} (block {each.block}){state}."
        )
    return lines


def named(about: About) -> str:
    """Name what was published."""
    subject = f" about {about.subject.hex()}" if any(about.subject) else ""
    return f"{about.kind} of period {about.period}{subject}"


def _amount(amount_minor: int, currency: str) -> str:
    """Write an amount; in minor units where the proof names a currency that is not known."""
    known = CURRENCIES.get(currency)
    return f"{format_minor(amount_minor, known) if known else amount_minor} {currency}"


def _time(unix_seconds: int) -> str:
    if not 0 <= unix_seconds < TIME_END:
        return f"Unix second {unix_seconds}"
    return datetime.fromtimestamp(unix_seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
