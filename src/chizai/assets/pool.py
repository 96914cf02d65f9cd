"""The pool: all rights, their title, the licences that make them earn, and what was reported."""

from dataclasses import dataclass

from chizai.assets.licences import Licence
from chizai.assets.owners import Assignment
from chizai.assets.rights import Right
from chizai.assets.statements import Statement, StatementRow


@dataclass(frozen=True, slots=True)
class Pool:
    """What a deal is made of. `pool_check.check_pool` tells whether its parts fit."""

    rights: tuple[Right, ...]
    assignments: tuple[Assignment, ...]
    licences: tuple[Licence, ...]
    statements: tuple[Statement, ...]

    def right(self, right_id: str) -> Right:
        """Give a right by its id.

        Raises:
            KeyError: the pool has no such right.
        """
        for right in self.rights:
            if right.id == right_id:
                return right
        raise KeyError(right_id)

    def licence(self, licence_id: str) -> Licence:
        """Give a licence by its id.

        Raises:
            KeyError: the pool has no such licence.
        """
        for licence in self.licences:
            if licence.id == licence_id:
                return licence
        raise KeyError(licence_id)

    def rows(self) -> tuple[StatementRow, ...]:
        """Give the rows of all statements, in the order of the files."""
        return tuple(row for statement in self.statements for row in statement.rows)
