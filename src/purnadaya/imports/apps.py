"""The app's name for Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Reading spreadsheets."""

    name = "purnadaya.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
