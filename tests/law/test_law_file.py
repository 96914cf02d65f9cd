"""law.toml is read by the facts that are declared; what is wrong in it comes back with its place."""

import hashlib
import shutil
from pathlib import Path

import pytest

from chizai.app.law import read_law_folder, review
from chizai.documents.failure_words import REASONS
from chizai.documents.law_lines import remark_lines, review_lines
from chizai.feeds.files import TextFile
from chizai.feeds.law_facts import parse_law_facts
from chizai.law.catalogue import TABLES
from chizai.law.checks import Outcome
from chizai.law.duties import overdue
from chizai.law.facts import Kind, Supplier, Table
from chizai.units.result import Failed, Ok, Reason

NEVER_BELOW_ZERO = {Kind.MONEY, Kind.COUNT, Kind.SHARE}
FAULTY = "docs/legal-review"
PLANTED = {"PAT-008", "PAT-005", "ASA-005", "ASA-019", "ASA-041", "FIEA-003"}


def parsed(text: str) -> Failed:
    read = parse_law_facts(TextFile("law.toml", text, hashlib.sha256(text.encode()).hexdigest()))
    assert isinstance(read, Failed)
    return read


@pytest.fixture
def faulty(project_root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(project_root / FAULTY, tmp_path / "deal"))


def test_six_planted_faults_are_all_caught_each_with_its_article(project_root: Path) -> None:
    found = review(project_root / FAULTY)
    assert isinstance(found, Ok)
    failed = {finding.rule.id: finding.rule.cites for finding in found.value.of(Outcome.FAILED)}
    assert failed.keys() == PLANTED
    assert all(cites and cites[0].article for cites in failed.values())


def test_faults_of_title_are_findings_and_do_not_keep_the_deal_from_being_looked_at(project_root: Path) -> None:
    read = read_law_folder(project_root / FAULTY)
    assert isinstance(read, Ok)
    assert [failure.place.file for failure in read.value.title] == ["assignments.csv"]


def test_faults_of_title_are_told_in_japanese_on_a_japanese_page(project_root: Path) -> None:
    read = read_law_folder(project_root / FAULTY)
    assert isinstance(read, Ok)
    lines = list(review_lines((), read.value.title, lambda _: None, "ja", every=False))
    assert "P1のOriginatorから見本特定目的会社への移転が登録されていない" in "\n".join(lines)
    assert not any("transfer" in line for line in lines)


def test_every_reason_of_a_failure_has_its_japanese_word() -> None:
    assert REASONS.keys() == set(Reason)


def test_a_misspelt_key_is_told_with_the_one_that_was_meant() -> None:
    (failure,) = parsed("[plan]\nend_on = 2055-09-30\n").failures
    assert str(failure.place) == "law.toml: plan.end_on"
    assert "ends_on" in failure.fix


def test_what_the_deals_files_say_cannot_be_typed_again() -> None:
    (failure,) = parsed('[[rights]]\nid = "P1"\nkind = "patent"\n').failures
    assert str(failure.place) == "law.toml: rights[1] (P1).kind"


def test_a_value_that_is_no_choice_is_refused_with_the_choices() -> None:
    (failure,) = parsed('[offering]\nroute = "private"\n').failures
    assert "small-number" in failure.fix


def test_a_row_that_stands_twice_is_refused() -> None:
    (failure,) = parsed('[[investors]]\nid = "A"\n\n[[investors]]\nid = "A"\n').failures
    assert "twice" in failure.what


def test_a_row_that_the_deal_does_not_have_is_refused(faulty: Path) -> None:
    text = (faulty / "law.toml").read_text(encoding="utf-8")
    (faulty / "law.toml").write_text(text + '\n[[classes]]\nid = "Z"\nlien_is_waived = true\n', encoding="utf-8")
    read = read_law_folder(faulty)
    assert isinstance(read, Failed)
    assert "no 'Z' among its classes" in read.failures[0].what


@pytest.mark.parametrize("text", ["as_of_on = 0001-01-01\n", "[filing]\naccepted_on = 2999-01-01\n"])
def test_a_day_far_from_ours_is_refused(text: str) -> None:
    (failure,) = parsed(text).failures
    assert "deals are of our time" in failure.why


def test_a_blank_text_is_no_answer() -> None:
    (failure,) = parsed('[company]\ndirectors = [" "]\n').failures
    assert str(failure.place) == "law.toml: company.directors"


def numbers(table: Table) -> list[str]:
    return [fact.key for fact in table.facts if fact.kind in NEVER_BELOW_ZERO and fact.by is not Supplier.DEAL]


