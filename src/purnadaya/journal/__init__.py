"""The one way to write: ``execute()``; and the memory of what was done."""
