"""The app's name for Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The operation log and the waiting room."""

    name = "purnadaya.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
