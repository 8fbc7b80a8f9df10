"""A version, its variants and its pictures are never changed and never deleted, whoever asks."""

from django.db import migrations

GUARD = """
create function content_never_changes() returns trigger language plpgsql as $$
begin
    raise exception 'content: a version is never changed' using errcode = 'restrict_violation';
end $$;
create trigger version_never_changes before update or delete on content_version
    for each row execute function content_never_changes();
create trigger variant_never_changes before update or delete on content_variant
    for each row execute function content_never_changes();
create trigger attachment_never_changes before update or delete on content_attachment
    for each row execute function content_never_changes();
"""
UNGUARD = """
drop trigger version_never_changes on content_version;
drop trigger variant_never_changes on content_variant;
drop trigger attachment_never_changes on content_attachment;
drop function content_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("content", "0001_first")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
