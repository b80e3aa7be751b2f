"""Words for what happened in a person's life."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from purnadaya.people.rules.households import Relation
from purnadaya.people.rules.life import (
    Channel,
    Difficulty,
    Education,
    GivenBy,
    Leaving,
    Purpose,
    ReturnReason,
    Sector,
    Training,
    Way,
)
from purnadaya.people.rules.positions import Body

SECTOR_WORDS = {
    Sector.HOUSEHOLD: _("In a household"),
    Sector.CARE: _("Caring for the old or sick"),
    Sector.FACTORY: _("In a factory"),
    Sector.PLANTATION: _("On a plantation"),
    Sector.FARM: _("On a farm"),
    Sector.CONSTRUCTION: _("In construction"),
    Sector.SHIP: _("On a ship"),
    Sector.FOOD: _("In a restaurant or kitchen"),
    Sector.SHOP: _("In a shop or hotel"),
    Sector.CLEANING: _("Cleaning"),
    Sector.HEALTH: _("As a nurse"),
    Sector.OTHER: _("Something else"),
}

CHANNEL_WORDS = {
    Channel.AGENCY: _("Through a placement company (P3MI)"),
    Channel.GOVERNMENT: _("Through the government (G to G)"),
    Channel.OWN_COMPANY: _("Sent by her own company"),
    Channel.INDEPENDENT: _("On her own, with papers"),
    Channel.UNOFFICIAL: _("Outside the official ways"),
    Channel.UNKNOWN: _("Not known"),
}

REASON_WORDS = {
    ReturnReason.CONTRACT_ENDED: _("The contract ended"),
    ReturnReason.LEAVE: _("On leave"),
    ReturnReason.DISMISSED: _("Dismissed before it ended"),
    ReturnReason.ACCIDENT_OR_ILLNESS: _("Accident or illness"),
    ReturnReason.VIOLENCE: _("Abuse or violence"),
    ReturnReason.WAR_OR_DISASTER: _("War, disaster or epidemic"),
    ReturnReason.DEPORTED: _("Deported"),
    ReturnReason.DIED: _("Died abroad"),
    ReturnReason.OTHER: _("Another reason"),
}

EDUCATION_WORDS = {
    Education.NONE: _("No school finished"),
    Education.PRIMARY: _("SD"),
    Education.LOWER_SECONDARY: _("SMP"),
    Education.UPPER_SECONDARY: _("SMA"),
    Education.VOCATIONAL: _("SMK"),
    Education.DIPLOMA: _("Diploma"),
    Education.DEGREE: _("University degree"),
}

DOMAIN_WORDS = {
    "seeing": _("Is seeing difficult for her, even with glasses?"),
    "hearing": _("Is hearing difficult for her, even with a hearing aid?"),
    "walking": _("Is walking or climbing steps difficult for her?"),
    "remembering": _("Is remembering or concentrating difficult for her?"),
    "self_care": _("Is washing or dressing herself difficult for her?"),
    "communicating": _("Is it difficult for her to understand others or be understood?"),
}

DIFFICULTY_WORDS = {
    Difficulty.NONE: _("No, not difficult"),
    Difficulty.SOME: _("Yes, somewhat"),
    Difficulty.A_LOT: _("Yes, very"),
    Difficulty.CANNOT: _("She cannot at all"),
}

PURPOSE_WORDS = {
    Purpose.REGISTRY: _("That we keep her data"),
    Purpose.CONTACT: _("That we call or write to her"),
    Purpose.PHOTO: _("That we take and keep photos of her"),
    Purpose.REFERRAL: _("That we pass her data on to those who can help"),
    Purpose.STORY: _("That we tell her story, without her name"),
}

WAY_WORDS = {
    Way.WRITTEN: _("Signed on paper"),
    Way.RECORDED: _("By voice, recorded"),
    Way.THUMB: _("With her thumb print"),
}

GIVEN_BY_WORDS = {
    GivenBy.HERSELF: _("She herself"),
    GivenBy.GUARDIAN: _("Her parent or guardian"),
}

LEAVING_WORDS = {
    Leaving.MOVED_AWAY: _("She moved away"),
    Leaving.DOES_NOT_WANT: _("She does not want it any more"),
    Leaving.LOST_CONTACT: _("We cannot find her any more"),
    Leaving.DIED: _("She has died"),
}

TRAINING_WORDS = {
    Training.PARALEGAL: _("Paralegal training"),
    Training.PARALEGAL_PRACTICE: _("Practice as a paralegal (three months)"),
    Training.CPLA: _("Certified paralegal (CPLA)"),
    Training.GENDER_RIGHTS: _("Handling cases by rights and gender"),
    Training.TPKS: _("Handling cases of sexual violence (TPKS)"),
    Training.FACILITATION: _("Facilitating a group"),
    Training.BUSINESS: _("Running a business"),
    Training.OTHER: _("Another training"),
}

BODY_WORDS = {
    Body.COUNCIL: _("Village council (BPD, BPKal)"),
    Body.INSTITUTION: _("Community institution of the village (LKD)"),
    Body.PKK: _("PKK"),
    Body.CADRE: _("Cadre, for instance of the posyandu"),
    Body.NEIGHBOURHOOD: _("RT, RW or hamlet (dukuh)"),
    Body.DELEGATE: _("Delegate to a village assembly (musdes, musrenbang)"),
    Body.COOPERATIVE: _("Cooperative"),
    Body.VILLAGE_STAFF: _("Village staff"),
    Body.OTHER: _("Somewhere else"),
}

RELATION_WORDS = {
    Relation.HEAD: _("Head of the household"),
    Relation.SPOUSE: _("Wife or husband"),
    Relation.CHILD: _("Child"),
    Relation.PARENT: _("Mother or father"),
    Relation.SIBLING: _("Sister or brother"),
    Relation.GRANDCHILD: _("Grandchild"),
    Relation.OTHER: _("Someone else"),
}

WINDOW_WORDS = {
    "return.rehabilitation": _("Rehabilitation by BP3MI"),
    "return.empowerment_begins": _("Empowerment by BP3MI"),
}
