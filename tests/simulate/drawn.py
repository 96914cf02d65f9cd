"""Joint futures block by block, as threads of a test ask for them."""

from typing import TYPE_CHECKING

from chizai.simulate.kernel import Joint

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


def joint_block(joint: Joint, seed: int) -> "Callable[[int, int], NDArray[np.int64]]":
    """Give a function that draws the paths from a number up to another; shape (n_rows, n_periods, n_paths).

    Path k is the same in whatever block it comes, and threads may ask for several blocks at once.

    Args:
        joint: compiled without a tilt, and without normals that are handed in.
        seed: of the random numbers.
    """

    def block(first: int, stop: int) -> "NDArray[np.int64]":
        import numpy as np

        drawn = np.empty((joint.n_rows, joint.shape.n_periods, stop - first), np.int64)
        joint.draw(seed, first, stop, drawn)
        return drawn

    return block
