"""Who takes part in the demonstration, and to whom each kind of document is sealed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from chizai.ledger.keys import fingerprint

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress

CAST_FILE = "cast.json"


class Role(IntEnum):
    """The roles of the registry, by their numbers in the contracts."""

    NONE = 0
    ORIGINATOR = 1
    SPC = 2
    TRUSTEE = 3
    SERVICER = 4
    APPRAISER = 5
    COUNSEL = 6
    RATING_AGENCY = 7
    GUARANTOR = 8
    UNDERWRITER = 9
    INVESTOR = 10
    REGULATOR = 11


@dataclass(frozen=True, slots=True)
class Part:
    """One party of the demonstration."""

    id: str
    role: Role
    title: str
    """What it is, for readers."""
    title_ja: str


PARTS = (
    Part("regulator", Role.REGULATOR, "Regulator", "監督当局"),
    Part("originator", Role.ORIGINATOR, "Originator", "原権利者"),
    Part("co-owner", Role.ORIGINATOR, "Joint owner", "共有者"),
    Part("spc", Role.SPC, "Special purpose company", "特定目的会社"),
    Part("trustee", Role.TRUSTEE, "Trustee", "受託者"),
    Part("servicer", Role.SERVICER, "Servicer", "サービサー"),
    Part("appraiser-1", Role.APPRAISER, "First appraiser", "第一鑑定人"),
    Part("appraiser-2", Role.APPRAISER, "Second appraiser", "第二鑑定人"),
    Part("counsel", Role.COUNSEL, "Counsel", "法律顧問"),
    Part("rating-agency", Role.RATING_AGENCY, "Rating agency", "格付機関"),
    Part("guarantor", Role.GUARANTOR, "Guarantor", "保証人"),
    Part("underwriter", Role.UNDERWRITER, "Underwriter", "引受人"),
    Part("investor-1", Role.INVESTOR, "First investor", "第一投資家"),
    Part("investor-2", Role.INVESTOR, "Second investor", "第二投資家"),
    Part("investor-2-anew", Role.INVESTOR, "Second investor, with new words", "再登録した第二投資家"),
    Part("bank", Role.NONE, "Bank where the trustee keeps the money", "受託者の取引銀行"),
)
"""All parties; the regulator first, since the others seal their identities to it."""
LATER = "investor-2-anew"
"""Who is registered last: an investor that lost its words comes back under others."""

ASKERS = ("spc", "trustee")
"""Who asks the law before it acts, and has a copy of the deal and of its facts."""

READERS: Mapping[str, tuple[str, ...]] = {
    "identity": ("regulator",),
    "right": ("originator", "co-owner", "spc", "trustee", "appraiser-1", "appraiser-2", "counsel"),
    "opinion": ("counsel", "spc", "trustee", "rating-agency", "underwriter"),
    "valuation": ("spc", "trustee", "rating-agency", "appraiser-1", "appraiser-2"),
    "prospectus": ("spc", "trustee", "counsel", "rating-agency", "underwriter", "investor-1", "investor-2"),
    "rating": ("rating-agency", "spc", "trustee", "underwriter", "investor-1", "investor-2"),
    "guarantee": ("guarantor", "spc", "trustee", "rating-agency"),
    "statement": ("servicer", "spc", "trustee"),
    "report": ("servicer", "spc", "trustee", "rating-agency", "guarantor", "investor-1", "investor-2"),
    "sale": ("investor-1", "underwriter"),
    "purchase": ("investor-2", "underwriter"),
    "proof": ("servicer", "investor-2"),
    "receipt": ("bank", "trustee"),
    "balance": ("bank", "trustee"),
    "payment-order": ("investor-1", "bank", "trustee"),
    "payment": ("bank", "trustee"),
    "gate": ("spc", "trustee", "counsel", "regulator"),
    "challenge": ("rating-agency", "investor-1", "servicer", "trustee", "regulator"),
}
"""Who can open an envelope of each kind when it is laid in the post. A valuation is sealed to its author alone until
all are in; the prospectus is opened to an investor's new key too."""


@dataclass(frozen=True, slots=True)
class Member:
    """How a party shows itself to the others: by what stands in the registry, and by nothing else."""

    address: "ChecksumAddress"
    key: str
    """Public key that its envelopes are sealed to, in hexadecimal."""
    identity: str
    """Commitment to who it is, in hexadecimal."""

    @property
    def public(self) -> bytes:
        """The public key."""
        return bytes.fromhex(self.key)

    @property
    def fingerprint(self) -> bytes:
        """What names the key in an envelope, 32 bytes."""
        return fingerprint(self.public)


def write_cast(shared: Path, cast: Mapping[str, Member]) -> None:
    """Write what the parties show of themselves."""
    text = json.dumps({name: asdict(member) for name, member in cast.items()}, indent=2, sort_keys=True)
    (shared / CAST_FILE).write_text(text + "\n", encoding="utf-8")


def read_cast(shared: Path) -> dict[str, Member]:
    """Read what the parties show of themselves; nobody, if it is not written yet."""
    file = shared / CAST_FILE
    if not file.is_file():
        return {}
    return {name: Member(**fields) for name, fields in json.loads(file.read_text(encoding="utf-8")).items()}
