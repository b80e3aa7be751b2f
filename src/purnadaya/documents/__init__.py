"""Photos and files, with the consent they were given under."""
