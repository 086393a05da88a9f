"""Legal time: working days, office-local periods, and the clock of a service standard.

Everything here is a pure function of its arguments: a calendar is a value with a version, and the
present moment is always passed in.
"""
