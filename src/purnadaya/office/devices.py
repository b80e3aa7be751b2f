"""What a browser says of itself, in words a person knows her devices by."""

from __future__ import annotations

from django.utils.translation import gettext as _

SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
           ("Linux", "Linux"))  # fmt: skip
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip


def device_words(user_agent: str) -> str:
    """``Chrome, Android``: the first names that are known; an unknown browser is called that."""
    found = [next((words for sign, words in names if sign in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(words for words in found if words) or _("an unknown browser")
