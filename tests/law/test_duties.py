"""The calendar lists every duty of a deal's life with its day, and says which are overdue."""

from datetime import date
from typing import Any

from chizai.documents.duties_files import LINE_OCTETS, duties_csv, duties_ics
from chizai.law.asset_securitization.plan_items import MINOR_CHANGES
from chizai.law.duties import FeeDue, Status, calendar_of, overdue
from chizai.law.facts import Given, Known
from chizai.law.said import Said
from chizai.units.result import Place

PAYS = (date(2025, 12, 30), date(2026, 3, 31))


def row(**values: Any) -> dict[str, Given]:
    return {key: Given(value, Place("law.toml", None, key)) for key, value in values.items()}


def known(**tables: Any) -> Known:
    one = {"deal": row(closing_on=date(2025, 9, 30)), "offering": row(route="public", year_total_minor=2_000_000_000)}
    rights = {"EP-01": ("patent", "JP"), "C-1": ("copyright", "JP"), "US-1": ("patent", "US")}
    many = {"rights": {name: row(kind=kind, jurisdiction=country) for name, (kind, country) in rights.items()}}
    many |= {name: rows for name, rows in tables.items() if name in {"plan_changes", "duties"}}
    one |= {name: facts for name, facts in tables.items() if name not in {"plan_changes", "duties"}}
    return Known(date(2025, 9, 30), one, many)


YEARLY = {"company": row(first_year_ends_on=date(2026, 3, 31))}


def due(facts: Known) -> dict[str, date]:
    return {duty.id: duty.due_on for duty in calendar_of(facts, PAYS, ()).duties}


def test_all_that_is_due_over_the_life_stands_in_the_calendar() -> None:
    assert due(known(**YEARLY)) == {
        "commencement-notification": date(2025, 9, 29),
        "transfer-registration-EP-01": date(2025, 9, 30),
        "payment-2025-12-30": date(2025, 12, 30),
        "investor-report-2025-12-30": date(2025, 12, 30),
        "form-11-2-2026-03-31": date(2025, 12, 31),
        "payment-2026-03-31": date(2026, 3, 31),
        "investor-report-2026-03-31": date(2026, 3, 31),
        "completion-notification": date(2026, 4, 30),
        "tax-return-2026-03-31": date(2026, 5, 31),
        "business-report-2026-03-31": date(2026, 6, 30),
        "form-8-2-2026-03-31": date(2026, 6, 30),
    }


def test_who_acts_in_time_acts_on_a_bank_day() -> None:
    by_id = {duty.id: duty for duty in calendar_of(known(**YEARLY), PAYS, ()).duties}
    assert by_id["form-11-2-2026-03-31"].act_by_on == date(2025, 12, 30)
    assert by_id["tax-return-2026-03-31"].act_by_on == date(2026, 5, 29)


def test_duties_that_hang_on_an_unknown_day_are_named_with_the_fact() -> None:
    assert [each.missing for each in calendar_of(known(), PAYS, ()).undated] == ["company.first_year_ends_on"]


def test_a_change_of_the_plan_is_notified_before_the_next_offering() -> None:
    changes = {
        "servicer": row(changed_on=date(2026, 1, 5)),
        "issue": row(changed_on=date(2026, 1, 5), next_offering_on=date(2026, 1, 9)),
        "minor": row(changed_on=date(2026, 1, 5), item=min(MINOR_CHANGES)),
    }
    found = due(known(plan_changes=changes))
    assert "plan-change-minor" not in found
    assert found["plan-change-servicer"] == date(2026, 1, 19)
    assert found["plan-change-issue"] == date(2026, 1, 9)


def test_a_duty_is_done_late_open_or_overdue() -> None:
    facts = known(
        filing=row(accepted_on=date(2025, 9, 1)), duties={"payment-2025-12-30": row(done_on=date(2026, 1, 5))}
    )
    calendar = calendar_of(facts, PAYS, ())
    status = {duty.id: duty.status(date(2026, 2, 1)) for duty in calendar.duties}
    assert status["commencement-notification"] is Status.DONE
    assert status["payment-2025-12-30"] is Status.LATE
    assert status["payment-2026-03-31"] is Status.OPEN
    assert status["transfer-registration-EP-01"] is Status.OVERDUE
    assert [duty.id for duty in overdue(calendar, date(2026, 2, 1))] == [
        "transfer-registration-EP-01",
        "investor-report-2025-12-30",
    ]


def test_official_fees_stand_in_it_under_their_right() -> None:
    fee = FeeDue("EP-01", Said("patent, year 12", "特許 第12年"), date(2026, 3, 4), 114_600)
    (duty,) = (each for each in calendar_of(known(), PAYS, (fee,)).duties if each.id.startswith("official-fee"))
    assert (duty.id, duty.due_on) == ("official-fee-EP-01-2026-03-04", date(2026, 3, 4))
    assert duty.what.en == "pay the official fee: patent, year 12"


def test_the_events_are_icalendar_in_lines_of_75_octets_and_the_same_each_time() -> None:
    calendar = calendar_of(known(**YEARLY), PAYS, ())
    written = duties_ics(calendar, date(2025, 10, 1), "deal")
    assert written == duties_ics(calendar, date(2025, 10, 1), "deal")
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= LINE_OCTETS
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    unfolded = written.decode().replace("\r\n ", "")
    open_on = [duty for duty in calendar.duties if duty.status(date(2025, 10, 1)) in {Status.OPEN, Status.OVERDUE}]
    assert unfolded.count("BEGIN:VEVENT") == len(open_on)
    assert "UID:payment-2026-03-31.deal@chizai" in unfolded
    assert "DTSTART;VALUE=DATE:20251230" in unfolded
    assert "業務開始届出" in unfolded


def test_the_list_says_status_law_and_evidence() -> None:
    facts = known(filing=row(accepted_on=date(2025, 9, 1)))
    text = duties_csv(calendar_of(facts, PAYS, ()), date(2025, 10, 1)).decode()
    (notified,) = (line for line in text.splitlines() if line.startswith("commencement-notification,"))
    assert notified.split(",")[1:5] == ["2025-09-29", "2025-09-29", "done", "spc"]
    assert "Asset Securitization Act, art. 4(1)" in notified
    assert notified.endswith("2025-09-01,law.toml: accepted_on")
    assert "missing: company.first_year_ends_on" in text
