"""The items of an asset liquidation plan: Act, art. 5(1); Regulation, arts. 12-21, in their order.

The copy of the Regulation that stands behind this page does not number its items: they are counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chizai.law.citation import Citation
from chizai.law.laws import ASA_REGULATION
from chizai.law.said import Said


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An item that a plan states, or says that it does not plan."""

    id: str
    article: str
    """Of the Regulation."""
    number: int
    title: Said

    @property
    def cites(self) -> Citation:
        """Cite the item's place in the Regulation."""
        return ASA_REGULATION.article(self.article, item=str(self.number))


def _items(article: str, *rows: tuple[str, str, str]) -> tuple[PlanItem, ...]:
    return tuple(PlanItem(name, article, number, Said(en, ja)) for number, (name, en, ja) in enumerate(rows, start=1))


PERIOD = _items(
    "12",
    ("period", "plan period", "計画期間"),
    ("business-start", "day on which business begins", "業務の開始期日"),
    ("period-frozen", "what of the period may not be changed", "計画期間に関する変更の禁止"),
)
PREFERRED = _items(
    "13",
    ("preferred-planned", "preferred equity: whether it is planned", "優先出資の発行を予定する旨"),
    ("preferred-cap", "most units of preferred equity", "優先出資の総口数の最高限度"),
    ("preferred-content", "content of the preferred equity", "優先出資の内容"),
    ("preferred-cap-by-kind", "most units of each kind", "種類ごとの総口数の最高限度"),
    ("preferred-timing", "time of each issue", "各発行ごとの発行時期"),
    ("preferred-price", "units, price and offering of each issue", "発行口数、払込金額及び募集等の方法"),
    ("preferred-use", "use of the proceeds", "調達される資金の使途"),
    ("preferred-terms", "further terms of each issue", "その他の発行条件"),
    ("preferred-cancellation", "cancellation and consolidation", "消却又は併合に関する事項"),
    ("preferred-reduction", "reduction of preferred capital", "優先資本金の額の減少に関する事項"),
    ("preferred-undetermined", "how what is open is determined or revised", "未確定事項の確定又は改定の要件及び手続"),
    ("preferred-conditions", "under which conditions items may be changed", "変更を行うための条件"),
    ("preferred-frozen", "what may not be changed", "変更の禁止"),
)
BONDS = _items(
    "14",
    ("bonds-planned", "specified bonds: whether they are planned", "特定社債の発行を予定する旨"),
    ("bonds-total", "most specified bonds outstanding", "募集特定社債の総額(発行予定残高の上限)"),
    ("bonds-content", "content of the specified bonds", "募集特定社債の内容"),
    ("bonds-timing", "time of each issue", "各発行ごとの発行時期"),
    ("bonds-price", "price, interest and offering", "払込金額、利率及び募集等の方法"),
    ("bonds-use", "use of the proceeds", "調達される資金の使途"),
    ("bonds-support", "credit and liquidity support", "信用補完又は流動性補完の概要"),
    ("bonds-redemption", "redemption and payment of interest", "元本の償還及び利息支払の方法及び期限"),
    ("bonds-early-redemption", "early redemption", "期限前償還の内容"),
    ("bonds-administrator", "administrator of the bonds", "特定社債管理者等の名称"),
    ("bonds-lien", "which bonds have no statutory lien", "先取特権を有しないこととする旨"),
    ("bonds-meetings", "meetings of bondholders", "特定社債権者集会に関する事項"),
    ("convertible-bonds", "convertible bonds", "転換特定社債に関する事項"),
    ("warrant-bonds", "bonds with warrants", "新優先出資引受権付特定社債に関する事項"),
    ("bonds-undetermined", "how what is open is determined or revised", "未確定事項の確定又は改定の要件及び手続"),
    ("bonds-conditions", "under which conditions items may be changed", "変更を行うための条件"),
    ("bonds-frozen", "what may not be changed", "変更の禁止"),
)
SHORT_TERM = _items(
    "15",
    ("short-term-planned", "short-term bonds: whether they are planned", "特定短期社債の発行を予定する旨"),
    ("short-term-cap", "most short-term bonds outstanding", "限度額"),
    ("short-term-content", "content of the short-term bonds", "特定短期社債の内容"),
    ("short-term-timing", "time of each issue", "各発行ごとの発行時期"),
    ("short-term-lien", "which have no statutory lien", "先取特権を有しないこととする旨"),
    ("short-term-price", "price and interest", "払込金額及び利率"),
    ("short-term-use", "use of the proceeds", "調達される資金の使途"),
    ("short-term-support", "credit and liquidity support", "信用補完又は流動性補完の概要"),
    ("short-term-redemption", "redemption and payment of interest", "元本の償還及び利息支払の方法及び期限"),
    ("short-term-undetermined", "how what is open is determined or revised", "未確定事項の確定又は改定の要件及び手続"),
    ("short-term-conditions", "under which conditions items may be changed", "変更を行うための条件"),
    ("short-term-frozen", "what may not be changed", "変更の禁止"),
)
NOTES = _items(
    "16",
    ("notes-planned", "promissory notes: whether they are planned", "特定約束手形の発行を予定する旨"),
    ("notes-cap", "most promissory notes outstanding", "限度額"),
    ("notes-content", "content of the promissory notes", "特定約束手形の内容"),
    ("notes-timing", "time of each issue", "各発行ごとの発行時期"),
    ("notes-price", "price and interest", "発行価額及び利率"),
    ("notes-use", "use of the proceeds", "調達される資金の使途"),
    ("notes-support", "credit and liquidity support", "信用補完又は流動性補完の概要"),
    ("notes-redemption", "redemption", "償還の方法及び期限"),
    ("notes-undetermined", "how what is open is determined or revised", "未確定事項の確定又は改定の要件及び手続"),
    ("notes-conditions", "under which conditions items may be changed", "変更を行うための条件"),
    ("notes-frozen", "what may not be changed", "変更の禁止"),
)
BORROWING = _items(
    "17",
    ("borrowing-planned", "specified borrowing: whether it is planned", "特定借入れを予定する旨"),
    ("borrowing-cap", "most specified borrowing outstanding", "限度額"),
    ("borrowing-loans", "each specified loan", "各借入れに関する事項"),
    ("borrowing-undetermined", "how what is open is determined or revised", "未確定事項の確定又は改定の要件及び手続"),
    ("borrowing-conditions", "under which conditions items may be changed", "変更を行うための条件"),
    ("borrowing-frozen", "what may not be changed", "変更の禁止"),
)
ASSETS = _items(
    "18",
    ("asset-content", "the specified assets", "特定資産の内容"),
    ("asset-transfer", "transfer of the rights and perfection", "特定資産の権利の移転に関する事項"),
    ("asset-timing", "time of acquisition", "特定資産の取得時期"),
    ("asset-price", "price, valuation and valuer", "特定資産の取得価格及び価格の調査の結果"),
    ("asset-seller", "transferor", "特定資産の譲渡人"),
    ("asset-selector", "who selects the assets", "譲受けに係る業務の受託者"),
    ("asset-undetermined", "how what is open is determined or revised", "未確定事項の確定又は改定の要件及び手続"),
    ("asset-frozen", "what may not be changed", "変更の禁止"),
)
MANAGEMENT = _items(
    "19",
    ("disposal", "how the assets may be disposed of", "特定資産の処分の方法"),
    ("manager", "trustee or delegate", "受託者等の氏名又は名称"),
    ("management", "what the trustee or delegate does", "受託者等の業務の種類及び内容"),
    ("reinvestment", "whether what comes in buys assets", "特定資産の取得への充当"),
    ("management-undetermined", "how what is open is determined", "未確定事項の確定の要件及び手続"),
    ("management-conditions", "under which conditions items may be changed", "変更を行うための条件"),
    ("management-frozen", "what may not be changed", "変更の禁止"),
)
OTHER_BORROWING = _items(
    "20",
    ("other-borrowing-cap", "most other borrowing outstanding", "限度額"),
    ("other-borrowing-loans", "each other loan", "各借入れに関する事項"),
    (
        "other-borrowing-undetermined",
        "how what is open is determined or revised",
        "未確定事項の確定又は改定の要件及び手続",
    ),
    ("other-borrowing-conditions", "under which conditions items may be changed", "変更を行うための条件"),
    ("other-borrowing-frozen", "what may not be changed", "変更の禁止"),
)
OTHER = _items(
    "21",
    ("outline", "outline of the plan", "資産流動化計画の概要"),
    ("specified-equity-cap", "most specified equity", "特定出資の総額の上限"),
    ("members-waiver", "what specified members give up", "特定社員による権利の放棄"),
    ("small-number-placement", "copies to holders of a small-number placement", "少人数私募における計画の謄本等の交付"),
    ("before-issue", "changes come before the issue", "発行又は実行の前に手続を行う旨"),
    (
        "change-after-trust",
        "changes wait for the trust of dissenters' money",
        "財産の信託の完了後に計画変更決議を行う旨",
    ),
    (
        "next-plan-first-kind",
        "a plan after this one, company of the first kind",
        "第一種特定目的会社の新たな計画の予定",
    ),
    (
        "next-plan-second-kind",
        "a plan after this one, company of the second kind",
        "第二種特定目的会社の新たな計画の予定",
    ),
    ("early-debts", "debts before issue or borrowing", "発行又は借入れ前に負担する債務"),
    ("ancillary-business", "ancillary business", "附帯業務に関する事項"),
    ("investor-protection", "exchange rates, law, derivatives", "為替、法制度、デリバティブ取引等"),
    ("other-undetermined", "how what is open is determined or revised", "未確定事項の確定又は改定の要件及び手続"),
    ("other-frozen", "what may not be changed", "変更の禁止"),
)

