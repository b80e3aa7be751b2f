"""For every command: one call that is all right and one that is not, to be sent through every door.

A case says who acts, the address and boxes of the office page, and the json of the command line. ``good``
and ``bad`` share both; ``bad`` changes one box. A new command without a case fails the architecture tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from purnadaya.access.models import User
from purnadaya.kernel.ids import new_id
from tests.doors.case import Case
from tests.doors.document_cases import DOCUMENTS
from tests.doors.group_cases import CASES as GROUPS
from tests.doors.import_cases import IMPORTS
from tests.doors.meeting_cases import MEETINGS
from tests.doors.outreach_cases import OUTREACHES
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World


def _register(world: World) -> Case:
    boxes = {
        "name": "Suminah", "sex": "female", "birth": "1980-02-03", "village": HARGOTIRTO, "hamlet": "Sekendal",
        "background": "returned_migrant",
    }  # fmt: skip
    return Case(
        "ayu", "/orang/baru/", boxes, {"birth": "2999"}, frozenset({"people.birth_in_future"}), new_ids=("person",)
    )


def _correct(world: World) -> Case:
    sari = str(world.people["sari"])
    return Case(
        "dimas", f"/orang/{sari}/ubah/", {"nickname": "Yayuk"}, {"nickname": "<b>"}, frozenset({"people.name_signs"}),
        fixed={"person": sari}, edits=True, base=1,
    )  # fmt: skip


def _asked(world: World, wish: str = "access") -> str:
    request = str(new_id())
    body = {"person": world.people["sari"], "wish": wish, "asker": "herself", "checked": "known for years"}
    world.run("ayu", "people.receive_request", request=request, **body)
    return request


def _receive_request(world: World) -> Case:
    sari = str(world.people["sari"])
    boxes = {"wish": "access", "asker": "herself", "checked": "known for years"}
    return Case(
        "ayu", f"/orang/{sari}/permintaan/", boxes, {"checked": ""}, frozenset({"value.missing"}),
        fixed={"person": sari}, new_ids=("request",),
    )  # fmt: skip


def _answer_request(world: World) -> Case:
    request = _asked(world)
    address = f"/orang/permintaan/{request}/jawaban/"
    return Case("kinasih", address, {"answer": "on paper"}, {"answer": ""}, frozenset({"value.missing"}),
                fixed={"request": request})  # fmt: skip


def _refuse_request(world: World) -> Case:
    request = _asked(world)
    boxes = {"ground": "endangers_her", "answer": "told her why"}
    return Case("kinasih", f"/orang/permintaan/{request}/penolakan/", boxes, {"ground": "mood"},
                frozenset({"value.not_a_choice"}), fixed={"request": request})  # fmt: skip


def _erase(world: World) -> Case:
    request, sari = _asked(world, "erase"), str(world.people["sari"])
    return Case("kinasih", f"/orang/permintaan/{request}/penghapusan/", {}, {}, frozenset(),
                fixed={"request": request, "person": sari})  # fmt: skip


def _about_sari(world: World, what: str, boxes: dict[str, Any], wrong: dict[str, Any], code: str, new: str) -> Case:
    """Something new about Sari, written on her page by Ayu."""
    sari = str(world.people["sari"])
    new_ids = (new,) if new else ()
    return Case("ayu", f"/orang/{sari}/{what}/", boxes, wrong, frozenset({code}), {"person": sari}, new_ids)


DAY = "2026-01-05"
EPISODE = {"country": "MY", "sector": "household", "channel": "agency", "departed": "2015", "returned": "2019-03"}


def _episode(world: World) -> Case:
    wrong = {"returned": "2014"}
    return _about_sari(world, "catat/migrasi", EPISODE, wrong, "people.returned_before_departing", "episode")


def _consent(world: World) -> Case:
    boxes = {"purpose": "photo", "way": "thumb", "given_by": "herself", "given_on": DAY, "notice": "sheet one"}
    return _about_sari(world, "catat/persetujuan", boxes, {"notice": ""}, "value.missing", "consent")


def _functioning(world: World) -> Case:
    boxes, wrong = {"asked_on": DAY, "walking": "a_lot"}, {"walking": "hop"}
    return _about_sari(world, "catat/enam-pertanyaan", boxes, wrong, "value.not_a_choice", "functioning")


def _qualification(world: World) -> Case:
    boxes = {"training": "paralegal", "since": DAY, "issuer": "LBH"}
    return _about_sari(
        world, "catat/pelatihan", boxes, {"until": "2020-01-01"}, "people.ends_before_it_begins", "qualification"
    )


def _visit(world: World) -> Case:
    boxes = {"met_on": DAY, "note": "Her shop does well."}
    return _about_sari(world, "catat/kunjungan", boxes, {"met_on": "2999-01-01"}, "people.not_yet", "visit")


def _move(world: World) -> Case:
    boxes = {"village": DEMANGREJO, "hamlet": "Kaliwiru", "moved_on": DAY}
    return _about_sari(world, "catat/pindah", boxes, {"village": BANARAN}, "people.village_out_of_reach", "move")


def _leaving(world: World) -> Case:
    boxes = {"why": "moved_away", "on": DAY}
    return _about_sari(world, "catat/tidak-didampingi", boxes, {"on": "2999-01-01"}, "people.not_yet", "")


def _take_back(world: World) -> Case:
    def leave(world: World) -> None:
        world.run("ayu", "people.record_leaving", person=world.people["sari"], why="moved_away", on=DAY)

    case = _about_sari(world, "catat/didampingi-lagi", {"reason": "back"}, {"reason": ""}, "value.missing", "")
    return replace(case, before=leave)


def _join(world: World) -> Case:
    case = _about_sari(
        world, "serumah", {"relation": "head", "since": DAY}, {"relation": "cat"}, "value.not_a_choice", "member"
    )
    return replace(case, address=f"{case.address}?sendiri")


def _accompany(world: World) -> Case:
    boxes = {"user": str(world.users["ayu"]), "since": DAY}
    return _about_sari(world, "catat/pendamping", boxes, {"since": "2999-01-01"}, "people.not_yet", "accompaniment")


def _written(world: World, kind: str, new: str, **body: Any) -> str:
    """The id of an entry about Sari that is there already."""
    made = str(new_id())
    world.run("ayu", f"people.{kind}", person=world.people["sari"], **{new: made}, **body)
    return made


def _of_entry(
    world: World, path: str, fixed: dict[str, str], boxes: dict[str, Any], wrong: dict[str, Any], code: str
) -> Case:
    """Something about an entry of Sari's that is there: the first id in ``fixed``."""
    sari, made = str(world.people["sari"]), next(iter(fixed.values()))
    return Case("ayu", f"/orang/{sari}/{path}/{made}/", boxes, wrong, frozenset({code}), {"person": sari, **fixed})


