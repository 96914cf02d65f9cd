"""What the page on the node shows is what happens: its blocks of Python are run, one after the other."""

import re
from pathlib import Path

import pytest

from chizai.ledger.node import Node, disconnect

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_blocks_of_the_page_run_in_their_order(
    project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((project_root / "docs" / "ledger-node.md").read_text(encoding="utf-8"))
    assert len(blocks) == 3
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102 the page's own words are what is tested
    node = names["node"]
    assert isinstance(node, Node)
    assert (tmp_path / "ledger.sqlite").is_file()
    disconnect(node)
