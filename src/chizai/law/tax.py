"""Tax rules: the conduit of the special purpose company, withholding, registration and consumption tax."""

from chizai.law.checks import Check, Test, either, every
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import (
    CONSUMPTION_TAX_ORDER,
    INCOME_TAX,
    RECONSTRUCTION_FUNDING,
    REGISTRATION_TAX,
    SPECIAL_TAXATION,
    SPECIAL_TAXATION_ORDER,
    SPECIAL_TAXATION_REGULATION,
)
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said
from chizai.law.tax_rates import BOND_ISSUE_JPY, DOMESTIC_PPM, HOLDERS, PAID_OUT_PPM
from chizai.units.rate import PPM


def _fact(key: str, kind: Kind, en: str, ja: str, choices: tuple[str, ...] = ()) -> Fact:
    return Fact(key, kind, Said(en, ja), Supplier.TAX_ADVISER, choices)


DOMESTIC_BY = ("register", "transferor-address", "unclear")
"""How the place of supply was decided: by the register, by the transferor's address, or not at all."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "tax": (
        _fact(
            "on_register",
            Kind.YES_NO,
            "whether the company is on the register of such companies",
            "特定目的会社名簿への登載",
        ),
        _fact(
            "bonds_offered_publicly_minor",
            Kind.MONEY,
            "specified bonds offered publicly, issue price in total, short-term bonds left out",
            "公募特定社債の発行価額の総額",
        ),
        _fact(
            "bonds_institutional_only",
            Kind.YES_NO,
            "whether the bonds are expected to be held by institutional investors alone",
            "特定社債が機関投資家のみに保有される見込みか",
        ),
        _fact("preferred_holders", Kind.COUNT, "persons who took the preferred equity", "優先出資の引受人数"),
        _fact(
            "preferred_institutional_only",
            Kind.YES_NO,
            "whether institutional investors alone took the preferred equity",
            "優先出資が機関投資家のみに引き受けられたか",
        ),
        _fact(
            "preferred_domestic_ppm",
            Kind.SHARE,
            "part of the preferred equity offered in Japan",
            "優先出資の国内募集割合",
        ),
        _fact(
            "specified_equity_domestic_ppm",
            Kind.SHARE,
            "part of the specified equity offered in Japan",
            "特定出資の国内募集割合",
        ),
        _fact(
            "specified_equity_waived",
            Kind.YES_NO,
            "whether the plan says that holders of specified equity waived dividends and residual",
            "特定出資の配当・残余財産の放棄が計画に定められているか",
        ),
        _fact(
            "corporate_holders_told",
            Kind.YES_NO,
            "whether corporate holders are told that dividends are not excluded from income",
            "法人社員への受取配当益金不算入不適用の周知",
        ),
        _fact(
            "withholding_set_up",
            Kind.YES_NO,
            "whether interest and dividends are paid after withholding at the rates of the day",
            "源泉徴収の実施",
        ),
        _fact(
            "registration_tax_paid",
            Kind.YES_NO,
            "whether registration tax was paid with each application",
            "登録免許税の納付",
        ),
        _fact(
            "royalties_domestic_by",
            Kind.TEXT,
            "how it was decided whether royalties are a domestic supply",
            "国内取引の判定方法",
            DOMESTIC_BY,
        ),
    ),
    "years": (
        _fact("ends_on", Kind.DAY, "last day of the business year", "事業年度末日"),
        _fact("business_by_plan", Kind.YES_NO, "whether all business was by the plan", "計画に従った業務か"),
        _fact("other_business", Kind.YES_NO, "whether there was other business", "他の業務の有無"),
        _fact(
            "assets_entrusted",
            Kind.YES_NO,
            "whether the assets are entrusted or delegated (ASA-029)",
            "特定資産の信託又は委託",
        ),
        _fact("family_company", Kind.YES_NO, "whether it is a family company at the year's end", "年度末に同族会社か"),
        _fact(
            "unlimited_partner", Kind.YES_NO, "whether it is an unlimited partner anywhere", "無限責任社員の地位の有無"
        ),
        _fact("dividends_minor", Kind.MONEY, "dividends for the year", "当年度の利益の配当"),
        _fact("pre_tax_income_minor", Kind.PROFIT, "net income before tax", "税引前当期純利益"),
        _fact("loss_carried_minor", Kind.MONEY, "loss carried forward", "繰越欠損"),
        _fact("impairment_minor", Kind.MONEY, "impairment of specified assets", "減損損失"),
        _fact(
            "bond_offset_minor",
            Kind.MONEY,
            "amount that the order lets be set off while bonds are outstanding",
            "特定社債に係る控除額",
        ),
        _fact(
            "return_attached",
            Kind.YES_NO,
            "whether return, schedule and evidence were filed and kept",
            "確定申告書の記載・明細書の添付・書類の保存",
        ),
    ),
}
LOST = Said(
    "dividends are not deducted: the company's profit is taxed at some 30 to 35 %",
    "配当を損金算入できず、利益に約30〜35%の税が課される",
)
MEMORY = Said(
    "the detail that the ordinance sets is from memory: ask the tax adviser",
    "省令の詳細は記憶による。税理士に要確認",
)
CONDUIT = SPECIAL_TAXATION.article("67-14", 1)


def distributable_minor(income: int, loss: int, impairment: int, offset: int) -> int:
    """Give distributable profit: income before tax less loss, 70 % of impairment and the set-off, rounded down.

    Source: Ordinance for Enforcement of the Act on Special Measures Concerning Taxation, art. 22-18-4.
    """
    return income - loss - impairment * 700_000 // PPM - offset


def _yes(key: str, en: str, ja: str) -> Check:
    return Test((key,), bool, Said(f"{en}: {{0}}", f"{ja}: {{0}}"))


def _no(key: str, en: str, ja: str) -> Check:
    return Test((key,), lambda value: not value, Said(f"{en}: {{0}}", f"{ja}: {{0}}"))


BONDS_WIDELY_HELD = either(
    Test(
        ("tax.bonds_offered_publicly_minor",),
        lambda offered, least: offered >= least,
        Said("specified bonds of JPY {0} were offered publicly, at least {1}", "公募特定社債の総額{0}円({1}円以上)"),
        using=(BOND_ISSUE_JPY,),
    ),
    _yes(
        "tax.bonds_institutional_only", "bonds held by institutional investors alone", "特定社債の機関投資家のみの保有"
    ),
)
DOMESTIC = Said("{0} ppm are offered in Japan; more than {1} are needed", "国内募集割合{0}ppm({1}ppm超)")

RULES = (
    Rule(
        id="TAX-001",
        states=Said(
            "The company is on the register of special purpose companies.", "特定目的会社名簿に登載されている。"
        ),
        cites=(SPECIAL_TAXATION.article("67-14", 1, "1-i"),),
        about="tax",
        check=_yes("on_register", "on the register", "名簿への登載"),
        consequence=LOST,
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="TAX-002",
        states=Said(
            "One of: specified bonds of JPY 100m offered publicly; bonds held by institutional investors alone;"
            " preferred equity taken by fifty persons; preferred equity taken by institutional investors alone.",
            "公募特定社債の総額一億円以上、特定社債の機関投資家のみによる保有、優先出資の五十人以上による引受け、"
            "優先出資の機関投資家のみによる引受けのいずれかに当たる。",
        ),
        cites=(
            SPECIAL_TAXATION.article("67-14", 1, "1-ro"),
            SPECIAL_TAXATION_REGULATION.article("22-18-4"),
        ),
        about="tax",
        check=either(
            BONDS_WIDELY_HELD,
            Test(
                ("preferred_holders",),
                lambda holders, least: holders >= least,
                Said("{0} persons took the preferred equity, at least {1}", "優先出資の引受人数{0}({1}人以上)"),
                using=(HOLDERS,),
            ),
            _yes(
                "preferred_institutional_only",
                "preferred equity with institutions alone",
                "優先出資の機関投資家のみの引受け",
            ),
        ),
        consequence=LOST,
        confidence=Confidence.STATUTE,
        reading=MEMORY,
    ),
    Rule(
        id="TAX-003",
        states=Said(
            "Preferred equity, and specified equity whose holders have not waived all distributions, are offered"
            " mainly in Japan.",
            "優先出資、及び配当等を放棄していない特定出資の、発行価額の過半が国内で募集される。",
        ),
        cites=(
            SPECIAL_TAXATION.article("67-14", 1, "1-ha"),
            SPECIAL_TAXATION_ORDER.article("39-32-2"),
        ),
        about="tax",
        check=every(
            Test(("preferred_domestic_ppm",), lambda part, over: part > over, DOMESTIC, using=(DOMESTIC_PPM,)),
            either(
                _yes("specified_equity_waived", "distributions on specified equity waived", "特定出資の配当等の放棄"),
                Test(
                    ("specified_equity_domestic_ppm",), lambda part, over: part > over, DOMESTIC, using=(DOMESTIC_PPM,)
                ),
            ),
        ),
        consequence=LOST,
        confidence=Confidence.STATUTE,
        reading=Said("`mainly` as more than half is from memory", "過半の基準は記憶による"),
    ),
    Rule(
        id="TAX-004",
        states=Said(
            "In each year all business is by the plan, there is none other, the assets are entrusted or delegated, the"
            " company is no family company unless its bonds are widely held, and no unlimited partner.",
            "各事業年度において、計画に従い業務を行い、他の業務を営まず、特定資産を信託又は委託し、同族会社(特定社債の要件を満たす"
            "場合を除く)でなく、無限責任社員となっていない。",
        ),
        cites=(SPECIAL_TAXATION.article("67-14", 1, "2"),),
        about="years",
        check=every(
            _yes("business_by_plan", "business by the plan", "計画に従った業務"),
            _no("other_business", "other business", "他の業務"),
            _yes("assets_entrusted", "assets entrusted or delegated", "特定資産の信託・委託"),
            either(_no("family_company", "family company at the year's end", "年度末の同族会社"), BONDS_WIDELY_HELD),
            _no("unlimited_partner", "unlimited partner", "無限責任社員"),
        ),
        consequence=LOST,
        confidence=Confidence.STATUTE,
        reading=Said(
            "what the Cabinet Order asks beside these is not asked here: the tax adviser says whether it is met",
            "このほか政令で定める要件は、ここでは確認していない。税理士に要確認",
        ),
    ),
    Rule(
        id="TAX-005",
        states=Said(
            "Dividends for the year are more than 90 % of distributable profit.",
            "当該事業年度の配当が配当可能利益の額の百分の九十を超える。",
        ),
        cites=(
            SPECIAL_TAXATION.article("67-14", 1, "2-ho"),
            SPECIAL_TAXATION_REGULATION.article("22-18-4"),
        ),
        about="years",
        check=Test(
            ("dividends_minor", "pre_tax_income_minor", "loss_carried_minor", "impairment_minor", "bond_offset_minor"),
            lambda paid, income, loss, impairment, offset, part: (
                distributable_minor(income, loss, impairment, offset) <= 0
                or paid * PPM > part * distributable_minor(income, loss, impairment, offset)
            ),
            Said(
                "dividends of JPY {0}; distributable profit of JPY {6}; more than {5} ppm of it is needed",
                "配当{0}円、配当可能利益{6}円(その{5}ppm超を要する)",
            ),
            using=(PAID_OUT_PPM,),
            also=lambda *values: (distributable_minor(*values[1:5]),),
        ),
        consequence=LOST,
        confidence=Confidence.STATUTE,
        reading=Said(
            "what may be set off while bonds are outstanding is from memory: the tax adviser says the amount; that a"
            " year without distributable profit has nothing to pay is ours",
            "特定社債に係る控除の詳細は記憶による(控除額は税理士が示す)。配当可能利益のない年度を適合とするのは当方の解釈",
        ),
    ),
    Rule(
        id="TAX-006",
        states=Said(
            "The deduction is entered in the return, with its schedule, and the evidence is kept.",
            "確定申告書に損金算入の記載及び明細書の添付があり、書類を保存している。",
        ),
        cites=(SPECIAL_TAXATION.article("67-14", 6),),
        about="years",
        check=_yes("return_attached", "entered, attached and kept", "記載・添付・保存"),
        consequence=Said("the deduction is denied", "損金算入が認められない"),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="TAX-007",
        states=Said(
            "Corporate holders do not exclude dividends of the company from their income.",
            "法人社員は、特定目的会社の配当につき受取配当等の益金不算入の適用を受けない。",
        ),
        cites=(SPECIAL_TAXATION.article("67-14", 4),),
        about="tax",
        check=_yes("corporate_holders_told", "corporate holders are told", "法人社員への周知"),
        consequence=Said("holders pay the wrong tax", "社員の申告誤り"),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="TAX-008",
        states=Said(
            "Interest and dividends are paid after withholding at the rates of the day.",
            "利子及び配当は、支払日の税率により源泉徴収して支払う。",
        ),
        cites=(
            INCOME_TAX.article("182"),
            INCOME_TAX.article("213"),
            RECONSTRUCTION_FUNDING.article("28"),
        ),
        about="tax",
        check=_yes("withholding_set_up", "paid after withholding", "源泉徴収の実施"),
        consequence=Said("the payer is liable, with penalty", "支払者が納付義務を負い、加算税が課される"),
        confidence=Confidence.STATUTE,
        reading=Said("the local rate of 5 % for individuals is from memory", "個人の地方税5%は記憶による"),
    ),
    Rule(
        id="TAX-009",
        states=Said(
            "Registration tax is paid with each application to the register.",
            "登録の申請ごとに登録免許税を納付する。",
        ),
        cites=(REGISTRATION_TAX.article("2"), REGISTRATION_TAX.article("9")),
        about="tax",
        check=_yes("registration_tax_paid", "paid", "納付"),
        consequence=Said("the application is refused", "登録の申請が却下される"),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="TAX-010",
        states=Said(
            "It is decided whether royalties and transfers are a domestic supply: registered rights by the register,"
            " copyright and know-how by the address of who transfers or licenses.",
            "権利の譲渡・貸付けが国内取引に当たるか、登録した権利は登録機関の所在地、著作権及びノウハウは譲渡・貸付けを行う者の住所地"
            "により判定する。",
        ),
        cites=(
            CONSUMPTION_TAX_ORDER.article("6", 1, "5"),
            CONSUMPTION_TAX_ORDER.article("6", 1, "7"),
        ),
        about="tax",
        check=Test(
            ("royalties_domestic_by",),
            lambda by: by != "unclear",
            Said("decided by: {0}", "判定の基準: {0}"),
        ),
        consequence=Said("consumption tax is paid short", "消費税の納付不足"),
        confidence=Confidence.STATUTE,
    ),
)
