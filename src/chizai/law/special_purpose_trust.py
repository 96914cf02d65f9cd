"""The special purpose trust (特定目的信託), the Act's other way to securities (Act, arts. 223-235)."""

from datetime import date, timedelta

from chizai.law.asset_securitization.plan import cap_of
from chizai.law.asset_securitization.shared import fact
from chizai.law.checks import Test, every, where
from chizai.law.deadlines import months_after
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.gate import Gate
from chizai.law.laws import ASA
from chizai.law.parameters_asset_securitization import (
    COMPLETION_NOTICE_DAYS,
    PERIOD_YEARS_INDUSTRIAL,
    PERIOD_YEARS_MOVABLES,
    PERIOD_YEARS_OTHER,
)
from chizai.law.rule import Confidence, Rule
from chizai.law.said import Said

FACTS: dict[str, tuple[Fact, ...]] = {
    "trust": (
        fact(
            "is_special_purpose_trust",
            Kind.YES_NO,
            Supplier.TRUSTEE,
            ("whether a special purpose trust is used", "特定目的信託を用いるか"),
        ),
        fact(
            "trustee_kind",
            Kind.TEXT,
            Supplier.TRUSTEE,
            ("what the trustee is", "受託者の種別"),
            ("trust-company", "trust-bank", "other"),
        ),
        fact(
            "notified_on",
            Kind.DAY,
            Supplier.TRUSTEE,
            ("notification with the trust's plan", "資産信託流動化計画を添えた届出日"),
        ),
        fact("concluded_on", Kind.DAY, Supplier.TRUSTEE, ("conclusion of the trust", "特定目的信託契約の締結日")),
        fact("starts_on", Kind.DAY, Supplier.TRUSTEE, ("first day of the trust", "信託期間の初日")),
        fact("ends_on", Kind.DAY, Supplier.TRUSTEE, ("last day of the trust", "信託期間の末日")),
        fact(
            "allows_instructions",
            Kind.YES_NO,
            Supplier.TRUSTEE,
            ("whether the trustee may be instructed", "受託者に対する指図の可否"),
        ),
        fact(
            "has_bond_type_interests",
            Kind.YES_NO,
            Supplier.TRUSTEE,
            ("whether there are interests of the bond type", "社債的受益権の有無"),
        ),
        fact(
            "bond_type_redeemed_on_time",
            Kind.YES_NO,
            Supplier.TRUSTEE,
            ("whether their principal falls due at fixed times", "社債的受益権の元本の償還時期の定め"),
        ),
        fact(
            "bond_type_votes_limited",
            Kind.YES_NO,
            Supplier.TRUSTEE,
            ("whether they vote only where the law says", "社債的受益権の議決権の制限"),
        ),
        fact(
            "interests_in_certificates",
            Kind.YES_NO,
            Supplier.TRUSTEE,
            ("whether interests are issued as certificates", "受益証券の発行"),
        ),
        fact(
            "transfers_in_register",
            Kind.YES_NO,
            Supplier.TRUSTEE,
            ("whether transfers are entered in the register of holders", "権利者名簿への記載"),
        ),
        fact("is_completed", Kind.YES_NO, Supplier.TRUSTEE, ("whether it was completed", "信託事務の完了")),
        fact("completed_on", Kind.DAY, Supplier.TRUSTEE, ("day of completion", "完了日")),
        fact("completion_filed_on", Kind.DAY, Supplier.TRUSTEE, ("notification of it", "完了の届出日")),
    ),
}


def _within_cap(kinds: tuple[str, ...], starts_on: date, ends_on: date, *years: int) -> bool:
    movables, industrial, rest = years
    return ends_on <= months_after(starts_on, 12 * cap_of(kinds, (), (movables, industrial, rest)))


