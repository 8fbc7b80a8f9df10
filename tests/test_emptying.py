"""After a test that committed, the next one finds an empty database, also where rows are guarded."""

import pytest
from django.apps import apps
from django.db import connection

from eichhorn.foundation.models import AuditEvent
from tests import emptying, make


@pytest.mark.django_db(transaction=True)
def test_no_row_is_left_and_the_guards_stand_again() -> None:
    make.planning.slot("Sommerfest", channels=[make.planning.channel()])
    assert AuditEvent.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name) values ('a.task', 'default') returning id"
        )
        number = cursor.fetchone()
        cursor.execute(
            "insert into procrastinate_periodic_defers (task_name, defer_timestamp, job_id) values ('a.task', 1, %s)",
            number,
        )
    emptying.emptied()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs")
        assert cursor.fetchone() == (0,)
    left = [model for model in apps.get_models() if model._meta.managed and model._base_manager.exists()]
    assert {model._meta.label for model in left} <= {"contenttypes.ContentType", "auth.Permission"}
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_trigger where not tgisinternal and tgenabled = 'D'")
        assert cursor.fetchone() == (0,)
