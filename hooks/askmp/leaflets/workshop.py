"""Makes what is missing from the store: in this process when it is little, on every core when it is much."""

import io
import multiprocessing
import os
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from askmp.leaflets.editions import Made
from askmp.leaflets.jobs import Bundle, Job
from askmp.leaflets.pictures import pages_of, picture
from askmp.leaflets.sheet import square
from askmp.leaflets.store import Entry, Store, deliver
from askmp.leaflets.typeset import LeafletError, Typesetter

# Below this a second process would take longer to start than it saves.
FEW = 150
# How many areas are done together: enough to go edition by edition, few enough to share out evenly.
_AREAS = 20
_TALK_EVERY = 5.0  # seconds
_TWO_WEEKS = 14 * 24 * 3600.0
_HOOKS = str(Path(__file__).parents[2])


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be made."""

    path: str
    area: str
    edition: str
    said: str

    def __str__(self) -> str:
        """One line: which area, which edition, what happened."""
        return f"{self.path}: {self.area}, {self.edition}: {self.said}"


class LeafletsError(Exception):
    """Some leaflets could not be made; `findings` has a line for each."""

    def __init__(self, findings: Sequence[Failure]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@dataclass(slots=True)
class _Outcome:
    made: list[tuple[str, Entry]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(slots=True)
class _Bench:
    """A typesetter and a store: what one process works with."""

    store: Store
    typesetter: Typesetter = field(default_factory=Typesetter)

    def pdf(self, job: Job) -> bytes:
        """The PDF of a job, or of the job that a picture is of."""
        kept = self.store.read(job.pdf or job.key)
        return kept or self.typesetter.pdf(job.sheet, job.edition, job.title, url=job.url, press=job.press)

    def content(self, job: Job) -> tuple[bytes, int]:
        """The bytes of a job, and how many pages they or their PDF have."""
        if job.form == "svg":
            return square(job.url).encode(), 0
        content = self.pdf(job)
        return (content if job.form == "pdf" else picture(content, job.width)), pages_of(content)

    def make(self, jobs: Sequence[Job]) -> _Outcome:
        """Make some files; one that fails leaves the others as they are."""
        outcome = _Outcome()
        said: set[tuple[str, str]] = set()
        for job in jobs:
            if self.store.get(job.key):
                continue
            try:
                content, pages = self.content(job)
                outcome.made.append((job.key, self.store.put(job.key, job.form, content, pages)))
            except LeafletError as error:
                # The PDF, its picture and its twin for a print shop mostly fail for one reason: said once.
                if (job.edition.id, str(error)) not in said:
                    said.add((job.edition.id, str(error)))
                    outcome.failures.append(Failure(job.path, job.area, job.edition.name, str(error)))
        return outcome


def supply(
    jobs: Sequence[Job],
    zips: Sequence[Bundle],
    store: Store,
    now: float,
    say: Callable[[str], None] = lambda text: None,
) -> None:
    """Make whatever the store does not have, and let go of old files that are wanted no more.

    Args:
        jobs: Every leaflet of the site.
        zips: Every zip of them.
        store: Where they are kept.
        now: The time in seconds since 1970; old files go by it.
        say: Is told how far it is.

    Raises:
        LeafletsError: Some could not be made. The others are in the store all the same.
        OSError: The store cannot be written.
    """
    missing = sum(not store.get(job.key) for job in jobs)
    if failures := make(jobs, store, say):
        raise LeafletsError(failures)
    pack(zips, store)
    # Another branch may want what this one does not: old files stay for two weeks.
    kept = {job.key for job in jobs} | {one.key for one in zips}
    store.forget(kept, now - _TWO_WEEKS)
    if missing:
        say(f"Leaflets: {missing:,} of {len(jobs):,} files were made, the others were there")


def hand_out(files: Iterable[Job | Bundle], store: Store, site: Path) -> None:
    """Put every file that the store has in its place below `site`."""
    for one in files:
        if entry := store.get(one.key):
            deliver(entry, site / one.path)


def make(
    jobs: Sequence[Job],
    store: Store,
    say: Callable[[str], None] = lambda text: None,
    workers: int | None = None,
) -> list[Failure]:
    """Make every file that the store does not have; return those that could not be made.

    Args:
        jobs: The files wanted, those of one sheet one after another.
        store: Where they are kept.
        say: Is told how far it is, every few seconds.
        workers: How many processes; as many as there are cores when None.
    """
    missing = [job for job in jobs if not store.get(job.key)]
    if not missing:
        return []
    batches = list(_batches(missing))
    workers = min(workers or _cores(), len(batches))
    progress = _Progress(len(missing), say)
    if workers < 2 or len(missing) < FEW:
        bench = _Bench(store)
        failures = []
        for batch in batches:
            failures += bench.make(batch).failures
            progress.add(len(batch))
        return failures
    return _share_out(batches, store, workers, progress)


def pack(bundles: Iterable[Bundle], store: Store) -> None:
    """Make each zip that the store does not have; one with a member that could not be made is left out."""
    for bundle in bundles:
        if store.get(bundle.key):
            continue
        members = [(name, store.read(key)) for name, key in bundle.members]
        if not members or any(content is None for _, content in members):
            continue
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members:
                # No date of today: the same files give the same zip.
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, content or b"")
        store.put(bundle.key, "zip", out.getvalue())


def made(jobs: Iterable[Job | Bundle], store: Store) -> Mapping[str, Made]:
    """Return the size and the pages of each file that is there, by its path on the site."""
    found = ((job.path, store.get(job.key)) for job in jobs)
    return {path: Made(entry.size, entry.pages) for path, entry in found if entry}


def _batches(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """Yield the jobs of a few areas at a time, one edition after another.

    Typst keeps what it laid out for the next sheet of the same edition, but not for long; a picture of a PDF
    comes right after it.
    """
    areas = [list(group) for _, group in groupby(jobs, key=lambda job: job.url)]
    for at in range(0, len(areas), _AREAS):
        batch = [job for area in areas[at : at + _AREAS] for job in area]
        yield sorted(batch, key=lambda job: (job.edition.id, job.press, job.form != "pdf"))


def _share_out(batches: list[list[Job]], store: Store, workers: int, progress: "_Progress") -> list[Failure]:
    failures: list[Failure] = []
    if _HOOKS not in sys.path:  # MkDocs has it there only while it loads a hook; the new processes need it
        sys.path.insert(0, _HOOKS)
    context = multiprocessing.get_context("spawn")  # fork is not safe beside the threads of a live preview
    with ProcessPoolExecutor(workers, context, _start, (store.folder,)) as pool:
        waiting = {pool.submit(_work, batch): len(batch) for batch in batches}
        try:
            for future in as_completed(waiting):
                outcome = future.result()
                failures += outcome.failures
                for key, entry in outcome.made:
                    store.adopt(key, entry)
                progress.add(waiting[future])
        except BaseException:
            # Stopped, or the disk is full: every waiting batch would still be made.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return sorted(failures, key=lambda failure: failure.path)


_bench: list[_Bench] = []


def _start(folder: Path) -> None:
    """Set up a process of the pool; it ends itself when its parent is gone, however that died."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    _bench[:] = [_Bench(Store(folder))]


def _follow(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    for bench in _bench:
        bench.typesetter.close()
    os._exit(1)


def _work(jobs: Sequence[Job]) -> _Outcome:
    return _bench[0].make(jobs)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Progress:
    """Says how many are done, and about how long the rest takes, when some seconds have passed."""

    def __init__(self, total: int, say: Callable[[str], None]) -> None:
        self._total, self._say = total, say
        self._done = 0
        self._started = self._said = time.monotonic()

    def add(self, count: int) -> None:
        self._done += count
        now = time.monotonic()
        if now - self._said >= _TALK_EVERY and self._done < self._total:
            left = (now - self._started) * (self._total - self._done) / self._done
            self._say(f"Leaflets: {self._done:,} of {self._total:,} files, about {left:.0f} s left")
            self._said = now
