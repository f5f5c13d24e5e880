"""The faults: each is done to a running or a killed scorer, says whether it met its point, and leaves the scorer down, or running where
nothing of it is in doubt."""

import errno
import os
import shutil
import signal
import time

import check
from scorer import WATCH_SECONDS, Broken

ENDS_SECONDS = 120
READ_SECONDS = 0.2  # between looks that read a table


def running(scorer, random, batches=2):
    """Starts the scorer, unless it runs, and lets it finish a seeded number of batches."""
    if not scorer.alive():
        scorer.start()
    reach(scorer, scorer.newest("commits") + 1 + random.randrange(batches), "its first batches")


def reach(scorer, batch, what):
    scorer.await_(lambda: scorer.newest("commits") >= batch, f"batch {batch}: {what}", every=WATCH_SECONDS)


def at(scorer, condition, what):
    scorer.await_(condition, what)
    scorer.kill()
    return scorer.standing()


def kill_random(scorer, random):
    """kill -9 at a random moment: of the start, or of one of the next batches."""
    if random.random() < 0.2:
        scorer.kill()
        scorer.start()
        scorer.drop(2)
        wait = random.uniform(1, 20)
        time.sleep(wait)
        scorer.kill()
        return f"{wait:.2f} s after the start", True
    running(scorer, random)
    wait = random.uniform(0, 3)
    until = time.monotonic() + wait
    scorer.await_(lambda: time.monotonic() > until, "a random moment")
    scorer.kill()
    return f"{wait:.2f} s after batch {scorer.newest('commits')}", True


def after_offset_log(scorer, random):
    """kill -9 when the offsets of a batch are noted and nothing of it is written."""
    running(scorer, random)
    batch = scorer.newest("offsets") + 1
    left = at(scorer, lambda: scorer.newest("offsets") >= batch, "offsets of batch %d" % batch)
    return f"offsets/{batch}", left["commits"] < batch and max(left["took"].values()) < batch


def after_data_file(scorer, random):
    """kill -9 when a data file of a table is there and no commit names it."""
    running(scorer, random)
    table = random.choice(("ticks", "features", "scores", "progress"))
    before = scorer.parquet(table)
    left = at(scorer, lambda: scorer.parquet(table) - before, "a file of " + table)
    return f"a file of live.{table}", left["offsets"] > left["commits"] and left["orphans"] > 0


def after_delta_commit(scorer, random):
    """kill -9 when a table has taken a batch and the next table has not."""
    running(scorer, random)
    table = random.choice(("scores", "ticks", "features"))
    before = scorer.commits(table)
    left = at(scorer, lambda: scorer.commits(table) > before, "a commit of " + table)
    return f"a commit of live.{table}", left["took"][table] == left["offsets"] > left["commits"]


def before_commit_log(scorer, random):
    """kill -9 when all tables have the batch and the checkpoint does not say so."""
    running(scorer, random)
    before = scorer.commits("progress")
    left = at(scorer, lambda: scorer.commits("progress") > before, "a commit of progress")
    return "a commit of live.progress", left["took"]["progress"] == left["offsets"] > left["commits"]


def delete_commit(scorer, random):
    """kill -9, then the last entry of the commit log is deleted: a finished batch is repeated."""
    running(scorer, random)
    scorer.kill()
    batch = scorer.newest("commits")
    for name in (str(batch), f".{batch}.crc"):
        path = os.path.join(scorer.checkpoint, "commits", name)
        if os.path.exists(path):
            os.remove(path)
    return f"commits/{batch} deleted", scorer.standing()["took"]["progress"] >= batch


def sigterm(scorer, random):
    """SIGTERM: the batch in flight is finished and the process ends."""
    running(scorer, random)
    scorer.process.send_signal(signal.SIGTERM)
    code = scorer.end(ENDS_SECONDS)
    if code is None:
        raise Broken("SIGTERM did not end it:\n" + scorer.words()[-2000:])
    left = scorer.standing()  # the offsets of one more batch may be noted, which no table has begun with
    return f"exit code {code}", max(left["took"].values()) <= left["commits"]


