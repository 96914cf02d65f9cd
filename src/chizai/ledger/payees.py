"""Whom a vault pays, as a digest: the program's digest does not cover it, so that parties approve both."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chizai.waterfall.vault_codec import Payee


def digest_of_payees(payees: "Sequence[Payee]") -> bytes:
    """Give what `digestsOf` of a store says beside a program's digest: the Keccak-256 of the payees' ABI encoding.

    Who signs computes it from the payees that it knows, and not from what somebody kept on the chain.
    """
    from eth_abi.abi import encode
    from eth_utils.crypto import keccak

    listed = [(each.name, each.to, each.is_class) for each in payees]
    return bytes(keccak(encode(["(string,address,bool)[]"], [listed])))
