"""A node as something that answers proofs: it reads the events of the vault and of the anchor, and nothing else."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from chizai.ledger.artifacts import artifact
from chizai.ledger.node import Node, final_number, lost
from chizai.ledger.node_patience import NodeLostError
from chizai.ledger.proof import About, Publication, ReportedPeriod
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from web3.contract import Contract
    from web3.types import EventData

T = TypeVar("T")

KIND_BYTES = 32
PERIOD_END = 2**256
"""No contract counts as far."""


@dataclass(frozen=True, slots=True)
class ChainTotals:
    """A node that is asked. What is not final yet it does not tell."""

    node: Node
    _ready: "dict[tuple[str, str], Contract]" = field(default_factory=dict, init=False, repr=False, compare=False)
    """Contracts that stand where they were asked before."""

    @property
    def says(self) -> str:
        """Who says it."""
        return str(self.node.place)

    @property
    def chain_id(self) -> int:
        """Which chain it is."""
        return self.node.chain_id

    def reported(self, vault: str, period: int) -> Result[ReportedPeriod]:
        """Give what stands reported to a vault for a payment period, from 1.

        A period that was reported anew counts as it was reported last; one whose report was refused is not reported.
        """
        return self._asked("WaterfallVault", vault, lambda contract: self._reported(contract, period))

    def published(self, anchor: str, about: About) -> Result[tuple[Publication, ...]]:
        """Give all versions of a record by all authors, oldest first."""
        return self._asked("Anchor", anchor, lambda contract: self._published(contract, about))

    def _asked(self, name: str, address: str, ask: "Callable[[Contract], Result[T]]") -> "Result[T]":
        """Ask a contract, which may be another one than it is said to be, and a node, which may be gone."""
        from eth_abi.exceptions import DecodingError
        from web3.exceptions import Web3Exception

        try:
            contract = self._contract(name, address)
            return contract if isinstance(contract, Failed) else ask(contract.value)
        except NodeLostError as error:
            return lost(self.node.place, error)
        except (Web3Exception, DecodingError) as error:
            what = f"what stands there does not answer as the contract {name}: {type(error).__name__}"
            return self._failed(Reason.WRONG_TYPE, address, what)

    def _published(self, anchor: "Contract", about: About) -> Result[tuple[Publication, ...]]:
        if len(about.kind.encode()) > KIND_BYTES or not 0 <= about.period < PERIOD_END:
            return Ok(())
        named = {"kind": about.kind.encode().ljust(KIND_BYTES, b"\0"), "period": about.period}
        found = (each for each in self._events(anchor, "Published", named) if each["args"]["subject"] == about.subject)
        return Ok(tuple(self._publication(event, about) for event in found))

    def _reported(self, vault: "Contract", period: int) -> Result[ReportedPeriod]:
        if not 1 <= period < PERIOD_END:
            return self._failed(Reason.MISSING, vault.address, f"it counts no period {period}")
        number = {"period": period - 1}  # the vault counts periods from 0
        reports = self._events(vault, "Reported", number)
        decisions = self._events(vault, "Resolved", number)
        programs = [each for each in self._events(vault, "ProgramSet", {}) if each["args"]["fromPeriod"] < period]
        if not programs:
            return self._failed(Reason.MISSING, vault.address, f"it has no program for period {period}")
        if not reports or (decisions and not decisions[-1]["args"]["stands"] and _at(decisions) > _at(reports)):
            return self._failed(Reason.MISSING, vault.address, f"period {period} stands reported to it nowhere")
        challenges = self._events(vault, "Challenged", number)
        paid = self._events(vault, "Distributed", number)
        last, told = reports[-1], reports[-1]["args"]
        return Ok(
            ReportedPeriod(
                program=bytes(programs[-1]["args"]["digest"]),
                inputs=tuple(told["inputs"]),
                root=bytes(told["root"]),
                by=told["by"],
                block=last["blockNumber"],
                reported_unix_seconds=self._time(last),
                is_challenged=bool(challenges) and _at(challenges) > max(_at(reports), _at(decisions)),
                received_minor=paid[-1]["args"]["received"] if paid else None,
            )
        )

    def _publication(self, event: "EventData", about: About) -> Publication:
        told = event["args"]
        return Publication(
            about=about,
            author=told["author"],
            version=told["version"],
            root=bytes(told["root"]),
            envelope=bytes(told["envelope"]),
            block=event["blockNumber"],
            published_unix_seconds=self._time(event),
        )

    def _contract(self, name: str, address: str) -> "Result[Contract]":
        from web3 import Web3

        if not Web3.is_address(address):
            return self._failed(Reason.WRONG_TYPE, address, "it is no address")
        checked = Web3.to_checksum_address(address)
        if (name, checked) not in self._ready:
            if not self.node.web3.eth.get_code(checked):
                return self._failed(Reason.MISSING, address, "no contract stands there")
            self._ready[name, checked] = self.node.web3.eth.contract(address=checked, abi=artifact(name).abi)
        return Ok(self._ready[name, checked])

    def _events(self, contract: "Contract", name: str, named: dict[str, Any]) -> "Sequence[EventData]":
        """Read a contract's final events, oldest first."""
        event = contract.events[name]
        events: Iterable[EventData] = event.get_logs(
            from_block=0, to_block=final_number(self.node), argument_filters=named
        )
        return sorted(events, key=lambda each: (each["blockNumber"], each["logIndex"]))

    def _time(self, event: "EventData") -> int:
        return self.node.web3.eth.get_block(event["blockNumber"])["timestamp"]

    def _failed(self, reason: Reason, address: str, what: str) -> Failed:
        place = Place(f"{self.node.place}", None, address)
        why, fix = "a proof is held against what stands there", "compare the address with the deal's; wait for finality"
        return Failed((Failure(reason, place, what, why, fix),))


def _at(events: "Sequence[EventData]") -> tuple[int, int]:
    """Give the place of the last event on the chain; before all others if there is none."""
    return (events[-1]["blockNumber"], events[-1]["logIndex"]) if events else (-1, -1)
