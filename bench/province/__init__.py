"""A province of invented persons, groups and meetings, and what it costs to count and to read it."""
