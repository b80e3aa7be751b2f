"""Addresses of imports."""

from django.urls import path

from purnadaya.imports.office import choosing, deciding, giving, looking, taking

app_name = "imports"
urlpatterns = [
    path("", giving.index, name="index"),
    path("baru/", giving.give, name="give"),
    path("<uuid:file_id>/", giving.file, name="file"),
    path("<uuid:file_id>/pembatalan/", taking.undo, name="undo"),
    path("<uuid:file_id>/penghapusan/", taking.forget, name="forget"),
    path("lembar/<uuid:sheet_id>/", looking.sheet, name="sheet"),
    path("lembar/<uuid:sheet_id>/lagi/", taking.again, name="again"),
    path("lembar/<uuid:sheet_id>/kolom/", choosing.choose, name="choose"),
    path("lembar/<uuid:sheet_id>/tempat/", choosing.places, name="places"),
    path("lembar/<uuid:sheet_id>/semua/", deciding.decide_all, name="decide_all"),
    path("lembar/<uuid:sheet_id>/masuk/", taking.take_in, name="take_in"),
    path("lembar/<uuid:sheet_id>/sisa/", taking.problem_rows, name="problem_rows"),
    path("lembar/<uuid:sheet_id>/nama/", taking.save_mapping, name="save_mapping"),
    path("baris/<uuid:row_id>/", deciding.decide, name="decide"),
]
