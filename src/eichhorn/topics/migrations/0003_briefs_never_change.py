"""The versions of a brief are never changed, whoever asks; they go only with their topic."""

from django.db import migrations

GUARD = """
create function topics_brief_stays() returns trigger language plpgsql as $$
begin
    raise exception 'topics: a version of a brief is never changed' using errcode = 'restrict_violation';
end $$;

create trigger brief_never_changes
    before update of topic_id, number, about, message, facts, tone, "do", do_not, links, visuals, at on topics_brief
    for each row execute function topics_brief_stays();
"""
UNGUARD = """
drop trigger brief_never_changes on topics_brief;
drop function topics_brief_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("topics", "0002_let_go")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
