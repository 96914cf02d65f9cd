"""Rules on patents as property: co-owners, registration, pledge, abandonment, life, fees (特許法)."""

from datetime import date

from chizai.assets.rights import Patent
from chizai.assets.terms import EXTENSION_YEARS_MAX, TERMS
from chizai.law.checks import Check, Test, either, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import COPYRIGHT, DESIGN, PATENT, TRADEMARK, UTILITY_MODEL
from chizai.law.parameters import Parameter, Since
from chizai.law.rule import Confidence, Gate, Rule
from chizai.law.said import Said
from chizai.law.title_checks import (
    ATTACHMENT_PLANNED,
    CO_OWNERS_AGREE,
    LIVES,
    PLEDGED,
    REGISTERED_RIGHT_PASSES,
    dealings_registered,
    of_kind,
)
from chizai.law.title_facts import fact
from chizai.units.bankdays import Calendar, Roll, roll
from chizai.units.schedule import MONTHS_A_YEAR, add_months

TERM_YEARS = Parameter(
    "patent-term-years",
    "years",
    (Since(date(1995, 7, 1), TERMS[Patent][0].years, "Patent Act, art. 67(1); first day from memory"),),
)
"""From filing."""
EXTENSION_YEARS = Parameter(
    "patent-extension-years",
    "years",
    (Since(date(1988, 1, 1), EXTENSION_YEARS_MAX, "Patent Act, art. 67(4); first day from memory"),),
)
"""The longest extension for the wait for a marketing approval."""
EXTENSION_MONTHS = Parameter(
    "patent-extension-application-months",
    "months",
    (Since(date(2020, 3, 10), 3, "Patent Act, art. 67-2(3); from memory"),),
)
"""For the application after registration, where examination took long."""
LATE_MONTHS = Parameter(
    "patent-fee-late-months",
    "months",
    (Since(date(1960, 4, 1), 6, "Patent Act, art. 112(1); first day from memory"),),
)
"""In which a fee can be paid late, with as much again."""


FACTS: dict[str, tuple[Fact, ...]] = {
    "rights": (
        fact(
            Supplier.PATENT_ATTORNEY,
            "extension_ground",
            Kind.TEXT,
            "why the term is extended",
            "延長登録の理由",
            "office-delay",
            "marketing-approval",
        ),
        fact(
            Supplier.PATENT_ATTORNEY,
            "extension_applied_on",
            Kind.DAY,
            "day of the application for extension",
            "延長登録の出願日",
        ),
        fact(Supplier.ORIGINATOR, "abandoned", Kind.YES_NO, "whether it is, or is to be, given up", "放棄の有無"),
        fact(
            Supplier.ORIGINATOR,
            "abandonment_agreed",
            Kind.YES_NO,
            "whether all exclusive licensees and pledgees consented to giving it up",
            "放棄への専用実施権者・質権者全員の承諾",
        ),
        fact(
            Supplier.PATENT_ATTORNEY,
            "fee_due_on",
            Kind.DAY,
            "last day for the last annual fee that fell due",
            "直近の特許料の納付期限",
        ),
        fact(Supplier.PATENT_ATTORNEY, "fee_paid", Kind.YES_NO, "whether that fee is paid", "その特許料の納付の有無"),
        fact(Supplier.PATENT_ATTORNEY, "fee_paid_on", Kind.DAY, "day on which it was paid", "その納付日"),
        fact(
            Supplier.PATENT_ATTORNEY,
            "surcharge_paid",
            Kind.YES_NO,
            "whether the surcharge of the same amount was paid with it",
            "割増特許料の納付の有無",
        ),
    ),
}


def _years_later(day: date, years: int) -> date:
    return add_months(day, years * MONTHS_A_YEAR)


def _in_time(last_on: date, done_on: date) -> bool:
    """Tell whether something was done in time: a last day on which offices are closed moves to the next open one.

    Offices are closed whenever banks are, and on 29 and 30 December, which are not granted here.
    """
    return done_on <= roll(last_on, Roll.FOLLOWING, Calendar.JAPAN_BANK)


def _within_grace(due_on: date, paid_on: date, months: int) -> bool:
    return _in_time(months_after(due_on, months), paid_on)


