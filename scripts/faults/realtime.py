"""A real-time query from topic to topics of a real broker, and the faults done to it, its folder and its broker.

The input topic has two partitions; the lines of the feed are keyed by instrument. What came out is read from the output
topics at any time, so that it is looked at while the query runs too.
"""

import os
import shutil
import signal
import time

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

import outputs
from kinds import ENDS_SECONDS, hurt, last_words
from scorer import POLL_SECONDS, START_SECONDS, WATCH_SECONDS, Broken, Scorer, UsedUp, command

PARTITIONS = 2
TURN_SECONDS, SNAPSHOT_RECORDS = 5, 200
FEED_SECONDS = 0.3  # between files that are put on the topic while something is waited for
ANSWER_SECONDS = 60
DOWN_SECONDS = 5


class RealTimeQuery(Scorer):
    """One query, its lake and its topics; feed and checks are those of a scorer, the process is tidemark real-time."""

    def __init__(self, folder, lake, files, shell, broker, wanted):
        super().__init__(folder, lake, files, os.path.join(folder, "classes.jsa"), shell)  # other classes than those of score
        self.names, self.sent = 0, []
        self.rename()
        self.broker, self.master = broker, f"local[{PARTITIONS + 1}]"
        self.wanted, self.out = wanted, outputs.Outputs(wanted)
        self.topics = [f"{name}-{os.path.basename(folder)}-{time.time_ns()}" for name in ("ticks", "scores", "dead")]
        self.create(*self.topics)
        self.reader = Consumer({"bootstrap.servers": broker.address, "group.id": "faults", "enable.auto.commit": False})
        self.reader.assign([TopicPartition(topic, partition, OFFSET_BEGINNING)
                            for topic in self.topics[1:] for partition in range(PARTITIONS)])

    def rename(self):
        """The query has another name from now on, and so another folder."""
        self.names += 1
        self.query = f"real-time-{self.names}"
        self.checkpoint = os.path.join(self.lake, "checkpoints", self.query)

    def create(self, *topics):
        admin = AdminClient({"bootstrap.servers": self.broker.address})  # kept: its answers come by a thread that ends with it
        # Records have the old times of the feed, for which a broker would delete them after a while.
        made = admin.create_topics([NewTopic(topic, PARTITIONS, 1, config={"retention.ms": "-1"}) for topic in topics])
        for future in made.values():
            future.result(ANSWER_SECONDS)

    def recreate(self, count):
        """The input topic anew, with the first lines of what was sent."""
        until = time.monotonic() + ANSWER_SECONDS
        while True:
            admin = AdminClient({"bootstrap.servers": self.broker.address})
            try:
                for future in admin.delete_topics(self.topics[:1], operation_timeout=ANSWER_SECONDS).values():
                    future.result(ANSWER_SECONDS)
                self.create(self.topics[0])
                break
            except KafkaException as refused:  # still being deleted, or there again because somebody asked for it
                if time.monotonic() > until:
                    raise Broken(f"topic {self.topics[0]} was not made: {refused}") from None
                time.sleep(0.1)
        self.produce(self.sent[:count])

    def scoring(self, *options):
        ticks, scores, dead = self.topics
        return command(self.master, "real-time", "--lake", self.lake, "--from", f"kafka://{self.broker.address}/{ticks}",
                       "--to", f"kafka://{self.broker.address}/{scores}", "--dead-letters", dead,
                       "--query", self.query, "--turn-seconds", str(TURN_SECONDS), "--snapshot-records", str(SNAPSHOT_RECORDS), *options)

    def drop(self, count):
        """Puts the lines of the next files on the topic, each in the partition of its instrument."""
        lines = []
        for name in self.waiting[:count]:
            path = os.path.join(self.files, name)
            stamp = os.stat(path).st_mtime_ns // 10**6
            with open(path, "rb") as file:
                lines += [(raw, stamp) for raw in file.read().split(b"\n")[:-1]]
        del self.waiting[:count]
        self.sent += lines
        self.produce(lines)

    def produce(self, lines):
        producer = Producer({"bootstrap.servers": self.broker.address, "enable.idempotence": True, "linger.ms": 0})
        for raw, stamp in lines:
            producer.produce(self.topics[0], value=raw, partition=outputs.partition_of(raw, PARTITIONS), timestamp=stamp)
        if producer.flush(ANSWER_SECONDS):
            raise Broken("the broker did not take all lines")

    def take(self, seconds=0.0):
        """Reads what has come out since the last time."""
        while message := self.reader.poll(seconds):
            if message.error():
                return  # the broker is away; the reader goes on by itself
            reading = self.out.scores if message.topic() == self.topics[1] else self.out.letters
            reading.take(outputs.Record(message.partition(), message.offset(), message.key(), message.value(), message.headers()))
            seconds = 0.0

    def highest(self):
        """How many bars have come out, each once."""
        self.take()
        return len(self.out.scores.firsts)

    def await_(self, condition, what, fed=True, every=WATCH_SECONDS):
        """Waits for a condition, with ticks coming steadily."""
        until, next_feed = time.monotonic() + START_SECONDS, 0.0
        while not condition():
            now = time.monotonic()
            if not self.alive() or now > until:
                raise Broken(f"waited for {what}:\n" + self.words()[-2000:])
            if fed and now > next_feed:
                if not self.waiting:
                    raise UsedUp
                self.drop(1)
                next_feed = now + FEED_SECONDS
            self.take(0.0)
            time.sleep(every)

    def steady(self, random, bars=8):
        """Starts the query, unless it runs, and lets a seeded number of new bars come out."""
        if not self.alive():
            self.start()
        self.more(1 + random.randrange(bars), "its first bars")

    def more(self, bars, what):
        aim = self.highest() + bars
        self.await_(lambda: self.highest() >= aim, f"{bars} more bars: {what}")

    def pause(self, seconds):
        """Lets it run for a while."""
        until = time.monotonic() + seconds
        self.await_(lambda: time.monotonic() > until, "a random moment")

    def newest(self, log):
        return super().newest(os.path.join("checkpoint", log))

    def snapshots(self):
        found = set()
        for folder, _, names in os.walk(os.path.join(self.checkpoint, "states")):
            found.update(os.path.join(folder, name) for name in names)
        return found

    def finish(self):
        """Scores all that is left."""
        self.drop(len(self.waiting))
        self.start()

        def done():
            self.take()
            return self.out.complete()
        self.await_(done, "the last bar", fed=False)
        self.kill()
        self.take(2.0)

    def standing(self):
        return {"offsets": self.newest("offsets"), "commits": self.newest("commits")}

    def look(self, feed, baseline, complete=True):
        self.take(1.0)
        return self.out.counts(complete)

    def close(self):
        super().close()
        self.reader.close()


