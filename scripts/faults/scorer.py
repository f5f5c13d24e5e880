"""A scorer in a process of its own over a lake of its own: started, fed file by file, watched, killed."""

import os
import re
import shutil
import subprocess
import time

import check

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KEPT = ("models/model_registry", "models/certificates", "models/models", "features/feature_sets", "artifacts")
START_SECONDS = 300
CHANGE_TRIES = 10
POLL_SECONDS = 0.001  # of a point that must be met
WATCH_SECONDS = 0.02


class Broken(Exception):
    """The scorer did not do what the history needs; its last words are in the message."""


class UsedUp(Exception):
    """The feed has no files left, so that there is no next batch to wait for."""


def keep(lake, into):
    """Copies what a scorer needs of a lake: models, their files and the feature sets."""
    for part in KEPT:
        if os.path.isdir(os.path.join(lake, part)):
            shutil.copytree(os.path.join(lake, part), os.path.join(into, part))


def environment(archive):
    flags = f"-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m {archive} -Xlog:disable -Xlog:all=error:stderr"
    return {**os.environ, "TIDEMARK_BUILD": "never", "JAVA_TOOL_OPTIONS": flags}


def command(master, *verb):
    """Most of a fault is a start of the JVM: expressions are interpreted, which gives the same bits and compiles less."""
    return [os.path.join(HOME, "tidemark"), "--conf", "spark.driver.memory=1g", "--conf", "spark.executor.memory=900m",
            "--conf", "spark.executor.extraJavaOptions=-Duser.timezone=UTC -XX:TieredStopAtLevel=1",
            "--conf", "spark.sql.shuffle.partitions=2", "--conf", "spark.databricks.delta.snapshotPartitions=1",
            "--conf", "spark.sql.codegen.factoryMode=NO_CODEGEN", "--conf", "spark.sql.codegen.wholeStage=false",
            "--master", master, *verb]


def share(options):
    """The challenger's share among options of tidemark score, if any."""
    found = [word.partition("=") for word in options if word.startswith("--challenger")]
    return float(found[0][2] or 0.1) if found else None


class Shell:
    """`tidemark shell` in a process of its own, for the verbs that somebody else runs beside the scorers."""

    def __init__(self, log):
        self.log, self.process = log, None

    def begin(self, words):
        """Has the verb run; what is returned tells when it has ended."""
        if self.process is None or self.process.poll() is not None:
            with open(self.log, "wb") as out:
                self.process = subprocess.Popen(command("local[1]", "shell", "--keep-going"), stdin=subprocess.PIPE, stdout=out,
                                                stderr=subprocess.STDOUT, env=environment(""), start_new_session=True)
        asked = Asked(self, os.path.getsize(self.log))
        self.process.stdin.write((" ".join(f"'{word}'" if "'" not in word else f'"{word}"' for word in words) + "\n").encode())
        self.process.stdin.flush()
        return asked

    def close(self):
        if self.process:
            self.process.kill()
            self.process.wait()


class Asked:
    """A verb that a shell was asked for; like a process."""

    def __init__(self, shell, begun):
        self.shell, self.begun = shell, begun

    def words(self):
        with open(self.shell.log, "rb") as log:
            log.seek(self.begun)
            return log.read().decode(errors="replace")

    def poll(self):
        ended = re.search(r"^exit (\d+) after ", self.words(), re.MULTILINE)
        if ended:
            return int(ended[1])
        return self.shell.process.poll()  # a shell that has died ends its verb


