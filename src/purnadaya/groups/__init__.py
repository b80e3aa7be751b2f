"""Groups: who belongs to one, what it did at its meetings, what it agreed, and what it taught others."""
