package org.tidemark.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableSchemas;
import org.tidemark.models.Target;
import org.tidemark.models.compare.PairTest;

/** Tests of pairs as the table keeps them, and back. */
class PairRowsTest {
  private static final double NONE = Double.NaN;

  @Test
  void aTestComesBackAsItWasWritten() {
    NightlyArgs args =
        new NightlyArgs(LocalDate.of(2024, 1, 6), NightlyConfig.of(Map.of()), Progress.SILENT);
    List<PairTest> tests =
        List.of(
            new PairTest(
                "xgboost",
                "logistic",
                PairTest.Kind.DIEBOLD_MARIANO,
                40,
                0.68,
                0.69,
                -0.02,
                -0.001,
                -0.4,
                -0.2,
                0.01,
                0.02,
                0.015),
            new PairTest(
                "xgboost",
                "logistic",
                PairTest.Kind.MANN_WHITNEY,
                1,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE));
    List<Row> rows =
        new PairRows(args, new Target.Binary())
            .of(
                PairRows.Against.LEARNER,
                tests,
                Map.of("xgboost", new Ranked("xgboost", Optional.empty(), 0.1, 1)));
    assertThat(rows)
        .extracting(
            row ->
                PairRows.read(
                    new GenericRowWithSchema(
                        values(row), TableSchemas.of(Tables.MODEL_COMPARISONS))))
        .isEqualTo(tests);
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return values;
  }
}