TERMS = (
    Test(
        ("trustee_kind",),
        lambda kind: kind in {"trust-company", "trust-bank"},
        Said("the trustee is: {0}", "受託者は{0}"),
    ),
    Test(
        ("notified_on", "concluded_on"),
        lambda notified, concluded: notified < concluded,
        Said("notified on {0}; concluded on {1}", "届出は{0}、契約の締結は{1}"),
    ),
    Test(
        ("rights[].kind", "starts_on", "ends_on"),
        _within_cap,
        Said(
            "the trust runs from {1} to {2}; rights of kinds {0}; the cap is {6} years",
            "信託期間は{1}から{2}まで、権利の種類は{0}(上限{6}年)",
        ),
        using=(PERIOD_YEARS_MOVABLES, PERIOD_YEARS_INDUSTRIAL, PERIOD_YEARS_OTHER),
        also=lambda kinds, _starts, _ends, *years: (cap_of(kinds, (), years),),
    ),
    Test(
        ("allows_instructions",),
        lambda allowed: not allowed,
        Said("the trustee may be instructed: {0}", "受託者に対する指図: {0}"),
    ),
    where(
        Test(
            ("has_bond_type_interests",),
            bool,
            Said("there are interests of the bond type: {0}", "社債的受益権: {0}"),
        ),
        Test(
            ("bond_type_redeemed_on_time", "bond_type_votes_limited"),
            lambda redeemed, limited: redeemed and limited,
            Said(
                "their principal falls due at fixed times: {0}; their votes are limited: {1}",
                "償還時期の定め: {0}、議決権の制限: {1}",
            ),
        ),
    ),
    Test(
        ("interests_in_certificates", "transfers_in_register"),
        lambda certificates, entered: certificates and entered,
        Said(
            "interests are certificates: {0}; transfers are entered in the register of holders: {1}",
            "受益証券の発行: {0}、権利者名簿への記載: {1}",
        ),
    ),
    where(
        Test(("is_completed",), bool, Said("the trust was completed: {0}", "信託事務の完了: {0}")),
        Test(
            ("completed_on", "completion_filed_on"),
            lambda completed, filed, days: filed <= completed + timedelta(days),
            Said("completed on {0}; notified on {1}; {2} days", "完了は{0}、届出は{1}(期間は{2}日)"),
            using=(COMPLETION_NOTICE_DAYS,),
        ),
    ),
)

RULES = (
    Rule(
        id="TMT-001",
        states=Said(
            "A special purpose trust has a trust company or bank as trustee, is notified beforehand with its plan,"
            " keeps the caps of 20, 25 and 50 years, takes no instructions, redeems interests of the bond type at"
            " fixed times and limits their votes, and has its interests in certificates and its transfers in the"
            " register of holders.",
            "特定目的信託は、信託会社等を受託者とし、計画を添えてあらかじめ届け出、20・25・50年の上限を守り、受託者への指図を認めず、"
            "社債的受益権の償還時期と議決権を法定どおり定め、受益証券を発行し、移転を権利者名簿に記載する。",
        ),
        cites=(
            ASA.article("223", words="信託会社等を受託者とするものでなければ締結してはならない"),
            ASA.article(
                "225", 1, words="あらかじめ、内閣府令で定めるところにより、内閣総理大臣に届け出なければならない"
            ),
            ASA.article("226", 2, words="政令で定める期間を超えてはならない"),
            ASA.article("230", 1, "1", words="受託信託会社等に対して指図を行うことができないこと"),
            ASA.article("230", 1, "2", words="あらかじめ定められた時期に償還されるものであること"),
            ASA.article("234"),
            ASA.article("235"),
        ),
        about="trust",
        check=where(
            Test(
                ("is_special_purpose_trust",),
                bool,
                Said("a special purpose trust is used: {0}", "特定目的信託の利用: {0}"),
            ),
            every(*TERMS),
        ),
        consequence=Said(
            "a crime where it was not notified (art. 294(10)); otherwise a breach of the Act",
            "届出を欠くときは第294条第10号の罪、その他は法の違反",
        ),
        confidence=Confidence.STATUTE,
        reading=Said(
            "certificates, register and notice of completion (arts. 227-235) are from the list of rules, not from"
            " the text",
            "受益証券、権利者名簿及び完了の届出(第227条~第235条)は規則の一覧によるもので、条文は参照していない",
        ),
        gates=(Gate.ISSUE,),
    ),
)
