"""A deal's folder, from inputs to pool: twenty ways to break it, each with one message at its place."""

from datetime import date
from pathlib import Path

import pytest

from chizai.assets.rights import Authorship, Copyright, Patent, Trademark, TradeSecret
from chizai.feeds.files import TextFile
from chizai.feeds.inputs import Inputs, parse_inputs, read_inputs
from chizai.feeds.licences import LicenceFile, read_licences
from chizai.feeds.pool import read_pool
from chizai.feeds.registers import read_rights
from chizai.units.result import Failed, Ok, Reason
from chizai.units.toml import read_toml, write_toml
from chizai.valuation.assessment import Assessment, Stage

FILES = {
    "inputs.toml": """as_of_on = 2026-09-30
rights = "rights.csv"
licences = "licences.toml"
assignments = "assignments.csv"
assessments = "assessments.csv"

[[statements]]
file = "statements/2025.csv"
format = "csv"
[statements.columns]
licence = "Licence"
royalty = "Royalty"
[statements.constants]
currency = "JPY"
period_start = 2025-01-01
period_end = 2025-12-31

[[pricing]]
class_id = "A"
price_ppm = 1_000_000
""",
    "rights.csv": "id,kind,title,jurisdiction,number,filed_on,registered_on,extension_days,claims,classes,authorship,"
    "published_on,kept_secret_since,owners,evidence_document,evidence_sha256,evidence_page\n"
    """R1,patent,Screen,JP,6000001,2015-04-01,2017-03-31,30,5,,,,,SPC 60%; Co-owner 40%,Extract,"""
    + "ab" * 32
    + """,2
R2,trademark,Mark,JP,5000001,2015-04-01,2016-01-15,,,3,,,,SPC 100%,,,
R3,copyright,Film,JP,,,,,,,film,2010-07-17,,SPC,,,
R4,trade-secret,Recipe,JP,,,,,,,,,2012-01-01,SPC,,,
""",
    "assignments.csv": """right_id,assignor,assignee,assigned_on,registered_on,receipt_number,share
R1,,Maker,2015-04-01,,,
R1,Maker,SPC,2020-04-01,2020-05-01,123,60%
R1,Maker,Co-owner,2020-04-01,2020-05-01,124,40%
""",
    "licences.toml": """[[licences]]
id = "L1"
licensee = "Phone maker"
right_ids = ["R1", "R2"]
currency = "JPY"
starts_on = 2018-01-01
[licences.terms]
lag_days = 45
ladder = [{ sales_from_minor = 0, rate_ppm = 30_000 }]
""",
    "assessments.csv": "right_id,stage,technology_readiness,market_outlook_ppm_annual,competitor_erosion_ppm_annual,"
    "opposed_or_litigated,evidence\n"
    """R1,commercial,9,-20000,30000,no,Report
R2,commercial,,,,,
""",
    "statements/2025.csv": 'Licence,Royalty\nL1,"1,000,000"\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "statements").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def inputs_of(folder: Path) -> Inputs:
    read = read_inputs(folder)
    assert isinstance(read, Ok)
    return read.value


def test_a_sound_folder_becomes_a_pool_with_the_digest_of_every_file(folder: Path) -> None:
    loaded = read_pool(folder, inputs_of(folder))
    pool = loaded.value.pool
    assert loaded.failures == ()
    assert [type(right) for right in pool.rights] == [Patent, Trademark, Copyright, TradeSecret]
    assert pool.right("R1").evidence[0].page == 2
    assert [(row.licence_id, row.royalty_minor, row.received_on) for row in pool.rows()] == [
        ("L1", 1_000_000, date(2026, 2, 14))
    ]
    assert loaded.value.assessments[0] == Assessment(
        right_id="R1",
        stage=Stage.COMMERCIAL,
        technology_readiness=9,
        market_outlook_ppm_annual=-20_000,
        competitor_erosion_ppm_annual=30_000,
        evidence="Report",
    )
    assert [name for name, _ in loaded.value.digests] == [
        "inputs.toml",
        "rights.csv",
        "assignments.csv",
        "licences.toml",
        "statements/2025.csv",
        "assessments.csv",
    ]


BROKEN = [
    ("rights.csv", "60%; Co-owner 40%", "60%; Co-owner 39%", Reason.INCONSISTENT, "rights.csv:2: owners"),
    ("rights.csv", "60%; Co-owner", "60; Co-owner", Reason.WRONG_TYPE, "rights.csv:2: owners"),
    ("rights.csv", "2015-04-01,2017", "2015-04-31,2017", Reason.WRONG_TYPE, "rights.csv:2: filed_on"),
    ("rights.csv", "R1,patent", "R1,patnet", Reason.UNKNOWN, "rights.csv:2: kind"),
    ("rights.csv", ",,,3,,,,SPC", ",,4,3,,,,SPC", Reason.INCONSISTENT, "rights.csv:3: claims"),
    ("rights.csv", "R4,trade", "R3,trade", Reason.DUPLICATE, "rights.csv:5: id"),
    ("rights.csv", ",30,5", ",3000,5", Reason.OUT_OF_RANGE, "rights.csv:2: extension_days"),
    ("rights.csv", ",30,5", ",30,0", Reason.OUT_OF_RANGE, "rights.csv:2: claims"),
    ("rights.csv", "film", "song", Reason.OUT_OF_RANGE, "rights.csv:4: authorship"),
    ("rights.csv", "Film,JP", ",JP", Reason.MISSING, "rights.csv:4: title"),
    ("rights.csv", "abab", "xyz", Reason.WRONG_TYPE, "rights.csv:2: evidence_sha256"),
    ("rights.csv", "kept_secret", "kept_secert", Reason.UNKNOWN, "rights.csv:1: kept_secert_since"),
    ("assignments.csv", "2020-05-01,123", ",123", Reason.MISSING, "assignments.csv:3: registered_on"),
    ("assignments.csv", "R1,,", "R9,,", Reason.UNKNOWN, "assignments.csv:2: right_id"),
    ("assignments.csv", "60%", "sixty", Reason.WRONG_TYPE, "assignments.csv:3: share"),
    (
        "licences.toml",
        'currency = "JPY"',
        'currency = "YEN"',
        Reason.UNKNOWN,
        "licences.toml: licences[1] (L1).currency",
    ),
    ("licences.toml", "45", "-45", Reason.OUT_OF_RANGE, "licences.toml: licences[1] (L1).terms.lag_days"),
    ("licences.toml", "45", "4.5", Reason.WRONG_TYPE, "licences.toml: licences[1] (L1).terms.lag_days"),
    ("licences.toml", "licensee", "licencee", Reason.UNKNOWN, "licences.toml: licences[1] (L1).licencee"),
    ("licences.toml", '"R2"', '"R9"', Reason.UNKNOWN, "licences.toml: licences[1] (L1).right_ids"),
    ("licences.toml", "[[licences]]", "[[licences", Reason.UNREADABLE, "licences.toml:1"),
    ("statements/2025.csv", "L1", "L9", Reason.UNKNOWN, "statements/2025.csv:2: Licence"),
    ("statements/2025.csv", "1,000,000", "1,00", Reason.WRONG_TYPE, "statements/2025.csv:2: Royalty"),
    ("inputs.toml", '"JPY"', '"USD"', Reason.CURRENCY, "statements/2025.csv:2: constants.currency"),
    ("inputs.toml", '"rights.csv"', '"right.csv"', Reason.MISSING, "right.csv"),
    ("inputs.toml", '"licences.toml"', '"licence.toml"', Reason.MISSING, "licence.toml"),
    ("inputs.toml", '"statements/2025.csv"', '"statements/2024.csv"', Reason.MISSING, "statements/2024.csv"),
    ("inputs.toml", 'currency = "JPY"', "", Reason.MISSING, "statements/2025.csv: currency"),
    (
        "inputs.toml",
        'file = "statements/2025.csv"',
        'file = "statements/2025.csv"\nencoding = "latin-1"',
        Reason.UNKNOWN,
        "statements/2025.csv",
    ),
    ("rights.csv", "R1,patent", ",patent", Reason.MISSING, "rights.csv:2: id"),
    ("assessments.csv", "R2,", "R1,", Reason.DUPLICATE, "assessments.csv:3: right_id"),
    ("assessments.csv", "R2,", "R9,", Reason.UNKNOWN, "assessments.csv:3: right_id"),
    ("assessments.csv", ",9,", ",10,", Reason.OUT_OF_RANGE, "assessments.csv:2: technology_readiness"),
    (
        "assessments.csv",
        "30000",
        "1000001",
        Reason.OUT_OF_RANGE,
        "assessments.csv:2: competitor_erosion_ppm_annual",
    ),
    ("assessments.csv", ",no,", ",perhaps,", Reason.WRONG_TYPE, "assessments.csv:2: opposed_or_litigated"),
    ("assessments.csv", "R1,commercial", "R1,", Reason.MISSING, "assessments.csv:2: stage"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason", "place"), BROKEN)
def test_what_is_broken_is_said_at_its_place(
    folder: Path, name: str, old: str, new: str, reason: Reason, place: str
) -> None:
    text = FILES[name]
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    loaded = read_pool(folder, inputs_of(folder))
    found = [(failure.reason, str(failure.place)) for failure in loaded.failures]
    assert (reason, place) in found
    own_effects = {"rights.csv:2: id": 6, "assignments.csv:2: right_id": 2}
    assert len(found) == own_effects.get(place, 1)


def test_inputs_without_chain_and_assessments_need_neither_file(folder: Path) -> None:
    lines = [line for line in FILES["inputs.toml"].splitlines() if not line.startswith(("assignments", "assessments"))]
    (folder / "inputs.toml").write_text("\n".join(lines), encoding="utf-8")
    loaded = read_pool(folder, inputs_of(folder))
    assert loaded.failures == ()
    assert (loaded.value.pool.assignments, loaded.value.assessments) == ((), ())


def test_a_duplicate_licence_is_counted_once(folder: Path) -> None:
    (folder / "licences.toml").write_text(FILES["licences.toml"] * 2, encoding="utf-8")
    loaded = read_pool(folder, inputs_of(folder))
    assert [str(failure.place) for failure in loaded.failures] == ["licences.toml: licences[2] (L1).id"]
    assert len(loaded.value.pool.licences) == 1


def test_an_unsound_licence_is_left_out_with_its_rows(folder: Path) -> None:
    (folder / "licences.toml").write_text(FILES["licences.toml"].replace("45", "-45"), encoding="utf-8")
    pool = read_pool(folder, inputs_of(folder)).value.pool
    assert (pool.licences, pool.rows()) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "reason", "place"),
    [
        ("as_of_on = 2026-09-30", "as_of_on = 2026-09-31", Reason.UNREADABLE, "inputs.toml:1"),
        ("as_of_on = 2026-09-30\n", "", Reason.MISSING, "inputs.toml: as_of_on"),
        ('format = "csv"', 'format = "xls"', Reason.OUT_OF_RANGE, "inputs.toml: statements[1].format"),
        ('royalty = "R', 'roylaty = "R', Reason.UNKNOWN, "inputs.toml: statements[1].columns.roylaty"),
    ],
)
def test_broken_inputs_are_one_failure_with_its_key(old: str, new: str, reason: Reason, place: str) -> None:
    text = FILES["inputs.toml"]
    assert old in text
    read = parse_inputs(TextFile("inputs.toml", text.replace(old, new, 1), ""))
    assert isinstance(read, Failed)
    assert [(failure.reason, str(failure.place)) for failure in read.failures] == [(reason, place)]


def test_a_statement_named_twice_would_be_counted_twice() -> None:
    again = '\n[[statements]]\nfile = "statements/2025.csv"\nformat = "csv"\n'
    read = parse_inputs(TextFile("inputs.toml", FILES["inputs.toml"] + again, ""))
    assert isinstance(read, Failed)
    assert [failure.reason for failure in read.failures] == [Reason.DUPLICATE]


def test_the_same_file_by_another_name_would_be_counted_twice_too() -> None:
    again = '\n[[statements]]\nfile = "./statements/2025.csv"\nformat = "csv"\n'
    read = parse_inputs(TextFile("inputs.toml", FILES["inputs.toml"] + again, ""))
    assert isinstance(read, Failed)
    assert [failure.reason for failure in read.failures] == [Reason.DUPLICATE]


@pytest.mark.parametrize(("year", "reasons"), [("2025", [Reason.DUPLICATE]), ("2024", [])])
def test_a_copy_of_a_statement_is_refused_unless_it_is_read_in_another_way(
    folder: Path, year: str, reasons: list[Reason]
) -> None:
    text = FILES["inputs.toml"]
    own = text[text.index("[[statements]]") : text.index("[[pricing]]")].replace("2025.csv", "copy.csv")
    (folder / "inputs.toml").write_text(text + own.replace("2025-", f"{year}-"), encoding="utf-8")
    (folder / "statements" / "copy.csv").write_text(FILES["statements/2025.csv"], encoding="utf-8")
    loaded = read_pool(folder, inputs_of(folder))
    assert [failure.reason for failure in loaded.failures] == reasons
    assert len(loaded.value.pool.rows()) == 2 - len(reasons)


def test_a_register_without_rows_says_so_once(folder: Path) -> None:
    (folder / "rights.csv").write_text(FILES["rights.csv"].splitlines()[0], encoding="utf-8")
    loaded = read_pool(folder, inputs_of(folder))
    assert [(failure.reason, str(failure.place)) for failure in loaded.failures] == [(Reason.MISSING, "rights.csv")]


def test_a_folder_without_inputs_says_so(tmp_path: Path) -> None:
    read = read_inputs(tmp_path)
    assert isinstance(read, Failed)
    assert read.failures[0].reason is Reason.MISSING


def test_inputs_and_licences_are_written_as_they_are_read() -> None:
    inputs = parse_inputs(TextFile("inputs.toml", FILES["inputs.toml"], ""))
    licences = read_toml(FILES["licences.toml"], "licences.toml", LicenceFile)
    assert isinstance(inputs, Ok)
    assert isinstance(licences, Ok)
    assert read_toml(write_toml(inputs.value), "inputs.toml", Inputs) == inputs
    assert read_toml(write_toml(licences.value), "licences.toml", LicenceFile) == licences


def test_columns_of_kinds_that_do_not_occur_can_be_left_out() -> None:
    text = "id,kind,title,jurisdiction,authorship,owners\nS1,copyright,Song,JP,person,A Co\n"
    loaded = read_rights(TextFile("rights.csv", text, ""))
    assert loaded.failures == ()
    right = loaded.value.rights[0].value
    assert isinstance(right, Copyright)
    assert right.authorship is Authorship.PERSON


def test_the_place_of_a_licence_is_its_key() -> None:
    read = read_licences(TextFile("licences.toml", FILES["licences.toml"], ""))
    assert isinstance(read, Ok)
    assert str(read.value[0].place) == "licences.toml: licences[1] (L1)"
