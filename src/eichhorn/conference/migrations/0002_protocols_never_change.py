"""A decision is never changed, and of a closed meeting nothing is, whoever asks."""

from django.db import migrations

GUARD = """
create function conference_never_changes() returns trigger language plpgsql as $$
begin
    raise exception 'conference: what was decided is never changed' using errcode = 'restrict_violation';
end $$;

create function conference_closed_stays() returns trigger language plpgsql as $$
begin
    if old.state = 'closed' then
        raise exception 'conference: a closed protocol is never changed' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;

create function conference_agenda_stays() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and exists (select 1 from conference_meeting m where m.id = old.meeting_id and m.state = 'closed') then
        raise exception 'conference: a closed protocol is never changed' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    if exists (select 1 from conference_meeting m where m.id = new.meeting_id and m.state = 'closed') then
        raise exception 'conference: a closed protocol is never changed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create function conference_decided_while_running() returns trigger language plpgsql as $$
begin
    if not exists (
        select 1 from conference_line l join conference_meeting m on m.id = l.meeting_id
        where l.id = new.line_id and m.state = 'running'
    ) then
        raise exception 'conference: decided outside a running meeting' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger meeting_closed_stays before update or delete on conference_meeting
    for each row execute function conference_closed_stays();
create trigger line_closed_stays before insert or update or delete on conference_line
    for each row execute function conference_agenda_stays();
create trigger people_closed_stay before insert or update or delete on conference_meeting_people
    for each row execute function conference_agenda_stays();
create trigger decision_is_of_a_running_meeting before insert on conference_decision
    for each row execute function conference_decided_while_running();
create trigger decision_never_changes before update or delete on conference_decision
    for each row execute function conference_never_changes();
create trigger addition_never_changes before update or delete on conference_addition
    for each row execute function conference_never_changes();
create trigger mailing_never_changes before update or delete on conference_mailing
    for each row execute function conference_never_changes();
"""
UNGUARD = """
drop trigger meeting_closed_stays on conference_meeting;
drop trigger line_closed_stays on conference_line;
drop trigger people_closed_stay on conference_meeting_people;
drop trigger decision_is_of_a_running_meeting on conference_decision;
drop trigger decision_never_changes on conference_decision;
drop trigger addition_never_changes on conference_addition;
drop trigger mailing_never_changes on conference_mailing;
drop function conference_never_changes();
drop function conference_closed_stays();
drop function conference_agenda_stays();
drop function conference_decided_while_running();
"""


class Migration(migrations.Migration):
    dependencies = [("conference", "0001_first")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
