"""What is moved to see what joint futures hang on: each driver alone."""

from collections.abc import Iterator
from dataclasses import replace

from chizai.forecast.joint_stress import Stress, stressed, stresses_of
from chizai.metrics.deal_futures import Assumed
from chizai.metrics.joint_futures import JointAssumed
from chizai.metrics.tornado import Bump
from chizai.units.rate import PPM

LOW_PPM, HIGH_PPM = PPM // 2, 2 * PPM
"""To how much a driver is moved: half, and twice."""

NAMES = {
    Stress.POPULARITY: ("Popularity", "人気度の変動"),
    Stress.OBSOLESCENCE: ("Obsolescence", "陳腐化"),
    Stress.COMPETITION: ("Competition", "競合参入"),
    Stress.LEGAL: ("Legal events", "権利の喪失・侵害"),
    Stress.LICENSEE: ("Licensee defaults", "ライセンシーの債務不履行"),
}


def joint_bumps(base: Assumed, joint: JointAssumed) -> Iterator[Bump[Assumed]]:
    """Yield each driver that a description uses, at half and at twice.

    Args:
        base: what futures are drawn on.
        joint: its description of the licences.
    """
    for stress in stresses_of(joint.terms):
        name, name_ja = NAMES[stress]
        low, high = (
            replace(base, joint=replace(joint, terms=stressed(joint.terms, stress, multiple_ppm)))
            for multiple_ppm in (LOW_PPM, HIGH_PPM)
        )
        yield Bump(f"{name} x 0.5 / x 2", f"{name_ja} 0.5倍 / 2倍", low, high)
