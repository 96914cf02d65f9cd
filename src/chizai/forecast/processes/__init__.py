"""What changes royalties, one process a file: parameters, a readable draw, the closed form by period, a calibration.

Each process is a noun of floats and verbs next door. What the joint futures draw from are plain tuples by period: the
probability that an event has come, the part that is kept and the spread of a level, the course of royalties after an
event. The draws with a generator that is passed in are the reference that the closed forms are tested against.
"""
