"""When a transfer has effect and stands against others, by kind of right and country."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chizai.assets.rights import Right, TradeSecret, kind_of
from chizai.law.citation import Citation, Law
from chizai.law.laws import COPYRIGHT, DESIGN, PATENT, TRADEMARK, UTILITY_MODEL
from chizai.law.rule import Confidence
from chizai.law.said import Said


class By(StrEnum):
    """What brings something about."""

    CONTRACT = "contract"
    """The signatures."""
    REGISTER = "register"
    """The entry in the register; for an application, the notice to the office."""
    STATUTE = "statute"
    """The law itself."""
    NOTHING = "nothing"
    """Nothing can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """How title to a kind of right passes in a country."""

    effective_by: By
    opposable_by: By
    passes: tuple[Citation, ...]
    """Articles on both."""
    licence_binds_by: By
    """What makes a licence by contract bind a later owner."""
    licence_cites: tuple[Citation, ...]
    licence_binds_from: date = date.min
    """First day on which the statute does it; before, registration was needed."""
    owners_consent: bool = True
    """Whether a co-owner needs the others for a sale, a pledge or a licence."""
    consent_cites: tuple[Citation, ...] = ()
    exclusive_cites: tuple[Citation, ...] = ()
    """Articles by which an exclusive licence as a right of its own has effect by registration; empty: there is none."""
    can_be_pledged: bool = True
    pledge_cites: tuple[Citation, ...] = ()
    confidence: Confidence = Confidence.STATUTE


PATENT_LICENCE_BINDS_FROM = date(2012, 4, 1)
"""Since when a licence of a patent binds later owners unregistered (from memory)."""
WORK_LICENCE_BINDS_FROM = date(2020, 10, 1)
"""The same for works; older licences are covered too (from memory)."""

_PATENT_EFFECT = PATENT.article("98", 1, "1")
_PATENT_PLEDGE = PATENT.article("98", 1, "3")
_PATENT_EXCLUSIVE = PATENT.article("98", 1, "2")
_SHARES = PATENT.article("73")


def _industrial(law: Law, licence: Citation, own: tuple[Citation, Citation, Citation]) -> Regime:
    """Make the regime of a right to which articles 73, 98 and 99 of the Patent Act apply through its own act.

    Args:
        law: its act.
        licence: the article by which its licences bind later owners.
        own: its articles that apply the Patent Act's to transfer, exclusive licence and pledge.
    """
    transfer, exclusive, pledge = own
    of_patents = law is PATENT
    by_statute = licence.law is not TRADEMARK
    return Regime(
        effective_by=By.REGISTER,
        opposable_by=By.REGISTER,
        passes=(transfer,) if of_patents else (transfer, _PATENT_EFFECT),
        licence_binds_by=By.STATUTE if by_statute else By.REGISTER,
        licence_cites=(licence,),
        licence_binds_from=PATENT_LICENCE_BINDS_FROM if by_statute else date.min,
        consent_cites=(_SHARES,) if of_patents else (transfer, _SHARES),
        exclusive_cites=(exclusive,) if of_patents else (exclusive, _PATENT_EXCLUSIVE),
        pledge_cites=(pledge,) if of_patents else (pledge, _PATENT_PLEDGE),
    )


def _application(notice: Citation, shares: Citation, pledge: Citation, confidence: Confidence) -> Regime:
    """Make the regime of an application: notice to the office, no pledge."""
    return Regime(
        effective_by=By.REGISTER,
        opposable_by=By.REGISTER,
        passes=(notice,),
        licence_binds_by=By.NOTHING,
        licence_cites=(),
        consent_cites=(shares,),
        can_be_pledged=False,
        pledge_cites=(pledge,),
        confidence=confidence,
    )


def _american(*passes: Citation, licence_binds_by: By = By.NOTHING, licence: tuple[Citation, ...] = ()) -> Regime:
    """Make the regime of the United States: the writing has effect, its record stands against later buyers."""
    return Regime(
        effective_by=By.CONTRACT,
        opposable_by=By.REGISTER,
        passes=passes,
        licence_binds_by=licence_binds_by,
        licence_cites=licence,
        owners_consent=False,
        confidence=Confidence.MEMORY,
    )


