package org.tidemark.jobs.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a DAG, a task and a schedule accept and refuse. */
class DagTest {
  static Task task(String id, String... parents) {
    return new Task(
        id,
        "Does " + id + ".",
        List.of(parents),
        List.of(id, "--lake", "{{lake}}", "--as-of", "{{ds}}"),
        0,
        Duration.ofSeconds(20));
  }

  @Test
  void ordersParentsFirstAndOtherwiseAsDeclared() {
    Dag dag =
        new Dag("d", "0 1 * * *", List.of(task("z", "b"), task("b"), task("a"), task("c", "z")));

    assertThat(dag.topological()).extracting(Task::id).containsExactly("b", "z", "a", "c");
    assertThat(dag.edges()).containsExactly(new Dag.Edge("b", "z"), new Dag.Edge("z", "c"));
    assertThat(dag.ancestors("c")).containsExactlyInAnyOrder("b", "z");
  }

  @Test
  void refusesACycleNamingIt() {
    assertThatThrownBy(
            () ->
                new Dag(
                    "d", "0 1 * * *", List.of(task("top"), task("a", "b", "top"), task("b", "a"))))
        .hasMessage("dag d has a cycle among or above [a, b]; remove an edge");
  }

  @Test
  void refusesDoubleIdsUnknownParentsAndNoTasks() {
    assertThatThrownBy(() -> new Dag("d", "0 1 * * *", List.of(task("a"), task("a"))))
        .hasMessage("dag d has two tasks named a; rename one");
    assertThatThrownBy(() -> new Dag("d", "0 1 * * *", List.of(task("a", "b"))))
        .hasMessage("task a of dag d names the unknown parent b; known are [a]");
    assertThatThrownBy(() -> new Dag("d", "0 1 * * *", List.of())).hasMessageContaining("no tasks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a-b", "_a", "a_", "a__b", "1a", "a b", "ä"})
  void refusesIdsThatAreNotLowerSnakeCase(String id) {
    assertThatThrownBy(() -> task(id)).hasMessageContaining("must be lower snake case");
    assertThatThrownBy(() -> new Dag(id, "0 1 * * *", List.of(task("a"))))
        .hasMessageContaining("must be lower snake case");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "60 1 * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 * 13 *",
        "0 0 * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "@daily",
        "0  1 * * *",
        "a * * * *",
        "1,,2 * * * *"
      })
  void refusesABadSchedule(String schedule) {
    assertThatThrownBy(() -> new Dag("d", schedule, List.of(task("a"))))
        .hasMessageContaining("schedule '" + schedule + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"* * * * *", "30 1 * * *", "*/5 0-6 1,15 1-12/2 0,7"})
  void acceptsAGoodSchedule(String schedule) {
    assertThat(new Dag("d", schedule, List.of(task("a"))).schedule()).isEqualTo(schedule);
  }

  @Test
  void refusesBadTasks() {
    Duration second = Duration.ofSeconds(1);
    List<String> verb = List.of("a");
    assertThatThrownBy(() -> new Task("a", " ", List.of(), verb, 0, second))
        .hasMessageContaining("purpose");
    assertThatThrownBy(() -> new Task("a", "p", List.of("b", "b"), verb, 0, second))
        .hasMessageContaining("names a parent twice");
    assertThatThrownBy(() -> new Task("a", "p", List.of(), List.of(), 0, second))
        .hasMessageContaining("empty command");
    assertThatThrownBy(() -> new Task("a", "p", List.of(), verb, 11, second))
        .hasMessageContaining("the limit is 0 to 10");
    assertThatThrownBy(() -> new Task("a", "p", List.of(), verb, 0, Duration.ofMillis(999)))
        .hasMessageContaining("the least is one second");
  }

  @Test
  void fillsPlaceholdersLiterally() {
    Task task =
        new Task(
            "a",
            "p",
            List.of(),
            List.of("a", "{{lake}}/x", "{{ ds }}:{{ds}}", "{{Not}}"),
            0,
            Duration.ofSeconds(1));

    assertThat(task.placeholders()).containsExactly("lake", "ds");
    assertThat(task.arguments(Map.of("lake", "/a $1\\b", "ds", "2018-06-01")))
        .containsExactly("a", "/a $1\\b/x", "2018-06-01:2018-06-01", "{{Not}}");
    assertThatThrownBy(() -> task.arguments(Map.of("ds", "x")))
        .hasMessage("task a uses {{lake}}, which has no value; given are [ds]");
  }

  @Test
  void lintFindsWhatTheTypesAllow() {
    Duration second = Duration.ofSeconds(1);
    Dag dag =
        new Dag(
            "d",
            "0 1 * * *",
            List.of(
                task("good"),
                new Task("typo", "p", List.of("good"), List.of("goood", "{{lake}}"), 0, second),
                new Task(
                    "other",
                    "p",
                    List.of("good"),
                    List.of("good", "--lake", "{{lake}}", "--as-of", "{{ds}}"),
                    0,
                    second),
                new Task(
                    "odd",
                    "p",
                    List.of("good"),
                    List.of("good", "{{x}}{{lake}}{{ds}}"),
                    0,
                    second)));

    assertThat(new DagLint(Set.of("good"), Set.of("lake", "ds")).findings(dag))
        .containsExactly(
            "task typo: unknown verb 'goood'; known are [good]",
            "task typo: the command does not use {{ds}}, so a rerun of another day would do the same",
            "task other: same command as task good",
            "task odd: nobody supplies {{x}}",
            "dag d ends in [typo, other, odd]; let one last task see them all");
  }
}
