"""The acts that the law can stop."""

from enum import StrEnum


class Gate(StrEnum):
    """An act that is refused while a rule of its gate fails."""

    ISSUE = "issue"
    """Issuing a class."""
    ACQUIRE = "acquire"
    """Paying for an asset."""
    DISTRIBUTE = "distribute"
    """Paying a dividend of a business year: what is owed as a debt is no distribution."""
