"""What several acts ask of title in the same words: consent of co-owners, registration, scheduled licences, life."""

from chizai.law.checks import Check, Test, either, every, where
from chizai.law.said import Said

OF_JAPAN = Test(
    ("jurisdiction",),
    lambda jurisdiction: jurisdiction == "JP",
    Said("right of the law of {0}", "準拠法域: {0}"),
)


def of_kind(*kinds: str) -> Check:
    """Ask that a right is of one of the kinds, and given by the law of Japan: others follow their own law."""
    return every(
        Test(("kind",), lambda kind: kind in kinds, Said("kind of right: {0}", "権利の種類: {0}")),
        OF_JAPAN,
    )


def at_stage(stage: str) -> Test:
    """Ask what it was when it was last assigned: `unfiled`, `pending` or `registered`."""
    return Test(
        ("stage_at_transfer",),
        lambda found: found == stage,
        Said("what was assigned: {0}", "譲渡時の段階: {0}"),
    )


CO_OWNED = Test(("owners",), lambda owners: len(owners) > 1, Said("owners: {0}", "権利者: {0}"))


def _asked(owners: tuple[str, ...], sellers: tuple[str, ...], company: str) -> tuple[str, ...]:
    """Give the owners whose consent a transfer needs: neither sellers nor the company itself."""
    return tuple(owner for owner in owners if owner not in sellers and owner != company)


NOBODY_ASKED = Test(
    ("owners", "sellers", "company.trade_name"),
    lambda owners, sellers, company: not _asked(owners, sellers, company),
    Said("owners: {0}; sellers: {1}; company: {2}", "権利者: {0}。譲渡人: {1}。会社: {2}"),
)
TRANSFER_AGREED = Test(
    ("owners", "sellers", "company.trade_name", "consenting_owners"),
    lambda owners, sellers, company, agreed: set(_asked(owners, sellers, company)) <= set(agreed),
    Said(
        "owners who are asked for consent to the transfer: {4}; consenting: {3}",
        "譲渡に同意を要する共有者: {4}。同意した者: {3}",
    ),
    also=lambda owners, sellers, company, _: (_asked(owners, sellers, company),),
)
PLEDGED = Test(("pledged",), bool, Said("pledged: {0}", "質権の設定: {0}"))
PLEDGE_AGREED = Test(
    ("owners", "pledge_consents"),
    lambda owners, agreed: set(owners) <= set(agreed),
    Said("owners: {0}; pledging or consenting to the pledge: {1}", "権利者: {0}。質権設定者及び同意した者: {1}"),
)
LICENCES_AGREED = Test(
    ("licences_agreed",),
    bool,
    Said("all co-owners agreed to every licence: {0}", "全ライセンスへの共有者全員の同意: {0}"),
)
CO_OWNERS_AGREE: Check = where(
    CO_OWNED,
    every(either(NOBODY_ASKED, TRANSFER_AGREED), where(PLEDGED, PLEDGE_AGREED), LICENCES_AGREED),
)
"""Consent of the other owners to the transfer, to a pledge and to each licence, where there is more than one owner."""

SUCCESSION_NOTIFIED: Check = every(
    Test(("general_succession",), bool, Said("general succession: {0}", "一般承継: {0}")),
    Test(("succession_notified",), bool, Said("succession notified: {0}", "一般承継の届出: {0}")),
)
REGISTERED_BY_CLOSING: Check = every(
    Test(("transfer_registered",), bool, Said("transfer registered: {0}", "移転登録: {0}")),
    Test(
        ("transfer_registered_on", "deal.closing_on"),
        lambda registered_on, closing_on: registered_on <= closing_on,
        Said("the transfer was registered on {0}; closing is on {1}", "移転登録は{0}、実行日は{1}"),
    ),
)
ESCROW = Test(
    ("sale.escrow_until_registered",),
    bool,
    Said("price in escrow until registration: {0}", "登録まで代金をエスクローに留保: {0}"),
)
REGISTERED_RIGHT_PASSES: Check = where(
    at_stage("registered"), either(REGISTERED_BY_CLOSING, ESCROW, SUCCESSION_NOTIFIED)
)
"""A registered right passes by registration; until then the price waits."""
APPLICATION_PASSES: Check = every(
    where(
        at_stage("unfiled"),
        Test(("filed_by_successor",), bool, Said("successor filed: {0}", "承継人による出願: {0}")),
    ),
    where(
        at_stage("pending"),
        either(
            Test(("office_notified",), bool, Said("Patent Office notified: {0}", "特許庁長官への届出: {0}")),
            SUCCESSION_NOTIFIED,
        ),
    ),
)
"""Before filing, the successor has to file; after it, the Patent Office has to be notified."""

LICENCES_SCHEDULED = Test(
    ("licences_scheduled",),
    bool,
    Said(
        "every licence is scheduled and forecast as surviving: {0}",
        "全ライセンスの別紙記載と存続前提の予測: {0}",
    ),
)
LIVES = Test(
    ("last_royalty_on", "expires_on"),
    lambda last_on, expires_on: last_on <= expires_on,
    Said("royalties are expected until {0}; it expires on {1}", "実施料の最終見込日は{0}、存続期間の満了は{1}"),
)
ATTACHMENT_PLANNED = Test(
    ("attachment_planned",),
    bool,
    Said("attachment before payment is laid down: {0}", "払渡し前の差押えの手順: {0}"),
)


def dealings_registered(*dealings: str) -> Test:
    """Ask that none of these was done with a right without registration."""
    return Test(
        ("unregistered_dealings",),
        lambda found: not set(found) & set(dealings),
        Said("not registered: {0}", "未登録のもの: {0}"),
    )


def licence_of(*kinds: str) -> Test:
    """Ask that a licence is of a right of one of the kinds."""
    return Test(
        ("kinds",),
        lambda found: bool(set(found) & set(kinds)),
        Said("kinds of the licensed rights: {0}", "対象権利の種類: {0}"),
    )


REGISTERED_EXCLUSIVE = Test(
    ("form",), lambda form: form == "registered-exclusive", Said("form of the licence: {0}", "ライセンスの形式: {0}")
)
BY_CONTRACT = Test(
    ("form",), lambda form: form == "contract", Said("form of the licence: {0}", "ライセンスの形式: {0}")
)


def licensee_did(*acts: str) -> Test:
    """Ask that the licensee did one of these with its licence: `transfer`, `pledge`, `sub-licence`."""
    return Test(
        ("licensee_acts",),
        lambda found: bool(set(found) & set(acts)),
        Said("what the licensee did with the licence: {0}", "ライセンシーがした処分: {0}"),
    )


OWNER_CONSENTED = Test(("owner_consented",), bool, Said("owner consented: {0}", "権利者の承諾: {0}"))
LICENCE_PASSED_WITH_GROUND: Check = either(
    OWNER_CONSENTED,
    Test(("passed_with_business",), bool, Said("passed with the business: {0}", "実施の事業とともにする移転: {0}")),
    Test(("passed_by_succession",), bool, Said("passed by general succession: {0}", "一般承継による移転: {0}")),
)
"""Why a licence of a patent may pass to another."""