def two_scorers(scorer, random):
    """A second scorer on the checkpoint refuses, saying why, and the first goes on."""
    running(scorer, random)
    first, first_log = scorer.process, scorer.log
    scorer.start()
    code, words = scorer.end(ENDS_SECONDS), scorer.words()
    if code in (None, 0) or "is in use by" not in words:
        scorer.kill()
        first.kill()
        raise Broken(f"the second scorer ended with {code}:\n" + words[-2000:])
    scorer.process, scorer.log = first, first_log
    reach(scorer, scorer.newest("commits") + 1, "after the second scorer")
    return f"refused with exit code {code}", True


def promotion(scorer, random):
    """A version is promoted and rolled back while the scorer runs: it follows within batches, each served by one."""
    other = random.choice(scorer.others)
    running(scorer, random)
    champion = check.serving(scorer.lake)
    scorer.done(("models", "promote", other, "--lake", scorer.lake, "--reason", "fault"), "the promotion")
    scorer.await_(lambda: check.serving(scorer.lake) == other, "a batch of " + other, every=READ_SECONDS)
    scorer.done(("models", "rollback", "--lake", scorer.lake, "--reason", "fault"), "the roll-back")
    scorer.await_(lambda: check.serving(scorer.lake) == champion, "a batch of " + champion, every=READ_SECONDS)
    return f"{champion} to {other} and back", True


def optimize(scorer, random):
    """OPTIMIZE, a backfill and a new column on tables that the scorer writes: it goes on, and theirs is kept."""
    running(scorer, random)
    compacted, filled, widened = (random.choice(("ticks", "features", "scores", "dead_letters")) for _ in range(3))
    filled = filled if filled != "dead_letters" else "ticks"
    column = f"extra_{scorer.newest('commits')}"
    scorer.await_(lambda: check.files(scorer.table(filled)), "a row of live." + filled)
    # As of a version: a statement that reads the table of today conflicts with each batch, and a scorer has no pause.
    seen = scorer.commits(filled)
    steps = [
        ("OPTIMIZE of live." + compacted, f"OPTIMIZE live.{compacted}"),
        ("a backfill of live." + filled, f"INSERT INTO live.{filled} BY NAME SELECT * EXCEPT (instrument),"
                                         f" '{check.BACKFILL}' AS instrument FROM live.{filled} VERSION AS OF {seen} LIMIT 100"),
        ("a column more of live." + widened, f"ALTER TABLE live.{widened} ADD COLUMNS ({column} STRING)"),
    ]
    random.shuffle(steps)
    first, before = scorer.newest("commits"), check.backfilled(scorer.lake, filled)
    for what, sql in steps:
        scorer.change(sql, what)
    beside = scorer.newest("commits") - first
    reach(scorer, scorer.newest("commits") + 2, "after " + steps[-1][0])
    added = check.backfilled(scorer.lake, filled) - before
    if not added:
        raise Broken(f"the backfill of live.{filled} is not there")
    return ", ".join(what for what, _ in steps) + f"; {beside} batches meanwhile", beside > 0


def executor_loss(scorer, random):
    """kill -9 of an executor of a standalone cluster, at a random moment of a batch: the scorer itself goes on."""
    if not scorer.cluster:
        raise Broken("the scorer is on no cluster")
    if not scorer.alive():
        running(scorer, random)
    scorer.await_(lambda: scorer.newest("offsets") > scorer.newest("commits") and len(scorer.executors()) == 2, "a batch on two executors")
    until = time.monotonic() + random.uniform(0, 2)
    scorer.await_(lambda: time.monotonic() > until, "a random moment")
    lost, batch = random.choice(scorer.executors()), scorer.newest("offsets")
    within = batch > scorer.newest("commits")
    os.kill(lost, signal.SIGKILL)
    reach(scorer, batch + 2, "after the loss of an executor")
    return f"an executor in batch {batch}", within


