"""Administrative areas of Indonesia, hamlets, and what things are called where."""
