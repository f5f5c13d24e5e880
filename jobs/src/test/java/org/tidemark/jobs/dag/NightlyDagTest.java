package org.tidemark.jobs.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The nightly pipeline has the tasks and the order that the requirements name (issue 2, X09). */
class NightlyDagTest {
  private static final Dag DAG = NightlyDag.DAG;

  @Test
  void runsTheChainInOrder() {
    assertThat(DAG.topological())
        .extracting(Task::id)
        .containsExactly(
            "ingest",
            "quality",
            "features",
            "labels",
            "tune",
            "validate",
            "train",
            "export",
            "register",
            "importance",
            "drift",
            "parity",
            "report",
            "publish");
  }

  @Test
  void theReportSeesEverythingAndIsPublishedLast() {
    assertThat(DAG.task("publish").parents()).containsExactly("report");
    assertThat(DAG.ancestors("report")).hasSize(DAG.tasks().size() - 2);
    assertThat(DAG.ancestors("drift")).contains("features", "register");
    assertThat(DAG.tasks())
        .filteredOn(task -> DAG.ancestors(task.id()).contains("parity"))
        .as("what a night waits for parity with")
        .extracting(Task::id)
        .containsExactly("report", "publish");
    assertThat(DAG.ancestors("importance")).contains("validate").doesNotContain("train");
  }

  @Test
  void isSound() {
    Set<String> verbs =
        DAG.tasks().stream().map(task -> task.command().get(0)).collect(Collectors.toSet());
    assertThat(new DagLint(verbs, Set.of("lake", "ds")).findings(DAG)).isEmpty();
  }
}
