"""The asset liquidation plan: what it states, how long it runs, what may follow later (Act, arts. 5, 7)."""

from datetime import date

from chizai.law.asset_securitization.plan_items import ASSETS_MAY_BE_OPEN, IDS, MAY_BE_OMITTED, MAY_BE_OPEN
from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Test, either, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA, ASA_ORDER, ASA_REGULATION
from chizai.law.parameters_asset_securitization import (
    PERIOD_YEARS_INDUSTRIAL,
    PERIOD_YEARS_MOVABLES,
    PERIOD_YEARS_OTHER,
)
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

INDUSTRIAL = frozenset({"patent", "utility-model", "design", "trademark"})
"""Of the kinds of right that a pool has, those of the Order, art. 3(2)."""
BANNED_ASSETS = ("partnership-interest", "silent-partnership-interest", "money-trust-interest", "partner-share")
"""Act, art. 212(1); Regulation, art. 96."""
OTHER_ASSETS = ("movables", "money-claims", "shares", "other-securities", "real-estate", "other", *BANNED_ASSETS)

FACTS: dict[str, tuple[Fact, ...]] = {
    "plan": (
        fact("starts_on", Kind.DAY, Supplier.SPC, ("first day of the plan period", "計画期間の開始期日")),
        fact("ends_on", Kind.DAY, Supplier.SPC, ("last day of the plan period", "計画期間の終了期日")),
        fact(
            "is_drafted_whole",
            Kind.YES_NO,
            Supplier.DEAL,
            (
                "whether each item of the plan has content: `chizai spc plan` lists those that have none",
                "計画の各事項に内容があるか(`chizai spc plan`が不足を列挙)",
            ),
        ),
        fact(
            "omitted",
            Kind.NAMES,
            Supplier.SPC,
            ("items left out of the plan as it was notified", "届出の際に記載を省略した事項"),
            IDS,
        ),
        fact(
            "undetermined",
            Kind.NAMES,
            Supplier.SPC,
            ("items whose content is not yet determined", "内容が確定していない事項"),
            IDS,
        ),
        fact(
            "procedures",
            Kind.NAMES,
            Supplier.SPC,
            (
                "items for which the plan says how they are determined or revised",
                "内容を確定し、又は改定するための要件及び手続を定めた事項",
            ),
            IDS,
        ),
        fact(
            "may_leave_assets_open",
            Kind.YES_NO,
            Supplier.COUNSEL,
            (
                "whether assets are developed, or are claims of a programme that may settle their terms later",
                "開発による取得又は内容を後に確定できる金銭債権等の計画か",
            ),
        ),
        fact("supplement_filed_on", Kind.DAY, Supplier.SPC, ("day on which the rest was filed", "追加届出書の提出日")),
        fact(
            "other_assets",
            Kind.NAMES,
            Supplier.SPC,
            ("kinds of specified assets beside the rights", "権利以外の特定資産の種類"),
            OTHER_ASSETS,
        ),
    ),
}


def cap_of(kinds: tuple[str, ...], others: tuple[str, ...], years: tuple[int, int, int]) -> int:
    """Give the longest period in years of a plan whose assets are of some kinds: the shortest of their caps.

    Args:
        kinds: of the rights.
        others: of further assets.
        years: caps of movables, of industrial property, of all else.
    """
    movables, industrial, rest = years
    caps = [industrial if kind in INDUSTRIAL else rest for kind in kinds]
    return min(caps + [movables if other == "movables" else rest for other in others], default=rest)


def _within_cap(kinds: tuple[str, ...], others: tuple[str, ...], starts_on: date, ends_on: date, *years: int) -> bool:
    movables, industrial, rest = years
    return starts_on <= ends_on <= months_after(starts_on, 12 * cap_of(kinds, others, (movables, industrial, rest)))


NOTHING_OMITTED = Test(("omitted",), lambda omitted: not omitted, Said("left out: {0}", "省略した事項: {0}"))

