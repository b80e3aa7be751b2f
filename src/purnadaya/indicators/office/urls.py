"""Addresses of numbers."""

from django.urls import path

from purnadaya.indicators.office import outs, views

app_name = "indicators"
urlpatterns = [
    path("", views.index, name="index"),
    path("banding/", views.compare, name="compare"),
    path("ukuran/", views.measures, name="measures"),
    path("ukuran/<str:key>/", views.measure, name="measure"),
    path("daftar/<str:key>/", views.behind, name="behind"),
    path("keluar/<slug:table>/<slug:form>/", outs.out, name="out"),
]
