"""Registration tax is what annex 1 of the act says, for a pool, a pledge and a company."""

import csv
from datetime import date
from pathlib import Path

import pytest

from chizai.assets.owners import OwnerShare
from chizai.assets.rights import Authorship, Copyright, Patent, Right, Trademark, TradeSecret
from chizai.law.registration_tax import (
    COMPANY,
    NEIGHBOURING,
    TAXES,
    Application,
    Entry,
    tax_explained,
    tax_lines,
    transfers,
)
from chizai.units.rate import PPM

ON = date(2026, 3, 31)
COLUMNS = {
    "transfer_general_succession_jpy": Entry.SUCCESSION,
    "transfer_other_jpy": Entry.TRANSFER,
    "exclusive_licence_jpy": Entry.EXCLUSIVE_LICENCE,
    "pledge_rate": Entry.PLEDGE,
    "trust_jpy": Entry.TRUST,
    "pledge_trust_rate": Entry.TRUST_OF_PLEDGE,
}
COMPANY_ROWS = {"tmk_establishment": Entry.ESTABLISHMENT, "tmk_other_entry": Entry.OTHER}


def rights(jurisdiction: str = "JP") -> list[Right]:
    common = {"title": "t", "jurisdiction": jurisdiction, "owners": (OwnerShare("A", PPM),)}
    registered = {**common, "number": "1", "filed_on": date(2015, 4, 1)}
    patents = [Patent(id=f"P{i}", **registered) for i in range(3)]  # type: ignore[arg-type]
    marks = [Trademark(id=f"T{i}", **registered) for i in range(2)]  # type: ignore[arg-type]
    work = Copyright(id="C1", authorship=Authorship.FILM, **common)  # type: ignore[arg-type]
    secret = TradeSecret(id="K1", kept_secret_since=date(2015, 4, 1), **common)  # type: ignore[arg-type]
    return [*patents, *marks, work, secret]


def total(*applications: Application) -> int:
    return sum(line.tax_minor for line in tax_lines(applications, ON))


def test_the_registration_tax_of_a_pool_of_3_patents_2_trademarks_and_1_copyright_is_123_000_yen() -> None:
    explained = tax_explained(transfers(rights()), ON)
    assert explained.value == "JPY 123,000"
    assert [part.value for part in explained.parts] == ["JPY 45,000", "JPY 60,000", "JPY 18,000"]
    assert explained.parts[0].because.startswith("3 x JPY 15,000: Registration and License Tax Act, annex 1, item 13")


def test_rights_of_other_countries_pay_no_tax_in_japan() -> None:
    assert transfers(rights("US")) == ()


def test_the_amounts_are_those_of_the_annex(shared: Path) -> None:
    with (shared / "law" / "registration_tax.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    listed = {}
    for row in rows:
        kind = row["right"].replace("_", "-")
        if row["right"] in COMPANY_ROWS:
            listed[COMPANY, COMPANY_ROWS[row["right"]]] = float(row["transfer_other_jpy"])
            continue
        for column, entry in COLUMNS.items():
            if row[column]:
                listed[kind, entry] = float(row[column])
    ours = {key: (each.on(ON) or 0) / (PPM if each.unit == "ppm" else 1) for key, each in TAXES.items()}
    assert ours == listed
    assert NEIGHBOURING in {kind for kind, _ in ours}


@pytest.mark.parametrize(
    ("claim_minor", "tax_minor"),
    [(1_000_000_000, 4_000_000), (1_000_049_999, 4_000_100), (1_000_999, 4_000), (249_999, 1_000), (1, 1_000)],
)
def test_a_pledge_is_taxed_by_its_claim_cut_to_thousands_and_hundreds(claim_minor: int, tax_minor: int) -> None:
    assert total(Application("patent", Entry.PLEDGE, claim_minor=claim_minor)) == tax_minor


def test_a_trust_an_exclusive_licence_and_a_company_have_amounts_of_their_own() -> None:
    assert total(Application("trademark", Entry.TRUST, 2)) == 18_000
    assert total(Application("patent", Entry.EXCLUSIVE_LICENCE)) == 15_000
    assert total(Application(COMPANY, Entry.ESTABLISHMENT), Application(COMPANY, Entry.OTHER)) == 45_000


@pytest.mark.parametrize(
    ("application", "on", "match"),
    [
        (Application("copyright", Entry.EXCLUSIVE_LICENCE), ON, "no tax is known"),
        (Application("patent", Entry.TRANSFER), date(2000, 1, 1), "no tax is known"),
        (Application("patent", Entry.TRANSFER, 0), ON, "0 rights"),
        (Application("patent", Entry.PLEDGE), ON, "a claim of 0"),
    ],
)
def test_what_has_no_tax_is_refused(application: Application, on: date, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        tax_lines([application], on)
