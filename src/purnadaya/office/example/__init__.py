"""An invented pair of organisations to learn and to test with; made only with commands."""
