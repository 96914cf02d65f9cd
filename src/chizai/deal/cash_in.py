"""Cash that comes from outside: streams of royalties, swaps of their currency, sales, calls and hedges. Data only."""

from dataclasses import dataclass

from chizai.units.toml import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A fixed-rate currency swap: a provider takes a stream's currency and gives the deal's."""

    __pydantic_config__ = STRICT
    provider: str
    rate_ppm: int
    """Minor units of the deal's currency for a million minor units of the stream's."""
    notional_minor: int | None = None
    """The most of the stream's currency that is swapped in a period; none for all that comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Collections that are kept apart: from some of the licences, into an account of their own, or in a currency."""

    __pydantic_config__ = STRICT
    id: str
    account: str
    """Id of the account that receives them."""
    licences: tuple[str, ...]
    """Ids of the licences that pay into it; those of no stream pay into the collection account."""
    currency: str | None = None
    """Currency in which they pay, where it is not the deal's."""
    swap: Swap | None = None
    spot: str | None = None
    """Id of the observation, a rate, at which what is not swapped is exchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflow:
    """Cash from outside other than royalties: a sale of the rights, a call, a hedge that pays."""

    __pydantic_config__ = STRICT
    id: str
    payer: str
    """Id of the party that pays."""
    account: str
    """Id of the account that receives it."""
    amount: str
    """Formula of what is paid."""
    condition: str | None = None
    """Formula that must hold; none: every period."""
    is_call: bool = False
    """Whether the rights are sold or the deal is bought back by it: once only, and nothing is collected afterwards."""
    with_premium: bool = True
    """Whether the premiums of the classes fall due, as interest, when it is a call; a tax call is often at par."""
