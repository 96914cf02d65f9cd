"""Standard normals of the paths by name, in NumPy, from the same random numbers as the machine code's."""

from typing import TYPE_CHECKING

from chizai.native.random import draws, normals_of, path_keys, stream_constant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def named_normals(keys: "NDArray[np.uint64]", kind: str, name: str, n_numbers: int) -> "NDArray[np.float64]":
    """Give so many normals of a thing, two of each draw.

    Args:
        keys: of the paths (`native.random.path_keys`); shape (n_paths,).
        kind: of what they are drawn for, such as "market".
        name: which of its kind.
        n_numbers: how many for each path.

    Returns:
        shape (n_numbers, n_paths).
    """
    import numpy as np

    pairs = normals_of(draws(keys, stream_constant(kind, name), -(-n_numbers // 2)))
    return np.swapaxes(pairs, 0, 1).reshape(-1, keys.size)[:n_numbers]


def market_shocks(seed: int, n_periods: int, span: tuple[int, int]) -> "NDArray[np.float64]":
    """Give the market's shocks in joint futures, before a t copula scales them and without a tilt.

    Args:
        seed: of the futures.
        n_periods: payment dates after the start.
        span: number of the first path, and of the one after the last.

    Returns:
        standard normals, those of `simulate.kernel` but for the last bits; shape (n_periods, n_paths).
    """
    return named_normals(path_keys(seed, span[0], span[1] - span[0]), "market", "", n_periods)
