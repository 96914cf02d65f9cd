"""The helpers of these tests are modules of this folder, found from the root of the project however pytest starts."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