RULES = (
    Rule(
        id="ASA-004",
        states=Said(
            "The plan states every item of the law, or that it is not planned; for what is not yet determined it says"
            " how it will be.",
            "資産流動化計画には法定の各事項(予定しない場合はその旨)を記載し、未確定の事項については確定の要件及び手続を記載する。",
        ),
        cites=(
            ASA.article("5", 1, words="資産流動化計画には、次に掲げる事項を記載し、又は記録しなければならない"),
            ASA_REGULATION.article("12", words="資産の流動化に係る業務の開始期日から終了期日"),
            ASA_REGULATION.article("13", item="11", words="その内容を確定し、又は改定するための要件及び手続"),
            ASA_REGULATION.article("14", words="募集特定社債の総額"),
            ASA_REGULATION.article("17", words="特定借入れを行うことを予定する場合は、その旨"),
            ASA_REGULATION.article("18", words="特定資産の権利の移転に関する事項"),
            ASA_REGULATION.article("19", words="処分の方法"),
            ASA_REGULATION.article("20", words="借入予定残高の上限をいう"),
            ASA_REGULATION.article("21", words="資産流動化計画の概要"),
        ),
        about="plan",
        check=every(
            Test(
                ("is_drafted_whole",),
                bool,
                Said("each item of the plan has content: {0}", "各事項の内容の記載: {0}"),
            ),
            Test(
                ("omitted",),
                lambda omitted: set(omitted) <= MAY_BE_OMITTED,
                Said("left out: {0}; of them may not be: {1}", "省略した事項: {0}、うち省略できないもの: {1}"),
                also=lambda omitted: (tuple(each for each in omitted if each not in MAY_BE_OMITTED),),
            ),
            Test(
                ("undetermined", "procedures"),
                lambda undetermined, procedures: set(undetermined) <= MAY_BE_OPEN & set(procedures),
                Said(
                    "not yet determined: {0}; with a procedure: {1}; without one, or not allowed to be open: {2}",
                    "未確定の事項: {0}、手続の定めのある事項: {1}、手続の定めがなく又は未確定にできない事項: {2}",
                ),
                also=lambda undetermined, procedures: (
                    tuple(each for each in undetermined if each not in MAY_BE_OPEN & set(procedures)),
                ),
            ),
            where(
                Test(
                    ("undetermined",),
                    lambda undetermined: bool(ASSETS_MAY_BE_OPEN & set(undetermined)),
                    Said("not yet determined: {0}", "未確定の事項: {0}"),
                ),
                Test(
                    ("may_leave_assets_open",),
                    bool,
                    Said("the assets' terms may be settled later: {0}", "資産に関する事項の後日の確定の可否: {0}"),
                ),
            ),
        ),
        consequence=Said(
            "the filing is defective; to add an item later is a change of the plan (ASA-040)",
            "届出は不備となる。後の追加は計画の変更となり制限される(ASA-040)",
        ),
        confidence=Confidence.STATUTE,
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
    Rule(
        id="ASA-005",
        states=Said(
            "The plan period is at most 20 years for movables, 25 for patents, utility models, designs and"
            " trademarks, 50 for all else, copyright included.",
            "計画期間は、動産は20年、特許権・実用新案権・意匠権・商標権等は25年、著作権その他の資産は50年を超えない。",
        ),
        cites=(
            ASA.article("5", 2, words="政令で定める期間を超えてはならない"),
            ASA_ORDER.article("3", item="2-i", words="特許権、実用新案権、意匠権、商標権"),
        ),
        about="plan",
        check=Test(
            ("rights[].kind", "other_assets", "starts_on", "ends_on"),
            _within_cap,
            Said(
                "the plan runs from {2} to {3}; rights of kinds {0}; further assets: {1}; the cap is {7} years",
                "計画期間は{2}から{3}まで、権利の種類は{0}、その他の資産は{1}(上限{7}年)",
            ),
            using=(PERIOD_YEARS_MOVABLES, PERIOD_YEARS_INDUSTRIAL, PERIOD_YEARS_OTHER),
            also=lambda kinds, others, _starts, _ends, *years: (cap_of(kinds, others, years),),
        ),
        consequence=Said("the plan is unlawful", "計画は違法となる"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that a pool of several kinds has the shortest of their caps is our cautious reading",
            "複数の種類の資産では最も短い上限によるとするのは当方の慎重な解釈",
        ),
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
    Rule(
        id="ASA-006",
        states=Said(
            "Items on securities may be left out where the assets are acquired first; they are filed before anything is"
            " issued.",
            "特定資産の取得を先行する場合に省略した証券に関する事項は、資産対応証券の発行前に提出する。",
        ),
        cites=(
            ASA.article("7", 1, words="記載又は記録を省略することができる"),
            ASA.article("7", 2, words="添付を省略した資料"),
            ASA_REGULATION.article("22", 2, words="記載又は記録の省略が投資者の保護に反しないもの"),
            ASA_REGULATION.article("23", 1, words="別紙様式第八号により作成した届出書"),
        ),
        about="plan",
        check=either(
            NOTHING_OMITTED,
            every(
                Test(
                    ("omitted",),
                    lambda omitted: set(omitted) <= MAY_BE_OMITTED,
                    Said("left out: {0}", "省略した事項: {0}"),
                ),
                Test(
                    ("supplement_filed_on", "deal.closing_on"),
                    lambda filed, issued: filed < issued,
                    Said("the rest was filed on {0}; issued on {1}", "追加届出は{0}、発行は{1}"),
                ),
            ),
        ),
        consequence=Said("a crime (art. 294(2))", "第294条第2号の罪"),
        confidence=Confidence.STATUTE,
        gates=(Gate.ISSUE,),
    ),
)
