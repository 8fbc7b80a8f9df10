"""The rows of requests: the form, the requester's pages, deciding."""

from eichhorn.people.rules import LinkPurpose
from tests import make
from tests.architecture.row import STEER, TRIAGE, Row, accepted, number, request
from tests.architecture.world import EVERYBODY, SIGNED_IN

DESK = (
    Row("desk:ask", EVERYBODY, EVERYBODY, link=LinkPurpose.FORM, sent=lambda w: make.desk.filled_in()),
    Row("desk:when", None, EVERYBODY, link=LinkPurpose.FORM),
    Row("desk:thanks", EVERYBODY, link=LinkPurpose.FORM),
    Row("desk:status", EVERYBODY, link=LinkPurpose.REQUEST),
    Row("desk:agree", None, EVERYBODY, link=LinkPurpose.REQUEST),
    Row("desk:reply", None, EVERYBODY, link=LinkPurpose.REQUEST, sent=lambda w: {"text": "Gern am Freitag."}),
    Row("desk:change", EVERYBODY, EVERYBODY, link=LinkPurpose.REQUEST, sent=lambda w: make.desk.filled_in()),
    Row("desk:missing", EVERYBODY, EVERYBODY, link=LinkPurpose.REQUEST, sent=lambda w: {"text": "Gern."}),
    Row("desk:confirm", None, EVERYBODY, link=LinkPurpose.REQUEST),
    Row("desk:picture", EVERYBODY, at=lambda w: (1,), link=LinkPurpose.REQUEST),
    Row("desk:all", SIGNED_IN),
    Row("desk:triage", TRIAGE),
    Row(
        "desk:decide",
        TRIAGE,
        TRIAGE,
        at=request,
        sent=lambda w: {"answer": "decline", "text": "Das passt diesmal nicht."},
    ),
    Row("desk:letter", None, TRIAGE, at=request, sent=lambda w: {"answer": "decline"}),
    Row(
        "desk:hand_on",
        None,
        TRIAGE,
        at=request,
        sent=lambda w: {"team": w.numbers["team"], "handed": "Die wissen mehr."},
    ),
    Row("desk:called", None, TRIAGE, at=request, sent=lambda w: {"said": "Freitag passt auch."}),
    Row(
        "desk:form_link",
        STEER,
        STEER,
        sent=lambda w: {"answer_hours": "4", "appeal_days": "1", "appeal_to": str(w.someone.pk)},
    ),
    Row("desk:renew", None, STEER),
    Row("desk:request", SIGNED_IN, at=request),
    Row(
        "desk:enter",
        TRIAGE,
        TRIAGE,
        sent=lambda w: {
            name: said for name, said in make.desk.filled_in(origin="phone").items() if name not in ("website", "stamp")
        },
    ),
    Row("desk:choose_rhythm", None, EVERYBODY, link=LinkPurpose.REQUEST, sent=lambda w: {"rhythm": "weekly"}),
    Row("desk:object", None, EVERYBODY, link=LinkPurpose.REQUEST, sent=lambda w: {"against": "Der Termin steht fest."}),
    Row(
        "desk:appeal",
        EVERYBODY,
        EVERYBODY,
        link=LinkPurpose.APPEAL,
        sent=lambda w: {"way": "uphold", "text": "Es bleibt dabei."},
    ),
    Row("desk:judge", None, frozenset(), at=request, sent=lambda w: {"way": "uphold", "text": "Es bleibt dabei."}),
    Row("desk:reopen", None, TRIAGE, at=request, sent=lambda w: {"text": "Sie haben uns überzeugt."}),
    Row("desk:undo", None, TRIAGE, at=accepted),
    Row("desk:withdraw", None, TRIAGE, at=accepted, sent=lambda w: {"text": "Es geht doch nicht."}),
    Row("figures:house", SIGNED_IN),
    Row("figures:department", TRIAGE, at=number("department")),
)
