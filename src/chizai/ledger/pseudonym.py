"""Pseudonymous addresses: from one seed, other ones for each deal, that nobody else can tell to be the same party's.

BIP-39 makes the seed from words, BIP-32 keys from the seed, and BIP-44 says where they stand: `m/44'/60'/deal'/0/n` for
addresses, and `m/44'/60'/deal'/1'/n'/v'` for version v of the key to which that address's envelopes are sealed. The
deal's number is hardened: who learns every key of one deal learns none of another. The words alone bring all of it
back; who loses them loses it.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from chizai.ledger.keys import SecretKey
from chizai.ledger.merkle import hashed
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

INDEX_END = 2**31
"""BIP-32 counts hardened and other children apart, each below this."""
ENTROPY_BYTES = 32
"""What 24 words hold."""
DEAL = b"CHIZAI DEAL 1"
SEALED_TO = b"CHIZAI ENCRYPTION KEY 1"
WORD_COUNTS = (12, 15, 18, 21, 24)


@dataclass(frozen=True, slots=True)
class Seed:
    """What all keys of a party come from."""

    seed: bytes = field(repr=False)
    """64 bytes (BIP-39)."""


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """An address that a party uses in one deal."""

    address: str
    """With the checksum of EIP-55."""
    path: str
    """Where its key stands below the seed."""
    private_key: bytes = field(repr=False)
    """32 bytes: signs its transactions."""


def new_words(chance: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Give 24 new words. They are written down once and kept where no machine reads them."""
    from eth_account.hdaccount.mnemonic import Mnemonic

    return Mnemonic().to_mnemonic(chance(ENTROPY_BYTES))


def seed_of(words: str, passphrase: str = "") -> Result[Seed]:
    """Make the seed from words (BIP-39).

    Args:
        words: 12 to 24 English words.
        passphrase: another one makes another seed; there is no wrong one.

    Returns:
        the seed, or which word is none, or that the words do not fit each other. No word is repeated in a failure.
    """
    from eth_account.hdaccount.mnemonic import Mnemonic

    known, given = Mnemonic(), words.split()
    unknown = [str(number) for number, word in enumerate(given, 1) if word not in known.wordlist]
    if len(given) not in WORD_COUNTS:
        what = f"there are {len(given)} words, not one of {', '.join(map(str, WORD_COUNTS))}"
    elif unknown:
        what = f"of the list of BIP-39 these are none: word {', '.join(unknown)}"
    elif not known.is_mnemonic_valid(" ".join(given)):
        what = "their checksum is wrong: a word was mistaken for another, or two were exchanged"
    else:
        return Ok(Seed(Mnemonic.to_seed(" ".join(given), passphrase)))
    why, fix = "one wrong word makes another party", "compare them with what was written down"
    return Failed((Failure(Reason.INCONSISTENT, Place("words"), what, why, fix),))


def deal_number(deal: str) -> int:
    """Give a deal's number below every seed: 31 bits of a hash of what names it."""
    return int.from_bytes(hashed(DEAL, deal.encode())[:4], "big") % INDEX_END


def deal_numbers(deals: Iterable[str]) -> Result[Mapping[str, int]]:
    """Give the numbers of all of a party's deals, or say which two share one.

    Two of a hundred deals do so with a probability of 1 in 400,000; one of them then needs another name or seed, or the
    party would use the same addresses in both.
    """
    found: dict[int, str] = {}
    failures = []
    for deal in dict.fromkeys(deals):
        other = found.setdefault(deal_number(deal), deal)
        if other != deal:
            what, why = f"it shares a number with {other}", "the same addresses would stand in both deals"
            failures.append(Failure(Reason.DUPLICATE, Place(f"deal {deal}"), what, why, "use another seed for it"))
    return Failed(tuple(failures)) if failures else Ok({deal: number for number, deal in found.items()})


def pseudonym(seed: Seed, deal: str, number: int = 0) -> Pseudonym:
    """Give one of a party's addresses in a deal.

    Args:
        seed: the party's.
        deal: what names the deal for good, the same for all its parties.
        number: of the address, from 0: the next one that was never used.

    Raises:
        ValueError: the number is not below 2^31.
    """
    from eth_account import Account

    path = f"m/44'/60'/{deal_number(deal)}'/0/{_index(number)}"
    private_key = _derived(seed, path)
    return Pseudonym(Account.from_key(private_key).address, path, private_key)


def encryption_key(seed: Seed, deal: str, number: int = 0, version: int = 1) -> SecretKey:
    """Give the key to which a party's envelopes are sealed; each of its addresses has its own, or they would be linked.

    Args:
        seed: the party's.
        deal: what names the deal for good.
        number: of the address that the key is registered for, from 0.
        version: counts the rotations, from 1 as in the registry.

    Raises:
        ValueError: the number or version is not below 2^31.
    """
    derived = _derived(seed, f"m/44'/60'/{deal_number(deal)}'/1'/{_index(number)}'/{_index(version)}'")
    return SecretKey(hashlib.sha256(SEALED_TO + derived).digest())


def _index(number: int) -> int:
    if not 0 <= number < INDEX_END:
        raise ValueError(f"BIP-32 has no child {number}")
    return number


def _derived(seed: Seed, path: str) -> bytes:
    from eth_account.hdaccount import key_from_seed

    return key_from_seed(seed.seed, path)
