from tests import make
from eichhorn.people import queries, services, links, throttle
from eichhorn.people.rules import *
from datetime import timedelta
import pytest

@pytest.mark.django_db
def test_all():
    p = make.people.person(role=RoleKind.MANAGER)
    now = make.people.NOW
    assert queries.may(p, Act.PLAN, now=now)
    assert not queries.may(p, Act.ADMINISTER, now=now)
    assert list(queries.holders(Act.PLAN, now=now)) == [p]
    with pytest.raises(NotAllowed):
        services.require(p, Act.ADMINISTER, now=now)
    t = links.issue(purpose=LinkPurpose.SIGN_IN, person=p, lasts=timedelta(hours=1), now=now)
    l = links.read(token=t, purpose=LinkPurpose.SIGN_IN, now=now)
    links.use(link=l, now=now)
    with pytest.raises(LinkRefused):
        links.use(link=l, now=now)
    assert [throttle.allow("a", limit=2, per=timedelta(1), now=now) for _ in range(3)] == [True, True, False]
    c = make.people.client_of(p)
    c.get("/")
    from eichhorn.people import letters
    letters.write(to_email="a@b.de", to_person=p, language="de", subject="a", body="b", about=None, now=now)
