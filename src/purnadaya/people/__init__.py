"""The registry: who she is and where she lives."""