_EXTENDED = Test(
    ("filed_on", "expires_on"),
    lambda filed_on, expires_on, years: expires_on > _years_later(filed_on, years),
    Said(
        "filed on {0}; expires on {1}; term of {2} years from filing", "出願日は{0}、満了日は{1}、期間は出願から{2}年"
    ),
    using=(TERM_YEARS,),
)
_FOR_APPROVAL: Check = every(
    Test(
        ("extension_ground",),
        lambda ground: ground == "marketing-approval",
        Said("ground of the extension: {0}", "延長の理由: {0}"),
    ),
    Test(
        ("filed_on", "expires_on"),
        lambda filed_on, expires_on, years, more: expires_on <= _years_later(filed_on, years + more),
        Said("filed on {0}; expires on {1}; at most {2} and {3} years", "出願日は{0}、満了日は{1}、上限は{2}年と{3}年"),
        using=(TERM_YEARS, EXTENSION_YEARS),
    ),
)
_FOR_DELAY: Check = every(
    Test(
        ("extension_ground",),
        lambda ground: ground == "office-delay",
        Said("ground of the extension: {0}", "延長の理由: {0}"),
    ),
    Test(
        ("registered_on", "extension_applied_on"),
        lambda registered_on, applied_on, months: _in_time(months_after(registered_on, months), applied_on),
        Said(
            "registered on {0}; extension applied for on {1}; within {2} months",
            "登録日は{0}、延長登録の出願は{1}、期限は{2}月以内",
        ),
        using=(EXTENSION_MONTHS,),
    ),
)
_PAID_IN_TIME = Test(
    ("fee_due_on", "fee_paid_on"),
    _in_time,
    Said("the fee was due on {0} and paid on {1}", "納付期限は{0}、納付は{1}"),
)
_PAID_LATE: Check = every(
    Test(
        ("fee_due_on", "fee_paid_on"),
        _within_grace,
        Said(
            "the fee was due on {0} and paid on {1}; {2} months of grace", "納付期限は{0}、納付は{1}、追納期間は{2}月"
        ),
        using=(LATE_MONTHS,),
    ),
    Test(("surcharge_paid",), bool, Said("surcharge paid: {0}", "割増特許料の納付: {0}")),
)

