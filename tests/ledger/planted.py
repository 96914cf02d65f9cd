"""Secrets of the demonstration, in every spelling in which they might stand somewhere, and where to look for them."""

import hashlib
from importlib.resources import files
from pathlib import Path

from chizai.law.facts import LAW_FILE
from chizai.ledger.stages.cast import PARTS
from chizai.ledger.stages.facts import ACCOUNT, DEAL, INVENTOR, MISTYPED_MINOR, NAMES, ROYALTIES, VALUES_MINOR

LICENCES = sorted({royalty.licence for royalties in ROYALTIES.values() for royalty in royalties})
FACTS_OF_LAW = (files("chizai.ledger.stages") / DEAL / LAW_FILE).read_bytes()
DIRECTOR = "Director 1 (demonstration)"
TEXTS = (
    *sorted(set(NAMES.values())),
    INVENTOR,
    ACCOUNT,
    *LICENCES,
    DIRECTOR,
    hashlib.sha256(FACTS_OF_LAW).hexdigest(),
)
"""Who the parties are, an investor's identity among them; the inventor; an account at a bank; the licences; a name
among the facts of law, and their digest, which stands in what the gates answered."""
AMOUNTS = (
    *VALUES_MINOR.values(),
    *(royalty.minor for royalties in ROYALTIES.values() for royalty in royalties),
    MISTYPED_MINOR,
)
"""What the appraisers found, and what each licence brought."""


def forms(amount: int) -> tuple[bytes, ...]:
    """Write an amount as it might stand somewhere: as digits, and as a number of eight bytes either way round."""
    return (
        str(amount).encode(),
        f"{amount:,}".encode(),
        amount.to_bytes(8, "big"),
        amount.to_bytes(8, "little"),
        f"{amount:016x}".encode(),
    )


def written(text: str) -> tuple[bytes, ...]:
    """Write a text as it might stand somewhere."""
    return text.encode(), text.encode("utf-16-le"), text.encode().hex().encode()


SECRETS = (
    *(form for text in TEXTS for form in written(text)),
    *(form for amount in AMOUNTS for form in forms(amount)),
)


def found(places: dict[str, bytes]) -> list[tuple[str, bytes]]:
    """Say which secrets stand in clear, and where."""
    return [(place, secret) for place, content in places.items() for secret in SECRETS if secret in content]


def files_for_all(folder: Path) -> dict[str, bytes]:
    """Give the files of a demonstration that others than one party may read, and the outboxes, which hold what is sent.

    All that lies outside the parties' own folders is for all.
    """
    own = {part.id for part in PARTS}
    outboxes = [folder / party / "outbox.sqlite" for party in own]
    for_all = [file for file in folder.rglob("*") if file.is_file() and file.relative_to(folder).parts[0] not in own]
    return {str(file.relative_to(folder)): file.read_bytes() for file in (*for_all, *outboxes)}
