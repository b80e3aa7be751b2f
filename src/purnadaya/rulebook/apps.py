"""The app's name for Django."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """The rulebook."""

    name = "purnadaya.rulebook"
    label = "rulebook"
    default_auto_field = "django.db.models.BigAutoField"
