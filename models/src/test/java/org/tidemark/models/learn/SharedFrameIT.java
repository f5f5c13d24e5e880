package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.spark.FrameTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.testkit.TestSpark;

class SharedFrameIT {
  private static final int ROWS = FrameBlock.ROWS + 5_000;
  private static final TrainingColumns COLUMNS =
      new TrainingColumns(List.of("f0", "f1", "f2"), "hash", "label", Optional.empty());

  /**
   * Three instruments at every minute, each with its own label span; a value is missing at times.
   */
  private static Dataset<Row> frame() {
    return TestSpark.session()
        .range(0, ROWS, 1, 5)
        .selectExpr(
            "concat('S', id % 3) instrument",
            "id div 3 * 60000000000L event_time_nanos",
            "(id div 3 + 1 + id % 3 * 7) * 60000000000L span_end_nanos",
            "cast(pmod(hash(id), 100) < 50 + 20 * sin(id) AS INT) label",
            "cast(sin(id) AS FLOAT) f0",
            "CASE WHEN id % 11 > 0 THEN cast(pmod(hash(id, 1), 1000) AS FLOAT) END f1",
            "cast(id AS DOUBLE) f2")
        .repartition(7);
  }

  @Test
  void aFitOnASharedFrameGivesTheBytesOfAFitOnTheWindowsOwnRows() {
    Dataset<Row> frame = frame();
    WindowLearner.InTask learner =
        new WindowLearner.InTask(
            new XgboostLearner(XgboostParameters.standard().withTrees(5, 4, 0.3)));
    try (SharedFrame shared = SharedFrame.of(frame, COLUMNS)) {
      for (String text :
          List.of("rolling:folds=2,train=P3D,embargo=PT1H", "cpcv:groups=4,test=2,embargo=PT1H")) {
        List<Split> splits = Splitter.parse(text).split(FrameTimes.of(frame));
        for (Split split : splits.subList(0, 2)) {
          Dataset<Row> window =
              frame.where(split.trainPredicateSql("event_time_nanos", "span_end_nanos"));
          byte[] own =
              learner.fit(window, COLUMNS, new Target.Binary(), window.count(), 3).nativeBytes();

          assertThat(learner.fit(shared, split, new Target.Binary(), 3).nativeBytes())
              .as("%s fold %d", text, split.fold())
              .isEqualTo(own);
        }
      }
    }
  }

  @Test
  void rowsThatAreWeighedAndFramesThatAreTooLargeAreNotShared() {
    TrainingColumns weighed =
        new TrainingColumns(List.of("f0"), "hash", "label", Optional.of("f2"));
    assertThatThrownBy(() -> SharedFrame.of(frame(), weighed))
        .hasMessageContaining("column f2 weighs them");

    assertThat(SharedFrame.holds(SharedFrame.MOST_VALUES / 64, 64)).isTrue();
    assertThat(SharedFrame.holds(SharedFrame.MOST_VALUES / 64 + 1, 64)).isFalse();
    assertThat(SharedFrame.holds(0, 64)).isFalse();
  }
}
