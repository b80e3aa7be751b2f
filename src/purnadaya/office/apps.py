"""The app's name for Django."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The office."""

    name = "purnadaya.office"
    label = "office"
