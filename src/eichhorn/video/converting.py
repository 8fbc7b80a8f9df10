"""From a file that somebody gave to a film that every network takes: MP4 with H.264 and AAC, without words about place.

The difficult thing: it takes minutes, the file may be made to take for ever, and the program that does it may die. So it
runs as a process of its own with low priority, limits and a deadline, it is told what it may read, and it writes beside
the place of the film: what is there under its name is always whole.
"""

import contextlib
import os
import resource
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import imageio_ffmpeg

from eichhorn.video.rules.taking import LONGEST_S, WIDEST_PX, VideoProblem, VideoRefused, time_for

MEMORY_BYTES = 4 * 1024**3
LARGEST_OUT_BYTES = 600 * 1024 * 1024
LOW_PRIORITY = 15
POSTER_WITHIN_S = SOUND_WITHIN_S = 30.0
ONLY_THE_FILE = ("-protocol_whitelist", "file")
NOTHING_SAID = (
    "-map_metadata",
    "-1",
    "-map_chapters",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
)
"""No place, no camera, no date, no names."""
SIZE = (
    f"scale=w='min({WIDEST_PX},iw)':h='min({WIDEST_PX},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2:"
    "reset_sar=1,format=yuv420p"
)

type Told = Callable[[int], bool]
"""Takes how many per cent are done, and says whether to go on."""


class Stopped(Exception):
    """Whoever asked for it does not want it any more; nothing is there."""


def convert(source: Path, to: Path, *, container: str, duration_ms: int, told: Told) -> None:
    """The film lies there; `container` is how the file is read, whatever it calls itself. Raises Stopped, and VideoRefused where nothing can be made of it in the time there is."""
    asked = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-v", "error", "-y", *ONLY_THE_FILE,
        "-f", container, "-t", str(LONGEST_S), "-i", str(source),
        "-map", "0:V:0", "-map", "0:a:0?", "-sn", "-dn", *NOTHING_SAID, "-t", str(LONGEST_S), "-vf", SIZE, "-fpsmax", "60",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "22", "-maxrate", "6M", "-bufsize", "12M", "-profile:v", "high",
        "-threads", "2", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", "-movflags", "+faststart",
        "-fs", str(LARGEST_OUT_BYTES), "-f", "mp4", "-progress", "pipe:1", "-stats_period", "0.5", str(to),
    ]  # fmt: skip
    try:
        _run(asked, time_for(duration_ms), lambda done_ms: told(min(99, done_ms * 100 // max(1, duration_ms))))
        if not to.exists() or not to.stat().st_size:
            raise VideoRefused(VideoProblem.BROKEN)
    except BaseException:
        to.unlink(missing_ok=True)
        raise


def sound(source: Path, to: Path, *, container: str, longest_s: int) -> int:
    """One voice lies there as AAC in MP4; return how many milliseconds it lasts. Raises VideoRefused, also where it lasts longer than allowed."""
    asked = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-v", "error", "-y", *ONLY_THE_FILE,
        "-f", container, "-i", str(source), "-map", "0:a:0", "-vn", "-sn", "-dn", *NOTHING_SAID, "-t", str(longest_s + 1),
        "-c:a", "aac", "-b:a", "64k", "-ac", "1", "-ar", "44100", "-movflags", "+faststart", "-f", "mp4",
        "-progress", "pipe:1", "-stats_period", "0.5", str(to),
    ]  # fmt: skip
    heard = 0

    def told(done_ms: int) -> bool:
        nonlocal heard
        heard = max(heard, done_ms)
        return True

    try:
        _run(asked, SOUND_WITHIN_S, told)
        if not heard or not to.exists():
            raise VideoRefused(VideoProblem.BROKEN)
        if heard > longest_s * 1000:
            raise VideoRefused(VideoProblem.TOO_LONG)
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    return heard


def frame(film: Path, *, at_ms: int) -> bytes:
    """Return the picture at this moment of a film of ours, as a JPEG. Raises VideoRefused where there is none."""
    asked = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-v", "error", *ONLY_THE_FILE, "-f", "mov",
        "-ss", f"{at_ms / 1000:.3f}", "-i", str(film), "-frames:v", "1", *NOTHING_SAID, "-c:v", "mjpeg", "-q:v", "3",
        "-pix_fmt", "yuvj420p", "-threads", "1", "-f", "image2pipe", "pipe:1",
    ]  # fmt: skip
    try:
        said = subprocess.run(
            asked, stdin=subprocess.DEVNULL, capture_output=True, timeout=POSTER_WITHIN_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise VideoRefused(VideoProblem.ENDLESS) from error
    if said.returncode or not said.stdout:
        raise VideoRefused(VideoProblem.BROKEN)
    return said.stdout


def _run(asked: list[str], within_s: float, told: Callable[[int], bool]) -> None:
    with subprocess.Popen(
        asked, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        with _ended(process):
            _bound(process.pid, within_s)
            late = threading.Event()
            alarm = threading.Timer(within_s, _end_late, (process, late))
            alarm.daemon = True
            alarm.start()
            try:
                for done_ms in _progress(process):
                    if not told(done_ms):
                        raise Stopped
                code = process.wait()
            finally:
                alarm.cancel()
        if late.is_set():
            raise VideoRefused(VideoProblem.ENDLESS)
        if code:
            raise VideoRefused(VideoProblem.BROKEN)


def _end_late(process: "subprocess.Popen[str]", late: threading.Event) -> None:
    late.set()
    process.kill()


def _progress(process: "subprocess.Popen[str]") -> Iterator[int]:
    for line in process.stdout or ():
        name, _, value = line.strip().partition("=")
        if name == "out_time_us":
            with contextlib.suppress(ValueError):
                yield max(0, int(value)) // 1000


@contextmanager
def _ended(process: "subprocess.Popen[str]") -> Iterator[None]:
    """Whatever happens, the process is gone afterwards."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()


def _bound(pid: int, within_s: float) -> None:
    """The process gets what others leave, and no more memory and time than it should need."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpriority(os.PRIO_PROCESS, pid, LOW_PRIORITY)
        if hasattr(resource, "prlimit"):
            cpu = int(within_s * 2) + 1
            resource.prlimit(pid, resource.RLIMIT_CPU, (cpu, cpu))
            resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
