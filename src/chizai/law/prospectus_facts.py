"""Facts that no rule asks for and a prospectus states: where the issuer is, who speaks for it, how one applies."""

from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.said import Said

FACTS: dict[str, tuple[Fact, ...]] = {
    "company": (
        Fact("head_office", Kind.TEXT, Said("head office", "本店の所在地"), Supplier.SPC),
        Fact("representative", Kind.TEXT, Said("representative", "代表者の役職氏名"), Supplier.SPC),
        Fact("contact", Kind.TEXT, Said("who answers questions", "事務連絡先"), Supplier.SPC),
    ),
    "offering": (
        Fact("underwriter", Kind.TEXT, Said("underwriter", "引受人"), Supplier.UNDERWRITER),
        Fact(
            "applications_from_on", Kind.DAY, Said("first day of applications", "申込期間の初日"), Supplier.UNDERWRITER
        ),
        Fact(
            "applications_until_on", Kind.DAY, Said("last day of applications", "申込期間の末日"), Supplier.UNDERWRITER
        ),
        Fact("payment_on", Kind.DAY, Said("day of payment", "払込期日"), Supplier.UNDERWRITER),
        Fact("payment_place", Kind.TEXT, Said("where payment is made", "払込取扱場所"), Supplier.UNDERWRITER),
    ),
}
