"""`python -m chizai`: the command line."""

from chizai.cli.main import run

run()
