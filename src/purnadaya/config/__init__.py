"""What holds the house together: settings, addresses, wiring. Knows everyone; nobody knows it."""
