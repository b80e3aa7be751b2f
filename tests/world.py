"""The one cast of all tests, written with commands.

Mitra: Lintang (admin), Kinasih (coordinator), Ayu (facilitator in Kokap and Sentolo), Dimas (paralegal),
Wati (officer in Demangrejo), Arum (programme manager), Bagas (auditor).
Persons of Mitra: Sari (Hargotirto), Tumini (Demangrejo), Painem (Banaran, where Ayu does not go).
Koordinasi: Rina, its coordinator, and Ginem, a person of hers. Rina is always the stranger.
"""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from purnadaya.access.actors import System, UserActor
from purnadaya.access.models import User
from purnadaya.access.queries import actor_for, live_code
from purnadaya.access.roles import NEEDS_SECOND_FACTOR
from purnadaya.access.second_factor import PERIOD, code_at, enrol
from purnadaya.access.signin import use_code
from purnadaya.journal.envelopes import Envelope, Outcome
from purnadaya.journal.execute import execute
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.parsing import parse

PASSPHRASE = "jalan kecil ke kebun"
HARGOTIRTO, DEMANGREJO, BANARAN = "34.01.08.2005", "34.01.06.2001", "34.01.04.2001"


class CheapArgon2(Argon2PasswordHasher):
    """Argon2 that does not keep two cores busy."""

    time_cost, memory_cost, parallelism = 1, 64, 1


@dataclass
class World:
    """Ids of everyone in the cast, and ways to act as them."""

    mitra: UUID = field(default_factory=new_id)
    koordinasi: UUID = field(default_factory=new_id)
    users: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """The keys in the phones of those whose role needs a second factor."""

    def actor(self, name: str) -> UserActor:
        """The user of this name, acting with the roles she holds now."""
        user = User.objects.select_related("organisation").get(id=self.users[name])
        return actor_for(user, SYSTEM_CLOCK.today())

    def browser(self, name: str, language: str = "en") -> Client:
        """A browser in which she is signed in, reading in this language."""
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        client.force_login(User.objects.get(id=self.users[name]))
        return client

    def code(self, name: str, later: int = 0) -> str:
        """What her phone shows now, or so many half minutes later."""
        return code_at(self.keys[name], int(SYSTEM_CLOCK.now().timestamp()) // PERIOD + later)

    def run(self, who: str, kind: str, /, base: int | None = None, **body: Any) -> Outcome:
        """Execute a command as this user."""
        return run(self.actor(who), kind, base, **body)

    def person(self, name: str = "Suminah", **more: Any) -> dict[str, Any]:
        """The body of a registration that is all right."""
        body = {
            "person": str(new_id()),
            "name": name,
            "sex": "female",
            "village": HARGOTIRTO,
            "background": "village_woman",
        }
        return {**body, **more}


def run(actor: Actor, kind: str, /, base: int | None = None, **body: Any) -> Outcome:
    """Execute a command of this kind with these json values."""
    plain = {name: str(value) if isinstance(value, UUID) else value for name, value in body.items()}
    return execute(parse(kind, plain), Envelope(actor, "office", base=base))


MITRA_USERS = (
    ("lintang", "Lintang Prameswari", "organisation_admin", ()),
    ("kinasih", "Wulan Kinasih", "coordinator", ()),
    ("ayu", "Ayu Hapsari", "facilitator", ("34.01.08", "34.01.06")),
    ("dimas", "Dimas Adi Nugroho", "paralegal", ("34.01",)),
    ("wati", "Wati Sulastri", "group_officer", (DEMANGREJO,)),
    ("arum", "Arum Maheswari", "programme_manager", ()),
    ("bagas", "Bagas Wicaksono", "auditor", ()),
    ("surya", "Surya Dinata", "system_admin", ()),
    ("paula", "Paula Mitrawati", "partner", ()),
)
KOORDINASI_USERS = (("rina", "Rina Andriani", "coordinator", ()), ("yuni", "Yuni Prihatin", "organisation_admin", ()))


def found_world() -> World:
    """Write the cast into an empty store."""
    world = World()
    for organisation, name, users in (
        (world.mitra, "Yayasan Mitra", MITRA_USERS),
        (world.koordinasi, "Koordinasi Purna Migran", KOORDINASI_USERS),
    ):
        run(System("test"), "access.found_organisation", organisation=organisation, name=name, home="34.01")
        for username, called, role, areas in users:
            world.users[username] = _invite(organisation, username, called, role, areas)
            if role in NEEDS_SECOND_FACTOR:
                world.keys[username] = b32encode(username.ljust(20).encode()).decode()
                enrol(User.objects.get(id=world.users[username]), world.keys[username])
    for who, body in (
        (
            "kinasih",
            world.person(
                "Sari Lestari", nickname="Tari", honorific="Mbak", birth="1990-04-21", background="returned_migrant"
            ),
        ),
        ("kinasih", world.person("Tumini", village=DEMANGREJO, birth="1961")),
        ("kinasih", world.person("Painem", village=BANARAN, birth="1955~", hamlet="Sekendal")),
        ("rina", world.person("Ginem Rahayu", background="returned_migrant")),
    ):
        world.people[body["name"].split()[0].lower()] = UUID(world.run(who, "people.register_person", **body).of.id)
    return world


def _invite(organisation: UUID, username: str, name: str, role: str, areas: tuple[str, ...]) -> UUID:
    actor, user = System("test", organisation), new_id()
    first, *more = areas or (None,)
    body = {"user": user, "username": username, "name": name, "role": role, "area": first}
    code = live_code(run(actor, "access.invite_user", **body).secret)
    use_code(code, PASSPHRASE, SYSTEM_CLOCK.now())
    for area in more:
        run(actor, "access.give_role", grant=new_id(), user=user, role=role, area=area)
    return user
