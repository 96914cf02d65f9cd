"""Chizai takes intellectual property from its registers and licences to securities, and the royalties to holders."""

__version__ = "0.1.0"
