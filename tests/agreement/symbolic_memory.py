"""The memory of a call: bytes, of which some belong to words that are not known."""

from dataclasses import dataclass, field

from tests.agreement.symbolic_word import (
    WORD,
    UnknownShapeError,
    Value,
    Word,
    joined,
    masked,
    shifted_left,
    shifted_right,
    word_of,
)


@dataclass(slots=True)
class Memory:
    """Bytes, of which some belong to words that are not known."""

    known: bytearray = field(default_factory=bytearray)
    unknown: dict[int, tuple[Word, int]] = field(default_factory=dict)
    """By place, the word to which a byte belongs and its number there, from the highest."""

    def reach(self, end: int) -> None:
        """Make the memory at least so long."""
        if end > len(self.known):
            self.known.extend(bytes(end - len(self.known)))

    def write(self, at: int, content: bytes) -> None:
        """Put known bytes."""
        self.reach(at + len(content))
        self.known[at : at + len(content)] = content
        if self.unknown:
            for place in range(at, at + len(content)):
                self.unknown.pop(place, None)

    def store(self, at: int, value: Value) -> None:
        """Put a word."""
        if isinstance(value, int):
            self.write(at, value.to_bytes(32, "big"))
            return
        self.reach(at + 32)
        word = word_of(value)
        for place in range(32):
            self.unknown[at + place] = (word, place)

    def load(self, at: int) -> Value:
        """Get a word."""
        self.reach(at + 32)
        found: Value = int.from_bytes(self.known[at : at + 32], "big")
        if not self.unknown:
            return found
        place = 0
        while place < 32:
            if at + place not in self.unknown:
                place += 1
                continue
            word, first = self.unknown[at + place]
            length = 1
            while place + length < 32 and self.unknown.get(at + place + length) == (word, first + length):
                length += 1
            found = self._with(
                found, place, length, masked(shifted_right(word, 8 * (32 - first - length)), (1 << 8 * length) - 1)
            )
            place += length
        return found

    @staticmethod
    def _with(found: Value, place: int, length: int, part: Value) -> Value:
        shift = 8 * (32 - place - length)
        both = joined(masked(found, WORD - 1 ^ ((1 << 8 * length) - 1) << shift), shifted_left(part, shift))
        assert both is not None
        return both

    def read(self, at: int, length: int) -> bytes:
        """Get bytes that are known."""
        self.reach(at + length)
        if any(place in self.unknown for place in range(at, at + length)):
            raise UnknownShapeError("bytes that are not known are read")
        return bytes(self.known[at : at + length])
