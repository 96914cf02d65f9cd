"""The papers of the company: which are ready, which are faulty, and what is not known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chizai.app.law import read_law_folder
from chizai.law.facts import Given, Known
from chizai.law.remoteness import POINTS_TOTAL, TRUE_SALE_SIGNS
from chizai.law.spc_filing import Filed, Standing, commencement_notification, formation_pack
from chizai.law.spc_scores import remoteness_score, true_sale_score
from chizai.units.result import Ok, Place

HERE = Place("law.toml", None, None)


@pytest.fixture(scope="module")
def known(deals_folder: Path) -> Known:
    read = read_law_folder(deals_folder / "electronics-patents")
    assert isinstance(read, Ok)
    return read.value.known


def saying(known: Known, table: str, **facts: object) -> Known:
    row = {**known.one.get(table, {}), **{key: Given(value, HERE) for key, value in facts.items()}}
    return replace(known, one={**known.one, table: row})


def with_documents(known: Known, rows: Mapping[str, Mapping[str, Given]]) -> Known:
    return replace(known, many={**known.many, "documents": rows})


def documents(known: Known) -> dict[str, Filed]:
    return {paper.id: paper for paper in commencement_notification(known).documents}


def test_the_notification_of_the_demonstration_is_ready(known: Known) -> None:
    papers = commencement_notification(known).papers
    assert {paper.id for paper in papers if paper.standing is not Standing.READY} == {"trust-contract"}
    assert documents(known)["trust-contract"].standing is Standing.NOT_NEEDED


def test_a_company_that_is_not_called_one_cannot_be_registered(known: Known) -> None:
    misnamed = formation_pack(saying(known, "company", trade_name="SPC"))
    assert {paper.id for paper in misnamed if paper.standing is Standing.FAULTY} == {"articles"}
    named = saying(known, "company", trade_name="見本特定目的会社")
    assert {paper.standing for paper in formation_pack(named)} == {Standing.READY}


def test_each_document_that_is_not_attached_is_the_one_that_is_faulty(known: Known) -> None:
    rows = known.many["documents"]
    for left_out in rows:
        kept = {name: row for name, row in rows.items() if name != left_out}
        found = documents(with_documents(known, kept))
        assert {name for name, paper in found.items() if paper.standing is Standing.FAULTY} == {left_out}


@pytest.mark.parametrize(
    ("issued_on", "standing"),
    [
        (date(2025, 6, 12), Standing.READY),
        (date(2025, 6, 11), Standing.FAULTY),
        (date(2025, 9, 12), Standing.READY),
        (date(2025, 9, 13), Standing.FAULTY),
    ],
)
def test_a_certificate_is_of_the_three_months_before_the_notification(
    known: Known, issued_on: date, standing: Standing
) -> None:
    row = {**known.many["documents"]["registry-certificate"], "issued_on": Given(issued_on, HERE)}
    found = documents(with_documents(known, {**known.many["documents"], "registry-certificate": row}))
    assert found["registry-certificate"].standing is standing


def test_what_nobody_says_is_unknown_and_never_faulty(known: Known) -> None:
    nothing = Known(known.as_of_on, {}, {})
    notification = commencement_notification(nothing)
    papers = [*formation_pack(nothing), *notification.papers]
    standings = {paper.standing for paper in papers if paper.id != "title-proof"}
    assert standings == {Standing.UNKNOWN}
    assert all(paper.missing for paper in papers if paper.standing is Standing.UNKNOWN)


def test_a_score_tells_what_is_there_from_what_is_not_known(known: Known) -> None:
    bare = replace(known, one={**known.one, "sale": {}, "company": {}})
    assert (true_sale_score(bare).points, true_sale_score(bare).points_open) == (0, POINTS_TOTAL)
    assert remoteness_score(bare).points_open == remoteness_score(bare).points_total
    signs = {sign.fact.key: True for sign in TRUE_SALE_SIGNS}
    whole = true_sale_score(saying(bare, "sale", **signs))
    assert (whole.points, whole.points_open, whole.lacking) == (POINTS_TOTAL, 0, ())
    bought_back = true_sale_score(saying(bare, "sale", **{**signs, "no_buy_back": False}))
    assert (bought_back.points, bought_back.lacking) == (POINTS_TOTAL - 10, ("no_buy_back",))


def test_equity_that_the_originator_holds_is_not_remote(known: Known) -> None:
    score = remoteness_score(saying(known, "company", equity_holder_kind="originator"))
    assert "equity_holder_kind" in score.lacking
