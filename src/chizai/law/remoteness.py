"""Scores of practice: whether the sale is a true sale, and how far the company is from bankruptcy (実務)."""

from dataclasses import dataclass

from chizai.law.checks import Test, every
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import ASA, REORGANIZATION
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.title_facts import fact
from chizai.units.rate import PPM


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a true sale."""

    fact: Fact
    weight: int
    """Points of the score; ours, of 100 in all."""


def _sign(weight: int, by: Supplier, key: str, en: str, ja: str) -> Sign:
    return Sign(fact(by, key, Kind.YES_NO, en, ja), weight)


TRUE_SALE_SIGNS = (
    _sign(
        15,
        Supplier.COUNSEL,
        "documents_say_sale",
        "whether the parties mean a sale and every document says so",
        "当事者の意思及び契約書の形式が売買か",
    ),
    _sign(
        15,
        Supplier.APPRAISER,
        "price_independent",
        "whether the price is fair and rests on an independent valuation",
        "独立した評価に基づく公正な価額か",
    ),
    _sign(
        15,
        Supplier.COUNSEL,
        "all_perfected",
        "whether every transfer has effect and stands against others",
        "全ての移転が効力を生じ対抗要件を備えたか",
    ),
    _sign(
        15,
        Supplier.COUNSEL,
        "recourse_for_title_only",
        "whether the seller answers for title alone, not for what the rights earn",
        "遡求が権利の存否等の表明保証に限られるか",
    ),
    _sign(
        10,
        Supplier.COUNSEL,
        "no_buy_back",
        "whether the seller neither may nor must buy back, a clean-up call at a tenth or less apart",
        "買戻しの権利義務がないか(1割以下のクリーンアップコールを除く。)",
    ),
    _sign(
        10,
        Supplier.COUNSEL,
        "no_control_kept",
        "whether the seller keeps no control and no surplus beyond a junior share or servicing at arm's length",
        "劣後持分・独立当事者間の条件による管理のほか支配・余剰を留保しないか",
    ),
    _sign(
        10,
        Supplier.AUDITOR,
        "derecognised",
        "whether the seller's accounts no longer show the rights",
        "譲渡人の会計上オフバランスか",
    ),
    _sign(
        5,
        Supplier.SERVICER,
        "no_commingling",
        "whether collections leave the seller's accounts within the days that the documents allow",
        "回収金を契約所定の日数内に分別するか",
    ),
    _sign(
        5,
        Supplier.ORIGINATOR,
        "board_approved",
        "whether both boards approved the sale",
        "両当事者の機関決定の有無",
    ),
)
POINTS_TOTAL = sum(sign.weight for sign in TRUE_SALE_SIGNS)

OWNERLESS = ("specified-equity-trust", "general-incorporated-association", "general-incorporated-foundation")
"""Holders of the specified equity behind which nobody stands."""
_REMOTENESS = (
    fact(
        Supplier.COUNSEL,
        "purpose_limited",
        Kind.YES_NO,
        "whether articles and plan limit the company to this securitisation",
        "定款・計画上の目的が当該流動化に限られるか",
    ),
    fact(
        Supplier.SPC,
        "independent_director",
        Kind.YES_NO,
        "whether a director is independent of the originator",
        "譲渡人から独立した取締役の有無",
    ),
    fact(
        Supplier.COUNSEL,
        "non_petition",
        Kind.YES_NO,
        "whether every creditor promised not to petition for insolvency",
        "倒産手続申立権の放棄(全債権者)の有無",
    ),
    fact(
        Supplier.COUNSEL,
        "limited_recourse",
        Kind.YES_NO,
        "whether every creditor looks to the pool's assets alone",
        "責任財産限定特約(全債権者)の有無",
    ),
    fact(Supplier.SPC, "no_employees", Kind.YES_NO, "whether the company has no employees", "使用人がいないか"),
    fact(
        Supplier.ADMINISTRATOR,
        "separate_books",
        Kind.YES_NO,
        "whether it keeps books and accounts of its own",
        "帳簿及び口座の分別の有無",
    ),
)

FACTS: dict[str, tuple[Fact, ...]] = {
    "sale": (
        *(sign.fact for sign in TRUE_SALE_SIGNS),
        fact(
            Supplier.COUNSEL,
            "true_sale_threshold_ppm",
            Kind.SHARE,
            "least part of the points of the true-sale score that counsel accepts, in parts per million",
            "弁護士が定める真正譲渡スコアの最低割合(ppm)",
        ),
    ),
    "company": _REMOTENESS,
}


def points(flags: tuple[bool, ...]) -> int:
    """Add up the points of the signs that are there, in the order of `TRUE_SALE_SIGNS`."""
    return sum(sign.weight for sign, there in zip(TRUE_SALE_SIGNS, flags, strict=True) if there)


def _lacking(flags: tuple[bool, ...]) -> tuple[str, ...]:
    return tuple(sign.fact.key for sign, there in zip(TRUE_SALE_SIGNS, flags, strict=True) if not there)


_SCORE_PLACE = len(TRUE_SALE_SIGNS)

RULES = (
    Rule(
        id="INS-005",
        states=Said(
            "The sale is a true sale by the signs that counsel weighs: intent and form, price, perfection, recourse,"
            " buy-back, control, accounts, commingling, approval.",
            "真正譲渡性を、意思と形式、価額、対抗要件、遡求権、買戻し、支配、会計処理、混蔵及び機関決定から判断する。",
        ),
        cites=(REORGANIZATION.article("2", 10),),
        about="sale",
        check=Test(
            (*(sign.fact.key for sign in TRUE_SALE_SIGNS), "true_sale_threshold_ppm"),
            lambda *values: points(values[:_SCORE_PLACE]) * PPM >= values[_SCORE_PLACE] * POINTS_TOTAL,
            Said(
                f"{{{_SCORE_PLACE + 1}}} of {POINTS_TOTAL} points; counsel asks for {{{_SCORE_PLACE}}} ppm of them;"
                f" lacking: {{{_SCORE_PLACE + 2}}}",
                f"{POINTS_TOTAL}点中{{{_SCORE_PLACE + 1}}}点、弁護士の求める割合は{{{_SCORE_PLACE}}}ppm。"
                f"欠けるもの: {{{_SCORE_PLACE + 2}}}",
            ),
            also=lambda *values: (points(values[:_SCORE_PLACE]), _lacking(values[:_SCORE_PLACE])),
        ),
        consequence=Said(
            "the sale may be taken for a loan secured on the rights: in reorganisation its enforcement is stayed",
            "担保付借入れと再構成され、会社更生手続では更生担保権として権利行使が制限されるおそれがある",
        ),
        confidence=Confidence.MEMORY,
        reading=Said(
            "no statute says what a true sale is; signs and weights are ours, the threshold is counsel's",
            "真正譲渡を定める条文はない。項目と配点は当方のもの、基準は弁護士の定めによる",
        ),
    ),
    Rule(
        id="INS-006",
        states=Said(
            "The company is remote from bankruptcy: limited purpose, equity without an owner, independent director, no"
            " petition, limited recourse, no employees, books of its own.",
            "会社の倒産隔離: 目的の限定、特定出資の分離、独立取締役、倒産不申立て、責任財産限定、使用人の不存在、帳簿"
            "・口座の分別。",
        ),
        cites=(ASA.article("195", 1, words="他の業務を営むことができない"),),
        about="company",
        check=every(
            Test(
                ("equity_holder_kind",),
                lambda holder: holder in OWNERLESS,
                Said("specified equity is held by: {0}", "特定出資の保有者: {0}"),
            ),
            Test(
                ("equity_holder_independent",),
                bool,
                Said("that holder is independent of the originator: {0}", "保有者の譲渡人からの独立性: {0}"),
            ),
            *(Test((each.key,), bool, Said(f"{each.key}: {{0}}", f"{each.meaning.ja}: {{0}}")) for each in _REMOTENESS),
        ),
        consequence=Said("agencies cap the rating of the classes", "格付機関が格付に上限を設ける"),
        confidence=Confidence.MEMORY,
        reading=Said(
            "the list is what agencies and counsel ask for, from memory; no statute gives it",
            "項目は格付機関・弁護士の実務により、記憶による。条文はない",
        ),
    ),
)
