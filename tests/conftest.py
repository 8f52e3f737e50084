"""What holds for all tests: no time limit for one Hypothesis example, as machines differ and the first example loads the libraries."""

from hypothesis import settings

settings.register_profile("triplewire", deadline=None)
settings.load_profile("triplewire")
