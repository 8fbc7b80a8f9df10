"""Looking at everything, one look after the other, and saying what was found.

The difficult thing: it is asked when something is broken, so each look may fail by itself and takes no other with it.
It changes nothing.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from eichhorn.config import installation
from eichhorn.config.doctor import ground
from eichhorn.config.doctor.findings import Finding, Mark, sentence
from eichhorn.config.installation import NotPossible
from eichhorn.foundation import clock, crypto, postgres


def report(*, as_json: bool, prepare: Callable[[], None]) -> int:
    """Return 0 when nothing is broken; say what was found. `prepare` sets Django up, and may fail itself."""
    findings = [*ground.home(installation.default_home())]
    try:
        prepare()
    except (NotPossible, crypto.KeyUnreadable, postgres.DatabaseFailed) as reason:
        helps = "Start Eichhorn with `eichhorn up`, or give DATABASE_URL."
        findings.append(Finding("database", Mark.BROKEN, sentence(reason), helps))
    else:
        from eichhorn.config.doctor import work

        findings += [*ground.database(), *work.looks(now=clock.now()), *ground.surroundings()]
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=1, ensure_ascii=False) + "\n")
    else:
        for finding in findings:
            sys.stdout.write(f"{finding.mark.value:<7} {finding.about:<10} {finding.sentence}\n")
            if finding.helps:
                sys.stdout.write(f"{'':<18} {finding.helps}\n")
    return int(any(finding.mark is Mark.BROKEN for finding in findings))
