"""Borrowing: from banks and qualified investors under a cap, and for a time (Act, arts. 210, 211)."""

from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Test, either, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.laws import ASA, ASA_REGULATION
from chizai.law.parameters_asset_securitization import REPAYMENT_LOAN_MONTHS
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

BEFORE_NOTIFICATION = ("preparation", "deposit")
"""Regulation, art. 94(2), proviso: research before an acquisition; earnest money and deposits."""
LISTED_PURPOSES = (
    *BEFORE_NOTIFICATION,
    "upkeep-of-value",
    "unforeseen-gap",
    "acquisition-to-be-refinanced",
    "buy-out-of-dissenters",
)
"""Regulation, art. 94(1)."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "plan": (
        fact(
            "specified_borrowing_cap_minor",
            Kind.MONEY,
            Supplier.SPC,
            ("most specified borrowing by the plan; 0 where none is planned", "特定借入れの限度額(予定しないときは0)"),
        ),
        fact(
            "other_borrowing_cap_minor",
            Kind.MONEY,
            Supplier.SPC,
            ("most other borrowing by the plan; 0 where none is planned", "その他の借入れの限度額(予定しないときは0)"),
        ),
    ),
    "loans": (
        fact(
            "kind",
            Kind.TEXT,
            Supplier.SPC,
            ("specified borrowing, or other", "特定借入れか否か"),
            ("specified", "other"),
        ),
        fact("lender", Kind.TEXT, Supplier.SPC, ("lender", "借入先")),
        fact(
            "lender_kind",
            Kind.TEXT,
            Supplier.SPC,
            ("what the lender is", "借入先の種別"),
            ("bank", "qualified-institutional-investor", "other"),
        ),
        fact("amount_minor", Kind.MONEY, Supplier.SPC, ("amount", "借入金額")),
        fact(
            "purpose",
            Kind.TEXT,
            Supplier.SPC,
            ("use of the money", "借入金の使途"),
            ("acquisition", "repayment-of-securities", "bridge-to-issue", *LISTED_PURPOSES, "other"),
        ),
        fact("drawn_on", Kind.DAY, Supplier.SPC, ("day on which it is drawn", "借入日")),
        fact("due_on", Kind.DAY, Supplier.SPC, ("day on which it is due", "弁済期")),
        fact(
            "is_in_plan",
            Kind.YES_NO,
            Supplier.SPC,
            ("whether the plan states the loan", "計画への記載の有無"),
        ),
    ),
}


def _kind(name: str) -> Test:
    return Test(("kind",), lambda kind: kind == name, Said("the loan is of kind {0}", "借入れの種類は{0}"))


PURPOSE = Said("the money is for: {0}", "借入金の使途は{0}")

RULES = (
    Rule(
        id="ASA-035",
        states=Said(
            "Specified borrowing stays within the plan's cap and comes from a bank or a qualified institutional"
            " investor.",
            "特定借入れは、計画に定めた限度額の範囲内で、銀行又は適格機関投資家から行う。",
        ),
        cites=(
            ASA.article("210", item="1", words="資産流動化計画においてその借入れの限度額が定められていること"),
            ASA.article("210", item="2", words="その借入先が銀行その他の内閣府令で定める者であること"),
            ASA_REGULATION.article("93", item="2", words="適格機関投資家"),
        ),
        about="loans",
        check=where(
            _kind("specified"),
            every(
                Test(
                    ("loans[].kind", "loans[].amount_minor", "plan.specified_borrowing_cap_minor"),
                    lambda kinds, amounts, cap: _specified(kinds, amounts) <= cap,
                    Said("specified borrowing of JPY {3}; the plan allows JPY {2}", "特定借入れは{3}円、限度額は{2}円"),
                    also=lambda kinds, amounts, _cap: (_specified(kinds, amounts),),
                ),
                Test(
                    ("lender_kind",),
                    lambda kind: kind in {"bank", "qualified-institutional-investor"},
                    Said("the lender is: {0}", "借入先は{0}"),
                ),
            ),
        ),
        consequence=Said(
            "the borrowing is unlawful, and the tax conduit at risk (TAX-004)",
            "違法な借入れとなり、導管性も失うおそれがある(TAX-004)",
        ),
        confidence=Confidence.STATUTE,
    ),
    Rule(
        id="ASA-036",
        states=Said(
            "Other borrowing is for a year at most where it repays securities or specified loans; otherwise it"
            " bridges to an issue, or serves a purpose of the list, stands in the plan and follows the notification.",
            "その他の借入れは、債務の履行に充てるものは1年以内、それ以外は発行までの一時的な資金繰り又は府令所定の使途"
            "(計画に記載し、業務開始届出の後)に限る。",
        ),
        cites=(
            ASA.article("211", item="1", words="借入期間が一年以内である場合"),
            ASA.article("211", item="2", words="一時的な資金繰りのために資金の借入れを行う場合"),
            ASA_REGULATION.article("94", item="1", words="借入金の使途が次に掲げるもののいずれかであること"),
            ASA_REGULATION.article("94", item="2", words="借入れを行う特定目的会社が業務開始届出を行っていること"),
        ),
        about="loans",
        check=where(
            _kind("other"),
            either(
                every(
                    Test(("purpose",), lambda purpose: purpose == "repayment-of-securities", PURPOSE),
                    Test(
                        ("drawn_on", "due_on"),
                        lambda drawn, due, months: due <= months_after(drawn, months),
                        Said("drawn on {0}; due on {1}; {2} months", "借入れは{0}、弁済期は{1}(期間は{2}か月以内)"),
                        using=(REPAYMENT_LOAN_MONTHS,),
                    ),
                ),
                Test(("purpose",), lambda purpose: purpose == "bridge-to-issue", PURPOSE),
                every(
                    Test(("purpose",), lambda purpose: purpose in LISTED_PURPOSES, PURPOSE),
                    Test(("is_in_plan",), bool, Said("the loan stands in the plan: {0}", "計画への記載: {0}")),
                    either(
                        Test(("purpose",), lambda purpose: purpose in BEFORE_NOTIFICATION, PURPOSE),
                        Test(
                            ("filing.accepted_on", "drawn_on"),
                            lambda accepted, drawn: accepted <= drawn,
                            Said("notification accepted on {0}; drawn on {1}", "届出の受理は{0}、借入れは{1}"),
                        ),
                    ),
                ),
            ),
        ),
        consequence=Said("the borrowing is unlawful", "違法な借入れとなる"),
        confidence=Confidence.STATUTE,
    ),
)


def _specified(kinds: tuple[str, ...], amounts: tuple[int, ...]) -> int:
    return sum(amount for kind, amount in zip(kinds, amounts, strict=True) if kind == "specified")
