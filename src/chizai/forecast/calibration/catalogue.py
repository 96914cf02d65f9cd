"""The processes that can be calibrated from a file, in the order in which they are listed."""

from typing import Any

from chizai.forecast.calibration.bass import BASS
from chizai.forecast.calibration.challenge import CHALLENGE
from chizai.forecast.calibration.competition import COMPETITION
from chizai.forecast.calibration.currency import CURRENCY
from chizai.forecast.calibration.events import INFRINGEMENT, LAPSE
from chizai.forecast.calibration.exclusivity import EXCLUSIVITY
from chizai.forecast.calibration.factors import FACTORS
from chizai.forecast.calibration.generations import GENERATIONS
from chizai.forecast.calibration.launch import LAUNCH
from chizai.forecast.calibration.licensee import LICENSEE
from chizai.forecast.calibration.obsolescence import OBSOLESCENCE
from chizai.forecast.calibration.opposition import OPPOSITION
from chizai.forecast.calibration.popularity import POPULARITY
from chizai.forecast.calibration.renewal import RENEWAL
from chizai.forecast.calibration.reporting import REPORTING
from chizai.forecast.calibration.terms import Calibration

CALIBRATIONS: tuple[Calibration[Any, Any], ...] = (
    BASS,
    GENERATIONS,
    LAUNCH,
    POPULARITY,
    FACTORS,
    CURRENCY,
    OBSOLESCENCE,
    COMPETITION,
    EXCLUSIVITY,
    REPORTING,
    LICENSEE,
    CHALLENGE,
    OPPOSITION,
    LAPSE,
    RENEWAL,
    INFRINGEMENT,
)
"""What something new earns, how licences stray, what takes from them, and how rights end."""
