"""What cannot have happened to a title is refused with its reason; disputes and the end of a right stop it."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.law.title_story import (
    PAPER,
    SALE,
    attached,
    confirmed,
    day,
    licensed,
    offered,
    pledged,
    registered,
    right,
    signed,
    told,
)
from typer.testing import CliRunner

from chizai.assets.placed import Placed
from chizai.cli.main import app
from chizai.law.title_effect import effective, opposable, owned
from chizai.law.title_events import (
    AttachmentLifted,
    DisputeRaised,
    DisputeSettled,
    Event,
    LicenceForm,
    LicenceRegistered,
    OwnerConsented,
    PledgeRegistered,
    PledgeReleased,
    RightLapsed,
)
from chizai.law.title_record import Status
from chizai.law.title_state import after
from chizai.units.result import Failed, Failure, Place


def test_a_dispute_stops_the_sale_and_goes_back_to_where_it_was_or_ends_it() -> None:
    raised = DisputeRaised(on=day(3), evidence=PAPER, by="Midori")
    settled = DisputeSettled(on=day(5), evidence=PAPER, stands=True)
    record, failures = told(right(), offered(), signed(), raised, registered())
    assert record.status is Status.DISPUTED
    assert "in dispute" in failures[0].what
    record, failures = told(right(), offered(), signed(), raised, settled, registered(6))
    assert not failures
    assert record.status is Status.REGISTERED
    record, failures = told(right(), offered(), signed(), raised, replace(settled, stands=False), registered(6))
    assert record.status is Status.LAPSED
    assert failures[0].why == "what has lapsed does not come back"
    record, failures = told(right(), *SALE, replace(raised, on=day(8)), replace(raised, on=day(9)))
    assert owned(record)
    assert "in dispute" in failures[0].what


def test_nothing_is_done_with_a_right_that_has_ended() -> None:
    record, failures = told(right(), *SALE, RightLapsed(on=day(9), evidence=PAPER, why="fee unpaid"), licensed(10))
    assert (record.status, effective(record).holds, opposable(record).holds) == (Status.LAPSED, False, False)
    assert len(failures) == 1
    _, failures = told(right(), offered(on=20_000))
    assert "expired on 2038-05-01" in failures[0].what


REFUSED: list[tuple[list[Event], str]] = [
    ([registered()], "it cannot be registered"),
    ([offered("Kumo")], "its owners are Aoba"),
    ([*SALE, offered(on=8)], "it cannot be offered"),
    ([OwnerConsented(on=day(0), evidence=PAPER, owner="Aoba")], "it cannot be consented to"),
    ([offered(), OwnerConsented(on=day(1), evidence=PAPER, owner="Aoba")], "co-owners who do not sell"),
    ([signed()], "it cannot be assigned"),
    ([offered(), signed(), confirmed()], "it cannot be owned by"),
    ([licensed(0, LicenceForm.CONTRACT, "Kumo")], "Kumo licensed R1"),
    ([licensed(0), licensed(1)], "licence L1 stands twice"),
    ([*SALE, licensed(8)], "its owners then were Hikari TMK"),
    ([pledged(0), pledged(1)], "pledge Q1 stands twice"),
    ([pledged(0, "Kumo")], "Kumo pledged R1"),
    ([attached(0), attached(1)], "attachment A1 stands twice"),
    ([attached(0, "Kumo")], "name an owner as debtor"),
    ([LicenceRegistered(on=day(0), evidence=PAPER, licence_id="L9")], "no licence L9 stands"),
    ([PledgeRegistered(on=day(0), evidence=PAPER, pledge_id="Q9")], "no pledge Q9 stands"),
    ([PledgeReleased(on=day(0), evidence=PAPER, pledge_id="Q9")], "no pledge Q9 stands"),
    ([AttachmentLifted(on=day(0), evidence=PAPER, attachment_id="A9")], "no attachment A9 stands"),
    ([DisputeSettled(on=day(0), evidence=PAPER, stands=True)], "it cannot be settled"),
]


@pytest.mark.parametrize(("events", "match"), REFUSED)
def test_what_cannot_have_happened_is_refused_with_its_reason(events: Sequence[Event], match: str) -> None:
    _, failures = told(right(), *events)
    assert len(failures) == 1
    assert match in str(failures[0])
    assert not english(failures[0])


def english(failure: Failure) -> list[str]:
    """Find words of English in the Japanese of a failure, other than names of parties and keys of the file."""
    assert failure.japanese is not None
    names = {"Aoba", "Hikari", "Kumo", "Lender", "Midori", "TMK", "contract", "form"}
    return [word for said in failure.japanese for word in re.findall("[A-Za-z]{3,}", said) if word not in names]


def test_a_refusal_reads_in_japanese_as_the_event_would(project_root: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(project_root / "deals" / "anime-copyrights", tmp_path / "deal")
    (folder / "title.toml").write_text(
        f"""
[[ownership_confirmed]]
right = "AC-01"
on = 2025-09-30
evidence = {{ document = "attestation", sha256 = "{"0" * 64}" }}
""",
        encoding="utf-8",
    )
    result = CliRunner().invoke(app, ["law", "title", str(folder), "--language", "ja"])
    assert result.exit_code == 1
    assert "AC-01: 申込み前" in result.output
    assert "内容: AC-01は申込み前であり、会社の所有と確認することができない" in result.output
    assert "理由: 「契約締結済み」の後に続くものである" in result.output
    assert "対処: 日付を訂正するか、先行する出来事を追加する" in result.output


def test_events_follow_their_days() -> None:
    record, _ = told(right(), offered(on=5))
    earlier: Placed[Event] = Placed(signed(on=4), Place("title.csv", 3))
    refused = after(record, earlier)
    assert isinstance(refused, Failed)
    assert "is before 2026-01-06, the day of the last event" in refused.failures[0].what


def test_refusals_that_need_a_work_or_two_owners() -> None:
    _, failures = told(right("copyright"), licensed(0, LicenceForm.REGISTERED_EXCLUSIVE))
    assert "industrial property alone" in failures[0].why
    _, failures = told(right("copyright"), offered(), signed(), registered(), registered(5))
    assert "registered twice" in failures[0].what
    _, failures = told(right("patent", "Aoba", "Midori"), licensed(0))
    assert "licensed without the consent of Midori" in failures[0].what
    assert failures[0].japanese == (
        "Midoriの同意がないまま、R1が許諾された",
        "共有者の同意を要する(特許法 第73条)",
        "同意を、それを証する書面とともに追加する",
    )
