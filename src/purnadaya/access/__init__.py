"""Who may do what: organisations, users, roles in scopes, and the one question ``can()``."""
