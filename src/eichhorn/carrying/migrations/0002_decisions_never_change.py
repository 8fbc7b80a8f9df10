"""What was decided about something undone is never changed, whoever asks; it goes only with what it is about."""

from django.db import migrations

GUARD = """
create function carrying_decision_stays() returns trigger language plpgsql as $$
begin
    raise exception 'carrying: what was decided is never changed' using errcode = 'restrict_violation';
end $$;

create trigger decision_never_changes before update of milestone_id, measure_id, topic_id, outcome, was_on, to_on, said, at
    on carrying_decision for each row execute function carrying_decision_stays();
"""
UNGUARD = """
drop trigger decision_never_changes on carrying_decision;
drop function carrying_decision_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("carrying", "0001_first")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
