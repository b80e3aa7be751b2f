"""The app's name for Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Numbers by place and period."""

    name = "purnadaya.indicators"
    label = "indicators"
