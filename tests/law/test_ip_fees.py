"""Fees fall due on the right days, in the published amounts, with their grace."""

import json
from datetime import date
from pathlib import Path

from chizai.assets.owners import OwnerShare
from chizai.assets.rights import Authorship, Copyright, Design, Patent, Trademark, UtilityModel
from chizai.law.ip_fees import duties, fee_calendar, total_to_year_minor
from chizai.law.ip_tariffs import REGISTRATION_PART_JPY, RENEWAL_JPY, RENEWAL_PART_JPY
from chizai.units.rate import PPM

TODAY = date(2026, 4, 1)
OWNERS = (OwnerShare("A", PPM),)


def patent(registered_on: date | None = date(2020, 5, 10), *, claims: int = 10, jurisdiction: str = "JP") -> Patent:
    return Patent(
        id="P1",
        title="t",
        jurisdiction=jurisdiction,
        owners=OWNERS,
        number="1",
        filed_on=date(2016, 5, 20),
        registered_on=registered_on,
        claims=claims,
    )


def mark(*, renewals: int = 0, classes: int = 2) -> Trademark:
    return Trademark(
        id="T1",
        title="t",
        jurisdiction="JP",
        owners=OWNERS,
        number="1",
        filed_on=date(2017, 1, 10),
        registered_on=date(2018, 1, 31),
        classes=classes,
        renewals=renewals,
    )


def test_ten_claims_cost_21_900_yen_in_3_years_313_600_in_10_and_1_367_600_in_20(shared: Path) -> None:
    assert [total_to_year_minor("patent", year, 10, TODAY) for year in (3, 10, 20)] == [21_900, 313_600, 1_367_600]
    published = json.loads((shared / "data" / "jp_ip_terms_fees.json").read_text("utf-8"))
    for n_claims in (5, 10, 15, 20):
        for year, total_minor in published["patent_fee_oracle_cumulative_yen"][f"{n_claims}_claims"].items():
            assert total_to_year_minor("patent", int(year), n_claims, TODAY) == total_minor


def test_a_fee_is_due_on_the_last_day_of_the_year_before_and_has_six_months_of_grace_at_twice_the_price() -> None:
    (fee, *_) = fee_calendar([patent()], TODAY, date(2036, 12, 31)).fees
    assert (fee.what.en, fee.due_on, fee.amount_minor) == ("patent, year 7", date(2026, 5, 10), 24_800 + 10 * 1_900)
    assert (fee.pay_by_on, fee.late_until_on, fee.late_pay_by_on) == (
        date(2026, 5, 8),
        date(2026, 11, 10),
        date(2026, 11, 10),
    )
    assert fee.late_amount_minor == 87_600


def test_no_fee_is_asked_for_a_year_that_would_begin_after_the_patent_has_expired() -> None:
    fees = fee_calendar([patent()], TODAY, date(2060, 1, 1)).fees
    assert fees[-1].due_on == date(2036, 5, 10)  # the patent lives to 20 May 2036
    later = fee_calendar([patent(date(2020, 5, 20))], TODAY, date(2060, 1, 1)).fees
    assert later[-1].due_on == date(2035, 5, 20)


def test_the_amount_is_that_of_the_tariff_of_the_day() -> None:
    fees = fee_calendar([patent(date(2018, 4, 1))], date(2021, 1, 1), date(2022, 12, 31)).fees
    assert [fee.amount_minor for fee in fees] == [6_400 + 10 * 500, 10_300 + 10 * 800]
    assert "from memory" in fees[0].because.en
    assert "revision of fees 2022" in fees[1].because.en


def test_a_right_with_a_fee_older_than_the_tariffs_is_not_covered() -> None:
    calendar = fee_calendar([patent(date(1996, 4, 1))], date(1999, 1, 1), TODAY)
    assert calendar.fees == ()
    (_, why), *_ = calendar.not_covered
    assert "no annual fees of a patent are known for 1999" in why.en


def test_designs_and_utility_models_have_tariffs_of_their_own() -> None:
    common = {"title": "t", "jurisdiction": "JP", "owners": OWNERS, "number": "1", "filed_on": date(2021, 6, 1)}
    design = Design(id="D1", registered_on=date(2022, 2, 28), **common)  # type: ignore[arg-type]
    model = UtilityModel(id="U1", registered_on=date(2021, 9, 1), **common)  # type: ignore[arg-type]
    calendar = fee_calendar([design, model], date(2027, 1, 1), date(2027, 12, 31))
    assert [(fee.right_id, fee.due_on, fee.amount_minor) for fee in calendar.fees] == [
        ("D1", date(2027, 2, 28), 16_900),
        ("U1", date(2027, 9, 1), 18_100 + 900),
    ]
    assert calendar.total_minor == 35_900


def test_a_mark_is_renewed_every_ten_years_in_one_or_in_halves() -> None:
    whole = fee_calendar([mark()], TODAY, date(2040, 12, 31)).fees
    assert [(fee.due_on, fee.amount_minor) for fee in whole] == [
        (date(2028, 1, 31), 2 * 43_600),
        (date(2038, 1, 31), 2 * 43_600),
    ]
    halves = fee_calendar([mark()], date(2022, 4, 1), date(2033, 12, 31), in_instalments=frozenset({"T1"})).fees
    assert [(fee.due_on, fee.amount_minor) for fee in halves] == [
        (date(2023, 1, 31), 2 * 17_200),
        (date(2028, 1, 31), 2 * 22_800),
        (date(2033, 1, 31), 2 * 22_800),
    ]
    renewed = fee_calendar([mark(renewals=1)], TODAY, date(2040, 12, 31)).fees
    assert [fee.due_on for fee in renewed] == [date(2038, 1, 31)]


def test_the_fees_of_marks_are_those_of_the_reference_data(shared: Path) -> None:
    listed = json.loads((shared / "data" / "jp_ip_terms_fees.json").read_text("utf-8"))["trademark"]
    assert RENEWAL_JPY.on(TODAY) == listed["renewal_fee_yen_per_class"]
    assert RENEWAL_PART_JPY.on(TODAY) == listed["renewal_instalment_yen_per_class"]
    assert REGISTRATION_PART_JPY.on(TODAY) == listed["registration_instalment_yen_per_class"]


def test_what_is_not_covered_is_said_and_works_cost_no_fee() -> None:
    work = Copyright(id="C1", title="t", jurisdiction="JP", owners=OWNERS, authorship=Authorship.FILM)
    calendar = fee_calendar([patent(jurisdiction="US"), patent(None), work], TODAY, date(2036, 3, 31))
    assert calendar.fees == ()
    assert [reason.en for _, reason in calendar.not_covered] == [
        "fees of US are not known here",
        "not registered yet: fees run from registration",
    ]


def test_fees_become_duties_on_the_last_bank_day_for_paying_in_time() -> None:
    (due,) = duties(fee_calendar([patent()], TODAY, date(2026, 12, 31)))
    assert (due.right_id, due.due_on, due.amount_minor) == ("P1", date(2026, 5, 8), 43_800)
