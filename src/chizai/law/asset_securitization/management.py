"""Who manages the assets, and on which terms (Act, arts. 200, 202)."""

from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA, ASA_REGULATION
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

DELEGABLE = frozenset({"patent", "utility-model", "design", "trademark", "copyright"})
"""Of the kinds of right that a pool has, those of the Regulation, art. 90(11)-(14) and (17)."""
COVENANTS = ("segregate", "explain", "keep-and-show-records", "no-subdelegation")
"""Act, art. 200(3)(1)-(4)."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "servicing": (
        fact(
            "route",
            Kind.TEXT,
            Supplier.SPC,
            ("whether the rights are entrusted or their management delegated", "信託か業務の委託か"),
            ("trust", "delegation"),
        ),
        fact("manager", Kind.TEXT, Supplier.SPC, ("name of the trustee or delegate", "受託者等の名称")),
        fact("manager_office", Kind.TEXT, Supplier.SPC, ("its office", "受託者等の所在地")),
        fact(
            "manager_kind",
            Kind.TEXT,
            Supplier.SPC,
            ("what the trustee or delegate is", "受託者等の種別"),
            ("trust-company", "transferor", "capable-person", "other"),
        ),
        fact("began_on", Kind.DAY, Supplier.SERVICER, ("first day of the management", "管理及び処分の開始日")),
        fact(
            "covenants",
            Kind.NAMES,
            Supplier.COUNSEL,
            ("what the contract binds the delegate to", "委託契約の条件"),
            COVENANTS,
        ),
        fact(
            "collects_acquired_claims",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether claims that were acquired are collected by others", "譲受債権の取立ての委託の有無"),
        ),
        fact(
            "collector_screening",
            Kind.TEXT,
            Supplier.SPC,
            ("what the screening of the collector found", "取立ての受託者の審査の結果"),
            ("passed", "failed"),
        ),
    ),
}

IS_DELEGATED = Test(
    ("servicing.route",), lambda route: route == "delegation", Said("managed by {0}", "管理の方法は{0}")
)

RULES = (
    Rule(
        id="ASA-029",
        states=Said(
            "The rights are entrusted to a trust company; patents, utility models, designs, trademarks and copyright"
            " that the company has perfected may be left to the transferor or a capable person instead.",
            "特定資産は信託会社等に信託する。対抗要件を備えた特許権、実用新案権、意匠権、商標権、著作権等は、"
            "譲渡人又は適正に遂行するに足りる者に管理及び処分の業務を委託することができる。",
        ),
        cites=(
            ASA.article("200", 1, words="信託会社等に信託しなければならない"),
            ASA.article("200", 2, "3", words="当該特定目的会社が対抗要件を備えたもの"),
            ASA_REGULATION.article("90", words="特許権並びにその専用実施権及び通常実施権"),
        ),
        about="rights",
        check=either(
            every(
                Test(("servicing.route",), lambda route: route == "trust", Said("managed by {0}", "管理の方法は{0}")),
                Test(
                    ("servicing.manager_kind",),
                    lambda kind: kind == "trust-company",
                    Said("the manager is: {0}", "受託者等は{0}"),
                ),
            ),
            every(
                IS_DELEGATED,
                Test(
                    ("servicing.manager_kind",),
                    lambda kind: kind in {"transferor", "capable-person", "trust-company"},
                    Said("the manager is: {0}", "受託者等は{0}"),
                ),
                Test(
                    ("kind",),
                    lambda kind: kind in DELEGABLE,
                    Said("the right is of kind {0}", "権利の種類は{0}"),
                ),
                Test(
                    ("transfer_registered",),
                    bool,
                    Said("the transfer is registered: {0}", "移転登録の有無: {0}"),
                ),
                Test(
                    ("transfer_registered_on", "servicing.began_on"),
                    lambda registered, began: registered <= began,
                    Said(
                        "the transfer was registered on {0}; the management began on {1}",
                        "移転登録は{0}、管理及び処分の開始は{1}",
                    ),
                ),
            ),
        ),
        consequence=Said(
            "a breach, open to orders and suspension; the tax conduit fails (TAX-004)",
            "違反。是正命令・業務停止の対象となり、導管性も失う(TAX-004)",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "that a delegated right must be perfected from the first day of the delegation is our reading",
            "委託の開始時までに対抗要件を備えることを要するとするのは当方の解釈",
        ),
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="ASA-030",
        states=Said(
            "A delegation binds the delegate to segregate the assets, to explain, to keep and show records, and not to"
            " delegate further without consent.",
            "委託契約には、分別管理、説明、書類の備置き・閲覧、無断再委託の禁止の条件を付す。",
        ),
        cites=(
            ASA.article("200", 3, words="次に掲げる義務を有する旨の条件を付さなければならない"),
            ASA.article("200", 3, "1", words="分別して管理すること"),
            ASA.article("200", 3, "4", words="委託者の同意なく業務の再委託を行わないこと"),
        ),
        about="servicing",
        check=where(
            IS_DELEGATED,
            Test(
                ("covenants",),
                lambda covenants: set(COVENANTS) <= set(covenants),
                Said("the contract binds the delegate to {0}; lacking: {1}", "委託契約の条件: {0}、欠けるもの: {1}"),
                also=lambda covenants: (tuple(each for each in COVENANTS if each not in covenants),),
            ),
        ),
        consequence=Said("a breach of the Act", "法の違反"),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    ),
    Rule(
        id="ASA-031",
        states=Said(
            "Nobody is appointed to collect claims of whom it is known, or could be known, that he would collect"
            " unlawfully.",
            "違法な取立てを行うおそれが明らかな者(知り、又は知ることができるとき)に譲受債権の取立てを委託しない。",
        ),
        cites=(ASA.article("202", words="おそれが明らかである者であることを知り、又は知ることができるとき"),),
        about="servicing",
        check=where(
            Test(
                ("collects_acquired_claims",),
                bool,
                Said("others collect claims that were acquired: {0}", "譲受債権の取立ての委託: {0}"),
            ),
            Test(
                ("collector_screening",),
                lambda screening: screening == "passed",
                Said("the screening of the collector: {0}", "取立ての受託者の審査: {0}"),
            ),
        ),
        consequence=Said("a breach of the Act", "法の違反"),
        confidence=Confidence.STATUTE,
    ),
)
