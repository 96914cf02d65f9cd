"""Processes calibrated on a user's own figures, one a file: rows, settings, estimates, what goes into the inputs.

The fits are those of `chizai.forecast.processes`. Here stand the rows that they are fed with, how sure their numbers
are, what came beside what is fitted, and the rows of `inputs.toml` that follow. `catalogue` lists them.
"""
