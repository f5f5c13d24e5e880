"""A scorer that reads a topic of a real broker, and the faults done to broker and topic.

The topic has one partition and the lines of the feed as records, in their order and with the times of their files. What is
on it can be put back as it was: the same lines at the same offsets.
"""

import json
import os
import signal
import subprocess
import time

from confluent_kafka import KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

import check
from kinds import ENDS_SECONDS, reach, running
from scorer import HOME, Broken, Scorer, command, share

TOPIC = "ticks"
ANSWER_SECONDS = 60
DOWN_SECONDS = 5
REFUSALS = ("made anew", "may have been", "lost", "out of range", "OutOfRange", "DATA_LOSS", "does not exist")


class Broker:
    """A broker of scripts/kafka.sh with a folder of its own."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self.start()

    def script(self, verb):
        done = subprocess.run([os.path.join(HOME, "scripts", "kafka.sh"), verb, "--port", str(self.port), "--dir", self.folder],
                              capture_output=True, text=True)
        if done.returncode:
            raise Broken(f"kafka.sh {verb} ended with {done.returncode}:\n{done.stderr[-2000:]}")

    def start(self):
        self.script("start")

    def stop(self):
        self.script("stop")

    def kill(self):
        with open(os.path.join(self.folder, "broker.pid"), encoding="utf-8") as file:
            os.kill(int(file.read()), signal.SIGKILL)

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"


class TopicScorer(Scorer):
    """The scorer of a history whose feed is a topic; made anew for each history."""

    def __init__(self, folder, lake, files, jsa, broker, options=()):
        super().__init__(folder, lake, files, jsa, options=options)
        self.broker = broker
        self.sent = []
        self.recreate(0)

    def scoring(self, *options):
        return command(self.master, "score", "--lake", self.lake, "--from", f"kafka://{self.broker.address}/{TOPIC}",
                            "--cold", "--interval-millis", "0", *self.options, *options)

    def admin(self):
        return AdminClient({"bootstrap.servers": self.broker.address})

    def recreate(self, count):
        """The topic anew, with the first lines of what was sent."""
        admin = self.admin()
        until = time.monotonic() + ANSWER_SECONDS
        for future in admin.delete_topics([TOPIC], operation_timeout=ANSWER_SECONDS).values():
            try:
                future.result(ANSWER_SECONDS)
            except KafkaException:
                pass  # there was none
        while True:
            try:
                # Records have the old times of the feed, for which a broker would delete them after a while.
                admin.create_topics([NewTopic(TOPIC, 1, 1, config={"retention.ms": "-1"})])[TOPIC].result(ANSWER_SECONDS)
                break
            except KafkaException as refused:  # the old one is still being deleted
                if time.monotonic() > until:
                    raise Broken(f"topic {TOPIC} was not made: {refused}") from None
                time.sleep(0.1)
        self.produce(self.sent[:count])

    def produce(self, lines):
        producer = Producer({"bootstrap.servers": self.broker.address, "enable.idempotence": True})
        for raw, stamp in lines:
            producer.produce(TOPIC, value=raw, partition=0, timestamp=stamp)
        if producer.flush(ANSWER_SECONDS):
            raise Broken("the broker did not take all lines")

    def drop(self, count):
        """Puts the lines of the next files on the topic."""
        lines = []
        for name in self.waiting[:count]:
            path = os.path.join(self.files, name)
            stamp = os.stat(path).st_mtime_ns // 10**6
            with open(path, "rb") as file:
                lines += [(raw, stamp) for raw in file.read().split(b"\n")[:-1]]
        del self.waiting[:count]
        self.sent += lines
        self.produce(lines)

    def look(self, feed, baseline, complete=True):
        return check.check(self.lake, feed, baseline, complete, topic=True, share=share(self.options))

    def consumed(self):
        """The offset behind the newest finished batch, from which the next one reads."""
        return self.behind(self.newest("commits"))

    def behind(self, batch):
        with open(os.path.join(self.checkpoint, "offsets", str(batch)), encoding="utf-8") as file:
            return json.loads(file.read().splitlines()[-1])[TOPIC]["0"]

    def put_back(self):
        """The topic as it was, and what docs/how-to/recover.md says: the note of its id is taken away, and the offsets
        of a batch that would have ended before it began."""
        self.recreate(len(self.sent))
        gone = ["source", ".source.crc"]
        newest = self.newest("offsets")
        if newest > self.newest("commits") >= 0 and self.behind(newest) < self.consumed():
            gone += [f"offsets/{newest}", f"offsets/.{newest}.crc"]
        for path in (os.path.join(self.checkpoint, name) for name in gone):
            if os.path.exists(path):
                os.remove(path)

    def foreign_error(self, words):
        return "STREAM_FAILED" in words and not any(word in words for word in REFUSALS)

    def refusal(self, what):
        """The last words of a scorer that must end, saying that ticks are missing or the topic is another."""
        code, words = self.end(ENDS_SECONDS), self.words()
        if code not in (None, 0) and self.foreign_error(words):
            self.start()  # ended in the moment without a topic, by an error that says nothing: it must not go on
            code, words = self.end(ENDS_SECONDS), self.words()
        if code in (None, 0) or not any(word in words for word in REFUSALS):
            self.kill()
            raise Broken(f"{what}: ended with {code}:\n" + words[-2000:])
        return next(line.strip()[:160] for line in reversed(words.splitlines()) if any(word in line for word in REFUSALS))


def broker_restart(scorer, random):
    """The broker is stopped or killed at a random moment and comes back: the scorer goes on by itself."""
    running(scorer, random)
    until = time.monotonic() + random.uniform(0, 2)
    scorer.await_(lambda: time.monotonic() > until, "a random moment")
    killed, down = random.random() < 0.5, random.uniform(0, DOWN_SECONDS)
    if killed:
        scorer.broker.kill()
    else:
        scorer.broker.stop()
    time.sleep(down)
    scorer.broker.start()
    reach(scorer, scorer.newest("commits") + 2, "after the broker came back")
    return f"{'killed' if killed else 'stopped'}, down for {down:.1f} s and its start", True


def topic_recreated(scorer, random):
    """The topic is made anew under a scorer or while it is down, with all of its lines or half: it must end and say so."""
    running(scorer, random)
    alive, whole = random.random() < 0.5, random.random() < 0.5
    if not alive:
        scorer.kill()
    scorer.recreate(len(scorer.sent) if whole else scorer.consumed() // 2)
    if alive and whole:
        begun = scorer.process
        try:  # lines go on coming, so that there are batches before which it looks
            scorer.await_(lambda: not scorer.alive(), "the end of the scorer")
        except Broken:
            if begun.poll() is None:
                raise
    elif not alive:
        scorer.start()
    said = scorer.refusal("a topic made anew")
    scorer.put_back()
    return f"{'running' if alive else 'down'}, {'all' if whole else 'half of the'} lines: {said}", True


def offsets_out_of_range(scorer, random):
    """Old records are deleted while the scorer is down: unread ones, and it must refuse; or read ones only, and it goes on."""
    running(scorer, random)
    scorer.kill()
    consumed = scorer.consumed()
    losing = random.random() < 0.5
    before = consumed
    if losing:
        scorer.feed_on()
        before = consumed + 1 + random.randrange(len(scorer.sent) - consumed)
    admin = scorer.admin()  # kept: its answers come by a thread that ends with it
    for future in admin.delete_records([TopicPartition(TOPIC, 0, before)]).values():
        future.result(ANSWER_SECONDS)
    scorer.start()
    if losing:
        said = scorer.refusal("records deleted before they were read")
        scorer.put_back()
        return f"{before - consumed} unread records deleted: {said}", True
    reach(scorer, scorer.newest("commits") + 2, "on the shorter topic")
    scorer.kill()
    scorer.put_back()
    return f"the {consumed} read records deleted: went on", True


KINDS = {
    "broker-restart": broker_restart,
    "topic-recreated": topic_recreated,
    "offsets-out-of-range": offsets_out_of_range,
}