@pytest.mark.parametrize("table", [each for each in TABLES.values() if numbers(each)], ids=lambda table: table.name)
def test_no_amount_count_or_share_is_below_zero(table: Table) -> None:
    keys = numbers(table)
    head = f'[[{table.name}]]\nid = "A"' if table.many else f"[{table.name}]"
    row = f"{table.name}[1] (A)" if table.many else table.name
    failures = parsed("\n".join([head, *(f"{key} = -1" for key in keys)])).failures
    assert [str(failure.place) for failure in failures] == [f"law.toml: {row}.{key}" for key in keys]
    assert {failure.reason for failure in failures} == {Reason.OUT_OF_RANGE}


def test_a_profit_may_be_a_loss_and_no_share_is_more_than_all() -> None:
    text = '[tax]\npreferred_domestic_ppm = 1_000_001\n\n[[years]]\nid = "2026"\npre_tax_income_minor = -5\n'
    (failure,) = parsed(text).failures
    assert str(failure.place) == "law.toml: tax.preferred_domestic_ppm"
    assert "100.0001%" in failure.what


def test_applications_that_end_before_they_begin_are_refused(faulty: Path) -> None:
    days = "applications_from_on = 2025-09-22\napplications_until_on = 2025-09-16"
    (faulty / "law.toml").write_text(f"[offering]\n{days}\n", encoding="utf-8")
    read = read_law_folder(faulty)
    assert isinstance(read, Failed)
    (failure,) = read.failures
    assert str(failure.place) == "law.toml: offering.applications_until_on"
    assert failure.what.endswith("is 2025-09-16, before offering.applications_from_on, which is 2025-09-22")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("applications_from_on = 2025-09-16\npayment_on = 2025-09-10", "payment_on"),
        ("solicited_from_on = 2025-09-20\napplications_until_on = 2025-09-16", "applications_until_on"),
        ("applications_from_on = 2025-09-16\nsold_from_on = 2025-09-15", "sold_from_on"),
    ],
)
def test_days_of_an_offering_out_of_their_order_are_remarked_on(days: str, told: str, faulty: Path) -> None:
    (faulty / "law.toml").write_text(f"[offering]\n{days}\n", encoding="utf-8")
    read = read_law_folder(faulty)
    assert isinstance(read, Ok)
    (remark,) = read.value.remarks
    first = days.split(" ", maxsplit=1)[0]
    assert str(remark.place) == f"law.toml: offering.{told}"
    assert f"offering.{told} is 2025-09-1" in remark.what
    assert f"before offering.{first}, which is 2025-09-" in remark.what
    assert "no article demands the order" in remark.fix


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "deal.closing_on is 2025-09-30, before offering.payment_on, which is 2025-11-28"),
        ("ja", "払込みを繰り延べる場合"),
    ],
)
def test_a_payment_that_is_deferred_past_closing_is_reviewed_with_a_remark(
    language: str, said: str, faulty: Path
) -> None:
    text = (faulty / "law.toml").read_text(encoding="utf-8")
    deferred = text.replace("[offering]\n", "[offering]\npayment_on = 2025-11-28\n", 1)
    (faulty / "law.toml").write_text(deferred, encoding="utf-8")
    found = review(faulty)
    assert isinstance(found, Ok)
    assert {finding.rule.id for finding in found.value.of(Outcome.FAILED)} == PLANTED
    assert [remark.place.file for remark in found.value.folder.remarks] == ["deal.toml"]
    assert said in "\n".join(remark_lines(found.value.folder.remarks, language))


def test_a_deal_whose_days_follow_each_other_has_no_remark(deals_folder: Path) -> None:
    for deal in ("anime-copyrights", "drug-patents", "electronics-patents"):
        read = read_law_folder(deals_folder / deal)
        assert isinstance(read, Ok)
        assert read.value.remarks == ()


def test_days_of_an_offering_may_all_be_one_day(faulty: Path) -> None:
    keys = ("solicited_from_on", "applications_from_on", "applications_until_on", "sold_from_on", "payment_on")
    read = read_law_folder(faulty)
    assert isinstance(read, Ok)
    days = "\n".join(f"{key} = {read.value.deal.closing_on}" for key in keys)
    (faulty / "law.toml").write_text(f"[offering]\n{days}\n", encoding="utf-8")
    same = read_law_folder(faulty)
    assert isinstance(same, Ok)
    assert same.value.remarks == ()


def test_what_is_done_of_a_duty_that_is_none_is_refused(faulty: Path) -> None:
    text = (faulty / "law.toml").read_text(encoding="utf-8")
    done = '\n[[duties]]\nid = "payment-2025-12-13"\ndone_on = 2025-12-31\n'
    (faulty / "law.toml").write_text(text + done, encoding="utf-8")
    found = review(faulty)
    assert isinstance(found, Failed)
    assert "no duty 'payment-2025-12-13'" in found.failures[0].what


def test_a_deal_without_the_file_is_looked_at_with_what_its_own_files_say(faulty: Path) -> None:
    (faulty / "law.toml").unlink()
    found = review(faulty)
    assert isinstance(found, Ok)
    assert found.value.of(Outcome.PASSED)
    assert overdue(found.value.calendar, found.value.folder.inputs.as_of_on)
