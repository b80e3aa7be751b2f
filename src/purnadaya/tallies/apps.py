"""The app's name for Django."""

from django.apps import AppConfig


class TalliesConfig(AppConfig):
    """The counting engine."""

    name = "purnadaya.tallies"
    label = "tallies"
    default_auto_field = "django.db.models.BigAutoField"
