"""The app's name for Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Photos and files."""

    name = "purnadaya.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
