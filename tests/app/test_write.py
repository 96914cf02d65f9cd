from pathlib import Path

import pytest

from chizai.app.write import put_in_place


def test_if_the_new_folder_cannot_be_put_in_place_the_former_one_stands_there_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text("of the last run", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        put_in_place(tmp_path / "never-written", out, tmp_path / "former")
    assert (out / "manifest.json").read_text(encoding="utf-8") == "of the last run"
    assert not (tmp_path / "former").exists()
