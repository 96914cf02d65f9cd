"""Facts that an asset liquidation plan states beside those that rules ask for."""

from chizai.law.asset_securitization.plan_items import IDS
from chizai.law.asset_securitization.shared import fact
from chizai.law.facts import Fact, Kind, Supplier

CANCELLATIONS = ("out-of-profit", "by-reduction-of-capital", "by-provisional-liquidation", "consolidation")
"""Regulation, art. 13(9)."""
REDUCTIONS = ("banned", "planned", "not-planned")
"""Regulation, art. 13(10)."""
WAIVERS = ("dividend", "residual")
"""Regulation, art. 21(3)."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "plan": (
        fact("administrator", Kind.TEXT, Supplier.SPC, ("name of the bond administrator", "特定社債管理者の名称")),
        fact(
            "procedure_text",
            Kind.TEXT,
            Supplier.COUNSEL,
            (
                "how what is not yet determined is determined or revised",
                "未確定の事項の内容を確定し、又は改定するための要件及び手続",
            ),
        ),
        fact(
            "alterable",
            Kind.NAMES,
            Supplier.COUNSEL,
            ("items that may be changed on conditions", "変更があり得る事項"),
            IDS,
        ),
        fact("change_conditions", Kind.TEXT, Supplier.COUNSEL, ("those conditions", "変更を行うための条件")),
        fact(
            "favourable_issue",
            Kind.YES_NO,
            Supplier.SPC,
            (
                "whether preferred equity is issued at a specially favourable price",
                "特に有利な払込金額による優先出資の発行の有無",
            ),
        ),
        fact(
            "preferred_cancellation",
            Kind.NAMES,
            Supplier.SPC,
            ("how preferred equity may be cancelled or consolidated", "優先出資の消却又は併合の予定"),
            CANCELLATIONS,
        ),
        fact(
            "preferred_reduction",
            Kind.TEXT,
            Supplier.SPC,
            ("reduction of preferred capital", "優先資本金の額の減少"),
            REDUCTIONS,
        ),
        fact(
            "disposal_terms",
            Kind.TEXT,
            Supplier.SPC,
            ("when and why the assets are disposed of", "処分の時期及び理由"),
        ),
        fact(
            "reinvests",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether what the assets earn buys further assets", "収入を特定資産の取得に充てる予定の有無"),
        ),
        fact(
            "specified_equity_cap_minor",
            Kind.MONEY,
            Supplier.SPC,
            ("most specified equity in all", "特定出資の総額の上限"),
        ),
        fact(
            "members_waive",
            Kind.NAMES,
            Supplier.SPC,
            ("what specified members give up beforehand", "特定社員があらかじめ放棄する権利"),
            WAIVERS,
        ),
        fact(
            "next_is_planned",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether another plan follows this one", "新たな資産流動化計画に基づく業務の予定の有無"),
        ),
        fact(
            "residual_treatment",
            Kind.TEXT,
            Supplier.SPC,
            ("what becomes of property that is left before the next plan", "残存する財産を処理する方法"),
        ),
        fact(
            "early_debts",
            Kind.TEXT,
            Supplier.SPC,
            ("debts before issue or borrowing: what, how much, to whom", "発行又は借入れ前に負担する債務の内容"),
        ),
        fact("ancillary_business", Kind.TEXT, Supplier.SPC, ("ancillary business", "附帯業務の内容")),
        fact(
            "investor_matters",
            Kind.TEXT,
            Supplier.COUNSEL,
            (
                "what else investors need: the law, derivatives, exchange rates",
                "法制度の概要その他投資者保護の観点から必要な事項",
            ),
        ),
    ),
    "sale": (fact("seller_address", Kind.TEXT, Supplier.ORIGINATOR, ("address of the transferor", "譲渡人の住所")),),
    "servicing": (
        fact(
            "duties",
            Kind.TEXT,
            Supplier.SERVICER,
            (
                "what the trustee or delegate does, collection included",
                "受託者等の業務の種類及び内容(回収の方法を含む)",
            ),
        ),
    ),
    "loans": (fact("security", Kind.TEXT, Supplier.SPC, ("security for the loan, or none", "担保設定の内容")),),
    "company": (
        fact("officer_addresses", Kind.NAMES, Supplier.SPC, ("addresses of the officers", "役員の住所")),
        fact(
            "outside_posts",
            Kind.NAMES,
            Supplier.SPC,
            ("posts that officers hold elsewhere", "役員の他の法人での常務・事業"),
        ),
    ),
}
