"""What an embedded chain is: fixed when its file is made, and written in it."""

from collections.abc import Mapping
from dataclasses import dataclass

TRANSFER_GAS = 21_000
"""What the least transaction uses (Yellow Paper, G_transaction)."""


@dataclass(frozen=True, slots=True)
class EmbeddedTerms:
    """The terms of a chain.

    If its blocks stand a fixed number of seconds apart, files of the same terms and transactions hold the same blocks.
    """

    chain_id: int = 1337
    """What every signature names (EIP-155), so that it counts on no other chain."""
    gas_limit_block: int = 30_000_000
    """How much gas one transaction may use: a block holds one."""
    began_unix_seconds: int = 0
    """The time of block 0."""
    step_seconds: int = 0
    """How long after its parent a block stands; 0 takes the clock's time, or a second more than the parent's if that is
    later (Berlin's rules want each block later than the one before)."""

    def __post_init__(self) -> None:
        """Refuse terms of no chain: that would be a bug in the caller."""
        if (
            self.chain_id < 1
            or self.gas_limit_block < TRANSFER_GAS
            or min(self.began_unix_seconds, self.step_seconds) < 0
        ):
            raise ValueError(f"no chain has these terms: {self}")

    def written(self) -> dict[str, str]:
        """Give the terms as they stand in the file."""
        return {name: str(getattr(self, name)) for name in self.__slots__}

    @classmethod
    def read(cls, written: Mapping[str, str]) -> "EmbeddedTerms":
        """Read the terms as they stand in the file."""
        return cls(**{name: int(written[name]) for name in cls.__slots__})
