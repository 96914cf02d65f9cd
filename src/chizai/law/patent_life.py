"""Rules on the life of a patent: its term, its extension, its annual fees (特許法)."""

from datetime import date

from chizai.assets.rights import Patent
from chizai.assets.terms import EXTENSION_YEARS_MAX, TERMS
from chizai.forecast.processes.fees import FIRST_DECIDED_YEAR
from chizai.law.checks import Check, Test, either, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import PATENT
from chizai.law.parameters import Parameter, Since
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import LIVES, of_kind
from chizai.law.title_facts import fact
from chizai.units.bankdays import Calendar, Roll, roll
from chizai.units.schedule import MONTHS_A_YEAR

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


def _in_time(last_on: date, done_on: date) -> bool:
    """Tell whether something was done in time: a last day on which offices are closed moves to the next open one.

    Offices are closed whenever banks are, and on 29 and 30 December, which are not granted here.
    """
    return done_on <= roll(last_on, Roll.FOLLOWING, Calendar.JAPAN_BANK)


def _within_grace(due_on: date, paid_on: date, months: int) -> bool:
    return _in_time(months_after(due_on, months), paid_on)


_EXTENDED = Test(
    ("filed_on", "expires_on"),
    lambda filed_on, expires_on, years: expires_on > months_after(filed_on, years * MONTHS_A_YEAR),
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
        lambda filed_on, expires_on, years, more: expires_on <= months_after(filed_on, (years + more) * MONTHS_A_YEAR),
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
_NONE_DUE = Test(
    ("registered_on", "deal.closing_on"),
    lambda registered_on, closing_on: (
        closing_on <= months_after(registered_on, (FIRST_DECIDED_YEAR - 1) * MONTHS_A_YEAR)
    ),
    Said(
        "registered on {0}, with the fees of three years; closing is on {1}", "登録日は{0}(三年分納付済み)、実行日は{1}"
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
            either(
                _NONE_DUE,
                every(
                    Test(("fee_paid",), bool, Said("last fee that fell due paid: {0}", "直近の特許料の納付: {0}")),
                    either(_PAID_IN_TIME, _PAID_LATE),
                ),
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