def _correct_episode(world: World) -> Case:
    made = _written(world, "record_episode", "episode", **EPISODE)
    boxes, wrong = {"returned": "2018-02"}, {"returned": "2014-02"}
    code = "people.returned_before_departing"
    return replace(_of_entry(world, "migrasi", {"episode": made}, boxes, wrong, code), edits=True, base=1)


POSITION = {"body": "council", "role": "Anggota", "village": HARGOTIRTO, "since": "2019", "until": "2023-05"}


def _position(world: World) -> Case:
    return _about_sari(world, "catat/jabatan", POSITION, {"until": "2018"}, "people.ends_before_it_begins", "position")


def _correct_position(world: World) -> Case:
    made = _written(world, "record_position", "position", **POSITION)
    boxes, wrong = {"until": "2024-01"}, {"until": "2018"}
    code = "people.ends_before_it_begins"
    return replace(_of_entry(world, "jabatan", {"position": made}, boxes, wrong, code), edits=True, base=1)


def _end_position(world: World) -> Case:
    made = _written(world, "record_position", "position", body="pkk", since="2019-05")
    code = "people.ends_before_it_begins"
    return _of_entry(world, "akhiri/jabatan", {"position": made}, {"until": "2024-02-01"}, {"until": "2018"}, code)


def _withdraw(world: World) -> Case:
    body = {"purpose": "photo", "way": "thumb", "given_on": DAY, "notice": "sheet one"}
    made = _written(world, "record_consent", "consent", **body)
    boxes, wrong = {"withdrawn_on": "2026-02-01"}, {"withdrawn_on": "2025-01-01"}
    return _of_entry(world, "akhiri/persetujuan", {"consent": made}, boxes, wrong, "people.ends_before_it_begins")


