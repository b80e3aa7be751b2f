"""Speed, as ratios in one run on a named machine; never part of the tests."""
