"""Goals never hang in a circle, whoever asks and whoever asks at the same moment."""

from django.db import migrations

GUARD = """
create function strategy_goal_hangs_in_no_circle() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(1953654117); -- "tree" in ASCII: one change of the tree at a time
    if exists (
        with recursive above(id, parent_id) as (
            select id, parent_id from strategy_goal where id = new.parent_id
            union
            select goal.id, goal.parent_id from strategy_goal goal join above on goal.id = above.parent_id
        )
        select 1 from above where id = new.id
    ) then
        raise exception 'strategy: a goal never hangs below itself' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;

create trigger goal_hangs_in_no_circle before insert or update of parent_id on strategy_goal
    for each row when (new.parent_id is not null) execute function strategy_goal_hangs_in_no_circle();
"""
UNGUARD = """
drop trigger goal_hangs_in_no_circle on strategy_goal;
drop function strategy_goal_hangs_in_no_circle();
"""


class Migration(migrations.Migration):
    dependencies = [("strategy", "0005_goals_are_a_tree")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
