import hashlib
import hmac
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256K1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from chizai.ledger.envelope import Envelope, Label, can_open, seal
from chizai.ledger.keys import SecretKey
from chizai.ledger.pseudonym import (
    Pseudonym,
    Seed,
    deal_number,
    deal_numbers,
    encryption_key,
    new_words,
    pseudonym,
    seed_of,
)
from chizai.ledger.pseudonym_identity import Disclosure, Identity, open_identity, purpose_of, seal_identity
from chizai.units.result import Failed, Ok

ABANDON = " ".join(["abandon"] * 11 + ["about"])
"""The first vector of BIP-39."""
JUNK = " ".join(["test"] * 11 + ["junk"])
"""What development nodes of Ethereum give their accounts from."""
ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
"""Of the group secp256k1 (SEC 2, section 2.4.1)."""
HARDENED = 2**31
REGULATOR, OTHER = SecretKey(b"\1" * 32), SecretKey(b"\2" * 32)


def made(words: str, passphrase: str = "") -> Seed:
    seed = seed_of(words, passphrase)
    assert isinstance(seed, Ok), seed
    return seed.value


def derived(seed: bytes, *children: int) -> bytes:
    """Derive a private key by the text of BIP-32, as an oracle."""
    both = hmac.digest(b"Bitcoin seed", seed, "sha512")
    for child in children:
        key, chain = both[:32], both[32:]
        public = derive_private_key(int.from_bytes(key, "big"), SECP256K1()).public_key()
        point = public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        about = (b"\0" + key if child >= HARDENED else point) + child.to_bytes(4, "big")
        both = hmac.digest(chain, about, "sha512")
        number = (int.from_bytes(both[:32], "big") + int.from_bytes(key, "big")) % ORDER
        both = number.to_bytes(32, "big") + both[32:]
    return both[:32]


def test_words_make_the_seed_that_bip_39_publishes() -> None:
    assert made(ABANDON, "TREZOR").seed.hex() == (
        "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141"
        "630c7a3c4ab7c81b2f001698e7463b04"
    )


def test_no_chance_makes_the_words_that_bip_39_publishes() -> None:
    assert new_words(bytes) == " ".join(["abandon"] * 23 + ["art"])


def test_new_words_are_24_and_make_a_seed() -> None:
    first, second = new_words(), new_words()
    assert len(first.split()) == 24
    assert made(first) != made(second)


def test_the_oracle_derives_the_keys_of_development_nodes() -> None:
    key = derived(made(JUNK).seed, HARDENED + 44, HARDENED + 60, HARDENED, 0, 0)
    assert key.hex() == "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"


@settings(max_examples=15)  # each derives five keys twice
@given(deal=st.text(max_size=40), number=st.integers(0, 2**31 - 1))
def test_an_address_stands_where_bip_44_says(deal: str, number: int) -> None:
    seed = made(JUNK)
    found = pseudonym(seed, deal, number)
    expected = derived(seed.seed, HARDENED + 44, HARDENED + 60, HARDENED + deal_number(deal), 0, number)
    assert found.private_key == expected
    assert found.path == f"m/44'/60'/{deal_number(deal)}'/0/{number}"


def test_the_address_is_the_last_20_bytes_of_the_keccak_of_the_public_key() -> None:
    from eth_account import Account

    assert Account.from_key(derived(made(JUNK).seed, HARDENED + 44, HARDENED + 60, HARDENED, 0, 0)).address == (
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    )


@settings(max_examples=5)  # each derives a dozen keys
@given(deals=st.lists(st.text(max_size=20), min_size=2, max_size=4, unique=True))
def test_no_address_stands_in_two_deals(deals: list[str]) -> None:
    seed = made(JUNK)
    used = [pseudonym(seed, deal, number).address for deal in deals for number in range(3)]
    assert len(set(used)) == len(used)


def test_all_comes_back_from_the_words() -> None:
    assert pseudonym(made(JUNK), "deal", 7) == pseudonym(made(f"  {JUNK}\n"), "deal", 7)
    assert encryption_key(made(JUNK), "deal") == encryption_key(made(JUNK), "deal")


def test_another_passphrase_makes_another_party() -> None:
    assert pseudonym(made(JUNK), "deal") != pseudonym(made(JUNK, "x"), "deal")


def test_encryption_keys_differ_by_deal_address_and_version_and_from_signing_keys() -> None:
    seed = made(JUNK)
    keys = {
        encryption_key(seed, deal, number, version).secret
        for deal in ("a", "b")
        for number in (0, 1)
        for version in (1, 2)
    }
    signing = {pseudonym(seed, deal, number).private_key for deal in ("a", "b") for number in (0, 1)}
    assert len(keys | signing) == 12


def test_an_encryption_key_hangs_on_a_hardened_child_of_its_own() -> None:
    seed = made(JUNK)
    children = (44, 60, deal_number("deal"), 1, 3, 2)
    derived_key = derived(seed.seed, *(HARDENED + child for child in children))
    expected = hashlib.sha256(b"CHIZAI ENCRYPTION KEY 1" + derived_key).digest()
    assert encryption_key(seed, "deal", 3, 2).secret == expected


