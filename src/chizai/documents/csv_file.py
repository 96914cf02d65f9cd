"""CSV as we write it: UTF-8, commas, lines ended by a line feed alone."""

import csv
import io
from collections.abc import Iterable, Sequence


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows under their head; an absent value is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode()
