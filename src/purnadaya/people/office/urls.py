"""Addresses of persons."""

from django.urls import path

from purnadaya.people.office import finding, life, requests, sharing, views

app_name = "people"
urlpatterns = [
    path("", finding.index, name="index"),
    path("cari/", finding.find, name="find"),
    path("berkas/", finding.export, name="export"),
    path("baru/", views.register, name="register"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/lihat/<slug:field>/", views.show, name="show"),
    path("<uuid:person_id>/pembenaran/", views.confirm, name="confirm"),
    path("<uuid:person_id>/ubah/", views.correct, name="correct"),
    path("<uuid:person_id>/catat/<slug:what>/", life.write, name="write"),
    path("<uuid:person_id>/migrasi/<uuid:entry_id>/", life.correct_episode, name="episode"),
    path("<uuid:person_id>/jabatan/<uuid:entry_id>/", life.correct_position, name="position"),
    path("<uuid:person_id>/akhiri/<slug:what>/<uuid:entry_id>/", life.end, name="end"),
    path("<uuid:person_id>/coret/<slug:kind>/<uuid:entry_id>/", life.strike, name="strike"),
    path("<uuid:person_id>/enam-pertanyaan/<uuid:entry_id>/", life.answers, name="answers"),
    path("<uuid:person_id>/serumah/", life.household, name="household"),
    path("<uuid:person_id>/gabung/", life.merge, name="merge"),
    path("<uuid:person_id>/bukan/<uuid:other_id>/", life.apart, name="apart"),
    path("kembar/", life.twins, name="twins"),
    path("<uuid:person_id>/pisah/<uuid:other_id>/", life.unmerge, name="unmerge"),
    path("<uuid:person_id>/kirim/", sharing.share, name="share"),
    path("<uuid:person_id>/permintaan/", requests.receive, name="receive"),
    path("permintaan/", requests.index, name="requests"),
    path("permintaan/<uuid:request_id>/", requests.request_page, name="request"),
    path("permintaan/<uuid:request_id>/jawaban/", requests.answer, name="answer"),
    path("permintaan/<uuid:request_id>/penolakan/", requests.refuse, name="refuse"),
    path("permintaan/<uuid:request_id>/penghapusan/", requests.erase, name="erase"),
    path("permintaan/<uuid:request_id>/surat/", requests.certificate, name="certificate"),
]