def _leave_household(world: World) -> Case:
    made = _written(world, "join_household", "member", relation="head", since=DAY)
    boxes, wrong = {"until": "2026-02-01"}, {"until": "2025-01-01"}
    return _of_entry(world, "akhiri/serumah", {"member": made}, boxes, wrong, "people.ends_before_it_begins")


def _end_accompaniment(world: World) -> Case:
    made = _written(world, "accompany", "accompaniment", user=world.users["ayu"], since=DAY)
    boxes, wrong = {"until": "2026-02-01"}, {"until": "2025-01-01"}
    return _of_entry(world, "akhiri/pendamping", {"accompaniment": made}, boxes, wrong, "people.ends_before_it_begins")


def _strike(world: World) -> Case:
    made = _written(world, "record_visit", "visit", met_on=DAY, note="Her shop does well.")
    fixed = {"entry": made, "of": "visit"}
    return _of_entry(world, "coret/visit", fixed, {"reason": "someone else"}, {"reason": ""}, "value.missing")


def _merge(world: World) -> Case:
    sari, tumini = str(world.people["sari"]), str(world.people["tumini"])
    boxes, wrong = {"reason": "one woman"}, {"reason": "one\u202ewoman"}
    address, fixed = f"/orang/{sari}/gabung/?dengan={tumini}", {"person": sari, "other": tumini}
    return Case("kinasih", address, boxes, wrong, frozenset({"value.hidden_signs"}), fixed=fixed)


def _unmerge(world: World) -> Case:
    sari, tumini = str(world.people["sari"]), str(world.people["tumini"])

    def merge(world: World) -> None:
        world.run("kinasih", "people.merge_persons", person=sari, other=tumini)

    address, fixed = f"/orang/{sari}/pisah/{tumini}/", {"person": sari, "other": tumini}
    boxes, wrong = {"reason": "two women"}, {"reason": ""}
    return Case("kinasih", address, boxes, wrong, frozenset({"value.missing"}), fixed=fixed, before=merge)


def _keep_apart(world: World) -> Case:
    sari, tumini = str(world.people["sari"]), str(world.people["tumini"])
    return Case(
        "kinasih", f"/orang/{sari}/bukan/{tumini}/", {}, {}, frozenset(), fixed={"person": sari, "other": tumini}
    )


def _invite(world: World) -> Case:
    boxes = {"name": "Tutik", "username": "tutik", "role": "facilitator", "phone": "0812 3456 7890"}
    wrong = {"username": "rina"}
    return Case("kinasih", "/pengguna/undangan/", boxes, wrong, frozenset({"access.username_taken"}), new_ids=("user",))


def _user(
    world: World, name: str, act: str, boxes: dict[str, Any], wrong: dict[str, Any], code: str, **more: Any
) -> Case:
    user = str(world.users[name])
    fixed = {"user": user, **more.pop("fixed", {})}
    return Case("lintang", f"/pengguna/{user}/{act}/", boxes, wrong, frozenset({code}), fixed=fixed, **more)


def _correct_user(world: World) -> Case:
    return _user(world, "ayu", "ubah", {"name": "Ayu Dewi"}, {"name": ""}, "value.missing", edits=True, base=2)


def _issue_code(world: World) -> Case:
    return _user(world, "ayu", "kode", {}, {}, "")


def _reset_second_factor(world: World) -> Case:
    return _user(world, "dimas", "langkah-kedua", {"reason": "phone lost"}, {"reason": "???"}, "value.no_letter")


def _give_role(world: World) -> Case:
    boxes = {"role": "paralegal", "area": HARGOTIRTO}
    return _user(
        world, "ayu", "peran", boxes, {"role": "system_admin"}, "access.role_not_yours_to_give", new_ids=("grant",)
    )


def _end_role(world: World) -> Case:
    grant = str(User.objects.get(id=world.users["bagas"]).grants.get().id)
    act = f"peran/{grant}/penghentian"
    return _user(world, "bagas", act, {"reason": "term over"}, {"reason": ""}, "value.missing", fixed={"grant": grant})


def _close(world: World) -> Case:
    return _user(world, "ayu", "penutupan", {"reason": "left us"}, {"reason": "???"}, "value.no_letter")