def kill(query, random):
    """kill -9 at a random moment, of a start too."""
    if random.random() < 0.2:
        query.kill()
        query.start()
        query.drop(2)
        wait = random.uniform(1, 20)
        time.sleep(wait)
        query.kill()
        return f"{wait:.2f} s after the start", True
    query.steady(random)
    wait = random.uniform(0, 1.5 * TURN_SECONDS)
    query.pause(wait)
    query.kill()
    return f"{wait:.2f} s after {query.highest()} bars", True


def turn(query, random):
    """kill -9 where a turn ends: when its offsets are noted, when its commit is, when a snapshot is written."""
    query.steady(random)
    point = random.choice(("offsets", "commits", "snapshot"))
    if point == "snapshot":
        before = query.snapshots()
        query.await_(lambda: query.snapshots() - before, "a snapshot", every=POLL_SECONDS)
        query.kill()
        return point, True
    turn_ = query.newest(point) + 1
    query.feed_on()
    query.await_(lambda: query.newest(point) >= turn_, f"{point}/{turn_}", fed=False, every=POLL_SECONDS)
    query.kill()
    left = query.standing()
    return f"{point}/{turn_}", left["commits"] < turn_ if point == "offsets" else left["commits"] == turn_


def sigterm(query, random):
    """SIGTERM, which is the same here: the process ends soon."""
    query.steady(random)
    query.process.send_signal(signal.SIGTERM)
    code = query.end(ENDS_SECONDS)
    if code is None:
        raise Broken("SIGTERM did not end it:\n" + query.words()[-2000:])
    return f"exit code {code}", code == 128 + signal.SIGTERM


def second(query, random):
    """A second process on the folder refuses, saying why, and the first goes on."""
    query.steady(random)
    first, first_log = query.process, query.log
    query.start()
    code, words = query.end(ENDS_SECONDS), query.words()
    refused = code not in (None, 0) and "is run by another process" in words
    if code is None:
        query.kill()
    query.process, query.log = first, first_log
    if not refused:
        query.kill()
        raise Broken(f"the second process ended with {code}:\n" + words[-2000:])
    query.more(2, "after the second process")
    return f"refused with exit code {code}", True


def promotion(query, random):
    """A version is promoted and rolled back while the query runs: it follows from a turn on, each time."""
    query.steady(random)
    other = random.choice(query.others)
    query.done(("models", "promote", other, "--lake", query.lake, "--reason", "fault"), "the promotion")
    by(query, lambda version: version == other, other)
    query.done(("models", "rollback", "--lake", query.lake, "--reason", "fault"), "the roll-back")
    by(query, lambda version: version != other, "the version before")
    return f"to {other} and back", True


def by(query, serves, what):
    """Waits for a bar that a version serves first."""
    seen = set(query.out.scores.firsts)

    def came():
        query.take()
        fresh = query.out.scores.firsts.keys() - seen
        return any(serves(name.rsplit("/", 1)[-1].rsplit("@", 1)[0])
                   for name in (outputs.name(query.out.scores.firsts[place]) for place in fresh))
    query.await_(came, "a bar by " + what)


