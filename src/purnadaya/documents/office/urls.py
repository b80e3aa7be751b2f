"""Addresses of documents."""

from django.urls import path

from purnadaya.documents.office import views

app_name = "documents"
urlpatterns = [
    path("", views.index, name="index"),
    path("orang/<uuid:person_id>/", views.attach, name="attach"),
    path("<uuid:document_id>/", views.document, name="document"),
    path("<uuid:document_id>/kecil/", views.small, name="small"),
    path("<uuid:document_id>/isi/", views.content, name="content"),
    path("<uuid:document_id>/persetujuan/", views.renew, name="renew"),
    path("<uuid:document_id>/penghapusan/", views.remove, name="remove"),
]
