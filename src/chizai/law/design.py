"""Rules on designs (意匠法)."""

from datetime import date

from chizai.assets.rights import Design
from chizai.assets.terms import TERMS
from chizai.law.checks import Test, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import DESIGN, PATENT
from chizai.law.parameters import Parameter, Since
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import (
    APPLICATION_PASSES,
    CO_OWNERS_AGREE,
    LICENCES_SCHEDULED,
    LIVES,
    REGISTERED_RIGHT_PASSES,
    dealings_registered,
    of_kind,
)
from chizai.law.title_facts import fact
from chizai.units.schedule import MONTHS_A_YEAR

TERM_YEARS = Parameter(
    "design-term-years",
    "years",
    tuple(Since(rule.filed_from_on, rule.years, rule.article) for rule in reversed(TERMS[Design])),
)
"""By the day of filing: from registration for filings before 1 April 2020, from filing since."""


def _base_ends_on(filed_on: date, base_started_on: date) -> date:
    """Give the last day of a related design, which lives as long as its base design."""
    years = TERM_YEARS.on(filed_on) or 0
    return months_after(base_started_on, years * MONTHS_A_YEAR)


FACTS: dict[str, tuple[Fact, ...]] = {
    "rights": (
        fact(
            Supplier.PATENT_ATTORNEY,
            "design_group",
            Kind.NAMES,
            "the base design and the other related designs of its group",
            "同じ群の基礎意匠・関連意匠",
        ),
        fact(
            Supplier.PATENT_ATTORNEY,
            "base_started_on",
            Kind.DAY,
            "day from which the base design's term runs: its filing, or its registration where filed before April 2020",
            "基礎意匠の存続期間の起算日(2020年3月以前の出願は登録日)",
        ),
        fact(
            Supplier.ORIGINATOR,
            "group_kept_together",
            Kind.YES_NO,
            "whether the designs of the group pass, and are licensed exclusively, only all together to one person",
            "群の全意匠を一括して同一人に移転・専用実施権設定するか",
        ),
    ),
}

RULES = (
    Rule(
        id="DES-001",
        states=Said(
            "A design lives twenty-five years from filing, a related design from the filing of its base design; the"
            " designs of a group pass and are licensed exclusively only together, to one person. As with patents:"
            " co-owners consent, transfers and pledges have no effect until registered, licences bind later owners.",
            "意匠権の存続期間は、出願の日(関連意匠は基礎意匠の出願の日)から二十五年をもって終了する。基礎意匠及び関連"
            "意匠は、分離して移転することができず、専用実施権は全てについて同一の者に同時に設定する。共有、登録の効果"
            "及び通常実施権の対抗力は、特許権と同じ。",
        ),
        cites=(
            DESIGN.article("21", 1, words="意匠登録出願の日から二十五年をもつて終了する"),
            DESIGN.article("21", 2, words="基礎意匠の意匠登録出願の日から二十五年をもつて終了する"),
            DESIGN.article("22", 1),
            DESIGN.article("27", 1, words="同一の者に対して同時に設定する場合に限り"),
            DESIGN.article("28", 3, words="第九十九条"),
            DESIGN.article("35", 3, words="特許法第九十八条第一項第三号"),
            DESIGN.article("36", words="第七十三条"),
            PATENT.article("98", 1, "1", words="特許権の移転"),
        ),
        about="rights",
        check=where(
            of_kind("design"),
            every(
                LIVES,
                where(
                    Test(
                        ("design_group",),
                        bool,
                        Said("other designs of its group: {0}", "同じ群の意匠: {0}"),
                    ),
                    every(
                        Test(
                            ("group_kept_together",),
                            bool,
                            Said("the group is kept together: {0}", "群の一括移転・設定: {0}"),
                        ),
                        Test(
                            ("last_royalty_on", "filed_on", "base_started_on"),
                            lambda last_on, filed_on, started_on: last_on <= _base_ends_on(filed_on, started_on),
                            Said(
                                "royalties are expected until {0}; the base design's term runs from {2} to {3}",
                                "実施料の最終見込日は{0}、基礎意匠の期間は{2}から{3}まで",
                            ),
                            also=lambda _, filed_on, started_on: (_base_ends_on(filed_on, started_on),),
                        ),
                    ),
                ),
                CO_OWNERS_AGREE,
                APPLICATION_PASSES,
                REGISTERED_RIGHT_PASSES,
                dealings_registered("trust", "exclusive-licence", "pledge", "waiver", "restriction"),
                LICENCES_SCHEDULED,
            ),
        ),
        consequence=Said(
            "a transfer or exclusive licence of part of a group is refused; what is not registered has no effect; no"
            " royalty after expiry",
            "群の一部の移転又は専用実施権の設定は登録されない。登録を欠く行為は効力を生じず、満了後の実施料に根拠がな"
            "い",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that the designs of a group pass only together (art. 22(1)), and the terms of designs filed before 1 April"
            " 2020, are from memory",
            "関連意匠の分離移転の禁止(第22条第1項)及び2020年3月以前の出願の存続期間は記憶による",
        ),
        gates=(Gate.ACQUIRE,),
    ),
)
