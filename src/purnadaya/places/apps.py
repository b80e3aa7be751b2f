"""The app's name for Django."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Areas, hamlets, local words."""

    name = "purnadaya.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
