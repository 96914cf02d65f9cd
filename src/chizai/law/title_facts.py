"""Facts of title that the rules of several kinds of right ask for."""

from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.said import Said

DEALINGS = ("trust", "exclusive-licence", "pledge", "licence-pledge", "waiver", "restriction")
"""What is done with a right besides its transfer; `licence-pledge` is a pledge over a non-exclusive licence."""


def fact(by: Supplier, key: str, kind: Kind, en: str, ja: str, *choices: str) -> Fact:
    """Declare a fact."""
    return Fact(key, kind, Said(en, ja), by, choices)


FACTS: dict[str, tuple[Fact, ...]] = {
    "rights": (
        fact(
            Supplier.COUNSEL,
            "general_succession",
            Kind.YES_NO,
            "whether it last passed by inheritance, merger or other general succession",
            "直近の移転が相続その他の一般承継か",
        ),
        fact(
            Supplier.PATENT_ATTORNEY,
            "succession_notified",
            Kind.YES_NO,
            "whether that succession was notified to the Patent Office",
            "一般承継の届出の有無",
        ),
        fact(
            Supplier.PATENT_ATTORNEY,
            "office_notified",
            Kind.YES_NO,
            "whether the transfer of the application was notified to the Patent Office",
            "出願人名義変更の届出の有無",
        ),
        fact(
            Supplier.PATENT_ATTORNEY,
            "filed_by_successor",
            Kind.YES_NO,
            "whether the one who took it before filing filed the application",
            "出願前に承継した者が出願したか",
        ),
        fact(
            Supplier.ORIGINATOR,
            "consenting_owners",
            Kind.NAMES,
            "co-owners who consented to the transfer",
            "譲渡に同意した共有者",
        ),
        fact(
            Supplier.ORIGINATOR,
            "pledged",
            Kind.YES_NO,
            "whether it, or a share in it, is pledged",
            "質権の設定の有無",
        ),
        fact(
            Supplier.ORIGINATOR,
            "pledge_consents",
            Kind.NAMES,
            "owners who pledged it or consented to the pledge",
            "質権の設定をし、又はこれに同意した共有者",
        ),
        fact(
            Supplier.ORIGINATOR,
            "licences_agreed",
            Kind.YES_NO,
            "whether all co-owners agreed to every licence of it",
            "全てのライセンスに共有者全員が同意したか",
        ),
        fact(
            Supplier.PATENT_ATTORNEY,
            "unregistered_dealings",
            Kind.NAMES,
            "what was done with it that the register does not show",
            "未登録の信託・専用実施権・質権等",
            *DEALINGS,
        ),
        fact(
            Supplier.ORIGINATOR,
            "licences_scheduled",
            Kind.YES_NO,
            "whether the schedule of the sale lists every licence of it, and the forecast counts each as surviving",
            "全ライセンスを別紙に記載し、存続するものとして予測に算入したか",
        ),
        fact(
            Supplier.ORIGINATOR,
            "makers_assigned",
            Kind.YES_NO,
            "whether every inventor or author signed an assignment",
            "発明者・著作者全員の署名ある譲渡証書の有無",
        ),
        fact(
            Supplier.COUNSEL,
            "attachment_planned",
            Kind.YES_NO,
            "whether it is laid down who attaches price and royalties for the pledgee before they are paid",
            "払渡し前の差押え(物上代位)の手順の有無",
        ),
        fact(Supplier.TRUSTEE, "in_trust", Kind.YES_NO, "whether it is held in trust", "信託財産か"),
    ),
    "sale": (
        fact(
            Supplier.TRUSTEE,
            "escrow_until_registered",
            Kind.YES_NO,
            "whether the price stays in escrow until the transfers are registered",
            "移転登録まで代金をエスクローに留保するか",
        ),
    ),
}
