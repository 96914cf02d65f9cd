"""What the rules of the Asset Securitization Act have in common: how facts are declared, and conditions on a class."""

from chizai.law.checks import Test
from chizai.law.facts import Fact, Kind, Supplier
from chizai.law.said import Said

BOND = "specified-bond"
PREFERRED = "preferred-equity"


def fact(key: str, kind: Kind, by: Supplier, meaning: tuple[str, str], choices: tuple[str, ...] = ()) -> Fact:
    """Declare a fact.

    Args:
        key: its key in the table.
        kind: what kind of value it has.
        by: who can say it.
        meaning: what it means, in English and in Japanese.
        choices: the only values of a text, or of each in a list of names.
    """
    return Fact(key, kind, Said(*meaning), by, choices)


IS_BOND = Test(("kind",), lambda kind: kind == BOND, Said("the class is of kind {0}", "証券の種類は{0}"))
IS_PREFERRED = Test(("kind",), lambda kind: kind == PREFERRED, Said("the class is of kind {0}", "証券の種類は{0}"))
