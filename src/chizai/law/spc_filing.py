"""The papers of the company: those of its formation, and the notification before business begins (業務開始届出)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from chizai.law.asset_securitization.notification import (
    CERTIFICATES,
    DOCUMENTS,
    REGISTERED_KINDS,
    TITLE_PROOF,
    TRUST_CONTRACT,
)
from chizai.law.catalogue import RULES, TABLES
from chizai.law.checks import Outcome
from chizai.law.citation import Citation
from chizai.law.facts import Known
from chizai.law.laws import ASA, ASA_REGULATION
from chizai.law.parameters_asset_securitization import CERTIFICATE_AGE_MONTHS
from chizai.law.rule import Finding, findings_of
from chizai.law.said import Said
from chizai.law.spc_plan_parts import Lack, Part, given, lack, told
from chizai.units.schedule import add_months


class Standing(StrEnum):
    """Where a paper stands."""

    READY = "ready"
    FAULTY = "faulty"
    UNKNOWN = "unknown"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper of a pack, or a particular of a notification."""

    id: str
    title: Said
    cites: tuple[Citation, ...]
    standing: Standing
    why: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()
    """Facts that nobody has said, as `table (row).key`."""
    parts: tuple[Part, ...] = ()
    """What it says."""


@dataclass(frozen=True, slots=True)
class Notification:
    """The notification before business begins."""

    particulars: tuple[Filed, ...]
    documents: tuple[Filed, ...]
    approval: Filed
    """Of the plan, by all specified members."""

    @property
    def papers(self) -> tuple[Filed, ...]:
        """Give everything that has to be ready."""
        return (*self.particulars, *self.documents, self.approval)


@dataclass(frozen=True, slots=True)
class _Paper:
    id: str
    title: Said
    rules: tuple[str, ...]
    """The rules that it has to satisfy."""
    keys: tuple[str, ...] = ()
    """The company's facts that stand in it."""


FORMATION = (
    _Paper(
        "articles",
        Said("articles of incorporation, certified", "定款(認証を要する)"),
        ("ASA-011", "ASA-012"),
        ("trade_name", "head_office", "specified_capital_minor"),
    ),
    _Paper(
        "subscription",
        Said("promoters' consent, subscription and payment; registration", "発起人の同意書・払込証明・設立登記"),
        ("ASA-013",),
        ("units_issued", "units_taken", "fully_paid_on", "registered_on"),
    ),
    _Paper(
        "organs",
        Said("acceptance of directors and auditors", "取締役・監査役の就任承諾書"),
        ("ASA-014",),
        ("directors", "auditors", "has_accounting_auditor"),
    ),
    _Paper(
        "pledges", Said("pledges that nothing bars them from office", "欠格事由に該当しない旨の誓約書"), ("ASA-015",)
    ),
    _Paper(
        "equity-holder",
        Said("specified equity trust, or papers of the association", "特定出資信託契約又は一般社団法人等の書類"),
        ("ASA-016",),
        ("equity_holder_kind",),
    ),
)

PARTICULARS: tuple[tuple[str, Said, Citation, tuple[tuple[str, str], ...]], ...] = (
    ("trade-name", Said("trade name", "商号"), ASA.article("4", 2, "1"), (("company", "trade_name"),)),
    ("offices", Said("offices", "営業所の名称及び所在地"), ASA.article("4", 2, "2"), (("company", "head_office"),)),
    (
        "officers",
        Said("directors, auditors and their addresses", "取締役及び監査役の氏名及び住所"),
        ASA.article("4", 2, "3"),
        (("company", "directors"), ("company", "auditors"), ("company", "officer_addresses")),
    ),
    (
        "approval-date",
        Said("day of the specified members' approval", "特定社員の承認があった年月日"),
        ASA.article("4", 2, "5"),
        (("filing", "approved_on"),),
    ),
    (
        "specified-members",
        Said("specified members and what they hold", "特定社員の氏名等及び特定出資の金額"),
        ASA_REGULATION.article("6", item="1"),
        (("company", "specified_members"), ("company", "specified_capital_minor")),
    ),
    (
        "outside-posts",
        Said("posts that officers hold elsewhere", "役員の他の法人での常務・事業"),
        ASA_REGULATION.article("6", item="2"),
        (("company", "outside_posts"),),
    ),
)
"""What the notification states; the places of an accounting adviser are left to who has one."""

TITLES: dict[str, tuple[Said, Citation]] = {
    "articles": (Said("articles of incorporation", "定款"), ASA.article("4", 3, "1")),
    "plan": (Said("asset liquidation plan", "資産流動化計画"), ASA.article("4", 3, "2")),
    "asset-contract": (
        Said("contract to acquire the assets, or its option", "特定資産の譲受けに係る契約又は予約の契約書"),
        ASA_REGULATION.article("7", 1, "1"),
    ),
    "management-contract": (
        Said("contract of trust or delegation", "信託契約書案又は業務委託契約書"),
        ASA_REGULATION.article("8", 1),
    ),
    "approval-evidence": (Said("evidence of the approval", "承認があったことを証する書面"), ASA.article("4", 3, "5")),
    "registry-certificate": (
        Said("certificate of registered matters", "登記事項証明書"),
        ASA_REGULATION.article("9", 1, "1"),
    ),
    "residence-certificate": (Said("residence certificates", "住民票の写し等"), ASA_REGULATION.article("9", 1, "2")),
    "fitness-pledge": (
        Said("pledge of fitness (Form 1-2)", "誓約書(別紙様式第一号の二)"),
        ASA_REGULATION.article("9", 1, "2-3"),
    ),
    "solvency-certificate": (
        Said("certificate that officers are not bankrupt", "破産者に該当しない旨の官公署の証明書"),
        ASA_REGULATION.article("9", 1, "3"),
    ),
    "curriculum-vitae": (
        Said("curricula vitae (Form 3)", "履歴書(別紙様式第三号)"),
        ASA_REGULATION.article("9", 1, "4"),
    ),
    "qualification-pledge": (
        Said("pledge that nothing bars them (Form 5)", "誓約書(別紙様式第五号)"),
        ASA_REGULATION.article("9", 1, "5"),
    ),
    "member-list": (
        Said("list of specified members (Form 7)", "特定社員の名簿(別紙様式第七号)"),
        ASA_REGULATION.article("9", 1, "8"),
    ),
    TITLE_PROOF: (
        Said("proof that the transferor holds the rights", "譲渡人が権利者であることを証する書面"),
        ASA_REGULATION.article("9", 1, "9"),
    ),
    TRUST_CONTRACT: (Said("contract of the trust that is bought", "信託契約書"), ASA_REGULATION.article("9", 1, "11")),
}


