"""The app's name for Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look and the forms."""

    name = "purnadaya.ui"
    label = "ui"
