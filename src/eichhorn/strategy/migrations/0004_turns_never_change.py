"""What was reached, and where somebody went back, is never changed, whoever asks."""

from django.db import migrations

GUARD = """
create function strategy_turn_stays() returns trigger language plpgsql as $$
begin
    raise exception 'strategy: what happened to a milestone is never changed' using errcode = 'restrict_violation';
end $$;

create trigger turn_never_changes before delete on strategy_turn
    for each row execute function strategy_turn_stays();
create trigger turn_keeps_its_words before update of milestone_id, "to", "on", said, at on strategy_turn
    for each row execute function strategy_turn_stays();
"""
UNGUARD = """
drop trigger turn_never_changes on strategy_turn;
drop trigger turn_keeps_its_words on strategy_turn;
drop function strategy_turn_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("strategy", "0003_milestones")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