def _open(world: World) -> Case:
    def close(world: World) -> None:
        world.run("lintang", "access.close_sign_in", user=world.users["ayu"], reason="left us")

    return _user(world, "ayu", "pembukaan", {}, {}, "", before=close)


def _hamlet(world: World) -> Case:
    def have(world: World) -> None:
        world.run("kinasih", "places.name_hamlet", hamlet=new_id(), village=HARGOTIRTO, name="Clapar")

    return Case(
        "ayu", f"/wilayah/{HARGOTIRTO}/", {"name": "Nabin"}, {"name": "clapar"}, frozenset({"places.hamlet_exists"}),
        fixed={"village": HARGOTIRTO}, new_ids=("hamlet",), before=have,
    )  # fmt: skip


def _found(world: World) -> Case:
    boxes = {"name": "Yayasan Ketiga", "home": "34.01"}
    wrong = {"zone": "Mars/Olympus"}
    return Case("", "", boxes, wrong, frozenset({"access.unknown_zone"}), new_ids=("organisation",))


OWN_AGE = {"rule": "age.elderly", "unit": "age"}


def _set_value(world: World) -> Case:
    boxes = {"value": 55, "since": "2027-01-01", "source": "Rapat pengurus 3/2026", "reason": "many stop working at 55"}
    return Case(
        "arum", "/buku-aturan/age.elderly/nilai/", boxes, {"until": "2026-12-31"}, frozenset({"rulebook.ends_first"}),
        fixed=OWN_AGE, new_ids=("own_value",), base=0,
    )  # fmt: skip


def _end_value(world: World) -> Case:
    value = new_id()

    def have(world: World) -> None:
        body = {"value": 55, "since": "2027-01-01", "source": "Rapat pengurus 3/2026", "reason": "many stop at 55"}
        world.run("arum", "rulebook.set_value", own_value=value, **OWN_AGE, **body)

    boxes = {"until": "2027-03-01", "reason": "the board changed its mind"}
    return Case(
        "lintang", f"/buku-aturan/nilai/{value}/penghentian/", boxes, {"until": "2026-01-01"},
        frozenset({"rulebook.not_its_day"}), fixed={"own_value": str(value)}, base=1, before=have,
    )  # fmt: skip


CASES: dict[str, Callable[[World], Case]] = {
    **DOCUMENTS,
    **GROUPS,
    **MEETINGS,
    **OUTREACHES,
    **IMPORTS,
    "access.close_sign_in": _close,
    "access.correct_user": _correct_user,
    "access.found_organisation": _found,
    "access.end_role": _end_role,
    "access.give_role": _give_role,
    "access.invite_user": _invite,
    "access.issue_code": _issue_code,
    "access.open_sign_in": _open,
    "access.reset_second_factor": _reset_second_factor,
    "people.answer_request": _answer_request,
    "people.correct_person": _correct,
    "people.erase_person": _erase,
    "people.accompany": _accompany,
    "people.correct_episode": _correct_episode,
    "people.correct_position": _correct_position,
    "people.end_accompaniment": _end_accompaniment,
    "people.end_position": _end_position,
    "people.join_household": _join,
    "people.keep_apart": _keep_apart,
    "people.leave_household": _leave_household,
    "people.merge_persons": _merge,
    "people.record_consent": _consent,
    "people.record_episode": _episode,
    "people.record_functioning": _functioning,
    "people.record_leaving": _leaving,
    "people.record_move": _move,
    "people.record_position": _position,
    "people.record_qualification": _qualification,
    "people.record_visit": _visit,
    "people.strike_entry": _strike,
    "people.take_back": _take_back,
    "people.unmerge_persons": _unmerge,
    "people.withdraw_consent": _withdraw,
    "people.receive_request": _receive_request,
    "people.refuse_request": _refuse_request,
    "people.register_person": _register,
    "places.name_hamlet": _hamlet,
    "rulebook.end_value": _end_value,
    "rulebook.set_value": _set_value,
}

COMMAND_LINE_ONLY = frozenset({"access.found_organisation", *IMPORTS})
"""Commands that have no form: only the operator gives them (tests/access/test_users.py), or they are given on the way
of an import (tests/imports)."""
