"""What is wrong with a file or a line, in sentences; and what our columns are called."""

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation.table import NoTable
from eichhorn.spreadsheets.rules import Caution, Column, HeadProblem, HeadWrong, Problem, Wrong
from eichhorn.spreadsheets.rules.columns import NAMES
from eichhorn.spreadsheets.rules.tables import MOST_LINES


def column(which: Column) -> str:
    """Return what our example file calls the column, in the language of the page."""
    return NAMES[which][0 if (get_language() or "de").startswith("de") else 1]


def no_table(why: NoTable) -> str:
    """Return why a file is no table."""
    if why is NoTable.WORKBOOK:
        return gettext("This is a workbook of Excel or LibreOffice. Please save it there as CSV and choose that file.")
    return gettext("This is no text. Please choose a table (.csv).")


def of_head(problem: HeadProblem) -> str:
    """Return what is wrong with the whole table."""
    match problem.wrong:
        case HeadWrong.NO_TITLE:
            return gettext(
                "No column is called “%(title)s”. Is the first line of the table the names of its columns?"
            ) % {"title": column(Column.TITLE)}
        case HeadWrong.TWICE:
            return gettext("There are two columns for the same: “%(name)s”.") % {"name": problem.name}
        case HeadWrong.NO_SUCH_CHANNEL:
            said = gettext("The column “%(name)s” is for the text of a channel, and we know no such channel.")
            return _likely(said % {"name": problem.name}, problem.nearest)
        case HeadWrong.OPEN_QUOTE:
            return gettext(
                "From line %(row)s on, a quotation mark stands open, so that we cannot tell the cells apart."
            ) % {"row": problem.row}
        case HeadWrong.TOO_MANY:
            return gettext("It has more than %(most)s lines. Please divide it into several files.") % {
                "most": _count(MOST_LINES)
            }
        case HeadWrong.EMPTY:
            return gettext("No posts stand in it.")


def of_cell(problem: Problem) -> str:
    """Return what is wrong with a cell; its column and what stands there are said beside it."""
    if problem.why is Wrong.TOO_LONG:
        said = ngettext(
            "For %(where)s it is %(count)s character too long.",
            "For %(where)s it is %(count)s characters too long.",
            problem.number,
        )
        return said % {"where": problem.where, "count": _count(problem.number)}
    filled = {"where": problem.where, "number": _count(problem.number), "time": column(Column.TIME)}
    return _likely(str(SENTENCES[problem.why]) % filled, problem.nearest)


def _likely(said: str, nearest: str) -> str:
    return f"{said} {gettext('Is “%(name)s” meant?') % {'name': nearest}}" if nearest else said


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "." if (get_language() or "de").startswith("de") else ",")


SENTENCES = {
    Wrong.NO_TITLE: _("The title is missing."),
    Wrong.LONG_TITLE: _("A title has at most %(number)s characters."),
    Wrong.FORMULA: _("Here a formula stands, or what came of one. Please write down its value."),
    Wrong.MORE_CELLS: _(
        "The line has more cells than there are columns. Perhaps the sign that parts cells stands in a text without quotation marks."
    ),
    Wrong.NO_DAY: _("There is a time without a day."),
    Wrong.NO_TIME: _("The time is missing. Write it after the day, or into the column “%(time)s”."),
    Wrong.DAY_UNREAD: _("We do not understand this day. Write it like 11.06.2026 or 2026-06-11."),
    Wrong.TIME_UNREAD: _("We do not understand this time. Write it like 14:00."),
    Wrong.DAY_OR_MONTH: _(
        "Day or month may stand first here. Write it like 11.06.2026 or 2026-06-11, so that only one day can be meant."
    ),
    Wrong.NO_SUCH_DAY: _("This day does not exist."),
    Wrong.WEEKDAY: _("The day of the week does not fit the date."),
    Wrong.TWO_TIMES: _("The column of the day names another time."),
    Wrong.SKIPPED: _("This time does not exist: on that night the clocks are put forward."),
    Wrong.PAST: _("This date has passed."),
    Wrong.FAR: _("This date is more than ten years away. Is the year right?"),
    Wrong.NO_SUCH_CHANNEL: _("We know no channel of this name."),
    Wrong.SEVERAL_CHANNELS: _("There are %(number)s channels on this network. Please write the name of the channel."),
    Wrong.MAY_NOT: _("You may not plan and write on this channel."),
    Wrong.NO_SUCH_LANGUAGE: _("We do not know this language. Write it like de, en or Deutsch."),
    Wrong.NO_SUCH_GOAL: _("We know no goal of this name that is in force or to come."),
    Wrong.NO_SUCH_PILLAR: _("We know no pillar of this name."),
    Wrong.NO_SUCH_CAMPAIGN: _("We know no campaign of this name that runs or is still to come."),
    Wrong.LONG_TAG: _("A tag has at most %(number)s letters."),
    Wrong.TOO_MANY_TAGS: _("A post has at most %(number)s tags."),
    Wrong.NO_SUCH_PICTURE: _("No picture of the media library has this file name."),
    Wrong.SEVERAL_PICTURES: _(
        "%(number)s pictures of the media library have this file name. Please leave the cell empty and add the picture to the draft."
    ),
    Wrong.PICTURE_ENDED: _("This picture may not appear on that day: its right has ended, or a consent is missing."),
    Wrong.TOO_MANY_PICTURES: _("A post has at most %(number)s pictures."),
    Wrong.DESCRIBES_NOTHING: _("Here more pictures are described than the line has."),
    Wrong.LONGER_THAN_KEPT: _("This is longer than any network takes: at most %(number)s characters."),
    Wrong.TOO_MANY_PARTS: _("A thread has at most %(number)s posts."),
    Wrong.NOT_ITS_CHANNEL: _("The line has a text of its own for %(where)s, but does not appear there."),
    Caution.STANDS_ALREADY: _("The same text stands in the plan already on this day, for %(where)s."),
    Caution.TWICE: _("The same text stands in line %(number)s for the same day and channel."),
    Caution.NO_CHANNELS: _("It has no channel yet, so nobody can say whether its text fits."),
    Caution.NOT_DESCRIBED: _("The picture is not described yet; before the approval somebody has to."),
}
"""One for every reason but too long a text, which counts; one without words fails the tests."""
