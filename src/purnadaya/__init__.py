"""Purnadaya: write it down once, where it happened."""

__version__ = "0.1.0"