def damaged_files(scorer):
    """Files that a start of the scorer reads, by what they are."""
    top = scorer.checkpoint
    found = {
        "offsets": [os.path.join(top, "offsets", str(scorer.newest("offsets")))],
        "commits": [os.path.join(top, "commits", str(scorer.newest("commits")))],
        "format": [os.path.join(top, "format")],
        "metadata": [os.path.join(top, "metadata")],
        "source": [os.path.join(top, "source")],
        "manner": [os.path.join(top, "manner")],
        "sources": [os.path.join(top, "sources", "0", str(scorer.newest(os.path.join("sources", "0"))))],
        "state": [],
    }
    for folder, _, names in os.walk(os.path.join(top, "state")):
        found["state"] += [os.path.join(folder, n) for n in names if n.endswith((".changelog", ".zip")) and n[0] != "."]
    found["delta-log"] = [latest(scorer, scorer.table(table)) for table in check.TABLES]
    pins = os.path.join(top, "champions", str(scorer.newest("offsets")))
    if os.path.exists(pins) and scorer.newest("offsets") > scorer.newest("commits"):
        found["pins"] = [pins]
    return {kind: there for kind, paths in found.items() if (there := [path for path in paths if os.path.exists(path)])}


def latest(scorer, table):
    """The newest commit of a table."""
    return os.path.join(table, "_delta_log", f"{scorer.commits(os.path.basename(table)):020d}.json")


def hurt(path, random):
    """Cuts a file off or flips a bit of it; says which."""
    with open(path, "rb") as file:
        whole = bytearray(file.read())
    if random.random() < 0.5:
        how, whole = "cut", whole[:random.randrange(len(whole))]
    else:
        where = random.randrange(len(whole))
        whole[where] ^= 1 << random.randrange(8)
        how = f"bit flipped at {where}"
    with open(path, "wb") as file:
        file.write(whole)
    return how


def last_words(scorer):
    """The last line that a process said, but for hints of the launcher."""
    last = [line for line in scorer.words().splitlines() if line.strip() and not line.startswith("(set ")][-1:]
    return last[0][:160] if last else "no words"


def damage(scorer, random):
    """Bytes of the checkpoint or of a Delta log are cut off or flipped while it is down: it fails loudly, or is right.

    When it has failed, the file is put back as docs/how-to/recover.md says, and the next damage may be done to the same state.
    """
    if scorer.alive() or scorer.newest("commits") < 1 or random.random() < 0.25:
        running(scorer, random)
    scorer.kill()
    found = damaged_files(scorer)
    kind = random.choice(sorted(found))
    newest = sorted(found[kind], key=os.path.getmtime)[-4:]
    path = random.choice(newest)
    shutil.copy2(path, scorer.folder + "/copy")
    point = f"{kind}: {os.path.basename(path)} {hurt(path, random)}"
    scorer.start()
    try:
        reach(scorer, scorer.newest("commits") + 2, "on damaged files")
        scorer.kill()
        if kind == "delta-log" and path == latest(scorer, os.path.dirname(os.path.dirname(path))):
            shutil.copy2(scorer.folder + "/copy", path)  # no batch has needed the table since, so that nobody has read it
            return point + ": went on without it", True
        return point + ": went on", True
    except Broken:
        if scorer.alive():
            scorer.kill()
            raise
    words = last_words(scorer)
    shutil.copy2(scorer.folder + "/copy", path)
    return point + f": refused ({words})", True


def disk_full(scorer, random):
    """The disk of lake and checkpoint is full for a while: the scorer ends, and goes on when there is room."""
    if not os.path.ismount(scorer.lake):
        raise Broken("the lake is on no disk of its own")
    running(scorer, random)
    ballast = os.path.join(scorer.lake, "ballast")
    room = os.statvfs(scorer.lake)
    left = random.randrange(0, 64) * 1024
    try:
        with open(ballast, "wb") as file:
            file.write(b"\0" * max(0, room.f_bavail * room.f_frsize - left))
    except OSError as full:  # the scorer wrote meanwhile, so that no room is left at all
        if full.errno != errno.ENOSPC:
            raise
    try:
        scorer.await_(lambda: False, "the end on a full disk")
    except Broken:
        pass
    ended = not scorer.alive()
    scorer.kill()
    os.remove(ballast)
    return f"{left} bytes left: {'ended by itself' if ended else 'hung'}", ended


KINDS = {
    "kill-random": kill_random,
    "after-offset-log": after_offset_log,
    "after-data-file": after_data_file,
    "after-delta-commit": after_delta_commit,
    "before-commit-log": before_commit_log,
    "delete-commit": delete_commit,
    "sigterm": sigterm,
    "two-scorers": two_scorers,
    "promotion": promotion,
    "optimize": optimize,
    "executor-loss": executor_loss,
    "damage": damage,
    "disk-full": disk_full,
}
