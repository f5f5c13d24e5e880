package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Rows as the floats that learners and scorers take. */
class FeatureMatrixTest {
  @Test
  void featuresLieRowByRowAndNullIsNaN() {
    List<Row> rows =
        List.of(RowFactory.create("X", 1f, null, 9f), RowFactory.create("Y", Float.NaN, 4f, 9f));
    assertThat(FeatureMatrix.of(rows, 1, 2)).containsExactly(1f, Float.NaN, Float.NaN, 4f);
    assertThat(FeatureMatrix.of(List.of(), 1, 2)).isEmpty();
  }
}
