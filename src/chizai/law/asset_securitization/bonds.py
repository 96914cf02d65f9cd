"""Specified bonds: administrator, statutory lien, meetings, short-term bonds, register (Act, arts. 2, 125-129)."""

from chizai.law.asset_securitization.shared import BOND, IS_BOND, fact
from chizai.law.checks import Test, either, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA, ASA_REGULATION, COMPANIES
from chizai.law.parameters_asset_securitization import (
    BOND_COUNT,
    BOND_UNIT_MINOR,
    SHORT_TERM_MONTHS,
    SHORT_TERM_UNIT_MINOR,
)
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

ADMINISTRATORS = (
    "bank",
    "trust-company",
    "secured-bond-trustee",
    "agricultural-cooperative",
    "credit-cooperative",
    "shinkin-bank",
    "labour-bank-federation",
    "long-term-credit-bank",
    "insurer",
    "norinchukin",
    "shoko-chukin",
)
"""Companies Act, art. 703; Regulation, art. 68."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "plan": (
        fact(
            "administrator_kind",
            Kind.TEXT,
            Supplier.SPC,
            ("what the bond administrator is; none where there is none", "特定社債管理者の種別(ないときはnone)"),
            ("none", *ADMINISTRATORS, "other"),
        ),
    ),
    "classes": (
        fact(
            "lien_is_waived",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether the plan says that it has no statutory lien", "先取特権を有しない旨の計画の定め"),
        ),
        fact(
            "is_subordinated",
            Kind.YES_NO,
            Supplier.COUNSEL,
            ("whether its terms subordinate it", "契約上の劣後特約の有無"),
        ),
        fact(
            "has_own_meeting",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether its holders meet on their own", "その種類のみの特定社債権者集会の定め"),
        ),
        fact(
            "is_called_short_term",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether it is called a short-term specified bond", "特定短期社債とするか"),
        ),
        fact("matures_on", Kind.DAY, Supplier.SPC, ("fixed day of redemption", "償還の確定期限")),
        fact("is_repaid_at_once", Kind.YES_NO, Supplier.SPC, ("whether repaid in one sum", "一括償還か")),
        fact(
            "interest_with_principal",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether interest falls due with principal", "利息の支払期限が元本の償還期限と同じ日か"),
        ),
        fact("is_secured", Kind.YES_NO, Supplier.SPC, ("whether it is secured", "担保付社債信託法による担保の有無")),
        fact(
            "has_certificates", Kind.YES_NO, Supplier.SPC, ("whether certificates are issued", "特定社債券の発行の有無")
        ),
    ),
    "ledger": (
        fact(
            "is_bond_register",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether the ledger is kept as the register of bonds", "台帳を特定社債原簿として備え置くか"),
        ),
    ),
}

SHORT_TERM = every(
    Test(
        ("unit_minor",),
        lambda unit, least: unit >= least,
        Said("each bond is of JPY {0}; the least is {1}", "各特定社債の金額は{0}円(最低{1}円)"),
        using=(SHORT_TERM_UNIT_MINOR,),
    ),
    Test(
        ("fully_paid_on", "matures_on"),
        lambda paid, matures, months: matures < months_after(paid, months),
        Said("paid on {0}; redeemed on {1}; under {2} months", "払込みは{0}、償還期限は{1}({2}か月未満)"),
        using=(SHORT_TERM_MONTHS,),
    ),
    Test(("is_repaid_at_once",), bool, Said("repaid in one sum: {0}", "一括償還: {0}")),
    Test(
        ("interest_with_principal",),
        bool,
        Said("interest falls due with principal: {0}", "元本と同日の利息支払: {0}"),
    ),
    Test(("is_secured",), lambda secured: not secured, Said("secured: {0}", "担保: {0}")),
)

RULES = (
    Rule(
        id="ASA-023",
        states=Said(
            "Bonds have an administrator, unless each is of JPY 100m or more, or fewer than fifty are issued.",
            "特定社債には特定社債管理者を定める。各特定社債の金額が1億円以上である場合、又は50口に満たない場合は、この限りでない。",
        ),
        cites=(
            ASA.article("126", words="各募集特定社債の金額が一億円以上である場合"),
            COMPANIES.article("702", words="各社債の金額が一億円以上である場合"),
        ),
        about="classes",
        check=where(
            IS_BOND,
            either(
                Test(
                    ("unit_minor",),
                    lambda unit, least: unit >= least,
                    Said("each bond is of JPY {0}; free from {1}", "各特定社債の金額は{0}円({1}円以上は不要)"),
                    using=(BOND_UNIT_MINOR,),
                ),
                Test(
                    ("units",),
                    lambda units, limit: units < limit,
                    Said("{0} bonds are issued; free below {1}", "口数は{0}({1}口未満は不要)"),
                    using=(BOND_COUNT,),
                ),
                Test(
                    ("plan.administrator_kind",),
                    lambda kind: kind != "none",
                    Said("the administrator is: {0}", "特定社債管理者は{0}"),
                ),
            ),
        ),
        consequence=Said(
            "the issue is irregular, and investors may sue", "発行手続の瑕疵となり、投資者の請求を受け得る"
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that fewer than fifty bonds of a kind need no administrator is from memory, as for bonds of stock"
            " companies",
            "50口未満の例外は、会社法の社債と同様とする記憶による",
        ),
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="ASA-024",
        states=Said(
            "The administrator is a bank, a trust company, a licensed trustee of secured bonds, an insurer or another"
            " of the list.",
            "特定社債管理者は、銀行、信託会社、担保付社債信託の免許を受けた者、保険会社その他法定の者とする。",
        ),
        cites=(
            ASA.article("127", 8, words="社債管理者の資格"),
            COMPANIES.article("703", words="社債管理者は、次に掲げる者でなければならない"),
            ASA_REGULATION.article("68", words="次に掲げる者とする"),
        ),
        about="plan",
        check=Test(
            ("administrator_kind",),
            lambda kind: kind == "none" or kind in ADMINISTRATORS,
            Said("the administrator is: {0}", "特定社債管理者は{0}"),
        ),
        consequence=Said("the appointment is invalid", "選任は無効"),
        confidence=Confidence.STATUTE,
        gates=(Gate.ISSUE,),
    ),
    Rule(
        id="ASA-025",
        states=Said(
            "Every bondholder has a lien on all of the company's property; so a bond that the waterfall pays after"
            " another has its lien waived by the plan, or is subordinated.",
            "特定社債権者は会社の財産に先取特権を有する。後順位の特定社債は、計画で先取特権を排除し、又は劣後特約を付す。",
        ),
        cites=(
            ASA.article("128", 1, words="他の債権者に先立って自己の特定社債に係る債権の弁済を受ける権利を有する"),
            ASA.article("128", 2, words="民法の規定による一般の先取特権に次ぐものとする"),
            ASA_REGULATION.article("14", item="11", words="同項本文の先取特権を有しないこととする場合は、その旨"),
        ),
        about="classes",
        check=where(
            IS_BOND,
            either(
                Test(
                    ("rank", "classes[].rank", "classes[].kind"),
                    lambda rank, ranks, kinds: (
                        rank
                        <= min((each for each, kind in zip(ranks, kinds, strict=True) if kind == BOND), default=rank)
                    ),
                    Said("its rank is {0}, of the ranks {1}", "元本弁済の順位は{0}(各クラスの順位は{1})"),
                ),
                Test(("lien_is_waived",), bool, Said("its lien is waived: {0}", "先取特権の排除: {0}")),
                Test(("is_subordinated",), bool, Said("its terms subordinate it: {0}", "劣後特約: {0}")),
            ),
        ),
        consequence=Said(
            "the tranching does not bind holders of other bonds",
            "優先劣後構造を他の特定社債権者に対抗できない",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that subordination by contract serves as a waiver does is our reading",
            "契約上の劣後特約でも足りるとするのは当方の解釈",
        ),
    ),
    Rule(
        id="ASA-026",
        states=Said("Bondholders meet by class.", "特定社債権者集会は、特定社債の種類ごとに組織する。"),
        cites=(ASA.article("129", 1, words="ごとに特定社債権者集会を組織する"),),
        about="classes",
        check=where(
            IS_BOND,
            Test(
                ("has_own_meeting",),
                bool,
                Said("its holders meet on their own: {0}", "その種類のみの集会の定め: {0}"),
            ),
        ),
        consequence=Said("resolutions of a joint meeting are void", "合同の集会の決議は無効"),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-027",
        states=Said(
            "A short-term specified bond is of JPY 100m or more, redeemed in one sum on a fixed day within a year,"
            " pays its interest on that day and is not secured.",
            "特定短期社債は、各1億円以上、払込みから1年未満の確定期限に一括償還、利息は元本と同日払、無担保とする。",
        ),
        cites=(
            ASA.article("2", 8, "1", words="各特定社債の金額が一億円を下回らないこと"),
            ASA.article("2", 8, "2", words="一年未満の日とする確定期限の定めがあり"),
            ASA.article("2", 8, "3", words="利息の支払期限を、前号の元本の償還期限と同じ日とする"),
            ASA.article("2", 8, "4", words="担保が付されるものでないこと"),
        ),
        about="classes",
        check=where(
            every(
                IS_BOND,
                Test(
                    ("is_called_short_term",),
                    bool,
                    Said("it is called a short-term bond: {0}", "特定短期社債: {0}"),
                ),
            ),
            SHORT_TERM,
        ),
        consequence=Said(
            "it is an ordinary specified bond, for all rules that tell them apart",
            "通常の特定社債として扱われる",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-028",
        states=Said(
            "A transfer of bonds stands against company and third parties once the register of bonds says it; where"
            " certificates are issued, the register speaks to the company alone.",
            "特定社債の譲渡は特定社債原簿への記載又は記録により会社その他の第三者に対抗できる。社債券を発行するときは会社に限る。",
        ),
        cites=(
            ASA.article("125", words="社債の譲渡の対抗要件"),
            COMPANIES.article("688", 1, words="社債発行会社その他の第三者に対抗することができない"),
            COMPANIES.article("688", 2, words="「社債発行会社」とする"),
        ),
        about="classes",
        check=where(
            IS_BOND,
            every(
                Test(
                    ("ledger.is_bond_register",),
                    bool,
                    Said("the ledger is kept as the register of bonds: {0}", "台帳を特定社債原簿とする: {0}"),
                ),
                Test(
                    ("has_certificates",),
                    lambda issued: not issued,
                    Said("certificates are issued: {0}", "特定社債券の発行: {0}"),
                ),
            ),
        ),
        consequence=Said("who holds by the ledger cannot assert title", "台帳上の譲受人は権利を対抗できない"),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that the ledger of this deal may itself be the register is our reading",
            "本件の台帳をもって特定社債原簿とすることができるとするのは当方の解釈",
        ),
    ),
)