def formation_pack(known: Known) -> tuple[Filed, ...]:
    """Say of each paper of the formation whether it satisfies its rules."""
    return tuple(_of_rules(paper, known) for paper in FORMATION)


def commencement_notification(known: Known) -> Notification:
    """Say what the notification states and attaches, and what is still lacking."""
    approval = _Paper(
        "approval", Said("approval of the plan by all specified members", "特定社員全員の承認"), ("ASA-003",)
    )
    return Notification(
        tuple(_particular(*row, known) for row in PARTICULARS),
        tuple(_document(kind, known) for kind in (*DOCUMENTS, TITLE_PROOF, TRUST_CONTRACT)),
        _of_rules(approval, known),
    )


def _of_rules(paper: _Paper, known: Known) -> Filed:
    rules = tuple(rule for rule in RULES if rule.id in paper.rules)
    many = {name for name, table in TABLES.items() if table.many}
    findings = tuple(findings_of(rules, known, many))
    cites = tuple(dict.fromkeys(rule.cites[0] for rule in rules))
    parts = tuple(told(known, "company", key) for key in paper.keys)
    return Filed(paper.id, paper.title, cites, _standing(findings), *_reasons(findings), parts)


def _standing(findings: tuple[Finding, ...]) -> Standing:
    outcomes = {finding.outcome for finding in findings}
    if Outcome.FAILED in outcomes:
        return Standing.FAULTY
    return Standing.UNKNOWN if Outcome.UNKNOWN in outcomes or not findings else Standing.READY


def _reasons(findings: tuple[Finding, ...]) -> tuple[tuple[Said, ...], tuple[str, ...]]:
    """Give why what failed did, and which facts the rest waits for."""
    why = (said for finding in findings if finding.outcome is Outcome.FAILED for said in finding.because)
    return tuple(dict.fromkeys(why)), tuple(dict.fromkeys(fact for finding in findings for fact in finding.missing))


def _particular(name: str, title: Said, cites: Citation, facts: tuple[tuple[str, str], ...], known: Known) -> Filed:
    parts = tuple(told(known, table, key) for table, key in facts)
    missing = tuple(part.fact for part in parts if isinstance(part, Lack))
    return Filed(name, title, (cites,), Standing.UNKNOWN if missing else Standing.READY, (), missing, parts)


def _document(kind: str, known: Known) -> Filed:
    title, cites = TITLES[kind]
    standing, why, missing = _attached(kind, known)
    return Filed(kind, title, (cites,), standing, tuple(why), tuple(missing))


def _attached(kind: str, known: Known) -> tuple[Standing, list[Said], list[str]]:
    """Say whether a document is needed, is attached and, if an office issued it, is recent enough."""
    needed = _is_needed(kind, known)
    if not isinstance(needed, bool):
        return Standing.UNKNOWN, [], [needed.fact]
    if not needed:
        return Standing.NOT_NEEDED, [], []
    if "documents" not in known.many:
        return Standing.UNKNOWN, [], [lack("documents").fact]
    ours = [name for name, row in known.many["documents"].items() if "kind" in row and row["kind"].value == kind]
    if not ours:
        return Standing.FAULTY, [Said("not attached", "添付なし")], []
    if kind not in CERTIFICATES:
        return Standing.READY, [], []
    missing = list(_undated(ours, known))
    if missing:
        return Standing.UNKNOWN, [], missing
    old = list(_too_old(ours, known))
    return (Standing.FAULTY if old else Standing.READY), old, []


def _is_needed(kind: str, known: Known) -> bool | Lack:
    if kind == TRUST_CONTRACT:
        found = given(known, "filing", "buys_trust_interest")
        return lack("filing", "buys_trust_interest") if found is None else bool(found.value)
    if kind == TITLE_PROOF:
        kinds = {row["kind"].value for row in known.many.get("rights", {}).values() if "kind" in row}
        return bool(kinds & REGISTERED_KINDS)
    return True


def _undated(names: list[str], known: Known) -> Iterator[str]:
    if given(known, "filing", "filed_on") is None:
        yield lack("filing", "filed_on").fact
    yield from (
        lack("documents", "issued_on", name).fact
        for name in names
        if given(known, "documents", "issued_on", name) is None
    )


def _too_old(names: list[str], known: Known) -> Iterator[Said]:
    filed = known.one["filing"]["filed_on"].value
    months = CERTIFICATE_AGE_MONTHS.on(known.as_of_on) or 0
    for name in names:
        issued = known.many["documents"][name]["issued_on"].value
        if not add_months(filed, -months) <= issued <= filed:
            yield Said("of {0}, notified on {1}", "作成{0}、届出{1}").filled((issued, filed))
