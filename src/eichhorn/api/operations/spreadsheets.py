"""Tables of posts: looked at line by line, then made all or nothing."""

from typing import Annotated

from django.core.files.uploadedfile import UploadedFile as Sent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Path, Router, UploadedFile

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of, need
from eichhorn.api.problems import Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import spreadsheets as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.foundation.table import Unreadable
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.spreadsheets import queries, services
from eichhorn.spreadsheets.models import Sheet
from eichhorn.spreadsheets.words import no_table

router = Router(tags=["spreadsheets"])
SheetId = Annotated[Numbered, Path(description="The number of the table.", example=4)]
LARGEST_FILE = 8 * 1024 * 1024


@router.post("/spreadsheets", **operation("look_at_spreadsheet", Scope.PLAN, shown.TableShown, status=201))
def look_at_spreadsheet(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="A table (.csv), up to 8 MB and 10,000 lines.")],
) -> HttpResponse:
    """Look at a table of posts, as multipart/form-data: the answer says of every line what would be made of it.

    Nothing is made. The table is kept for a week, so that its posts can be made of just these bytes.
    """
    caller = caller_of(request)
    if not isinstance(file, Sent):
        raise invalid.at("file", _("This has to be a file."))
    if (file.size or 0) > LARGEST_FILE:
        raise invalid.at("file", _("This file is larger than 8 MB."))
    try:
        sheet = services.look_at(content=file.read(), name=file.name or "", by=caller.person, now=caller.now)
    except Unreadable as problem:
        raise invalid.at("file", no_table(problem.why)) from problem
    return answers.said(_shown(sheet, caller), status=201, at=f"/spreadsheets/{sheet.pk}")


@router.get("/spreadsheets/{sheet_id}", **operation("read_spreadsheet", Scope.READ, shown.TableShown))
def read_spreadsheet(request: HttpRequest, sheet_id: SheetId) -> HttpResponse:
    """Read what would be made of a table now, or what became of it."""
    caller = caller_of(request)
    return answers.said(_shown(queries.sheet_of(sheet_id, by=caller.person), caller))


@router.post(
    "/spreadsheets/{sheet_id}/make",
    **operation("make_spreadsheet", Scope.PLAN, shown.TableShown, can=("not-as-seen", "not-ready")),
)
def make_spreadsheet(request: HttpRequest, sheet_id: SheetId, given: shown.MakingOfTable) -> HttpResponse:
    """Make every line of a table a post, or none: a draft or an idea each, approved by nobody.

    Needs the scope draft as well. Where one line is wrong by now, nothing is made.
    """
    caller = need(request, Scope.DRAFT)
    sheet = queries.sheet_of(sheet_id, by=caller.person)
    try:
        services.make(sheet=sheet, knowing=given.knowing, by=caller.person, now=caller.now)
    except services.NotRight as problem:
        report = shown.looked_at(sheet, problem.report, earlier=None).model_dump(mode="json")
        wrong = [line for line in report["lines"] if line["problems"]]
        raise Problem(
            "not-ready", _("Some lines are wrong. Nothing was made."), lines=wrong, problems=report["problems"]
        ) from problem
    except services.MadeBefore as problem:
        raise Problem(
            "not-as-seen", _("Posts were made of this table before. If that is right, say so with `knowing`."),
            earlier=problem.earlier.pk if problem.earlier is not None else None,
        ) from problem  # fmt: skip
    return answers.said(_shown(Sheet.objects.get(pk=sheet.pk), caller))


@router.post("/spreadsheets/{sheet_id}/undo", **operation("undo_spreadsheet", Scope.PLAN, shown.TableShown))
def undo_spreadsheet(request: HttpRequest, sheet_id: SheetId) -> HttpResponse:
    """Put back the posts of a table on which nobody has worked since. The others stay."""
    caller = caller_of(request)
    sheet = queries.sheet_of(sheet_id, by=caller.person)
    if sheet.made_at is None:
        permissions.require(caller.person, Act.PLAN, now=caller.now)
        raise Problem("stands-elsewhere", _("No posts were made of this table yet."), reason="not_made")
    services.undo(sheet=sheet, by=caller.person, now=caller.now)
    return answers.said(_shown(Sheet.objects.get(pk=sheet.pk), caller))


def _shown(sheet: Sheet, caller: Caller) -> shown.TableShown:
    if sheet.made_at is not None:
        return shown.made(sheet, queries.posts_of(sheet), queries.outcome(sheet))
    report = queries.looked_at(sheet, by=caller.person, now=caller.now)
    return shown.looked_at(sheet, report, earlier=queries.made_before(sheet.digest))
