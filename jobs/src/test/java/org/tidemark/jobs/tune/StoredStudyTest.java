package org.tidemark.jobs.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.tune.Goal;
import org.tidemark.models.tune.Outcome;
import org.tidemark.models.tune.Pruner;
import org.tidemark.models.tune.Report;
import org.tidemark.models.tune.Sampler;
import org.tidemark.models.tune.Space;
import org.tidemark.models.tune.Study;
import org.tidemark.models.tune.Work;

/** A study and its steps as rows, and which call goes on with it. */
class StoredStudyTest {
  private static final Origin ORIGIN = origin("2024-01-05", "all labelled rows", "123");

  private static Origin origin(String asOf, String seen, String hash) {
    return new Origin(
        "direction",
        "nightly-2024-01-05-direction",
        LocalDate.parse(asOf),
        "{\"learners\":\"xgboost\"}",
        "sharpe",
        "kfold:folds=3,embargo=PT1H",
        seen,
        1000,
        1,
        2,
        3,
        hash,
        "1.0 (abc)");
  }

  private static Study study(String space, String sampler, int trials, long seed) {
    return new Study(
        "depth",
        Space.parse(space),
        Sampler.parse(sampler),
        Pruner.parse("asha:reduction=2,first=1"),
        Goal.MAXIMISE,
        trials,
        4,
        3,
        seed);
  }

  private static final StoredStudy STORED =
      new StoredStudy(study("a=int(1,9),b=log(0.001,1)", "tpe:start=4", 8, -7), ORIGIN);

  @Test
  void aStudyIsReadBackAsItWas() {
    Row row = STORED.row(STORED.study().replay(List.of()));
    assertThat(row.size()).isEqualTo(Tables.STUDIES.columnNames().size());
    assertThat(StoredStudy.of(row)).isEqualTo(STORED);
    assertThat(row.getString(Tables.STUDIES.columnNames().indexOf("status"))).isEqualTo("running");
  }

  @Test
  void stepsAreReadBackToTheSameBits() {
    Space space = STORED.study().space();
    Work work = new Work(2, space.read("a=3,b=" + 0.1 / 3), 1);
    Step done =
        new Step(
            new Report(work, new Outcome.Scored(1 / 3.0)),
            100,
            50,
            new PeriodReturns(List.of(86_400_000_000_001L, 1L << 60), List.of(-0.0, 2 / 3.0)));
    Step failed =
        new Step(new Report(work, new Outcome.Failed("one \"class\"")), 100, 0, PeriodReturns.NONE);
    for (Step step : List.of(done, failed)) {
      Row row = StepRows.row("depth", step);
      assertThat(row.size()).isEqualTo(Tables.STUDY_STEPS.columnNames().size());
      assertThat(StepRows.of(row, space)).isEqualTo(step);
    }
  }

  @Test
  void theSameStudyGoesOnAndMayGrowByWholeBatches() {
    StoredStudy more =
        new StoredStudy(
            study("a=int(1,9),b=log(0.001,1)", "tpe:start=4", 10, -7),
            new Origin(
                "direction",
                ORIGIN.runId(),
                ORIGIN.asOf(),
                ORIGIN.settings(),
                "sharpe",
                ORIGIN.split(),
                ORIGIN.seen(),
                1000,
                1,
                2,
                3,
                "123",
                "2.0 (def)"));
    assertThat(STORED.resumedAs(STORED)).isEqualTo(STORED);
    StoredStudy grown = STORED.resumedAs(more);
    assertThat(grown.study().trials()).isEqualTo(10);
    assertThat(grown.origin().codeVersion()).isEqualTo("1.0 (abc)");
    assertThatThrownBy(() -> grown.resumedAs(STORED))
        .hasMessageContaining("begun with 10 trials")
        .hasMessageContaining("not 8");
    StoredStudy further =
        new StoredStudy(study("a=int(1,9),b=log(0.001,1)", "tpe:start=4", 12, -7), ORIGIN);
    assertThatThrownBy(() -> grown.resumedAs(further))
        .hasMessageContaining("no multiple of its batch of 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a=int(1,8);tpe:start=4;-7;2024-01-05;all labelled rows;123;space: a=int(1,9),b=log(0.001,1)",
        "a=int(1,9),b=log(0.001,1);random;-7;2024-01-05;all labelled rows;123;sampler: tpe:start=4",
        "a=int(1,9),b=log(0.001,1);tpe:start=4;8;2024-01-05;all labelled rows;123;seed: -7",
        "a=int(1,9),b=log(0.001,1);tpe:start=4;-7;2024-01-06;all labelled rows;123;as-of: 2024-01-05",
        "a=int(1,9),b=log(0.001,1);tpe:start=4;-7;2024-01-05;others;123;rows: all labelled rows",
        "a=int(1,9),b=log(0.001,1);tpe:start=4;-7;2024-01-05;all labelled rows;4;row content: 123"
      })
  void anotherStudyOfThatNameIsRefusedWithBothSides(
      String space,
      String sampler,
      long seed,
      String asOf,
      String seen,
      String hash,
      String there) {
    StoredStudy other = new StoredStudy(study(space, sampler, 8, seed), origin(asOf, seen, hash));
    assertThatThrownBy(() -> STORED.resumedAs(other))
        .hasMessageContaining("study 'depth' is in the lake with other settings or rows")
        .hasMessageContaining("\n  " + there + "\n")
        .hasMessageContaining("here: ");
  }
}
