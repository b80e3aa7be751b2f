"""Words for what becomes of rows: why one waits, how she was known, what was taken so, what cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ROW_PROBLEM_WORDS: Mapping[str, Any] = {
    # how somebody was known
    "imports.taken_before": _("This row was taken in before."),
    "imports.same_nik": _("The same NIK, and a name like hers."),
    "imports.same_person": _("The same name, birth date and village."),
    "imports.same_row": _("The same person as in an earlier row of this list."),
    "imports.same_member": _("The one member of the group with this name."),
    # why a row waits
    "imports.perhaps_same": _("She may be here already. Please look."),
    "imports.which_member": _("Which member of the group is meant?"),
    "imports.not_a_member": _("Nobody in the group has this name."),
    "imports.named_twice": _("Two rows of this list bear the name of one member."),
    "imports.whose_meetings": _("Say which group these meetings are of."),
    "imports.no_sex": _("Nothing says whether this is a woman or a man. Choose it for the whole list."),
    "imports.no_village": _("Nothing says in which village. Choose it for the whole list."),
    "imports.unknown_village": _("There is no village “%(text)s” in the area you chose."),
    "imports.which_village": _("Which village is “%(text)s”? Perhaps: %(like)s."),
    "imports.which_group": _("Several groups are called “%(text)s”. Say which one."),
    "imports.group_where": _("We do not know in which village “%(text)s” is at home."),
    "imports.no_such_group": _("The group chosen for these rows is not there any more."),
    "imports.was_taken_back": _("Who this row was has been taken back since. Please look again."),
    "imports.waits_for_row": _("It is the same person as in another row, which waits itself."),
    # what was taken so though not written so
    "imports.sex_by_nik": _("Woman or man: taken from the NIK."),
    "imports.sex_by_title": _("Woman or man: taken from the title before the name."),
    "imports.sex_by_group": _("A woman, for this is a group of women."),
    "imports.remark_not_kept": _("The remark “%(text)s” is not kept."),
    "imports.perhaps_dead": _("The remark says “%(text)s”. Did she die? Then leave her out."),
    "imports.group_elsewhere": _("Her group “%(text)s” is at home in another village."),
    "imports.background_by_return": _("Taken as a returned migrant, for the year of her return is written."),
    "imports.background_other": _("Why she is in the list is not said. Written as: other."),
    "imports.abroad_not_hers": _("Country and years are not kept: it is not said that she was abroad herself."),
    "imports.abroad_not_whole": _("Country and years are not kept: for that we need one country and when she left."),
    "imports.abroad_known": _("Country and years are not written: she is known already. Look at her page."),
    "imports.mark_without_meeting": _("A mark stands in a column without a day, and is not kept."),
    "imports.since_taken": _("Whoever says no day is written as a member since %(day)s."),
    "imports.founds_group": _("The group “%(name)s” is not there yet and will be founded."),
    "imports.several_in_post": _("“%(group)s”: %(count)s rows name the same office (%(post)s). Nobody is appointed."),
    "imports.several_say_so": _("Several say they hold this office, so it was not written."),
    "imports.added": _("Added to her entry: %(fields)s."),
    "imports.touched_since": _("Somebody wrote about it since. It stays."),
    # what cannot be done
    "imports.forgotten": _("The file is not kept any more. Give it again."),
    "imports.no_file": _("Choose a spreadsheet first."),
    "imports.another_file": _("This is another file than the one that was received. Give it again."),
    "imports.given_already": _("This file was given already."),
    "imports.given_before": _("The very same file was given before. Nothing of it is written twice."),
    "imports.bad_choices": _("One of the columns was given a meaning we do not know."),
    "imports.no_villages": _("There are no villages in this area. Choose a regency, a district or a village."),
    "imports.not_read_yet": _("Its rows are not read yet. Wait a moment."),
    "imports.nothing_ready": _("No row is ready to be taken in."),
    "imports.at_work": _("It is being worked on just now. Wait until that is done."),
    "imports.undone_already": _("This import was taken back already."),
    "imports.too_many_rows": _("At most %(most)s rows can be decided at once."),
    "imports.not_waiting": _("One of these rows is not waiting any more. Look at the list anew."),
    "imports.say_who": _("Say who it is."),
    "imports.no_such_row": _("Choose an earlier row of the same list."),
    "imports.one_by_one": _("Who somebody is can only be said for one row at a time."),
    "imports.must_be_mended": _("Row %(line)s cannot be taken as it is. Put it right in your file and give that."),
}
