"""What must not be read stands nowhere in clear: in the chain's file, in the post, on the wire, in what is said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.ledger.stage_performance import Played, played

from chizai.ledger.artifacts import artifact
from chizai.ledger.node import NodeTerms, connect, disconnect
from chizai.ledger.stages.cast import PARTS
from chizai.ledger.stages.facts import COVER_MINOR, INVENTOR, NAMES, ROYALTIES, VALUES_MINOR, collected, program
from chizai.ledger.stages.perform import CHAIN
from chizai.units.result import Ok

LICENCES = sorted({royalty.licence for royalties in ROYALTIES.values() for royalty in royalties})
TEXTS = (*NAMES.values(), INVENTOR, *LICENCES)
"""Who the parties are, an investor's identity among them; the inventor; the licences."""
AMOUNTS = (*VALUES_MINOR.values(), *(royalty.minor for royalties in ROYALTIES.values() for royalty in royalties))
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


def on_the_wire(deal: Played) -> Iterator[bytes]:
    """Give every transaction as it was sent, and every receipt's logs as any node gives them to whoever asks."""
    node = connect(deal.url, NodeTerms(confirmations=0, embedded=CHAIN))
    assert isinstance(node, Ok)
    eth = node.value.web3.eth
    for number in range(eth.block_number + 1):
        transactions: Any = eth.get_block(number, full_transactions=True)["transactions"]
        for transaction in transactions:
            yield bytes(transaction["input"])
            for log in eth.get_transaction_receipt(transaction["hash"])["logs"]:
                yield b"".join(map(bytes, log["topics"])) + bytes(log["data"])
    disconnect(node.value)


def seen_by_all(deal: Played) -> dict[str, bytes]:
    """Give all that is not a party's own: files, transactions and logs, and what was said aloud."""
    shared = [file for file in (deal.folder / "shared").rglob("*") if file.is_file()]
    chain = list(deal.folder.glob("chain.sqlite*"))
    files = {str(file.relative_to(deal.folder)): file.read_bytes() for file in (*shared, *chain)}
    said = "\n".join(line for lines in deal.said.values() for line in lines).encode()
    outboxes = {part.id: (deal.folder / part.id / "outbox.sqlite").read_bytes() for part in PARTS}
    return files | outboxes | {"wire": b"\n".join(on_the_wire(deal)), "said": said}


def test_none_of_the_planted_secrets_stands_anywhere_in_clear() -> None:
    secrets = [form for text in TEXTS for form in written(text)]
    secrets += [form for amount in AMOUNTS for form in forms(amount)]
    assert len(TEXTS) + len(AMOUNTS) >= 20
    for place, content in seen_by_all(played()).items():
        found = [secret for secret in secrets if secret in content]
        assert not found, f"{place} holds {found}"


def test_the_scan_finds_what_is_public() -> None:
    seen = seen_by_all(played())
    chain = b"".join(content for name, content in seen.items() if name.startswith("chain.sqlite"))
    for public in (bytes.fromhex(program().digest()), collected(4).to_bytes(8, "big"), COVER_MINOR.to_bytes(8, "big")):
        assert public in chain
        assert public in seen["wire"]
    assert f"{collected(4):,}".encode() in seen["said"]
    assert artifact("CashToken").bytecode[-100:] in chain


def test_the_secrets_are_there_for_those_who_may_read_them() -> None:
    deal = played()
    assert any((Path(deal.folder) / part.id / "words").is_file() for part in PARTS)
    opened = {seen.party: seen.opened for seen in deal.came.views}
    assert [kind for kind, _, _ in opened["regulator"]] == ["identity"] * len(NAMES)
