"""Whatever a file says, it is a value or a failure: no reader raises."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.licences import Licence
from chizai.assets.terms import expires_on
from chizai.feeds.assessments import read_assessments
from chizai.feeds.files import TextFile
from chizai.feeds.inputs import parse_inputs
from chizai.feeds.licences import read_licences
from chizai.feeds.registers import RIGHT_COLUMNS, read_assignments, read_rights
from chizai.feeds.statements import read_statement
from chizai.feeds.statements.rows import Known
from chizai.feeds.statements.source import StatementColumns, StatementConstants, StatementFormat, StatementSource
from chizai.units.result import Failed

LICENCE = Licence(id="L1", licensee="x", right_ids=("R1",), currency="USD", starts_on=date(2010, 1, 1))
KNOWN = Known({"L1": LICENCE}, frozenset({"R1"}))
PIECES = [
    "sale",
    "amount_usd",
    "row_type",
    "HEAD",
    "#HEAD",
    "LI01.01",
    "#LI01.01",
    "SY02.01",
    "FOOT",
    "RightsController",
]
texts = st.lists(
    st.sampled_from([*PIECES, ",", "\t", "\n", '"', "1", "-0.5", "[[licences]]"]) | st.text(max_size=4)
).map("".join)
cells = st.sampled_from(["", "1", "0", "-1", "9999-12-31", "2020-02-29", "film", "A 100%", "A", "ab" * 32]) | st.text(
    st.characters(blacklist_characters=',"\r\n', blacklist_categories=["Cs"]), max_size=5
)
kinds = st.sampled_from(["patent", "utility-model", "design", "trademark", "copyright", "trade-secret"])


@given(texts)
def test_any_text_is_read_as_a_register_a_licence_file_or_inputs_without_a_raise(text: str) -> None:
    file = TextFile("a", text, "")
    for read in (read_rights, read_assignments, read_assessments):
        assert read(file).failures, "no such text makes a sound table"
    assert isinstance(parse_inputs(file), Failed)
    assert isinstance(read_licences(file), Failed)


@pytest.mark.parametrize("form", StatementFormat)
@given(text=texts)
def test_any_text_is_read_as_a_statement_without_a_raise(form: StatementFormat, text: str) -> None:
    source = StatementSource(
        file="a",
        format=form,
        columns=StatementColumns(royalty="1") if form is StatementFormat.CSV else StatementColumns(),
        constants=StatementConstants(
            licence="L1", currency="USD", period_start=date(2025, 1, 1), period_end=date(2025, 3, 31)
        ),
    )
    loaded = read_statement(TextFile("a", text, ""), source, KNOWN)
    assert all(row.licence_id == "L1" and row.currency == "USD" for row in loaded.value.rows)


@given(kinds, st.lists(cells, min_size=len(RIGHT_COLUMNS) - 2, max_size=len(RIGHT_COLUMNS) - 2))
def test_a_row_of_the_register_is_a_right_with_a_term_or_a_failure_at_its_line(kind: str, row: list[str]) -> None:
    text = ",".join(RIGHT_COLUMNS) + "\n" + ",".join(["R1", kind, *row]) + "\n"
    loaded = read_rights(TextFile("rights.csv", text, ""))
    assert bool(loaded.value.rights) != bool(loaded.failures)
    assert all(failure.place.row == 2 for failure in loaded.failures)
    for right in loaded.value.rights:
        last_on = expires_on(right.value)
        assert last_on is None or last_on.year > 1800
