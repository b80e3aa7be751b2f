"""For every command: one call that is all right and one that is not, to be sent through every door.

A case says who acts, the address and boxes of the office page, and the json of the command line. ``good``
and ``bad`` share both; ``bad`` changes one box. A new command without a case fails the architecture tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from purnadaya.access.models import User
from purnadaya.kernel.ids import new_id
from tests.world import HARGOTIRTO, World


@dataclass(frozen=True)
class Case:
    """One command through its doors.

    ``boxes`` are typed in the form and are the command's fields; ``fixed`` come from the address in the
    office and are fields at the command line. ``codes`` are the refusals of ``wrong`` boxes.
    """

    who: str
    address: str
    boxes: dict[str, Any]
    wrong: dict[str, Any]
    codes: frozenset[str]
    fixed: dict[str, str] = field(default_factory=dict)
    new_ids: tuple[str, ...] = ()
    edits: bool = False
    base: int | None = None
    before: Callable[[World], object] = lambda world: None


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
    "people.receive_request": _receive_request,
    "people.refuse_request": _refuse_request,
    "people.register_person": _register,
    "places.name_hamlet": _hamlet,
    "rulebook.end_value": _end_value,
    "rulebook.set_value": _set_value,
}

COMMAND_LINE_ONLY = frozenset({"access.found_organisation"})
"""Commands only the operator gives: they have no page, and the office refuses them (tests/access/test_users.py)."""
