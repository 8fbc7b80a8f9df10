"""A sent delivery keeps its proof for good, and the end of an attempt is written once, whoever asks."""

from django.db import migrations

GUARD = """
create function delivery_keeps_its_proof() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'delivery: what was tried is never forgotten' using errcode = 'restrict_violation';
    end if;
    if (new.state, new.network_id, new.url, new.sent_at, new.draft_id, new.version_id, new.reply_id, new.channel_id, new.key)
        is distinct from
        (old.state, old.network_id, old.url, old.sent_at, old.draft_id, old.version_id, old.reply_id, old.channel_id, old.key)
    then
        raise exception 'delivery: what is out stays out' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger delivery_sent_stays_sent before update or delete on delivery_delivery
    for each row when (old.state = 'sent') execute function delivery_keeps_its_proof();

create function delivery_attempt_ends_once() returns trigger language plpgsql as $$
begin
    raise exception 'delivery: the end of an attempt is written once' using errcode = 'restrict_violation';
end $$;
create trigger attempt_ends_once before update on delivery_attempt
    for each row when (old.ended_at is not null) execute function delivery_attempt_ends_once();
create trigger attempt_is_never_forgotten before delete on delivery_attempt
    for each row execute function delivery_attempt_ends_once();
"""
NO_GUARD = """
drop trigger attempt_is_never_forgotten on delivery_attempt;
drop trigger attempt_ends_once on delivery_attempt;
drop function delivery_attempt_ends_once();
drop trigger delivery_sent_stays_sent on delivery_delivery;
drop function delivery_keeps_its_proof();
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_first")]
    operations = [migrations.RunSQL(GUARD, NO_GUARD)]
