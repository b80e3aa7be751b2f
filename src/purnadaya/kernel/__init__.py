"""Values without framework: what every floor may speak of."""
