package org.tidemark.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.split.SortedRowTimes;
import org.tidemark.testkit.TestSpark;

/** The regime of a row comes from the feature set where it has one. */
class RegimesIT {
  private static TrainingFrame frame(String column) {
    Dataset<Row> rows =
        TestSpark.session()
            .createDataFrame(
                List.of(
                    RowFactory.create("ETH", 3L, 8f),
                    RowFactory.create("BTC", 2L, Float.NaN),
                    RowFactory.create("BTC", 1L, 1f),
                    RowFactory.create("ETH", 1L, 4f)),
                StructType.fromDDL(
                    "instrument STRING, event_time_nanos BIGINT, %s FLOAT".formatted(column)));
    return new TrainingFrame(
        rows,
        new TrainingColumns(List.of(column), "hash", "label", Optional.empty()),
        new Target.Regression(),
        SortedRowTimes.of(new long[] {1, 1, 2, 3}, new long[] {2, 2, 3, 4}));
  }

  private static List<String> names(String column) {
    Predictions tested =
        new Predictions(
            new Target.Regression(),
            new long[] {1, 2, 3},
            new long[] {2, 3, 4},
            new int[] {1, 0, 1},
            new double[3],
            new double[3],
            new double[3]);
    return Regimes.of(frame(column)).of(tested, List.of("BTC", "ETH"));
  }

  @Test
  void aMarketRegimeNamesTheRow() {
    assertThat(names("market_regime_3")).containsExactly("DOWN", "UNKNOWN", "HIGH_VOL");
  }

  @Test
  void withoutOneVolatilityDoes() {
    assertThat(names("rsi_14")).containsOnly("volatility-unknown");
  }
}
