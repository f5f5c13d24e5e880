package org.tidemark.jobs.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.dag.LocalRunner.Start;
import org.tidemark.jobs.dag.RunSummary.State;
import org.tidemark.testkit.Seeds;

/** Laws of every DAG, on seeded random ones: acyclic, stable, resume runs what is not done. */
class DagLawsTest {
  private static final int SEEDS = 200;
  private static final Map<String, String> VALUES = Map.of("lake", "/lake", "ds", "2018-06-01");

  /** A log in memory, so that the laws are about the runner alone. */
  private static final class MemoryLog implements RunLog {
    private final Set<String> done = new HashSet<>();

    @Override
    public boolean isDone(Task task) {
      return done.contains(task.id());
    }

    @Override
    public void recordSuccess(Task task, int attempts, Duration duration) {
      done.add(task.id());
    }

    @Override
    public void forget(Task task) {
      done.remove(task.id());
    }
  }

  private static Dag random(SplittableRandom random) {
    int size = 1 + random.nextInt(12);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<String> parents = new ArrayList<>();
      for (int j = 0; j < i; j++) {
        if (random.nextInt(3) == 0) {
          parents.add("t" + j);
        }
      }
      tasks.add(
          new Task(
              "t" + i,
              "Does t" + i + ".",
              parents,
              List.of("t" + i, "{{lake}}", "{{ds}}"),
              random.nextInt(3),
              Duration.ofSeconds(20)));
    }
    Collections.shuffle(tasks, new Random(random.nextLong()));
    return new Dag("random", "0 1 * * *", tasks);
  }

  @Test
  void everyParentComesBeforeItsChildAndEveryTaskOnce() {
    Seeds.forEach(
        SEEDS,
        (seed, random) -> {
          Dag dag = random(random);
          List<String> order = dag.topological().stream().map(Task::id).toList();
          assertThat(order).doesNotHaveDuplicates().hasSameSizeAs(dag.tasks());
          dag.edges()
              .forEach(
                  edge ->
                      assertThat(order.indexOf(edge.parent()))
                          .isLessThan(order.indexOf(edge.child())));
        });
  }

  @Test
  void anEdgeBackToADescendantIsRefused() {
    Seeds.forEach(
        SEEDS,
        (seed, random) -> {
          Dag dag = random(random);
          if (dag.edges().isEmpty()) {
            return;
          }
          Dag.Edge edge = dag.edges().get(random.nextInt(dag.edges().size()));
          List<Task> tasks =
              dag.tasks().stream()
                  .map(task -> task.id().equals(edge.parent()) ? under(task, edge.child()) : task)
                  .toList();
          assertThatThrownBy(() -> new Dag("random", "0 1 * * *", tasks))
              .hasMessageContaining("cycle");
        });
  }

  private static Task under(Task task, String parent) {
    List<String> parents = new ArrayList<>(task.parents());
    parents.add(parent);
    return new Task(
        task.id(), task.purpose(), parents, task.command(), task.retries(), task.timeout());
  }

  @Test
  void rendersTheSameTextForEqualDagsAndTheSameEdgesInAnyDeclaredOrder() {
    AirflowRenderer renderer = new AirflowRenderer("org.example.Main");
    Seeds.forEach(
        SEEDS,
        (seed, random) -> {
          Dag dag = random(random);
          Dag twin = new Dag(dag.id(), dag.schedule(), new ArrayList<>(dag.tasks()));
          assertThat(renderer.python(twin)).isEqualTo(renderer.python(dag));
          List<Task> shuffled = new ArrayList<>(dag.tasks());
          Collections.shuffle(shuffled, new Random(seed));
          assertThat(renderer.edges(new Dag(dag.id(), dag.schedule(), shuffled)))
              .isEqualTo(renderer.edges(dag));
        });
  }

  @Test
  void resumeRunsExactlyWhatIsNotDoneUntilEverythingIs() {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    Seeds.forEach(
        SEEDS,
        (seed, random) -> {
          Dag dag = random(random);
          MemoryLog log = new MemoryLog();
          Set<String> bad = new HashSet<>();
          dag.tasks().stream().filter(t -> random.nextInt(3) == 0).forEach(t -> bad.add(t.id()));
          Set<String> ran = new HashSet<>();
          TaskRunner work =
              (task, arguments) -> {
                ran.add(task.id());
                return bad.contains(task.id())
                    ? new Outcome.Failure("bad")
                    : new Outcome.Success("");
              };
          LocalRunner runner = new LocalRunner(dag, work, log, clock, line -> {});

          RunSummary first = runner.run(VALUES, Start.FRESH);
          // Independent definition: a task succeeds when neither it nor an ancestor is bad.
          Set<String> expected = new HashSet<>();
          dag.tasks().stream()
              .filter(t -> !bad.contains(t.id()))
              .filter(t -> Collections.disjoint(dag.ancestors(t.id()), bad))
              .forEach(t -> expected.add(t.id()));
          assertThat(log.done).isEqualTo(expected);
          assertThat(first.exitCode()).isEqualTo(bad.isEmpty() ? 0 : 1);
          assertThat(first.count(State.SKIPPED)).isEqualTo(dag.tasks().size() - ran.size());

          bad.clear();
          ran.clear();
          RunSummary second = runner.run(VALUES, Start.RESUME);
          Set<String> rest = new HashSet<>();
          dag.tasks().stream().map(Task::id).filter(t -> !expected.contains(t)).forEach(rest::add);
          assertThat(ran).isEqualTo(rest);
          assertThat(second.exitCode()).isZero();
          assertThat(log.done).hasSameSizeAs(dag.tasks());
        });
  }
}
