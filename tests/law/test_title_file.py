"""title.toml tells what happened to a right's title; where it is silent, the chain of title does."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chizai.app.title import TitleView, title_views
from chizai.cli.main import app
from chizai.documents.title_lines import title_lines
from chizai.feeds.files import TextFile
from chizai.feeds.title_events import KINDS, parse_title_events
from chizai.law.title_effect import effective, opposable
from chizai.law.title_record import NotJudged, Status, TitleRecord
from chizai.units.result import Failed, Ok

PAPER = '{ document = "deed", sha256 = "%s" }' % ("0" * 64)


def entry(table: str, on: str, **keys: str) -> str:
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[[{table}]]\nright = "AC-01"\non = {on}\nevidence = {PAPER}\n{lines}\n'


SALE = entry("offered", "2025-09-01", sellers='["Originator (demonstration)"]', buyer='"Buyer"') + entry(
    "assignment_signed",
    "2025-09-30",
    signatories='["Originator (demonstration)", "Buyer"]',
    names_article_27="true",
    names_article_28="true",
)


@pytest.fixture
def deal(deals_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(deals_folder / "anime-copyrights", tmp_path / "deal"))


def view(folder: Path, right_id: str) -> TitleView:
    views = title_views(folder)
    assert isinstance(views, Ok), "\n".join(map(str, views.failures))
    return next(each for each in views.value if each.right_id == right_id)


def record(folder: Path, right_id: str) -> TitleRecord:
    found = view(folder, right_id).record
    assert isinstance(found, TitleRecord)
    return found


def parsed(text: str) -> Failed:
    read = parse_title_events(TextFile("title.toml", text, ""))
    assert isinstance(read, Failed)
    return read


def test_a_registered_patents_transfer_is_read_off_the_chain(deals_folder: Path) -> None:
    found = record(deals_folder / "electronics-patents", "EP-01")
    assert found.status is Status.REGISTERED
    assert view(deals_folder / "electronics-patents", "EP-01").failures == ()
    assert effective(found).holds
    assert opposable(found).holds


def test_a_signed_copyright_is_effective_before_it_is_opposable(deal: Path) -> None:
    (deal / "title.toml").write_text(SALE, encoding="utf-8")
    found = record(deal, "AC-01")
    assert (effective(found).holds, opposable(found).holds) == (True, False)
    lines = list(title_lines("AC-01", found, (), "en"))
    assert any(line.startswith("  carries adaptation and derivative works: yes") for line in lines)


def test_a_right_of_a_country_whose_law_is_not_known_is_not_judged_and_is_no_fault(deals_folder: Path) -> None:
    found = view(deals_folder / "drug-patents", "DP-04")
    assert isinstance(found.record, NotJudged)
    assert (found.record.n_events, found.failures) == (0, ())
    lines = list(title_lines("DP-04", found.record, (), "en"))
    because = "it is for the law of TW, which is not known here: ask counsel of that country"
    assert lines == ["DP-04: not judged", f"  effective: unknown ({because})", f"  opposable: unknown ({because})"]
    done = CliRunner().invoke(app, ["law", "title", str(deals_folder / "drug-patents")])
    assert (done.exit_code, "DP-04: not judged" in done.stdout) == (0, True)


def test_what_counsel_of_the_country_says_stands_in_place_of_unknown(deals_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(deals_folder / "drug-patents", tmp_path / "drug"))
    text = (folder / "law.toml").read_text(encoding="utf-8")
    row = text.replace('id = "DP-04"\n', 'id = "DP-04"\neffective_abroad = true\nopposable_abroad = false\n', 1)
    (folder / "law.toml").write_text(row, encoding="utf-8")
    found = view(folder, "DP-04")
    assert list(title_lines("DP-04", found.record, (), "en"))[1:] == [
        "  effective: yes (counsel of TW says so)",
        "  opposable: no (counsel of TW says so)",
    ]


def test_events_of_a_right_that_is_not_judged_are_counted_not_swallowed(deals_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(deals_folder / "drug-patents", tmp_path / "drug"))
    (folder / "title.toml").write_text(SALE.replace("AC-01", "DP-04"), encoding="utf-8")
    lines = list(title_lines("DP-04", view(folder, "DP-04").record, (), "ja"))
    assert lines[-1] == "  判定されていない出来事: 2件"


def test_a_broken_chain_of_a_foreign_right_is_still_a_fault_told_in_the_readers_language(
    deals_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(deals_folder / "drug-patents", tmp_path / "drug"))
    chain = (folder / "assignments.csv").read_text(encoding="utf-8")
    (folder / "assignments.csv").write_text(chain.replace("DP-04,,", "DP-04,Inventor,"), encoding="utf-8")
    done = CliRunner().invoke(app, ["law", "title", str(folder), "--language", "ja"])
    assert done.exit_code == 1
    assert "DP-04の移転経緯が原始取得者ではなく" in done.stderr


def test_a_fault_of_the_register_that_the_sale_covers_is_told_once(deals_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(deals_folder / "electronics-patents", tmp_path / "electronics"))
    rights = (folder / "rights.csv").read_text(encoding="utf-8")
    whole = "DEMO-EP-01,見本特定目的会社 (demonstration)"
    (folder / "rights.csv").write_text(rights.replace(whole, f"{whole} 60%"), encoding="utf-8")
    found = view(folder, "EP-01")
    assert [failure.what for failure in found.failures] == ["the shares in EP-01 sum to 60%"]
    assert isinstance(found.record, TitleRecord)
    assert effective(found.record).holds
    assert view(folder, "EP-02").failures == ()


def test_an_event_that_cannot_have_happened_is_refused_with_its_place(deal: Path) -> None:
    early = entry("assignment_signed", "2025-08-01", signatories='["Originator (demonstration)", "Buyer"]')
    (deal / "title.toml").write_text(SALE + early, encoding="utf-8")
    failures = view(deal, "AC-01").failures
    assert [str(failure.place) for failure in failures] == ["title.toml: assignment_signed[2]"]


def test_a_right_that_the_pool_does_not_have_is_refused(deal: Path) -> None:
    (deal / "title.toml").write_text(SALE.replace("AC-01", "AC-99"), encoding="utf-8")
    views = title_views(deal)
    assert isinstance(views, Failed)
    assert "no right 'AC-99'" in views.failures[0].what


def test_what_nobody_has_said_of_a_sale_is_no_no(deals_folder: Path) -> None:
    found = view(deals_folder / "anime-copyrights", "AC-01")
    assert found.unsaid == ("names_article_27", "names_article_28")
    lines = list(title_lines("AC-01", found.record, found.unsaid, "en"))
    assert not any("carries adaptation" in line for line in lines)


def test_evidence_that_is_none_and_days_far_from_ours_are_refused() -> None:
    (evidence,) = parsed(SALE.replace('"deed"', '""', 1)).failures
    assert str(evidence.place) == "title.toml: offered[1].evidence"
    (day,) = parsed(SALE.replace("2025-09-01", "0001-01-01")).failures
    assert str(day.place) == "title.toml: offered[1].on"


def test_every_kind_of_event_has_its_table() -> None:
    assert len(KINDS) == 17
    assert {"offered", "owner_consented", "licensed_back", "pledge_released"} <= KINDS.keys()


def test_a_misspelt_table_or_key_is_told() -> None:
    (table,) = parsed("[[offred]]\n").failures
    assert "offered" in table.fix
    failures = parsed(SALE.replace("signatories", "signatores")).failures
    assert any("signatories" in failure.fix for failure in failures)
