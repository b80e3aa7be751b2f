"""Pages of the office, one file per matter."""
