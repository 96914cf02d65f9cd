"""Facts that the deal's own files say: nobody types them again."""

from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.said import Said


def _deal(key: str, kind: Kind, en: str, ja: str, choices: tuple[str, ...] = ()) -> Fact:
    return Fact(key, kind, Said(en, ja), Supplier.DEAL, choices)


FACTS: dict[str, tuple[Fact, ...]] = {
    "deal": (
        _deal("closing_on", Kind.DAY, "closing", "実行日"),
        _deal("final_payment_on", Kind.DAY, "last payment date", "最終支払日"),
        _deal("currency", Kind.TEXT, "currency", "通貨"),
        _deal("bonds_minor", Kind.MONEY, "total of the specified bonds", "特定社債の総額"),
        _deal("preferred_equity_minor", Kind.MONEY, "total of the preferred equity", "優先出資の総額"),
        _deal("last_royalty_on", Kind.DAY, "last day on which royalties are expected", "実施料の最終見込日"),
    ),
    "company": (_deal("trade_name", Kind.TEXT, "name of the company", "商号"),),
    "rights": (
        _deal("kind", Kind.TEXT, "kind of right", "権利の種類"),
        _deal("jurisdiction", Kind.TEXT, "country whose law gives it", "準拠法域"),
        _deal("owners", Kind.NAMES, "owners as the register states them", "権利者"),
        _deal("sellers", Kind.NAMES, "who assigned it last", "譲渡人"),
        _deal("share_only", Kind.YES_NO, "whether a share alone was sold", "持分のみの譲渡か"),
        _deal("assigned_on", Kind.DAY, "day of the last assignment", "譲渡日"),
        _deal(
            "stage_at_transfer",
            Kind.TEXT,
            "what it was when last assigned, or at closing where it was not: not filed, pending or registered",
            "直近の譲渡時(譲渡がないときは実行日)の段階: 出願前、出願中、登録後",
            ("unfiled", "pending", "registered"),
        ),
        _deal("transfer_registered", Kind.YES_NO, "whether the last assignment is registered", "移転登録の有無"),
        _deal("transfer_registered_on", Kind.DAY, "registration of the last assignment", "移転登録日"),
        _deal("filed_on", Kind.DAY, "day of filing", "出願日"),
        _deal("registered_on", Kind.DAY, "day of registration", "登録日"),
        _deal("expires_on", Kind.DAY, "last day of its statutory life", "存続期間満了日"),
        _deal("term_open", Kind.YES_NO, "whether its term has no end yet: an author lives", "存続期間の終期が未確定か"),
        _deal("last_royalty_on", Kind.DAY, "last day on which a licence may earn with it", "実施料の最終見込日"),
    ),
    "licences": (
        _deal("licensee", Kind.TEXT, "licensee", "ライセンシー"),
        _deal("rights", Kind.NAMES, "rights that it licenses", "対象権利"),
        _deal("kinds", Kind.NAMES, "kinds of those rights", "対象権利の種類"),
        _deal("exclusive", Kind.YES_NO, "whether it is exclusive", "専用・独占の別"),
        _deal("starts_on", Kind.DAY, "first day", "開始日"),
        _deal("ends_on", Kind.DAY, "last day", "終了日"),
    ),
    "classes": (
        _deal("kind", Kind.TEXT, "specified-bond, preferred-equity, ...", "証券の種類"),
        _deal("amount_minor", Kind.MONEY, "amount issued", "発行額"),
        _deal("unit_minor", Kind.MONEY, "amount of one unit", "一口の額"),
        _deal("units", Kind.COUNT, "number of units", "口数"),
        _deal("rank", Kind.COUNT, "rank in the payment of principal, 1 first", "元本弁済の順位"),
    ),
}
