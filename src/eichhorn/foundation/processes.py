"""Child processes that do not outlive us.

The difficult thing: who is killed cannot clean up. So on Linux the kernel is asked to send a child a signal when the
one who started it dies; elsewhere a child that is left over is found and taken over at the next start.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def end_with_parent(ending: signal.Signals) -> Callable[[], None] | None:
    """Return what a child has to call before it runs its program, for `subprocess`'s preexec_fn; None off Linux."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(ending))
        if os.getppid() != parent:  # it died between our fork and our asking
            os._exit(1)

    return ask_the_kernel
