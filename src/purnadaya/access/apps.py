"""The app's name for Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Organisations, users and roles."""

    name = "purnadaya.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
