package org.tidemark.jobs.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.dag.LocalRunner.Start;
import org.tidemark.jobs.dag.RunSummary.State;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.LakeFiles;

/** Worked examples of the local runner: what it prints, stores, skips and resumes. */
class LocalRunnerTest {
  private static final Map<String, String> VALUES = Map.of("lake", "/lake", "ds", "2018-06-01");
  private static final Dag DIAMOND =
      new Dag(
          "diamond",
          "0 1 * * *",
          List.of(
              DagTest.task("a"),
              DagTest.task("b", "a"),
              DagTest.task("c", "a"),
              DagTest.task("d", "b", "c")));

  @TempDir Path lake;
  private final List<String> lines = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  // Every look at the clock takes half a second.
  private final AtomicInteger ticks = new AtomicInteger();
  private final InstantSource clock = () -> Instant.ofEpochMilli(500L * ticks.getAndIncrement());

  private RunLog log() {
    return new FileRunLog(
        new LakeFiles(Lake.at(lake.toString()), new Configuration()),
        "diamond",
        LocalDate.of(2018, 6, 1));
  }

  private RunSummary run(Dag dag, TaskRunner work, Start start) {
    return new LocalRunner(
            dag,
            (task, arguments) -> {
              ran.add(task.id());
              return work.run(task, arguments);
            },
            log(),
            clock,
            lines::add)
        .run(VALUES, start);
  }

  private static TaskRunner failing(String id) {
    return (task, arguments) ->
        task.id().equals(id) ? new Outcome.Failure("no disk") : new Outcome.Success("");
  }

