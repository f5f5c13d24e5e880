package org.tidemark.jobs.causality;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.causality.Fitting;
import org.tidemark.features.causality.LabelledRow;
import org.tidemark.features.causality.Sample;
import org.tidemark.models.Target;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;

/**
 * A learner on a fold as validation fits it: all rows in a dataset, the split's own predicate, then
 * the learner with the imputer and scaler it brings. What it learned is the model's native bytes.
 */
record WindowFitting(
    SparkSession spark,
    WindowLearner learner,
    Split split,
    List<LabelledRow> rows,
    TrainingColumns columns,
    Target target,
    long seed)
    implements Fitting {
  @Override
  public String name() {
    return learner.name();
  }

  @Override
  public byte[] fit(Sample all, BitSet train) {
    StructType type =
        new StructType()
            .add("instrument", DataTypes.StringType)
            .add("event_time_nanos", DataTypes.LongType)
            .add("span_end_nanos", DataTypes.LongType)
            .add("label", DataTypes.FloatType);
    for (String feature : columns.features()) {
      type = type.add(feature, DataTypes.FloatType);
    }
    List<Row> values = new ArrayList<>(all.rows());
    for (int i = 0; i < all.rows(); i++) {
      Object[] row = new Object[4 + all.width()];
      row[0] = rows.get(i).instrument();
      row[1] = rows.get(i).timeNanos();
      row[2] = rows.get(i).spanEndNanos();
      row[3] = (float) all.labels()[i];
      for (int j = 0; j < all.width(); j++) {
        row[4 + j] = (float) all.at(i, j);
      }
      values.add(RowFactory.create(row));
    }
    Dataset<Row> window =
        spark
            .createDataFrame(values, type)
            .where(split.trainPredicateSql("event_time_nanos", "span_end_nanos"));
    return learner.fit(window, columns, target, train.cardinality(), seed).nativeBytes();
  }
}
