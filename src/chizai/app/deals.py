"""The worked deals that come with Chizai."""

from pathlib import Path

DEMO = ("electronics-patents", "sesac-2019-1", "tokimeki-2000")
"""What the demonstration runs: a demonstration of the mission's first case, and two real deals."""


def deals_folder() -> Path:
    """Give the folder of the worked deals: within an installed package, or beside the sources."""
    package = Path(__file__).parents[1]
    installed = package / "deals"
    return installed if installed.is_dir() else package.parents[1] / "deals"
