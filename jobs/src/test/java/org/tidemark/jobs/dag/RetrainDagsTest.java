package org.tidemark.jobs.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The calendar of retraining is what X10 names. */
class RetrainDagsTest {
  private static final List<Dag> DAGS = RetrainDags.of(NightlyDag.LAKE, List.of("--set", "seed=3"));

  @Test
  void areThreeByTheCalendarAndOneByTriggers() {
    assertThat(DAGS)
        .extracting(dag -> dag.id() + " " + dag.schedule())
        .containsExactly(
            "weekly_review 30 5 * * 1",
            "monthly_update 30 3 1 * *",
            "quarterly_full 30 4 2 1,4,7,10 *",
            "retrain_on_trigger 30 6 3-31 * *");
  }

  @Test
  void theReviewFitsNothingAndTheOthersFitAll() {
    assertThat(DAGS.get(0).topological())
        .extracting(Task::id)
        .containsExactly("ingest", "quality", "features", "labels", "drift", "parity", "watch");
    for (Dag dag : DAGS.subList(1, 3)) {
      assertThat(dag.tasks()).extracting(Task::id).contains("train", "register", "publish");
    }
    assertThat(DAGS.get(1).task("train").command()).endsWith("seed=3");
    assertThat(DAGS.get(2).task("train").command()).endsWith("seed=3", "--set", "tune.days=1");
    assertThat(DAGS.get(3).task("retrain").command())
        .containsExactly("retrain", "--lake", "{{lake}}", "--as-of", "{{ds}}", "--set", "seed=3");
  }

  @Test
  void areSound() {
    for (Dag dag : DAGS) {
      Set<String> verbs =
          dag.tasks().stream().map(task -> task.command().get(0)).collect(Collectors.toSet());
      assertThat(new DagLint(verbs, Set.of("lake", "ds")).findings(dag)).isEmpty();
    }
  }
}
