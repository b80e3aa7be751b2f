"""Addresses of persons."""

from django.urls import path

from purnadaya.people.office import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("baru/", views.register, name="register"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/lihat/<slug:field>/", views.show, name="show"),
    path("<uuid:person_id>/pembenaran/", views.confirm, name="confirm"),
    path("<uuid:person_id>/ubah/", views.correct, name="correct"),
]
