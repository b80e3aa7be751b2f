"""Every address. A page without a declared door is not found (access/gate.py)."""

from allauth.account import views as allauth
from allauth.mfa.base import views as allauth_mfa
from django.urls import include, path
from django.views.i18n import set_language

from purnadaya.access.gate import before_second_factor, open_to_all
from purnadaya.office import failures
from purnadaya.office.views import (
    account,
    history,
    home,
    jobs,
    life_line,
    menu,
    places,
    rights,
    rulebook,
    second_factor,
    security,
    users,
    waiting,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("cari/", home.search, name="search"),
    path("lainnya/", menu.more, name="more"),
    path("sehat/", home.health, name="health"),
    path("bahasa/", open_to_all(set_language), name="set_language"),
    path("masuk/", open_to_all(allauth.login), name="account_login"),
    path("masuk/kode/", account.redeem, name="redeem"),
    path("masuk/langkah-kedua/", open_to_all(allauth_mfa.authenticate), name="mfa_authenticate"),
    path("keluar/", before_second_factor(allauth.logout), name="account_logout"),
    path("akun/", account.account, name="account"),
    path("akun/sandi/", account.password, name="password"),
    path("akun/langkah-kedua/", second_factor.second_factor, name="second_factor"),
    path("akun/langkah-kedua/kode-cadangan/", second_factor.recovery, name="recovery_codes"),
    path("akun/langkah-kedua/penghentian/", second_factor.off, name="second_factor_off"),
    path("akun/sesi/", account.end_sessions, name="end_sessions"),
    path("orang/", include("purnadaya.people.office.urls")),
    path("orang/<uuid:person_id>/kisah/", life_line.life_line, name="life_line"),
    path("orang/permintaan/<uuid:request_id>/berkas/", rights.export, name="subject_export"),
    path("berkas/", include("purnadaya.documents.office.urls")),
    path("kelompok/", include("purnadaya.groups.office.urls")),
    path("angka/", include("purnadaya.indicators.office.urls")),
    path("impor/", include("purnadaya.imports.office.urls")),
    path("wilayah/cari/", home.villages, name="villages"),
    path("wilayah/cari/semua/", home.areas, name="areas"),
    path("wilayah/<str:code>/", places.place, name="place"),
    path("buku-aturan/", rulebook.book, name="rulebook"),
    path("buku-aturan/<str:rule>/nilai/", rulebook.set_value, name="rule_set_value"),
    path("buku-aturan/nilai/<uuid:value_id>/penghentian/", rulebook.end_value, name="rule_end_value"),
    path("riwayat/<slug:kind>/<uuid:thing_id>/", history.history, name="history"),
    path("keamanan/", security.events, name="security"),
    path("keamanan/terbaca/", security.readings, name="readings"),
    path("catatan/", history.log, name="log"),
    path("pekerjaan/", jobs.index, name="jobs"),
    path("pekerjaan/<uuid:task_id>/pengulangan/", jobs.again, name="job_again"),
    path("perlu-diperiksa/", waiting.index, name="waiting"),
    path("perlu-diperiksa/<uuid:item_id>/", waiting.item, name="waiting_item"),
    path("perlu-diperiksa/<uuid:item_id>/penerapan/", waiting.retry, name="waiting_retry"),
    path("perlu-diperiksa/<uuid:item_id>/penyisihan/", waiting.aside, name="waiting_aside"),
    path("pengguna/", users.index, name="users"),
    path("pengguna/undangan/", users.invite, name="invite"),
    path("pengguna/<uuid:user_id>/", users.user, name="user"),
    path("pengguna/<uuid:user_id>/ubah/", users.correct, name="user_correct"),
    path("pengguna/<uuid:user_id>/kode/", users.code, name="user_code"),
    path("pengguna/<uuid:user_id>/langkah-kedua/", users.reset_second_factor, name="user_second_factor"),
    path("pengguna/<uuid:user_id>/peran/", users.give_role, name="user_give_role"),
    path("pengguna/<uuid:user_id>/peran/<uuid:grant_id>/penghentian/", users.end_role, name="user_end_role"),
    path("pengguna/<uuid:user_id>/penutupan/", users.close, name="user_close"),
    path("pengguna/<uuid:user_id>/pembukaan/", users.reopen, name="user_reopen"),
]

handler403 = failures.forbidden
handler404 = failures.not_found
handler429 = failures.too_many
handler500 = failures.broken