class Scorer:
    """One query, its lake and its feed. Files of the feed appear in the order of their names."""

    def __init__(self, folder, lake, files, jsa, shell=None, options=()):
        self.folder, self.files, self.jsa, self.shell = folder, files, jsa, shell
        self.lake, self.feed = os.path.join(folder, "lake"), os.path.join(folder, "feed")
        self.checkpoint = os.path.join(self.lake, "checkpoints", "live")
        os.makedirs(self.feed)
        keep(lake, self.lake)
        self.others = sorted(version for version, alias in check.versions(lake).items() if alias != "champion")
        self.waiting = sorted(os.listdir(files))
        self.process, self.starts, self.children = None, 0, []
        self.master, self.cluster, self.options = "local[2]", None, options

    def scoring(self, *options):
        return command(self.master, "score", "--lake", self.lake, "--from", self.feed, "--cold", "--interval-millis", "0", *self.options,
                       *options)

    def spawn(self, line, out, archive):
        child = subprocess.Popen(line, stdout=out, stderr=subprocess.STDOUT, env=environment(archive), start_new_session=True)
        self.children.append(child)
        return child

    def beside(self, words, what):
        """A verb that runs beside the scorer, to its end; its exit code and what it said."""
        asked = self.shell.begin(words)
        self.await_(lambda: asked.poll() is not None, what, every=WATCH_SECONDS)
        return asked.poll(), asked.words()

    def done(self, words, what):
        code, said = self.beside(words, what)
        if code:
            raise Broken(f"{what} ended with {code}:\n{said[-2000:]}")

    def change(self, sql, what):
        """A statement on tables that the scorer writes; where both met, Delta asks for another try."""
        code, said = None, ""
        for _ in range(CHANGE_TRIES):
            code, said = self.beside(("sql", "--lake", self.lake, sql), what)
            if code == 0:
                return
            if "[DELTA_CONCURRENT" not in said:
                break
        raise Broken(f"{what} ended with {code}:\n{said[-2000:]}")

    def archive(self):
        return f"-XX:SharedArchiveFile={self.jsa}" if os.path.exists(self.jsa) else ""

    def start(self, *options, archive=None):
        self.starts += 1
        self.log = os.path.join(self.folder, f"scorer-{self.starts}.log")
        archive = archive or self.archive()
        with open(self.log, "wb") as out:
            self.process = self.spawn(self.scoring(*options), out, archive)

    def words(self):
        with open(self.log, "rb") as log:
            return log.read().decode(errors="replace")

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()

    def on_cluster(self, port):
        """Starts a standalone cluster of two workers, on which the scorer runs from now on."""
        self.cluster = ("--port", str(port), "--dir", os.path.join(self.folder, "cluster"))
        self.master = self.standalone("start").strip().splitlines()[-1]

    def standalone(self, verb):
        done = subprocess.run([os.path.join(HOME, ".ci", "standalone.sh"), verb, *self.cluster], capture_output=True, text=True)
        if done.returncode:
            raise Broken(f"standalone.sh {verb} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return done.stdout

    def executors(self):
        """Process ids of the executors of this cluster: JVMs whose working folder is below the cluster's."""
        found = []
        for pid in (p for p in os.listdir("/proc") if p.isdigit()):
            try:
                if os.readlink(f"/proc/{pid}/cwd").startswith(os.path.join(self.cluster[-1], "work")):
                    with open(f"/proc/{pid}/cmdline", "rb") as line:
                        if b"CoarseGrainedExecutorBackend" in line.read():
                            found.append(int(pid))
            except OSError:
                continue  # ended meanwhile
        return found

    def close(self):
        """Ends every process that was started here, whatever has happened."""
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.wait()
        if self.cluster:
            self.standalone("stop")

    def end(self, seconds):
        """The exit code of a process that must end by itself, or None when it has not."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def finish(self):
        """Scores all that is left; the exit code must be 0."""
        self.drop(len(self.waiting))
        self.start("--until-idle")
        if self.end(START_SECONDS) != 0:
            self.kill()
            raise Broken("the last run did not end well:\n" + self.words()[-2000:])

    def drop(self, count):
        """Puts the next files into the feed, complete and with their times."""
        for name in self.waiting[:count]:
            hidden = os.path.join(self.feed, "." + name)
            shutil.copy2(os.path.join(self.files, name), hidden)
            os.rename(hidden, os.path.join(self.feed, name))
        del self.waiting[:count]

    def feed_on(self):
        if not self.waiting:
            raise UsedUp
        self.drop(2)

    def newest(self, log):
        folder = os.path.join(self.checkpoint, log)
        numbers = [int(n) for n in os.listdir(folder) if n.isdigit()] if os.path.isdir(folder) else []
        return max(numbers, default=-1)

    def await_(self, condition, what, fed=True, every=POLL_SECONDS):
        """Waits for a condition; feeds two files for each batch that begins meanwhile, so that there is always a next one."""
        begun = self.newest("offsets")
        until = time.monotonic() + START_SECONDS
        if fed:
            self.feed_on()
        while not condition():
            if not self.alive() or time.monotonic() > until:
                raise Broken(f"waited for {what}:\n" + self.words()[-2000:])
            if fed and self.newest("offsets") > begun:
                begun = self.newest("offsets")
                self.feed_on()
            time.sleep(every)

    def table(self, name):
        return os.path.join(self.lake, "live", name)

    def parquet(self, name):
        folder = self.table(name)
        return {n for n in os.listdir(folder) if n.endswith(".parquet")} if os.path.isdir(folder) else set()

    def commits(self, name):
        folder = os.path.join(self.table(name), "_delta_log")
        return max((int(n[:20]) for n in os.listdir(folder) if n.endswith(".json") and n[0] != "."), default=-1) if os.path.isdir(folder) else -1

    def look(self, feed, baseline, complete=True):
        """Counts of what is lost, duplicated and wrong in the tables, and of what was looked at."""
        return check.check(self.lake, feed, baseline, complete, share=share(self.options))

    def standing(self):
        """Where a process that is dead has left things; an orphan is a data file that no commit has ever named."""
        took = {name: check.last_batch(self.table(name)) for name in check.TABLES}
        orphans = sum(len(self.parquet(name) - {os.path.basename(p) for p in check.named(self.table(name))})
                      for name in check.TABLES)
        return {"offsets": self.newest("offsets"), "commits": self.newest("commits"), "took": took, "orphans": orphans}
