"""Loaded before settings are read: tests never touch a home somebody uses."""

from __future__ import annotations

import os
import tempfile

for name in (
    "DATABASE",
    "ADDRESS",
    "PORT",
    "WORKERS",
    "HTTPS",
    "HSTS_SUBDOMAINS",
    "HOSTS",
    "BACKUP_RECIPIENTS",
    "BACKUP_EVERY",
    "BACKUP_TO",
    "JOBS",
):
    os.environ.pop(f"PURNADAYA_{name}", None)
os.environ["PURNADAYA_HOME"] = tempfile.mkdtemp(prefix="purnadaya-test-")
if address := os.environ.get("PURNADAYA_TEST_DATABASE"):
    os.environ["PURNADAYA_DATABASE"] = address
