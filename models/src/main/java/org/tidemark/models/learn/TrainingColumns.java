package org.tidemark.models.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * Which columns of a dataset a learner reads.
 *
 * @param features numeric columns, in the order of the model; NaN and null are missing values
 * @param featureSetHash identity of the feature set that made the columns
 * @param label 0/1, class index or real value as the target says; never null
 * @param weight above 0; every row weighs 1 when empty
 */
public record TrainingColumns(
    List<String> features, String featureSetHash, String label, Optional<String> weight) {
  public TrainingColumns {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one feature column");
    }
  }

  /** Label, weight (1 without) and features, all as floats: what a fit reads of a row. */
  List<Column> asFloats() {
    List<Column> selected = new ArrayList<>();
    selected.add(col(label).cast("float"));
    selected.add(weight.map(w -> col(w).cast("float")).orElseGet(() -> lit(1f)));
    features.forEach(f -> selected.add(col(f).cast("float")));
    return selected;
  }
}
