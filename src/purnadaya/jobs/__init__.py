"""Work that takes longer than a page may: asked for, run by the worker, seen as it goes, never lost."""
