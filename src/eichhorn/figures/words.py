"""What the figures call things."""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy

from eichhorn.desk.rules import Because
from eichhorn.desk.words import BECAUSES
from eichhorn.figures.queries import Quarter
from eichhorn.figures.rules import Notice

NOTICES: dict[Notice, Promise] = {
    Notice.SAME_DAY: pgettext_lazy("notice", "for the same day"),
    Notice.SHORT: pgettext_lazy("notice", "one or two working days before"),
    Notice.WEEK: pgettext_lazy("notice", "three to five working days before"),
    Notice.LONG: pgettext_lazy("notice", "six working days before and more"),
    Notice.ANY: pgettext_lazy("notice", "any date was welcome"),
}


def department(number: int | None, quarter: Quarter) -> str:
    """Return the name of the department."""
    return quarter.departments.get(number or 0) or gettext("without a department")


def type_(number: int | None, quarter: Quarter) -> str:
    """Return the name of the type as the reader speaks."""
    found = quarter.types.get(number or 0)
    return found.said("name") if found is not None else gettext("without a type")


def because(said: str) -> str:
    """Return why requests were declined, in a few words."""
    return str(BECAUSES[Because(said)]) if said else pgettext("declined", "nobody said why")
