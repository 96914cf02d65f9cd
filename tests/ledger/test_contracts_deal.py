"""A deal on the contracts as they ship: a role writes its own kind of record, and an attack is refused by name."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.ledger.deal_on_chain import PRICE_MINOR, ROLES, Deal, founded, key_of, order, refusal, send, signed, word

from chizai.deal.model import Role
from chizai.ledger.embedded_terms import EmbeddedTerms
from chizai.ledger.node import NodeTerms, connect, disconnect
from chizai.units.result import Ok

WRITERS = {
    "valuation": "appraiser",
    "opinion": "counsel",
    "rating": "rating-agency",
    "statement": "servicer",
    "report": "servicer",
    "prospectus": "spc",
    "plan": "spc",
    "guarantee": "guarantor",
    "attestation": "trustee",
}


@pytest.fixture(scope="module")
def deal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deal]:
    file = tmp_path_factory.mktemp("deal") / "chain.sqlite"
    terms = EmbeddedTerms(chain_id=1337, began_unix_seconds=1_700_000_000, step_seconds=12)
    node = connect(f"embedded:{file}", NodeTerms(embedded=terms))
    assert isinstance(node, Ok), node
    yield founded(node.value)
    disconnect(node.value)


def test_roles_are_those_of_the_deal_file_and_the_regulator() -> None:
    assert list(ROLES) == ["none", *(role.value for role in Role), "regulator"]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_kind_of_record_is_written_by_its_role_alone(deal: Deal, kind: str) -> None:
    assert ROLES[deal.anchor.functions.writerOf(word(kind)).call()] == WRITERS[kind]
    call = deal.anchor.functions.publish(word(kind), 9, word("root"), bytes(32))
    refused = {name: refusal(name, call) for name in (*ROLES[1:10], "seller", "regulator", "nobody")}
    assert refused == {name: "" if name == WRITERS[kind] else "NotInRole" for name in refused}


def test_a_record_is_superseded_by_name_and_its_history_stays(deal: Deal) -> None:
    calls, about = deal.anchor.functions, (word("statement"), 1, bytes(32))
    author = key_of("servicer").address
    send(deal.node, "servicer", calls.publish(word("statement"), 1, word("first"), word("envelope")))
    assert refusal("servicer", calls.publish(word("statement"), 1, word("second"), bytes(32))) == "AlreadyPublished"
    wrong = calls.supersede(*about, word("second"), bytes(32), word("another"))
    assert refusal("servicer", wrong) == "SupersededDiffers"
    send(deal.node, "servicer", calls.supersede(*about, word("second"), bytes(32), word("first")))
    roots = [calls.versionAt(*about, author, version).call()[0] for version in (1, 2)]
    assert roots == [word("first"), word("second")]
    told = deal.anchor.events.Published.get_logs(from_block=0, argument_filters={"author": author})
    assert [event["args"]["superseded"] for event in told] == [bytes(32), word("first")]


def test_an_opened_pseudonym_is_on_the_chain(deal: Deal) -> None:
    call = deal.registry.functions.disclose(key_of("buyer").address, word("order 1"))
    assert refusal("trustee", call) == "NotInRole"
    send(deal.node, "regulator", call)
    (event,) = deal.registry.events.Disclosed.get_logs(from_block=0)
    assert event["args"]["who"] == key_of("buyer").address
    assert event["args"]["purpose"] == word("order 1")


def test_a_key_is_rotated_by_its_owner_and_the_old_one_stays_readable(deal: Deal) -> None:
    calls, who = deal.registry.functions, key_of("counsel").address
    send(deal.node, "counsel", calls.rotateKey(b"new key"))
    assert calls.encryptionKeyOf(who).call() == b"new key"
    assert [calls.keyAt(who, version).call()[0] for version in (1, 2)] == [b"key", b"new key"]


def test_a_registrar_cannot_have_anothers_envelopes_sealed_to_itself(deal: Deal) -> None:
    call = deal.registry.functions.register(key_of("spc").address, ROLES.index("servicer"), b"mine", bytes(32))
    assert refusal("trustee", call) == "KeyBelongsToParticipant"


def test_units_and_money_change_hands_at_once_and_the_same_orders_never_again(deal: Deal) -> None:
    call = _settle(deal, {"nonce": 1}, {"nonce": 1})
    send(deal.node, "nobody", call)
    assert deal.token.functions.balanceOf(key_of("buyer").address).call() == 10
    assert deal.cash.functions.balanceOf(key_of("seller").address).call() == 5_000_000
    assert refusal("nobody", call) == "NonceUsed"
    assert refusal("nobody", _settle(deal, {"nonce": 1}, {"nonce": 2})) == "NonceUsed"


@pytest.mark.parametrize(
    ("sell", "buy", "error"),
    [
        ({"expiry": 1_700_000_000}, {}, "OrderExpired"),
        ({}, {"chainId": 1}, "WrongChain"),
        ({"signed_for_chain": 1}, {}, "BadSignature"),
        ({}, {"signed_for_chain": 1}, "BadSignature"),
        ({"signed_by": "buyer"}, {}, "BadSignature"),
        ({"units": 11}, {}, "OrdersDiffer"),
        ({"units": 101}, {"units": 101}, "ERC20InsufficientBalance"),
        ({"priceMinor": 2**200}, {"priceMinor": 2**200}, "ERC20InsufficientAllowance"),
        ({}, {"maker": "nobody"}, "ERC20InsufficientAllowance"),
    ],
)
def test_orders_that_do_not_hold_are_refused_by_name(
    deal: Deal, sell: dict[str, Any], buy: dict[str, Any], error: str
) -> None:
    assert refusal("nobody", _settle(deal, {"nonce": 7, **sell}, {"nonce": 7, **buy})) == error


def test_a_forged_role_gives_no_right(deal: Deal) -> None:
    token, rights = deal.token.functions, deal.rights.functions
    forged = {
        "NotInRole": [
            deal.registry.functions.register(key_of("nobody").address, ROLES.index("investor"), b"key", word("me")),
            token.openCase(word("forged")),
            token.forcedTransfer(key_of("seller").address, key_of("buyer").address, 1),
            rights.recordRegistration(word("patent"), word("forged extract")),
        ],
        "NotVault": [token.checkpoint()],
        "NotIssuer": [token.issue([key_of("nobody").address], [100])],
        "NotBuyer": [rights.appointPayer(word("patent"), key_of("nobody").address)],
    }
    for error, calls in forged.items():
        assert [refusal("nobody", call) for call in calls] == [error] * len(calls)


def test_units_do_not_go_to_who_may_not_hold_them(deal: Deal) -> None:
    for name in ("nobody", "servicer", "trustee"):
        assert not deal.token.functions.canTransfer(key_of("seller").address, key_of(name).address, 1).call()
        assert refusal("seller", deal.token.functions.transfer(key_of(name).address, 1)) == "ERC7943CannotReceive"


def test_the_price_of_a_patent_is_released_when_registered_and_to_its_originator_alone(deal: Deal) -> None:
    release = deal.rights.functions.release(word("patent"))
    refused = {name: refusal(name, release) for name in ("originator", "spc", "trustee", "nobody")}
    assert set(refused.values()) == {"ReleaseBeforeTitle"}
    assert refusal("spc", deal.rights.functions.refund(word("patent"))) == "RefundBeforeLapse"
    send(deal.node, "trustee", deal.rights.functions.recordRegistration(word("patent"), word("extract")))
    send(deal.node, "nobody", release)
    assert deal.cash.functions.balanceOf(key_of("originator").address).call() == PRICE_MINOR
    assert refusal("nobody", release) == "NothingHeld"


def _settle(deal: Deal, sell: dict[str, Any], buy: dict[str, Any]) -> Any:
    """Prepare a settlement of two orders that match but for what is named."""
    sold, bought = order(deal, "seller", 0, sell), order(deal, "buyer", 1, buy)
    signatures = (signed(deal, "seller", sold, sell), signed(deal, "buyer", bought, buy))
    return deal.venue.functions.settle(tuple(sold.values()), signatures[0], tuple(bought.values()), signatures[1])
