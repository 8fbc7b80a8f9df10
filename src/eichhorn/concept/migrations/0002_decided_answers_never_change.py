"""The answers of a decided version never change, whoever asks."""

from django.db import migrations

GUARD = """
create function concept_decided_stays() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and exists (
        select 1 from concept_version v where v.id = old.version_id and v.state = 'decided'
    ) then
        raise exception 'concept: the answers of a decided version never change' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    if exists (select 1 from concept_version v where v.id = new.version_id and v.state = 'decided') then
        raise exception 'concept: the answers of a decided version never change' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger answer_of_decided_stays before insert or update or delete on concept_answer
    for each row execute function concept_decided_stays();
"""
UNGUARD = """
drop trigger answer_of_decided_stays on concept_answer;
drop function concept_decided_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("concept", "0001_first")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