RULES = (
    Rule(
        id="PAT-004",
        states=Said(
            "A patent lives twenty years from filing; it is extended on application where examination took long, or by"
            " at most five years where a marketing approval was awaited.",
            "特許権の存続期間は、出願の日から二十年をもって終了する。審査の遅延又は処分を受ける必要(五年を限度とする"
            "。)を理由として、延長登録の出願により延長することができる。",
        ),
        cites=(
            PATENT.article("67", 1, words="特許出願の日から二十年をもつて終了する"),
            PATENT.article("67", 2, words="延長登録の出願により延長することができる"),
            PATENT.article("67", 4, words="五年を限度として"),
            PATENT.article("67-2", 3),
        ),
        about="rights",
        check=where(of_kind("patent"), every(LIVES, where(_EXTENDED, either(_FOR_APPROVAL, _FOR_DELAY)))),
        consequence=Said(
            "no royalty has a base after expiry; an extension that was not applied for in time does not exist",
            "満了後の実施料に根拠がない。期間内に出願していない延長は認められない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the three months from registration for the application (art. 67-2(3)) are from memory",
            "延長登録の出願期間(登録の日から三月、第67条の2第3項)は記憶による",
        ),
    ),
    Rule(
        id="PAT-005",
        states=Said(
            "Each owner of a shared patent needs the others' consent to transfer or pledge its share and to grant any"
            " licence; it may work the invention alone unless agreed otherwise.",
            "特許権が共有に係るときは、各共有者は、他の共有者の同意を得なければ、持分の譲渡、質権の設定、専用実施権の"
            "設定又は通常実施権の許諾をすることができない。実施は、別段の定めがない限り、同意なくすることができる。",
        ),
        cites=(
            PATENT.article("73", 1, words="その持分を譲渡し、又はその持分を目的として質権を設定することができない"),
            PATENT.article("73", 2, words="他の共有者の同意を得ないでその特許発明の実施をすることができる"),
            PATENT.article("73", 3, words="専用実施権を設定し、又は他人に通常実施権を許諾することができない"),
        ),
        about="rights",
        check=where(of_kind("patent"), CO_OWNERS_AGREE),
        consequence=Said(
            "transfer, pledge or licence is void as against the co-owners; where a co-owner may work the invention, it"
            " pays no royalty for that",
            "譲渡、質権の設定又は許諾は共有者に対して無効。共有者の自己実施からは実施料が生じない",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="PAT-008",
        states=Said(
            "Transfer, change by trust, waiver and restriction of a patent, exclusive licences and pledges have no"
            " effect until registered; general succession is notified without delay.",
            "特許権の移転、信託による変更、放棄又は処分の制限、専用実施権及び質権の設定等は、登録しなければ効力を生じ"
            "ない。一般承継は遅滞なく届け出る。",
        ),
        cites=(
            PATENT.article("98", 1, words="登録しなければ、その効力を生じない"),
            PATENT.article("98", 1, "1", words="特許権の移転"),
            PATENT.article("98", 1, "2", words="専用実施権の設定"),
            PATENT.article("98", 1, "3", words="質権の設定"),
            PATENT.article("98", 2, words="遅滞なく、その旨を特許庁長官に届け出なければならない"),
        ),
        about="rights",
        check=where(
            of_kind("patent"),
            every(
                REGISTERED_RIGHT_PASSES,
                dealings_registered("trust", "exclusive-licence", "pledge", "waiver", "restriction"),
            ),
        ),
        consequence=Said(
            "the transfer or other act has no effect at all, not even between its parties",
            "移転その他の行為は、対抗要件の欠缺にとどまらず、効力そのものを生じない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that the price in escrow until registration serves as well is our reading: nothing is paid for what has"
            " not passed",
            "登録までの代金のエスクロー留保で足りるとするのは当方の解釈である(移転前に支払わない)",
        ),
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="PAT-010",
        states=Said(
            "A pledgee may not work the invention unless agreed; the pledge reaches price and royalties if they are"
            " attached before they are paid. The sister acts and the Copyright Act say the same.",
            "質権者は、別段の定めがない限り、実施をすることができない。質権は、払渡し前に差し押さえれば、対価及び実施"
            "料に対しても行うことができる。実用新案法、意匠法、商標法及び著作権法も同じ。",
        ),
        cites=(
            PATENT.article("95", words="当該特許発明の実施をすることができない"),
            PATENT.article("96", words="その払渡又は引渡前に差押をしなければならない"),
            UTILITY_MODEL.article("25", 2, words="特許法第九十六条"),
            DESIGN.article("35", 2, words="特許法第九十六条"),
            TRADEMARK.article("34", 3, words="特許法第九十六条"),
            COPYRIGHT.article("66", 2, words="これらを受ける権利を差し押えることを必要とする"),
        ),
        about="rights",
        check=where(PLEDGED, ATTACHMENT_PLANNED),
        consequence=Said(
            "royalties and price that are paid before attachment escape the pledge",
            "差押え前に支払われた実施料及び対価に質権は及ばない",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="PAT-011",
        states=Said(
            "An owner gives a patent up only with the consent of exclusive licensees and pledgees.",
            "特許権者は、専用実施権者又は質権者があるときは、その承諾を得た場合に限り、特許権を放棄することができる。",
        ),
        cites=(PATENT.article("97", 1, words="これらの者の承諾を得た場合に限り、その特許権を放棄することができる"),),
        about="rights",
        check=where(
            every(
                of_kind("patent"),
                Test(("abandoned",), bool, Said("given up: {0}", "放棄: {0}")),
            ),
            Test(
                ("abandonment_agreed",),
                bool,
                Said("exclusive licensees and pledgees consented: {0}", "専用実施権者・質権者の承諾: {0}"),
            ),
        ),
        consequence=Said("the abandonment is void", "放棄は無効"),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="PAT-012",
        states=Said(
            "An annual fee is paid by its last day, or within six months after it with as much again; otherwise the"
            " patent is deemed to have lapsed on that last day.",
            "特許料は納付期限までに納付する。期限後六月以内は同額の割増特許料とともに追納することができる。追納しない"
            "ときは、特許権は期限の経過の時に遡って消滅したものとみなす。",
        ),
        cites=(
            PATENT.article("107", 1, words="特許料として"),
            PATENT.article("108", 2),
            PATENT.article("112", 1, words="その期間の経過後六月以内にその特許料を追納することができる"),
            PATENT.article("112", 2, words="その特許料と同額の割増特許料を納付しなければならない"),
            PATENT.article("112", 4, words="同条第二項本文に規定する期間の経過の時に遡つて消滅したものとみなす"),
        ),
        about="rights",
        check=where(
            of_kind("patent"),
            every(
                Test(("fee_paid",), bool, Said("last fee that fell due paid: {0}", "直近の特許料の納付: {0}")),
                either(_PAID_IN_TIME, _PAID_LATE),
            ),
        ),
        consequence=Said(
            "the patent is gone, back to the day on which the fee was due, and with it the royalties since",
            "特許権は納付期限に遡って消滅し、以後の実施料も根拠を失う",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that a last day on which offices are closed moves to the next open one (art. 3(2)) is from memory",
            "期限の末日が休日に当たるときは翌開庁日とする点(第3条第2項)は記憶による",
        ),
        gates=(Gate.ACQUIRE,),
    ),
)
