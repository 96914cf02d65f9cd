"""Files and tables: whatever is wrong with the bytes is a value with its place."""

import os
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.feeds.cells import parse_day, parse_owners, parse_whole
from chizai.feeds.files import TextFile, read_text
from chizai.feeds.tables import TableRow, read_table
from chizai.units.result import Failed, Loaded, Ok, Reason


def table(
    text: str, required: Collection[str] = ("id",), known: Collection[str] | None = None
) -> Loaded[tuple[TableRow, ...]]:
    return read_table(TextFile("t.csv", text, ""), required, known)


@pytest.mark.parametrize(
    ("content", "reason", "what"),
    [
        (b"", Reason.UNREADABLE, "empty"),
        (b" \n", Reason.UNREADABLE, "empty"),
        (b"PK\0\0", Reason.UNREADABLE, "byte 2 is zero"),
        ("権利".encode("cp932"), Reason.UNREADABLE, "not utf-8 text: byte 0"),
    ],
)
def test_bytes_that_are_no_text_are_a_failure(tmp_path: Path, content: bytes, reason: Reason, what: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    read = read_text(tmp_path, "a.csv")
    assert isinstance(read, Failed)
    assert read.failures[0].reason is reason
    assert what in read.failures[0].what


@pytest.mark.parametrize(
    ("target", "reason", "what"),
    [
        ("../outside.csv", Reason.OUT_OF_RANGE, "leads to no file"),
        ("link.csv", Reason.UNREADABLE, "cannot be opened"),
        ("nowhere.csv", Reason.MISSING, "no such file"),
        ("here.csv", None, ""),
    ],
)
def test_a_link_leads_no_further_than_the_folder(tmp_path: Path, target: str, reason: Reason | None, what: str) -> None:
    folder = tmp_path / "deal"
    folder.mkdir()
    (tmp_path / "outside.csv").write_text("id\n")
    (folder / "here.csv").write_text("id\n")
    (folder / "link.csv").symlink_to(target)
    read = read_text(folder, "link.csv")
    found = read.failures[0] if isinstance(read, Failed) else None
    assert (found and found.reason) == reason
    assert what in (found.what if found else "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are of Unix")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    read = read_text(tmp_path, "a.csv")
    assert isinstance(read, Failed)
    assert "a device or a pipe" in read.failures[0].what


def test_a_table_with_none_of_its_columns_is_one_failure() -> None:
    loaded = table("id;kind\n1;2\n", required=("id", "kind"))
    (failure,) = loaded.failures
    assert "'id;kind'" in failure.what
    assert "put ',' between cells" in failure.fix


@pytest.mark.parametrize(
    ("name", "encoding", "reason"),
    [
        ("rihgts.csv", "utf-8", Reason.MISSING),
        ("statements", "utf-8", Reason.UNREADABLE),
        ("../rights.csv", "utf-8", Reason.OUT_OF_RANGE),
        ("/etc/hostname", "utf-8", Reason.OUT_OF_RANGE),
        ("", "utf-8", Reason.OUT_OF_RANGE),
        ("rights.csv", "latin-1", Reason.UNKNOWN),
        ("rights.csv/x", "utf-8", Reason.UNREADABLE),
    ],
)
def test_a_name_that_leads_to_no_file_of_the_folder_is_a_failure(
    tmp_path: Path, name: str, encoding: str, reason: Reason
) -> None:
    (tmp_path / "rights.csv").write_text("id\n")
    (tmp_path / "statements").mkdir()
    read = read_text(tmp_path, name, encoding)
    assert isinstance(read, Failed)
    assert read.failures[0].reason is reason


def test_a_misspelt_file_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "rights.csv").write_text("id\n")
    read = read_text(tmp_path, "rihgts.csv")
    assert isinstance(read, Failed)
    assert read.failures[0].fix == "did you mean 'rights.csv'?"


def test_a_byte_order_mark_is_no_part_of_the_text_and_windows_japanese_is_read_if_declared(tmp_path: Path) -> None:
    (tmp_path / "bom.csv").write_bytes(b"\xef\xbb\xbfid\n")
    (tmp_path / "sjis.csv").write_bytes("権利\n".encode("cp932"))
    bom, sjis = read_text(tmp_path, "bom.csv"), read_text(tmp_path, "sjis.csv", "cp932")
    assert isinstance(bom, Ok)
    assert isinstance(sjis, Ok)
    assert (bom.value.text, sjis.value.text) == ("id\n", "権利\n")
    assert len(bom.value.sha256) == 64


def test_rows_know_their_line_past_comments_blanks_and_line_breaks_in_cells() -> None:
    loaded = table('# who wrote it\nid,title\n\nR1,"two\nlines"\nR2,x\n')
    assert [(row.line, row.cells["id"]) for row in loaded.value] == [(4, "R1"), (6, "R2")]


@pytest.mark.parametrize(
    ("text", "reason", "fix"),
    [
        ("ide,x\n1,2\n", Reason.MISSING, "is it 'ide'?"),
        ("id,titel\n1,2\n", Reason.UNKNOWN, "did you mean 'title'?"),
        ("id,id\n1,2\n", Reason.DUPLICATE, "rename or remove one"),
    ],
)
def test_wrong_columns_leave_no_row_and_name_the_nearest(text: str, reason: Reason, fix: str) -> None:
    known = ("id", "title", "x", "ide")
    loaded = table(text, known=known)
    assert loaded.value == ()
    assert (loaded.failures[0].reason, loaded.failures[0].fix) == (reason, fix)


def test_a_row_of_the_wrong_length_is_left_out_and_the_others_load() -> None:
    loaded = table("id,x\n1,2\n3\n4,5\n")
    assert [row.cells["id"] for row in loaded.value] == ["1", "4"]
    assert str(loaded.failures[0].place) == "t.csv:3"


def test_a_quotation_that_never_closes_keeps_the_rows_before_it() -> None:
    loaded = table('id,x\n1,2\n3,"4\n')
    assert [row.cells["id"] for row in loaded.value] == ["1"]
    assert loaded.failures[0].reason is Reason.UNREADABLE


@pytest.mark.parametrize("text", ["31/12/2025", "2025-12/31", "20251231", "2025-02-30"])
def test_other_ways_to_write_a_date_are_refused_rather_than_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|does not exist"):
        parse_day(text)


@pytest.mark.parametrize("text", ["1.0", "1,000", "\uff11\uff12", ""])
def test_a_whole_number_has_plain_digits_alone(text: str) -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        parse_whole(text)


@given(st.dates())
def test_a_date_is_read_back_or_refused_outside_the_years_of_registers(day: date) -> None:
    if 1800 <= day.year <= 2200:
        assert parse_day(day.isoformat()) == parse_day(f"{day.year}/{day.month}/{day.day}") == day
    else:
        with pytest.raises(ValueError, match="outside the years"):
            parse_day(day.isoformat())


@given(st.lists(st.tuples(st.from_regex(r"[A-Z][a-z]{1,8}( Co)?", fullmatch=True), st.integers(0, 10**6)), min_size=1))
def test_owners_are_read_back_as_they_were_written(pairs: list[tuple[str, int]]) -> None:
    text = "; ".join(f"{name} {ppm // 10_000}.{ppm % 10_000:04d}%" for name, ppm in pairs)
    owners = parse_owners(text)
    assert [(share.owner, share.share_ppm) for share in owners] == pairs
