package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.neural.Pytorch;
import org.tidemark.models.spark.FrameTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.testkit.TestSpark;

/** The net fitted inside Spark tasks. */
class MomentumNnIT {
  private static final int ROWS = 600;
  private static final int COLUMNS = 20;
  private static final Target THREE = new Target.MultiClass(3);

  private static final WindowLearner.InTask LEARNER =
      new WindowLearner.InTask(
          new MomentumNnLearner(
              new NetParameters(2, 64, 0.01),
              Rounds.parse(
                  "patience=2,min_delta=0,monitor=val_log_loss",
                  0.2,
                  TradingRule.aroundTheClock(0.02, 1, Duration.ofMinutes(30))),
              new Checkpoints.None()));

  private static TrainingColumns columns() {
    List<String> names = new ArrayList<>();
    for (int j = 0; j < COLUMNS; j++) {
      names.add("f" + j);
    }
    return new TrainingColumns(names, "hash", "label", Optional.empty());
  }

  private static Dataset<Row> frame(int partitions) {
    List<String> selected =
        new ArrayList<>(
            List.of(
                "concat('S', id % 2) instrument",
                "id div 2 * 60000000000L event_time_nanos",
                "(id div 2 + 2) * 60000000000L span_end_nanos",
                "cast(pmod(hash(id), 3) AS INT) label",
                "0.001 * sin(id) forward_return"));
    for (int j = 0; j < COLUMNS; j++) {
      selected.add(
          "CASE WHEN (id + "
              + j
              + ") % 31 > 0 THEN cast(sin(id * "
              + (j + 1)
              + ") AS FLOAT) END f"
              + j);
    }
    return TestSpark.session()
        .range(0, ROWS, 1, 3)
        .selectExpr(selected.toArray(String[]::new))
        .repartition(partitions);
  }

  @Test
  void theBytesAreThoseOfAnyPartitioningAndOfASharedFrame() {
    Pytorch.need();
    NetModel one = (NetModel) LEARNER.fit(frame(1), columns(), THREE, ROWS, 3);
    NetModel other = (NetModel) LEARNER.fit(frame(7), columns(), THREE, ROWS, 3);
    assertThat(other.nativeBytes()).isEqualTo(one.nativeBytes());
    assertThat(other.growth()).isEqualTo(one.growth());
    assertThat(one.growth().orElseThrow()).isInstanceOf(Growth.Seen.class);

    Dataset<Row> frame = frame(4);
    Split split =
        Splitter.parse("rolling:folds=2,train=PT2H,embargo=PT5M")
            .split(FrameTimes.of(frame))
            .get(0);
    Dataset<Row> window =
        frame.where(split.trainPredicateSql("event_time_nanos", "span_end_nanos"));
    try (SharedFrame shared = SharedFrame.of(frame, columns())) {
      assertThat(LEARNER.fit(shared, split, THREE, 3).nativeBytes())
          .isEqualTo(LEARNER.fit(window, columns(), THREE, window.count(), 3).nativeBytes());
    }
  }

  @Test
  void aTaskTellsWhatItCannotFit() {
    Pytorch.need();
    TrainingColumns two =
        new TrainingColumns(List.of("f0", "f1"), "hash", "label", Optional.empty());
    assertThatThrownBy(() -> LEARNER.fit(frame(2), two, THREE, ROWS, 3))
        .hasStackTraceContaining("2 columns are no sequence of 5 channels");
  }
}
