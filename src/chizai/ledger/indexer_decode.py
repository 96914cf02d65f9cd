"""What a log says: its bytes as the named event that a contract's sources declare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"]
"""A value in the form in which it is kept: addresses with checksum, bytes as `0x…`, amounts as whole numbers."""


WORD = 32
"""How many bytes a topic has."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """An event."""

    name: str
    """Such as `Transfer`; empty if the contract declares none of this form."""
    arguments: dict[str, Json]
    """By name. A text or a list that is indexed is its hash alone, as a log holds no more of it."""
    parties: frozenset[str]
    """All addresses that the arguments name."""


def event_forms(abi: Sequence[Mapping[str, Any]]) -> dict[bytes, Mapping[str, Any]]:
    """Give the events that an ABI declares, by the topic that begins them."""
    from eth_utils.abi import event_abi_to_log_topic

    declared = (entry for entry in abi if entry["type"] == "event" and not entry.get("anonymous"))
    return {event_abi_to_log_topic(entry): entry for entry in declared}  # type: ignore[arg-type]


def decode_log(forms: Mapping[bytes, Mapping[str, Any]], topics: Sequence[bytes], content: bytes) -> Decoded:
    """Read a log; one that no form fits is kept with its bytes, so that nothing is lost.

    Args:
        forms: the events by their first topic.
        topics: at most 4, each 32 bytes.
        content: what is not indexed.
    """
    from eth_abi.exceptions import DecodingError

    form = forms.get(topics[0]) if topics else None
    try:
        if form is not None:
            return _decoded(form, topics[1:], content)
    except (DecodingError, ValueError):
        pass
    raw: list[Json] = ["0x" + topic.hex() for topic in topics]
    return Decoded("", {"topics": raw, "content": "0x" + content.hex()}, frozenset())


def _decoded(form: Mapping[str, Any], topics: Sequence[bytes], content: bytes) -> Decoded:
    from eth_abi.abi import decode
    from eth_utils.abi import collapse_if_tuple

    inputs = form["inputs"]
    plain = [each for each in inputs if not each["indexed"]]
    values = iter(decode([collapse_if_tuple(each) for each in plain], content))
    rest = iter(topics)
    said: dict[str, Json] = {}
    parties: set[str] = set()
    for position, each in enumerate(inputs):
        value = _topic(each, next(rest, b"")) if each["indexed"] else _kept(each, each["type"], next(values))
        said[each["name"] or str(position)] = value
        parties |= set(_parties(each, value))
    if next(rest, None) is not None:
        raise ValueError("more topics than indexed arguments")
    return Decoded(form["name"], said, frozenset(parties))


def _topic(form: Mapping[str, Any], topic: bytes) -> Json:
    from eth_abi.abi import decode

    if len(topic) != WORD:
        raise ValueError("an indexed argument has no topic")
    if _hashed(form["type"]):
        return "0x" + topic.hex()
    (value,) = decode([form["type"]], topic)
    return _kept(form, form["type"], value)


def _hashed(kind: str) -> bool:
    """Say whether an indexed argument of this type is in the log as its hash (Solidity ABI, "Events")."""
    return kind in {"string", "bytes"} or kind.startswith("tuple") or kind.endswith("]")


def _kept(form: Mapping[str, Any], kind: str, value: Any) -> Json:  # noqa: ANN401 whatever the ABI's types decode to
    from eth_utils.address import to_checksum_address

    if kind.endswith("]"):
        return [_kept(form, kind[: kind.rindex("[")], each) for each in value]
    if kind == "tuple":
        return {
            each["name"]: _kept(each, each["type"], part) for each, part in zip(form["components"], value, strict=True)
        }
    if kind == "address":
        return to_checksum_address(value)
    return "0x" + value.hex() if isinstance(value, bytes) else value


def _parties(form: Mapping[str, Any], value: Json) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _parties(form, each)
    elif isinstance(value, dict):
        for part in form["components"]:
            yield from _parties(part, value[part["name"]])
    elif form["type"].startswith("address") and isinstance(value, str) and len(value) == len("0x") + 40:
        yield value