  @Test
  void aFailureSkipsItsDescendantsOnlyAndResumeRunsTheRest() throws IOException {
    RunSummary first = run(DIAMOND, failing("b"), Start.FRESH);

    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(lines)
        .containsExactly(
            "[1/4] a ...",
            "[1/4] a done in 0.5 s",
            "[2/4] b ...",
            "[2/4] b failed after 0.5 s: no disk",
            "[3/4] c ...",
            "[3/4] c done in 0.5 s",
            "[4/4] d skipped: b failed",
            "diamond: 2 succeeded, 0 already done, 1 failed, 1 skipped",
            "b failed: no disk",
            "mend the cause, then run again with --resume");
    Path folder = lake.resolve("_runs/diamond/2018-06-01");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.json", "c.json");
    assertThat(Files.readString(folder.resolve("a.json")))
        .isEqualTo(
            """
            {
              "dag": "diamond",
              "as_of": "2018-06-01",
              "task": "a",
              "command": ["a", "--lake", "{{lake}}", "--as-of", "{{ds}}"],
              "status": "success",
              "attempts": 1,
              "duration_millis": 500
            }
            """);

    ran.clear();
    lines.clear();
    RunSummary second = run(DIAMOND, failing("nothing"), Start.RESUME);
    assertThat(ran).containsExactly("b", "d");
    assertThat(lines).startsWith("[1/4] a already done", "[2/4] b ...");
    assertThat(second.exitCode()).isZero();
    assertThat(second.count(State.ALREADY_DONE)).isEqualTo(2);

    ran.clear();
    assertThat(run(DIAMOND, failing("nothing"), Start.RESUME).count(State.ALREADY_DONE))
        .isEqualTo(4);
    assertThat(ran).isEmpty();
    run(DIAMOND, failing("nothing"), Start.FRESH);
    assertThat(ran).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aTaskThatRunsAgainMakesItsDescendantsRunAgainEvenAfterACrash() throws IOException {
    run(DIAMOND, failing("nothing"), Start.FRESH);
    Files.delete(lake.resolve("_runs/diamond/2018-06-01/a.json"));
    ran.clear();

    // The process dies right after a, before anything else is reached.
    assertThatThrownBy(
            () ->
                new LocalRunner(
                        DIAMOND,
                        failing("nothing"),
                        log(),
                        clock,
                        line -> {
                          if (line.startsWith("[1/4] a done")) {
                            throw new IllegalStateException("killed");
                          }
                        })
                    .run(VALUES, Start.RESUME))
        .hasMessage("killed");
    run(DIAMOND, failing("nothing"), Start.RESUME);

    assertThat(ran).containsExactly("b", "c", "d");
  }

  @Test
  void aStatusOfAnotherCommandOrATornFileIsNotDone() throws IOException {
    run(DIAMOND, failing("nothing"), Start.FRESH);
    Path file = lake.resolve("_runs/diamond/2018-06-01/c.json");
    Files.writeString(file, Files.readString(file).replace("--as-of", "--day"));
    ran.clear();
    run(DIAMOND, failing("nothing"), Start.RESUME);
    assertThat(ran).containsExactly("c", "d");

    Files.writeString(file, Files.readString(file).substring(0, 60));
    ran.clear();
    run(DIAMOND, failing("nothing"), Start.RESUME);
    assertThat(ran).containsExactly("c", "d");
  }

  /** Retries are for a scheduler: what failed a moment ago on the same data fails again. */
  @Test
  void aTaskIsTriedOnceAndAnExceptionIsAFailure() {
    Task task = new Task("a", "p", List.of(), List.of("a"), 2, Duration.ofSeconds(20));
    RunSummary summary =
        run(
            new Dag("diamond", "0 1 * * *", List.of(task)),
            (t, arguments) -> {
              throw new IOException("no such column\nand more");
            },
            Start.FRESH);

    assertThat(ran).hasSize(1);
    assertThat(summary.exitCode()).isEqualTo(1);
    assertThat(lines)
        .startsWith("[1/1] a ...", "[1/1] a failed after 0.5 s: no such column")
        .contains("a failed: no such column");
  }

  @Test
  void interruptsATaskAtItsTimeout() {
    Dag dag =
        new Dag(
            "diamond",
            "0 1 * * *",
            List.of(new Task("a", "p", List.of(), List.of("a"), 1, Duration.ofSeconds(1))));
    AtomicInteger interrupted = new AtomicInteger();
    RunSummary summary =
        run(
            dag,
            (task, arguments) -> {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                interrupted.incrementAndGet();
              }
              return new Outcome.Success("");
            },
            Start.FRESH);

    assertThat(interrupted).hasValue(1);
    assertThat(summary.tasks().get(0).message()).isEqualTo("timed out after 1.0 s");
    assertThat(summary.exitCode()).isEqualTo(1);
  }

  @Test
  void theRunnerGetsTheFilledCommandAndMissingValuesStopTheRunBeforeItStarts() {
    List<List<String>> seen = new ArrayList<>();
    run(
        DIAMOND,
        (task, arguments) -> {
          seen.add(arguments);
          return new Outcome.Success("");
        },
        Start.FRESH);
    assertThat(seen.get(0)).containsExactly("a", "--lake", "/lake", "--as-of", "2018-06-01");

    ran.clear();
    LocalRunner runner = new LocalRunner(DIAMOND, failing("nothing"), log(), clock, lines::add);
    assertThatThrownBy(() -> runner.run(Map.of("ds", "2018-06-01"), Start.FRESH))
        .hasMessageContaining("{{lake}}");
    assertThat(lake.resolve("_runs/diamond/2018-06-01/a.json")).exists();
  }

  @Test
  void thePlanSaysWhatWouldRunAndDoesNothing() {
    run(DIAMOND, failing("c"), Start.FRESH);
    ran.clear();
    lines.clear();
    new LocalRunner(DIAMOND, failing("nothing"), log(), clock, lines::add)
        .plan(VALUES, Start.RESUME);

    assertThat(ran).isEmpty();
    assertThat(lines)
        .hasSize(8)
        .contains(
            "[2/4] b: already done: tidemark b --lake /lake --as-of 2018-06-01",
            "[3/4] c: tidemark c --lake /lake --as-of 2018-06-01",
            "        after b, c; at most 0 min. Does d.");
  }
}
