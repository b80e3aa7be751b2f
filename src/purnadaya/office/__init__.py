"""What belongs to no single domain: home, search, history, users, the log, the waiting room."""
