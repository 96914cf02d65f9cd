"""Royalty statements in: each format into the same rows, with what could not be used and what does not agree."""

from chizai.assets.statements import Statement
from chizai.feeds.files import TextFile
from chizai.feeds.statements.ddex import read_ddex
from chizai.feeds.statements.licence_report import read_licence_report
from chizai.feeds.statements.plain import read_plain
from chizai.feeds.statements.rows import Known
from chizai.feeds.statements.source import StatementFormat, StatementSource
from chizai.units.result import Loaded

READERS = {
    StatementFormat.CSV: read_plain,
    StatementFormat.LICENCE_REPORT: read_licence_report,
    StatementFormat.DDEX: read_ddex,
}


def read_statement(file: TextFile, source: StatementSource, known: Known) -> Loaded[Statement]:
    """Read a statement by its format: the rows that can be used, the breaks, and all that could not be used."""
    return READERS[source.format](file, source, known)
