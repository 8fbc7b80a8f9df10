"""Tags, known to the house.

The difficult thing: two people may write a tag for the first time at one instant. So a tag is made where it is missing
and then read again, and whoever was quicker has named it.
"""

from collections.abc import Iterable, Sequence

from eichhorn.planning.models import Slot, Tag
from eichhorn.planning.rules.tags import key_of, tags_of


def known(written: Iterable[str]) -> list[Tag]:
    """Return the tags, as they are first written in the house; those that it did not know yet it knows now."""
    wanted = {key_of(tag): tag for tag in tags_of(written)}
    if not wanted:
        return []
    there = set(Tag.objects.filter(key__in=wanted).values_list("key", flat=True))
    missing = [Tag(name=tag, key=key) for key, tag in wanted.items() if key not in there]
    if missing:
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
    return list(Tag.objects.filter(key__in=wanted).order_by("name", "pk"))


def tags_of_slots(slots: Sequence[Slot]) -> dict[int, dict[int, Tag]]:
    """Return the tags by slot and number. One query."""
    found: dict[int, dict[int, Tag]] = {}
    for row in Slot.tags.through.objects.filter(slot__in=slots).select_related("tag"):
        found.setdefault(row.slot_id, {})[row.tag_id] = row.tag
    return found
