import io

import pytest

from chizai.cli.show import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_who_watches_a_terminal_sees_what_is_being_done_and_the_line_gives_way_to_results(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    progress = Progress("small-deal")
    progress.say("reading")
    progress.end()
    so_far = len(terminal.getvalue())
    assert "small-deal" in terminal.getvalue()
    progress.say("paying")
    progress.end()
    assert "small-deal: paying" in terminal.getvalue()[so_far:]


def test_nothing_is_said_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("small-deal")
    progress.say("reading")
    progress.end()
    assert capsys.readouterr().err == ""
