"""Keeping the promise: the executors of a program, the journal of what they paid, and the explanation of each yen."""
