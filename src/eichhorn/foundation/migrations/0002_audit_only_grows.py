"""From here on a row of the audit can be added, and never changed or taken away."""

from django.db import migrations

GUARD = """
create function foundation_audit_only_grows() returns trigger language plpgsql as $$
begin
    -- the tests empty every table of their throw-away database between two tests
    if tg_op = 'TRUNCATE' and current_database() like 'test\\_%' then
        return null;
    end if;
    raise exception 'the audit only grows: % is refused', lower(tg_op) using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_only_grows before update or delete on foundation_auditevent
    for each row execute function foundation_audit_only_grows();
create trigger audit_is_not_emptied before truncate on foundation_auditevent
    for each statement execute function foundation_audit_only_grows();
"""
NO_GUARD = """
drop trigger audit_is_not_emptied on foundation_auditevent;
drop trigger audit_only_grows on foundation_auditevent;
drop function foundation_audit_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_first")]
    operations = [migrations.RunSQL(GUARD, NO_GUARD)]