def _us(title: str, name: str) -> Law:
    return Law("", Said(f"United States Code, title {title}", f"合衆国法典第{title}編({name})"))


_US_MARKS, _US_WORKS, _US_PATENTS = _us("15", "商標"), _us("17", "著作権"), _us("35", "特許")

REGIMES: dict[tuple[str, str], Regime] = {
    ("patent", "JP"): _industrial(PATENT, PATENT.article("99"), (_PATENT_EFFECT, _PATENT_EXCLUSIVE, _PATENT_PLEDGE)),
    ("utility-model", "JP"): _industrial(
        UTILITY_MODEL,
        UTILITY_MODEL.article("19", 3),
        (UTILITY_MODEL.article("26"), UTILITY_MODEL.article("18", 3), UTILITY_MODEL.article("25", 3)),
    ),
    ("design", "JP"): _industrial(
        DESIGN,
        DESIGN.article("28", 3),
        (DESIGN.article("36"), DESIGN.article("27", 4), DESIGN.article("35", 3)),
    ),
    ("trademark", "JP"): _industrial(
        TRADEMARK,
        TRADEMARK.article("31", 4),
        (TRADEMARK.article("35"), TRADEMARK.article("30", 4), TRADEMARK.article("34", 4)),
    ),
    ("copyright", "JP"): Regime(
        effective_by=By.CONTRACT,
        opposable_by=By.REGISTER,
        passes=(COPYRIGHT.article("61", 1), COPYRIGHT.article("77", None, "1")),
        licence_binds_by=By.STATUTE,
        licence_cites=(COPYRIGHT.article("63-2"),),
        licence_binds_from=WORK_LICENCE_BINDS_FROM,
        consent_cites=(COPYRIGHT.article("65"),),
        pledge_cites=(COPYRIGHT.article("77", None, "2"),),
    ),
    ("patent", "US"): _american(_US_PATENTS.article("261"), licence_binds_by=By.STATUTE),
    ("trademark", "US"): _american(_US_MARKS.article("1060")),
    ("copyright", "US"): _american(
        _US_WORKS.article("204"),
        _US_WORKS.article("205"),
        licence_binds_by=By.STATUTE,
        licence=(_US_WORKS.article("205"),),
    ),
}
"""By kind of right and country. What is not here is not guessed."""

APPLICATIONS: dict[str, Regime] = {
    "patent": _application(
        PATENT.article("34", 4), PATENT.article("33", 3), PATENT.article("33", 2), Confidence.STATUTE
    ),
    "utility-model": _application(
        UTILITY_MODEL.article("11", 2), PATENT.article("33", 3), PATENT.article("33", 2), Confidence.MEMORY
    ),
    "design": _application(
        DESIGN.article("15", 2), PATENT.article("33", 3), PATENT.article("33", 2), Confidence.MEMORY
    ),
    "trademark": _application(
        TRADEMARK.article("13", 2), PATENT.article("33", 3), PATENT.article("33", 2), Confidence.MEMORY
    ),
}
"""Applications in Japan, by kind."""

KNOW_HOW = Regime(
    effective_by=By.CONTRACT,
    opposable_by=By.NOTHING,
    passes=(),
    licence_binds_by=By.NOTHING,
    licence_cites=(),
    can_be_pledged=False,
    confidence=Confidence.MEMORY,
)
"""Know-how, everywhere: contract and secrecy hold it, no register does."""


def regime_of(right: Right) -> Regime | None:
    """Give how title to a right passes; none where the law of its country is not known here."""
    if isinstance(right, TradeSecret):
        return KNOW_HOW
    kind = kind_of(right)
    if kind in APPLICATIONS and right.jurisdiction == "JP" and getattr(right, "registered_on", None) is None:
        return APPLICATIONS[kind]
    return REGIMES.get((kind, right.jurisdiction))
