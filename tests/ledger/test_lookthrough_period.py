"""A proof may name a period that no contract can count: then nothing stands there, and nothing breaks."""

import pytest
from eth_account import Account

from chizai.ledger.artifacts import artifact
from chizai.ledger.node import Node
from chizai.ledger.proof import About
from chizai.ledger.proof_chain import ChainTotals
from chizai.units.result import Failed, Ok


@pytest.mark.parametrize("period", [-1, 2**256, 10**100])
def test_a_period_that_no_contract_counts_is_nowhere(embedded: Node, period: int) -> None:
    author, built = Account.from_key(bytes([1]) * 32), artifact("Anchor")
    made = embedded.web3.eth.contract(abi=built.abi, bytecode=built.bytecode).constructor("0x" + "11" * 20)
    fields = {"data": made.data_in_transaction, "value": 0, "gas": 5_000_000, "gasPrice": 0, "nonce": 0}
    signed = author.sign_transaction({**fields, "chainId": embedded.chain_id})
    sent = embedded.web3.eth.send_raw_transaction(signed.raw_transaction)
    contract = str(embedded.web3.eth.get_transaction_receipt(sent)["contractAddress"])
    assert ChainTotals(embedded).published(contract, About(kind="report", period=period)) == Ok(())
    reported = ChainTotals(embedded).reported(contract, period)
    assert isinstance(reported, Failed)
    assert f"it counts no period {period}" in str(reported.failures[0])
