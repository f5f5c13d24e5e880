package org.tidemark.models.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.models.TrainingSet;
import org.tidemark.testkit.TestSpark;

/** Training rows as the frame of a window. */
final class SampleFrames {
  private SampleFrames() {}

  static TrainingColumns columns(TrainingSet data) {
    return new TrainingColumns(
        data.featureNames(), data.featureSetHash(), "label", Optional.of("weight"));
  }

  static Dataset<Row> of(TrainingSet data) {
    StructType type = new StructType();
    for (String name : data.featureNames()) {
      type = type.add(name, DataTypes.FloatType);
    }
    type = type.add("label", DataTypes.FloatType).add("weight", DataTypes.FloatType);
    type = type.add("event_time_nanos", DataTypes.LongType);
    type = type.add("instrument", DataTypes.StringType);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < data.rows(); row++) {
      Object[] values = new Object[data.width() + 4];
      for (int j = 0; j < data.width(); j++) {
        values[j] = data.features()[row * data.width() + j];
      }
      values[data.width()] = data.labels()[row];
      values[data.width() + 1] = data.weights()[row];
      // Two instruments to a time, as a frame has them.
      values[data.width() + 2] = row / 2 * 60_000_000_000L;
      values[data.width() + 3] = row % 2 == 0 ? "A" : "B";
      rows.add(RowFactory.create(values));
    }
    return TestSpark.session().createDataFrame(rows, type);
  }
}
