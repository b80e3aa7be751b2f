"""The app's name for Django."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Groups and their meetings."""

    name = "purnadaya.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"
