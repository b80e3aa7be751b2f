"""Keeps the web server and the worker running side by side: ``keeper.py HOME WEB… -- WORKER…``.

A process of its own that loads nothing of Purnadaya, so that it weighs little. The worker is started when there is
something to do and ends when there is not; it is started anew when it dies. When the web server ends, so does all.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

LOOKS_EVERY = 1.0
SEEN_EVERY = 15.0
ENDS_WITHIN = 10.0
"""Seconds that each has to end by itself."""

FIRST_AFTER = 2.0
"""Seconds by which the first worker lets the web server go ahead."""

COMES_BACK_AFTER = 900.0
SOONEST, LATEST = 1.0, 60.0
"""Seconds between a worker that died and the next: doubled each time, as long as they die young."""

_PR_SET_PDEATHSIG = 1


@dataclass
class Keeper:
    """Web server and worker of one home."""

    folder: Path
    web_words: list[str]
    worker_words: list[str]
    told_to_end: bool = False
    _web: subprocess.Popen[bytes] | None = None
    _worker: subprocess.Popen[bytes] | None = None
    _began: float = 0.0
    _start_at: float = 0.0
    _is_well: bool = False
    _seen_at: float = field(default=float("-inf"))
    _called_at: int = 0
    _again_after: float = SOONEST

    def keep(self) -> int:
        """Stay until told to end or the web server is gone; what to end with."""
        awake = self._listen()
        self._web = _start(self.web_words, signal.SIGTERM)
        self._start_at = time.monotonic() + FIRST_AFTER
        while not self.told_to_end and self._web.poll() is None:
            self._mind_the_worker()
            select.select([awake], [], [], LOOKS_EVERY)
            with contextlib.suppress(BlockingIOError):
                os.read(awake, 4096)
        self._end_all()
        return 0 if self.told_to_end else self._web.returncode or 1

    def _listen(self) -> int:
        """Signals wake the loop; the end to read from."""
        awake, waker = os.pipe()
        for end in (awake, waker):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return awake

    def _end(self, *_: object) -> None:
        self.told_to_end = True

    def _mind_the_worker(self) -> None:
        now = time.monotonic()
        if self._worker is not None and self._worker.poll() is not None:
            self._plan_the_next(self._worker.returncode, now)
            self._worker = None
        if self._worker is None and (now >= self._start_at or (self._is_well and self._was_called())):
            self._began = now
            self._worker = _start(self.worker_words, signal.SIGKILL)
        if self._worker is None and self._is_well and now - self._seen_at >= SEEN_EVERY:
            self._seen_at = now
            with contextlib.suppress(OSError):
                (self.folder / "seen").touch()

    def _plan_the_next(self, code: int, now: float) -> None:
        self._is_well = code == 0
        if self._is_well:
            seconds, self._called_at = self._said()
            self._again_after, self._start_at = SOONEST, now + seconds
            return
        if now - self._began > LATEST:
            self._again_after = SOONEST
        self._start_at, self._again_after = now + self._again_after, min(LATEST, self._again_after * 2)

    def _was_called(self) -> bool:
        """Whether somebody called the worker since it last looked, by the file that is touched for it."""
        try:
            return (self.folder / "wake").stat().st_mtime_ns != self._called_at
        except OSError:
            return False

    def _said(self) -> tuple[float, int]:
        """After how long the worker wants to come back, and the last call it heard, as it said when it went."""
        try:
            seconds, heard = (self.folder / "wait").read_text().split()
            return min(COMES_BACK_AFTER, max(0.0, float(seconds))), int(heard)
        except (OSError, ValueError):
            return COMES_BACK_AFTER, 0

    def _end_all(self) -> None:
        running = [one for one in (self._web, self._worker) if one is not None and one.poll() is None]
        for one in running:
            one.terminate()
        until = time.monotonic() + ENDS_WITHIN
        for one in running:
            try:
                one.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


def _start(words: list[str], when_we_die: signal.Signals) -> subprocess.Popen[bytes]:
    """A process that gets this signal when we are gone, however we went."""
    us = os.getpid()

    def tie() -> None:
        die_with_parent(when_we_die)
        if os.getppid() != us:
            os._exit(1)

    return subprocess.Popen(words, preexec_fn=tie)  # noqa: S603, PLW1509 - our own words; we have one thread


def die_with_parent(sign: signal.Signals) -> None:
    """Have the kernel send us this signal when the process that started us is gone. Only Linux knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(sign))


def main(words: list[str]) -> int:
    """Read the words this was called with, and keep."""
    middle = words.index("--")
    return Keeper(Path(words[0], "worker"), words[1:middle], words[middle + 1 :]).keep()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
