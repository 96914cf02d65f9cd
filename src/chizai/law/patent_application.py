"""Rules on the way to a patent: the right to obtain it, its transfer, employees' inventions (特許法)."""

from datetime import date

from chizai.law.checks import Not, Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import PATENT
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_checks import (
    APPLICATION_PASSES,
    CO_OWNED,
    NOBODY_ASKED,
    PLEDGED,
    TRANSFER_AGREED,
    at_stage,
    of_kind,
)
from chizai.law.title_facts import fact

FACTS: dict[str, tuple[Fact, ...]] = {
    "rights": (
        fact(
            Supplier.ORIGINATOR,
            "employee_invention",
            Kind.YES_NO,
            "whether an employee made the invention within present or past duties",
            "職務発明か",
        ),
        fact(Supplier.ORIGINATOR, "invented_on", Kind.DAY, "day on which the invention was made", "発明の日"),
        fact(
            Supplier.ORIGINATOR,
            "invention_rule_on",
            Kind.DAY,
            "day of the contract or rule that vests employees' inventions in the employer",
            "職務発明の帰属を定めた契約・勤務規則の日",
        ),
        fact(
            Supplier.ORIGINATOR,
            "benefit_recorded",
            Kind.YES_NO,
            "whether the inventors' reasonable benefit is paid, or accrued in the books",
            "相当の利益を支払い、又は計上したか",
        ),
    ),
}

RULES = (
    Rule(
        id="PAT-001",
        states=Said(
            "The right to obtain a patent can be transferred but not pledged; a co-owner transfers its share only with"
            " the consent of the others.",
            "特許を受ける権利は移転することができるが、質権の目的とすることができない。共有のときは、他の共有者の同意を"
            "得なければ持分を譲渡することができない。",
        ),
        cites=(
            PATENT.article("33", 1, words="特許を受ける権利は、移転することができる"),
            PATENT.article("33", 2, words="質権の目的とすることができない"),
            PATENT.article("33", 3, words="他の共有者の同意を得なければ、その持分を譲渡することができない"),
        ),
        about="rights",
        check=where(
            every(of_kind("patent"), either(at_stage("unfiled"), at_stage("pending"))),
            every(Not(PLEDGED), where(CO_OWNED, either(NOBODY_ASKED, TRANSFER_AGREED))),
        ),
        consequence=Said(
            "a pledge is void; the transfer of the share has no effect",
            "質権の設定は無効であり、持分の譲渡は効力を生じない",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="PAT-002",
        states=Said(
            "Who took the right to obtain a patent before filing stands against others only by filing; after filing, a"
            " transfer other than by general succession has no effect until the Patent Office is notified.",
            "出願前の特許を受ける権利の承継は、承継人が出願しなければ第三者に対抗することができない。出願後の承継は、"
            "一般承継を除き、特許庁長官に届け出なければ効力を生じない。",
        ),
        cites=(
            PATENT.article("34", 1, words="その承継人が特許出願をしなければ、第三者に対抗することができない"),
            PATENT.article("34", 4, words="特許庁長官に届け出なければ、その効力を生じない"),
            PATENT.article("34", 5, words="承継人は、遅滞なく、その旨を特許庁長官に届け出なければならない"),
        ),
        about="rights",
        check=where(of_kind("patent"), APPLICATION_PASSES),
        consequence=Said(
            "before filing: whoever files first prevails; after filing: the transfer has no effect",
            "出願前は先に出願した承継人に劣後し、出願後は承継の効力を生じない",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="PAT-003",
        states=Said(
            "An employee's invention is the employer's from the moment it is made only if a contract or rule said so"
            " beforehand; the inventor is owed a reasonable benefit.",
            "職務発明は、契約、勤務規則その他の定めであらかじめ使用者等に取得させることを定めたときに限り、発生した時"
            "から使用者等に帰属する。従業者等は相当の利益を受ける権利を有する。",
        ),
        cites=(
            PATENT.article("35", 3, words="その発生した時から当該使用者等に帰属する"),
            PATENT.article("35", 4, words="相当の利益"),
        ),
        about="rights",
        check=where(
            every(
                of_kind("patent"),
                Test(("employee_invention",), bool, Said("employee's invention: {0}", "職務発明: {0}")),
            ),
            every(
                either(
                    Test(
                        ("invention_rule_on", "invented_on"),
                        lambda rule_on, invented_on: rule_on < invented_on,
                        Said("the rule is of {0}; the invention of {1}", "定めの日は{0}、発明の日は{1}"),
                    ),
                    Test(
                        ("makers_assigned",), bool, Said("assigned by every inventor: {0}", "発明者全員の譲渡証書: {0}")
                    ),
                ),
                Test(
                    ("benefit_recorded",),
                    bool,
                    Said("reasonable benefit paid or accrued: {0}", "相当の利益の支払・計上: {0}"),
                ),
            ),
        ),
        consequence=Said(
            "the inventor may still own it, so that the chain of title has a gap at its beginning; or its claim to a"
            " reasonable benefit is unfunded",
            "権利が発明者に残り、権利の移転経緯の起点が欠ける。又は相当の利益の請求に備えがない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that the employer owns from the beginning is the law for inventions since 1 April 2016, from memory; for"
            " earlier ones look at the succession under the rule of the time",
            "原始的な使用者帰属は2016年4月1日以後の発明に適用される(記憶による)。以前の発明は当時の定めによる承継を確"
            "認する",
        ),
        gates=(Gate.ACQUIRE,),
        in_force_from=date(2016, 4, 1),
    ),
)
