"""Numbers that law and programme set, each dated and with its source."""