@pytest.mark.parametrize("number", [-1, 2**31])
def test_a_child_that_bip_32_does_not_have_is_a_bug(number: int) -> None:
    with pytest.raises(ValueError, match="BIP-32 has no child"):
        pseudonym(made(JUNK), "deal", number)
    with pytest.raises(ValueError, match="BIP-32 has no child"):
        encryption_key(made(JUNK), "deal", number)
    with pytest.raises(ValueError, match="BIP-32 has no child"):
        encryption_key(made(JUNK), "deal", 0, number)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "there are 0 words"),
        (" ".join(["test"] * 13), "there are 13 words"),
        (JUNK.replace("junk", "junkyard"), "of the list of BIP-39 these are none: word 12"),
        (JUNK.replace("junk", "jun"), "these are none: word 12"),
        (" ".join(["test"] * 12), "their checksum is wrong"),
    ],
)
def test_wrong_words_are_refused_and_not_repeated(words: str, says: str) -> None:
    seed = seed_of(words)
    assert isinstance(seed, Failed)
    told = str(seed.failures[0])
    assert says in told
    assert "junkyard" not in told


def test_secrets_are_never_printed() -> None:
    seed = made(JUNK)
    found = pseudonym(seed, "deal")
    assert repr(seed) == "Seed()"
    assert repr(found) == f"Pseudonym(address={found.address!r}, path={found.path!r})"


def test_deals_that_share_a_number_are_told_before_they_share_addresses() -> None:
    shared = ("deal-876", "deal-32429")
    assert deal_number(shared[0]) == deal_number(shared[1])
    failed = deal_numbers(("alone", *shared, shared[0]))
    assert isinstance(failed, Failed)
    assert [failure.place.file for failure in failed.failures] == [f"deal {shared[1]}"]


def test_deals_with_numbers_of_their_own_get_them() -> None:
    assert deal_numbers(["a", "b", "a"]) == Ok({"a": deal_number("a"), "b": deal_number("b")})


WHO = pseudonym(Seed(bytes(64)), "deal")
IDENTITY = Identity(address=WHO.address, name="第一号投資家", registered_as="T1234567890123", contact="ir@example.com")


def sealed(identity: Identity = IDENTITY) -> Envelope:
    envelope = seal_identity(identity, "deal", REGULATOR.public)
    assert isinstance(envelope, Ok)
    return envelope.value


def recorded(envelope: Envelope, who: Pseudonym = WHO) -> Disclosure:
    return Disclosure(address=who.address, purpose=purpose_of(b"order 17 of 2031"), sealed_identity=envelope.commitment)


def test_the_regulator_opens_a_pseudonym_once_that_is_on_record() -> None:
    envelope = sealed()
    assert open_identity(envelope, REGULATOR, recorded(envelope)) == Ok(IDENTITY)


def test_an_identity_is_sealed_alike_with_equal_chance_and_differently_with_other() -> None:
    def twice(first: int, second: int) -> list[Envelope]:
        both = [seal_identity(IDENTITY, "deal", REGULATOR.public, bytes([n]).__mul__) for n in (first, second)]
        return [each.value for each in both if isinstance(each, Ok)]

    alike, other = twice(7, 7), twice(7, 8)
    assert (alike[0].commitment, alike[0].sealed) == (alike[1].commitment, alike[1].sealed)
    assert other[0].commitment != other[1].commitment != sealed().commitment


def test_nobody_else_opens_a_pseudonym() -> None:
    envelope = sealed()
    assert not can_open(envelope, OTHER.public)
    assert isinstance(open_identity(envelope, OTHER, recorded(envelope)), Failed)


def test_an_opening_on_record_for_another_address_opens_nothing() -> None:
    envelope = sealed()
    other = pseudonym(Seed(bytes(64)), "deal", 1)
    failed = open_identity(envelope, REGULATOR, recorded(envelope, other))
    assert isinstance(failed, Failed)
    assert f"it is no identity of {other.address}" in failed.failures[0].what


def test_an_envelope_that_the_registry_did_not_commit_to_opens_nothing() -> None:
    failed = open_identity(sealed(), REGULATOR, recorded(sealed()))
    assert isinstance(failed, Failed)
    assert "not the one in the registry" in failed.failures[0].what


def test_a_document_of_another_kind_is_no_identity() -> None:
    document = seal(b"{}", Label(deal="deal", kind="opinion", subject=WHO.address), [REGULATOR.public])
    assert isinstance(document, Ok)
    assert isinstance(open_identity(document.value, REGULATOR, recorded(document.value)), Failed)


@pytest.mark.parametrize(
    "body", [b"no json", b"[]", b"{}", b'{"address": "0x00", "name": "somebody"}', b'{"address": "0x00", "shoe": "44"}']
)
def test_a_sealed_body_that_names_nobody_or_another_is_refused(body: bytes) -> None:
    envelope = seal(body, Label(deal="deal", kind="identity", subject=WHO.address), [REGULATOR.public])
    assert isinstance(envelope, Ok)
    failed = open_identity(envelope.value, REGULATOR, recorded(envelope.value))
    assert isinstance(failed, Failed)
    assert "what it holds is no identity of" in failed.failures[0].what


def test_an_identity_moved_to_another_address_does_not_open() -> None:
    other = pseudonym(Seed(bytes(64)), "deal", 1)
    envelope = sealed()
    moved = replace(envelope, label=replace(envelope.label, subject=other.address))
    assert isinstance(open_identity(moved, REGULATOR, recorded(moved, other)), Failed)


def test_the_purpose_is_the_digest_of_the_order() -> None:
    assert purpose_of(b"order") == hashlib.sha256(b"order").digest()
