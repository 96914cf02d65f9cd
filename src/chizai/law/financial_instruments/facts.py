"""The facts that the rules of the securities law ask for."""

from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.said import Said

ROUTES = ("public", "qualified-only", "small-number", "specified-investors")
"""Public offering; placement with qualified institutional investors, with fewer than fifty, with the specified."""
LEDGER = "ledger"


def _fact(key: str, kind: Kind, by: Supplier, en: str, ja: str, choices: tuple[str, ...] = ()) -> Fact:
    return Fact(key, kind, Said(en, ja), by, choices)


FACTS: dict[str, tuple[Fact, ...]] = {
    "offering": (
        _fact("route", Kind.TEXT, Supplier.UNDERWRITER, "route of the offering", "募集の方法", ROUTES),
        _fact("tokenised", Kind.YES_NO, Supplier.SPC, "whether the classes are tokens on a ledger", "トークン化の有無"),
        _fact(
            "resale_limited",
            Kind.YES_NO,
            Supplier.UNDERWRITER,
            "whether what qualified institutional investors take can be resold to such investors alone",
            "適格機関投資家取得分の転売制限の有無",
        ),
        _fact(
            "solicited_before",
            Kind.COUNT,
            Supplier.UNDERWRITER,
            "persons solicited for issues of the same kind in the three months before (qualified institutional"
            " investors with limited resale left out)",
            "過去三月以内の同種の発行で勧誘した人数(転売制限付きの適格機関投資家を除く)",
        ),
        _fact(
            "year_total_minor", Kind.MONEY, Supplier.UNDERWRITER, "offerings of one year in total", "一年間の発行総額"
        ),
        _fact(
            "notice_filed",
            Kind.YES_NO,
            Supplier.COUNSEL,
            "whether the notice (Form 2-2) was filed",
            "有価証券通知書の提出",
        ),
        _fact(
            "through_securities_firm",
            Kind.YES_NO,
            Supplier.UNDERWRITER,
            "whether a securities firm solicits",
            "金融商品取引業者等による勧誘か",
        ),
        _fact("solicited_from_on", Kind.DAY, Supplier.UNDERWRITER, "first day of solicitation", "勧誘開始日"),
        _fact("sold_from_on", Kind.DAY, Supplier.UNDERWRITER, "first day of sale", "取得させた最初の日"),
    ),
    "investors": (
        _fact("qualified", Kind.YES_NO, Supplier.UNDERWRITER, "qualified institutional investor", "適格機関投資家か"),
        _fact("specified", Kind.YES_NO, Supplier.UNDERWRITER, "specified (professional) investor", "特定投資家か"),
        _fact("contract_on", Kind.DAY, Supplier.UNDERWRITER, "day of the contract", "契約日"),
        _fact(
            "prospectus_on", Kind.DAY, Supplier.UNDERWRITER, "day on which it got the prospectus", "目論見書の交付日"
        ),
        _fact(
            "prospectus_asked",
            Kind.YES_NO,
            Supplier.UNDERWRITER,
            "whether it asked for the prospectus",
            "目論見書の交付請求の有無",
        ),
        _fact(
            "prospectus_waived",
            Kind.YES_NO,
            Supplier.UNDERWRITER,
            "whether, holding the same issue, it agreed to do without the prospectus",
            "同一銘柄の所有者としての不交付の同意",
        ),
    ),
    "disclosure": (
        _fact("statement_form", Kind.TEXT, Supplier.COUNSEL, "form of the registration statement", "届出書の様式"),
        _fact(
            "annual_form", Kind.TEXT, Supplier.COUNSEL, "form of the annual securities report", "有価証券報告書の様式"
        ),
        _fact("half_year_form", Kind.TEXT, Supplier.COUNSEL, "form of the half-year report", "半期報告書の様式"),
        _fact("bureau", Kind.TEXT, Supplier.COUNSEL, "where they are filed", "提出先"),
        _fact(
            "statement_filed",
            Kind.YES_NO,
            Supplier.COUNSEL,
            "whether a registration statement is filed",
            "届出書の提出",
        ),
        _fact("statement_received_on", Kind.DAY, Supplier.COUNSEL, "receipt of the statement", "届出書の受理日"),
        _fact(
            "effective_on", Kind.DAY, Supplier.COUNSEL, "day on which the registration took effect", "届出の効力発生日"
        ),
        _fact(
            "rated_by",
            Kind.NAMES,
            Supplier.RATING_AGENCY,
            "agencies whose ratings are shown to investors",
            "投資者に示す格付の付与者",
        ),
        _fact(
            "rated_by_registered",
            Kind.NAMES,
            Supplier.RATING_AGENCY,
            "those of them that the FSA has registered",
            "そのうち登録された信用格付業者",
        ),
        _fact(
            "unregistered_warned",
            Kind.YES_NO,
            Supplier.UNDERWRITER,
            "whether sales papers warn that other ratings are of unregistered agencies",
            "無登録格付である旨の説明の有無",
        ),
        _fact(
            "asset_reports_each_period",
            Kind.YES_NO,
            Supplier.SERVICER,
            "whether reports on the underlying assets are at hand each period",
            "原資産の情報を毎期提供できるか",
        ),
    ),
    "reports": (
        _fact(
            "kind",
            Kind.TEXT,
            Supplier.COUNSEL,
            "kind of report",
            "報告書の種類",
            ("annual", "half-year", "extraordinary"),
        ),
        _fact(
            "due_from_on", Kind.DAY, Supplier.COUNSEL, "end of the period, or day of the event", "期間末日・事由発生日"
        ),
        _fact("submitted_on", Kind.DAY, Supplier.COUNSEL, "day of filing", "提出日"),
    ),
    LEDGER: (
        _fact(
            "blocks_unqualified",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether a transfer to anybody but a qualified institutional investor is impossible",
            "適格機関投資家以外への移転を不能とする措置",
        ),
        _fact(
            "whole_block_only", Kind.YES_NO, Supplier.VENUE, "whether only whole blocks move", "一括移転のみとする措置"
        ),
        _fact(
            "never_splits_units",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether a unit cannot be split",
            "単位未満の移転を不能とする措置",
        ),
        _fact(
            "limits_to_specified",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether transfers are limited to specified investors",
            "特定投資家等への譲渡制限",
        ),
        _fact(
            "paragraph_two_rights",
            Kind.YES_NO,
            Supplier.COUNSEL,
            "whether the tokens stand for rights of art. 2(2)",
            "二項有価証券をトークン化したものか",
        ),
        _fact(
            "treated_as_recorded_rights",
            Kind.YES_NO,
            Supplier.COUNSEL,
            "whether they are treated as electronically recorded transferable rights",
            "電子記録移転権利として扱うか",
        ),
        _fact(
            "limits_to_professionals",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether only the listed professionals can receive them",
            "内閣府令で定める者以外の取得を不能とする措置",
        ),
        _fact(
            "issuer_agrees_each_time",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether each transfer needs the issuer's consent",
            "移転の都度の発行者の承諾",
        ),
        _fact(
            "firm_registered",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether who handles the tokens is a registered type-I firm",
            "第一種金融商品取引業の登録",
        ),
        _fact(
            "client_assets_apart",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether own and clients' tokens are kept apart",
            "分別管理の有無",
        ),
        _fact(
            "keys_offline",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether clients' keys are kept offline or equally safely",
            "秘密鍵のオフライン等管理",
        ),
        _fact(
            "client_share_readable",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether each client's share can be read from the books",
            "顧客の持分が帳簿で判別できるか",
        ),
        _fact(
            "is_market",
            Kind.YES_NO,
            Supplier.VENUE,
            "whether holders trade on it with each other",
            "私設取引システムの運営の有無",
        ),
        _fact("market_approved", Kind.YES_NO, Supplier.VENUE, "whether the market is approved", "認可の有無"),
        _fact("market_capital_minor", Kind.MONEY, Supplier.VENUE, "capital of its operator", "運営者の資本金"),
    ),
}