def damaged_files(query):
    """Files that a start reads, by what they are."""
    top = query.checkpoint
    found = {
        "born": [os.path.join(top, "born")],
        "serving": [os.path.join(top, "serving")],
        "models": below(os.path.join(top, "models")),
        "positions": below(os.path.join(top, "positions")),
        "states": below(os.path.join(top, "states")),
        "metadata": [os.path.join(top, "checkpoint", "metadata")],
        "sources": below(os.path.join(top, "checkpoint", "sources")),
    }
    for log in ("offsets", "commits"):
        found[log] = [os.path.join(top, "checkpoint", log, str(query.newest(log)))]
    return {kind: there for kind, paths in found.items() if (there := [path for path in paths if os.path.isfile(path)])}


def below(top):
    return [os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names
            if not name.startswith(".") and not name.endswith(".crc")]


def damage(query, random):
    """Bytes of the folder are cut off or flipped while the query is down: it fails loudly, or is right. A file that made it
    refuse is put back."""
    if query.alive() or query.newest("commits") < 1 or random.random() < 0.25:
        query.steady(random)
        if query.newest("commits") < 1:
            query.await_(lambda: query.newest("commits") >= 1, "its first turns")
    query.kill()
    found = damaged_files(query)
    kind = random.choice(sorted(found))
    path = random.choice(sorted(found[kind], key=os.path.getmtime)[-4:])
    copy = os.path.join(query.folder, "copy")
    shutil.copy2(path, copy)
    point = f"{kind}: {os.path.basename(path)} {hurt(path, random)}"
    query.start()
    try:
        query.more(2, "on damaged files")
        query.kill()
        return point + ": went on", True
    except Broken:
        if query.alive():
            query.kill()
            raise
    words = last_words(query)
    shutil.copy2(copy, path)
    return point + f": refused ({words})", True


def loss(query, random):
    """What the folder may lose is lost while the query is down, as the table in docs/how-to/real-time.md says: it goes on."""
    query.steady(random)
    query.kill()
    parts = ("states", "positions", "serving", "models", "checkpoint")  # of which a first turn has not all
    what = random.choice([part for part in parts if os.path.exists(os.path.join(query.checkpoint, part))])
    path = os.path.join(query.checkpoint, what)
    (shutil.rmtree if os.path.isdir(path) else os.remove)(path)
    query.start()
    query.more(2, f"without {what}")
    return f"without {what}", True


def broker_restart(query, random):
    """The broker is stopped or killed and comes back: the query goes on by itself, or ends and goes on at its next start."""
    query.steady(random)
    query.pause(random.uniform(0, 2))
    killed, down = random.random() < 0.5, random.uniform(0, DOWN_SECONDS)
    if killed:
        query.broker.kill()
    else:
        query.broker.stop()
    time.sleep(down)
    query.broker.start()
    how = f"{'killed' if killed else 'stopped'}, down for {down:.1f} s and its start"
    try:
        query.more(3, "after the broker came back")
        return how + ": went on by itself", True
    except Broken:
        if query.alive():
            raise
    how += f": ended ({last_words(query)})"
    query.start()
    query.more(3, "at the start after the broker came back")
    return how, True


def topic_recreated(query, random):
    """The input topic is made anew, with all of its lines or half, under the query or while it is down: it must end and say
    so. Then the topic is put back, and a query of another name gives all outputs again, with the same bytes."""
    query.steady(random)
    alive, whole = random.random() < 0.5, random.random() < 0.5
    if not alive:
        query.kill()
    query.recreate(len(query.sent) if whole else len(query.sent) // 2)
    if not alive:
        query.start()
    code, words = query.end(ENDS_SECONDS), query.words()
    if code in (None, 0) or "made anew" not in words:
        query.kill()
        raise Broken(f"a topic made anew: ended with {code}:\n" + words[-2000:])
    query.recreate(len(query.sent))
    query.rename()
    query.start()
    query.more(2, "of the query under another name")
    return f"{'running' if alive else 'down'}, {'all' if whole else 'half of the'} lines: exit code {code}", True


def executor_loss(query, random):
    """kill -9 of an executor of a standalone cluster: the query goes on by itself, or ends and goes on at its next start."""
    query.steady(random)
    query.await_(lambda: len(query.executors()) == 2, "two executors")
    query.pause(random.uniform(0, TURN_SECONDS))
    os.kill(random.choice(query.executors()), signal.SIGKILL)
    try:
        query.more(3, "after the loss of an executor")
        return "went on by itself", True
    except Broken:
        if query.alive():
            raise
    how = f"ended ({last_words(query)})"
    query.start()
    query.more(3, "at the start after the loss of an executor")
    return how, True


KINDS = {
    "realtime-kill": kill,
    "realtime-turn": turn,
    "realtime-sigterm": sigterm,
    "realtime-second": second,
    "realtime-promotion": promotion,
    "realtime-damage": damage,
    "realtime-loss": loss,
    "realtime-broker": broker_restart,
    "realtime-topic": topic_recreated,
}
ON_CLUSTER = {"realtime-executor": executor_loss}