SECTIONS: tuple[tuple[Said, tuple[PlanItem, ...]], ...] = (
    (Said("Plan period", "計画期間"), PERIOD),
    (Said("Preferred equity", "優先出資"), PREFERRED),
    (Said("Specified bonds", "特定社債"), BONDS),
    (Said("Short-term specified bonds", "特定短期社債"), SHORT_TERM),
    (Said("Promissory notes", "特定約束手形"), NOTES),
    (Said("Specified borrowing", "特定借入れ"), BORROWING),
    (Said("Specified assets", "特定資産"), ASSETS),
    (Said("Management and disposal", "特定資産の管理及び処分"), MANAGEMENT),
    (Said("Other borrowing", "資金の借入れ(特定借入れを除く)"), OTHER_BORROWING),
    (Said("Other matters", "その他"), OTHER),
)
"""In the order of the Act, art. 5(1)."""

PLAN_ITEMS: tuple[PlanItem, ...] = tuple(item for _, items in SECTIONS for item in items)
IDS: tuple[str, ...] = tuple(item.id for item in PLAN_ITEMS)


def _some(*places: tuple[str, int, int]) -> frozenset[str]:
    """Give the ids of the items from one number to another of articles."""
    return frozenset(_named(places))


def _named(places: tuple[tuple[str, int, int], ...]) -> Iterator[str]:
    for article, first, last in places:
        yield from (item.id for item in PLAN_ITEMS if item.article == article and first <= item.number <= last)


