"""A home of its own for one bench run; imported before settings are read."""

from __future__ import annotations

import os
import tempfile

HOME = tempfile.mkdtemp(prefix="purnadaya-bench-")
os.environ["PURNADAYA_HOME"] = HOME
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "purnadaya.config.settings")
