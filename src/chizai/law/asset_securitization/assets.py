"""The specified assets: who values them, which are banned, how they are disposed of (Act, arts. 40, 122, 212, 213)."""

from chizai.law.asset_securitization.plan import BANNED_ASSETS, INDUSTRIAL
from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA, ASA_ORDER, ASA_REGULATION
from chizai.law.parameters_asset_securitization import VOTES_OTHER_DIVISOR, VOTES_STOCK_DIVISOR
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.units.rate import PPM

ANY_ASSET = ("lawyer", "law-firm", "accountant", "audit-firm")
"""Order, art. 15(3)(1) and (2)."""
IP_ONLY = ("patent-attorney", "patent-firm")
"""Order, art. 15(3)(3)."""
BONDS_ONLY = ("bond-administrator", "secured-bond-trustee")
"""Order, art. 33(3)(2) and (3): for bonds, not for preferred equity."""
PATENT_ATTORNEYS_VALUE = INDUSTRIAL | {"trade-secret", "copyright"}
"""Of the kinds of right that a pool has, all; breeders' rights would not be among them."""
DISPOSALS = ("licence", "transfer", "exchange", "pledge")
"""Act, art. 213."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "plan": (
        fact("valuer", Kind.TEXT, Supplier.APPRAISER, ("who investigated the price", "価格の調査を行った者")),
        fact(
            "valuer_profession",
            Kind.TEXT,
            Supplier.APPRAISER,
            ("the valuer's qualification", "調査を行った者の資格"),
            (*ANY_ASSET, *IP_ONLY, *BONDS_ONLY, "other"),
        ),
        fact(
            "valuer_is_outsider",
            Kind.YES_NO,
            Supplier.APPRAISER,
            (
                "whether neither the valuer nor a partner is officer or employee of the company",
                "調査者(法人は社員)が会社の役員又は使用人でないか",
            ),
        ),
        fact(
            "valuer_is_barred",
            Kind.YES_NO,
            Supplier.APPRAISER,
            (
                "whether the law of the valuer's profession bars it from the work",
                "業法により調査の業務をすることができないか",
            ),
        ),
        fact("valued_on", Kind.DAY, Supplier.APPRAISER, ("day of the report", "調査報告書の日付")),
        fact("valuation_minor", Kind.MONEY, Supplier.APPRAISER, ("value that was found", "調査の結果(価格)")),
        fact(
            "votes_stock_ppm",
            Kind.SHARE,
            Supplier.SPC,
            ("largest share of the votes of a stock company", "株式会社の議決権の最大保有割合"),
        ),
        fact(
            "votes_other_ppm",
            Kind.SHARE,
            Supplier.SPC,
            ("largest share of the votes of another entity", "その他の法人の議決権の最大保有割合"),
        ),
        fact(
            "holds_own_parent",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether it holds shares of its own majority holder", "自己の過半数を有する法人の株式の保有"),
        ),
        fact(
            "disposals",
            Kind.NAMES,
            Supplier.SPC,
            ("ways of disposing of the assets that the plan foresees", "計画が予定する処分の方法"),
            DISPOSALS,
        ),
    ),
    "disposals": (
        fact("kind", Kind.TEXT, Supplier.SERVICER, ("what is done", "処分の種類"), DISPOSALS),
        fact("done_on", Kind.DAY, Supplier.SERVICER, ("day of it", "処分の日")),
    ),
}

VALUER = Said("the asset is of kind {0}, the valuer of profession {1}", "資産の種類は{0}、調査者の資格は{1}")
HOLDS_SHARES = Test(
    ("other_assets",),
    lambda others: "shares" in others,
    Said("further assets: {0}", "その他の資産: {0}"),
)

RULES = (
    Rule(
        id="ASA-019",
        states=Said(
            "The price of each asset is investigated by an eligible outsider: lawyer, accountant or their firms; for"
            " IP a patent attorney or patent firm too; for bonds their administrator or secured-bond trustee.",
            "特定資産の価格は、会社以外の適格者(弁護士、公認会計士、これらの法人、知的財産については弁理士・弁理士法人、"
            "特定社債については特定社債管理者等)が調査する。",
        ),
        cites=(
            ASA.article(
                "40", 1, "8-ro", words="特定目的会社以外の者であって政令で定めるものが当該資産の価格につき調査した結果"
            ),
            ASA.article(
                "122",
                1,
                "18-ro",
                words="特定目的会社以外の者であって政令で定めるものが当該資産の価格につき調査した結果",
            ),
            ASA_ORDER.article("15", 3, "3", words="弁理士又は弁理士法人であって次に掲げる者以外のもの"),
            ASA_ORDER.article("33", 3, "2", words="特定社債に係る法第百二十六条に規定する特定社債管理者"),
        ),
        about="rights",
        check=every(
            either(
                Test(("kind", "plan.valuer_profession"), lambda _kind, valuer: valuer in ANY_ASSET, VALUER),
                Test(
                    ("kind", "plan.valuer_profession"),
                    lambda kind, valuer: valuer in IP_ONLY and kind in PATENT_ATTORNEYS_VALUE,
                    VALUER,
                ),
                Test(
                    ("kind", "plan.valuer_profession", "deal.preferred_equity_minor"),
                    lambda _kind, valuer, equity: valuer in BONDS_ONLY and equity == 0,
                    Said(
                        "the asset is of kind {0}, the valuer of profession {1}; preferred equity of JPY {2} is issued",
                        "資産の種類は{0}、調査者の資格は{1}、優先出資の総額は{2}円",
                    ),
                ),
            ),
            Test(
                ("plan.valuer_is_outsider",),
                bool,
                Said("the valuer is an outsider: {0}", "調査者は会社の役員・使用人でない: {0}"),
            ),
            Test(
                ("plan.valuer_is_barred",),
                lambda barred: not barred,
                Said("the valuer's own law bars it: {0}", "業法による制限: {0}"),
            ),
        ),
        consequence=Said("the offer cannot lawfully proceed", "適法に募集を行うことができない"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "persons whom the Regulation may name beside these (Order, art. 15(3)(4)) are not in the list",
            "施行令第15条第3項第4号に基づき府令で定める者は対象に含めていない",
        ),
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
    Rule(
        id="ASA-033",
        states=Said(
            "The company acquires no share of a partnership, silent partnership or money trust, not more than a third"
            " of the votes of a stock company or a quarter of another entity's, and no shares of its own majority"
            " holder.",
            "組合・匿名組合の持分、金銭の信託受益権等、株式会社の議決権の3分の1(その他の法人は4分の1)を超える株式等及び"
            "自己の過半数を有する法人の株式を取得しない。",
        ),
        cites=(
            ASA.article("212", 1, words="特定目的会社は、次に掲げる資産を取得してはならない"),
            ASA.article("212", 2, words="内閣府令で定める率を乗じて得た数を超えて取得し"),
            ASA.article("212", 4, words="過半数の口数を有する法人の発行済株式を取得し"),
            ASA_REGULATION.article("95", 3, words="次に掲げるものとする"),
            ASA_REGULATION.article("96", words="次に掲げるものとする"),
            ASA_REGULATION.article("97", item="1", words="三分の一"),
        ),
        about="plan",
        check=every(
            Test(
                ("other_assets",),
                lambda others: not set(BANNED_ASSETS) & set(others),
                Said("further assets: {0}; banned: {1}", "その他の資産: {0}、うち取得禁止: {1}"),
                also=lambda others: (tuple(each for each in others if each in BANNED_ASSETS),),
            ),
            where(
                HOLDS_SHARES,
                every(
                    Test(
                        ("votes_stock_ppm", "votes_other_ppm"),
                        lambda stock, other, third, quarter: stock * third <= PPM and other * quarter <= PPM,
                        Said(
                            "at most {0} ppm of the votes of a stock company, {1} ppm of another entity; one in {2},"
                            " one in {3} allowed",
                            "議決権の最大保有割合は株式会社{0}ppm、その他の法人{1}ppm(上限は{2}分の1、{3}分の1)",
                        ),
                        using=(VOTES_STOCK_DIVISOR, VOTES_OTHER_DIVISOR),
                    ),
                    Test(
                        ("holds_own_parent",),
                        lambda holds: not holds,
                        Said(
                            "it holds shares of its own majority holder: {0}",
                            "自己の過半数を有する法人の株式の保有: {0}",
                        ),
                    ),
                ),
            ),
        ),
        consequence=Said(
            "a breach, open to orders and suspension (arts. 218, 219)",
            "違反。是正命令・業務停止の対象(第218条・第219条)",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "the exceptions of the Regulation, art. 95 (real-estate partnerships, certain trusts) are to be written"
            " as other assets",
            "施行規則第95条の例外(不動産に係る組合等、一定の信託受益権)は「その他」として記載する",
        ),
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="ASA-034",
        states=Said(
            "Assets are leased, transferred, exchanged or pledged only as the plan provides; so each licence is"
            " foreseen in it.",
            "特定資産の貸付け、譲渡、交換及び担保提供は、計画に定められたところによる。ライセンスの許諾も計画に定める。",
        ),
        cites=(
            ASA.article("213", words="貸し付け、譲渡し、交換し、又は担保に供してはならない"),
            ASA_REGULATION.article(
                "19", item="1", words="貸し付け、譲渡し、交換し、又は担保に供することを予定する場合"
            ),
        ),
        about="disposals",
        check=Test(
            ("kind", "plan.disposals"),
            lambda kind, foreseen: kind in foreseen,
            Said("what is done: {0}; the plan foresees: {1}", "処分の種類は{0}、計画が予定する処分は{1}"),
        ),
        consequence=Said(
            "a crime (art. 295(1)): up to two years in prison, a fine of up to JPY 3m, or both",
            "第295条第1号の罪(2年以下の拘禁刑若しくは300万円以下の罰金又は併科)",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that granting a licence is a lease in this sense is our reading",
            "ライセンスの許諾を「貸し付け」に含めるのは当方の解釈",
        ),
    ),
)