MAY_BE_OMITTED = _some(("13", 2, 13), ("14", 2, 17), ("15", 2, 12), ("16", 2, 11))
"""Regulation, art. 22(2): may follow after the notification where assets are acquired first."""
MAY_BE_OPEN = _some(
    ("13", 5, 8),
    ("14", 4, 11),
    ("14", 14, 14),
    ("15", 4, 9),
    ("16", 4, 8),
    ("17", 3, 3),
    ("18", 2, 5),
    ("19", 1, 3),
    ("20", 2, 2),
    ("21", 6, 7),
)
"""Items that may be open where the plan says how they will be determined: arts. 13(11), 14(15), 15(10), 16(9), ..."""
ASSETS_MAY_BE_OPEN = _some(("18", 2, 5))
"""Of these, the items that art. 18(7) leaves open only where assets are developed, or are claims of some programmes."""
MINOR_CHANGES = _some(
    ("13", 5, 8),
    ("14", 4, 11),
    ("14", 14, 14),
    ("15", 4, 9),
    ("16", 4, 8),
    ("17", 3, 3),
    ("18", 3, 4),
    ("20", 2, 2),
    ("21", 6, 7),
)
"""Art. 26-2: changes that need no notice; convertible bonds are asked for a notice throughout."""
UNALTERABLE = _some(("18", 1, 1), ("18", 5, 6))
"""Art. 78(1): what the assets are, who transfers them, who selects them."""
ALTERABLE_ON_CONDITIONS = _some(
    ("13", 1, 4),
    ("13", 9, 9),
    ("14", 1, 3),
    ("14", 12, 13),
    ("15", 1, 3),
    ("16", 1, 3),
    ("17", 1, 2),
    ("19", 1, 4),
    ("20", 1, 1),
)
"""Art. 78(2): only where the plan itself states the conditions of a change."""
