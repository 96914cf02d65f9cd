"""The money side: a cash leg on a ledger, and who may collect for others."""

from datetime import date

from chizai.law.checks import Test, either, every, where
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ATTORNEYS, COPYRIGHT_MANAGEMENT, PAYMENT_SERVICES, SERVICERS
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

COINS_FROM = date(2023, 6, 1)
"""When the rules on electronic payment instruments came into force (from memory)."""
LEGS = ("bank", "electronic-payment-instrument", "other")
"""How cash moves: by bank transfer, by an electronic payment instrument of the act, or by another token."""
COLLECTORS = ("originator", "lawyer", "licensed-servicer", "copyright-manager", "other")

FACTS: dict[str, tuple[Fact, ...]] = {
    "ledger": (
        Fact("cash_leg", Kind.TEXT, Said("what cash moves in", "資金決済の手段"), Supplier.VENUE, LEGS),
        Fact(
            "cash_intermediary_registered",
            Kind.YES_NO,
            Said("whether who handles the payment tokens is registered", "電子決済手段等取引業者の登録"),
            Supplier.VENUE,
        ),
    ),
    "servicing": (
        Fact("collector", Kind.TEXT, Said("who collects the royalties", "回収を行う者"), Supplier.SERVICER, COLLECTORS),
        Fact(
            "open_to_many_authors",
            Kind.YES_NO,
            Said("whether copyright is collected for many authors", "不特定多数の著作者のための管理か"),
            Supplier.SERVICER,
        ),
        Fact(
            "copyright_manager_registered",
            Kind.YES_NO,
            Said("whether the collector is a registered copyright manager", "著作権等管理事業者の登録"),
            Supplier.SERVICER,
        ),
    ),
}

RULES = (
    Rule(
        id="PSA-001",
        states=Said(
            "A cash leg in tokens uses electronic payment instruments, through registered intermediaries.",
            "トークンによる資金決済は、電子決済手段により、登録を受けた業者を通じて行う。",
        ),
        cites=(PAYMENT_SERVICES.article("2", 5), PAYMENT_SERVICES.article("62-3")),
        about="ledger",
        check=either(
            Test(("cash_leg",), lambda leg: leg == "bank", Said("cash moves by: {0}", "資金決済の手段: {0}")),
            every(
                Test(
                    ("cash_leg",),
                    lambda leg: leg == "electronic-payment-instrument",
                    Said("cash moves by: {0}", "資金決済の手段: {0}"),
                ),
                Test(
                    ("cash_intermediary_registered",),
                    bool,
                    Said("intermediary registered: {0}", "業者の登録: {0}"),
                ),
            ),
        ),
        consequence=Said("unlicensed business", "無登録営業"),
        confidence=Confidence.STATUTE,
        reading=Said("art. 62-3 is cited from memory", "第62条の3は記憶による"),
        in_force_from=COINS_FROM,
        gates=(Gate.ISSUE, Gate.ACQUIRE),
    ),
    Rule(
        id="SVC-001",
        states=Said(
            "Who collects others' claims as a business is a lawyer, a licensed servicer, or the assignor itself under"
            " delegation; copyright for many authors is collected by a registered manager.",
            "他人の債権の回収を業とするのは、弁護士、許可を受けた債権回収会社、又は委託を受けた譲渡人である。多数の著作者のための"
            "著作権の管理は登録を要する。",
        ),
        cites=(ATTORNEYS.article("72"), SERVICERS.article("3"), COPYRIGHT_MANAGEMENT.article("3")),
        about="servicing",
        check=every(
            Test(
                ("collector",),
                lambda collector: collector != "other",
                Said("collected by: {0}", "回収を行う者: {0}"),
                under=(ATTORNEYS.article("72"), SERVICERS.article("3")),
            ),
            where(
                Test(
                    ("open_to_many_authors",),
                    bool,
                    Said("copyright collected for many authors: {0}", "多数の著作者のための管理: {0}"),
                ),
                Test(
                    ("copyright_manager_registered",),
                    bool,
                    Said("registered as a copyright manager: {0}", "著作権等管理事業者の登録: {0}"),
                    under=(COPYRIGHT_MANAGEMENT.article("3"),),
                ),
            ),
        ),
        consequence=Said("a crime under the acts cited", "各法の罰則"),
        confidence=Confidence.MEMORY,
    ),
)
