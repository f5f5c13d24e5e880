package org.tidemark.jobs.causality;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.causality.Fitting;
import org.tidemark.features.causality.LabelledRow;
import org.tidemark.features.causality.Sample;
import org.tidemark.models.Target;
import org.tidemark.models.spark.WindowWeights;
import org.tidemark.models.split.Split;
import org.tidemark.models.weight.SampleWeights;

/**
 * The sample weights of a fold as validation computes them: all rows in a dataset, the split's own
 * predicate, then the weights of what is left. What it learned is every weight with its row.
 */
record WeightFitting(SparkSession spark, SampleWeights weights, Split split, Target target)
    implements Fitting {
  private static final StructType TYPE =
      new StructType()
          .add("instrument", DataTypes.StringType)
          .add("offset", DataTypes.LongType)
          .add("event_time_nanos", DataTypes.LongType)
          .add("span_end_nanos", DataTypes.LongType)
          .add("label", DataTypes.FloatType);

  /** All kinds of factors at once: one that looks outside the window changes the product. */
  static SampleWeights everyFactor(int classes) {
    return SampleWeights.parse("uniqueness*decay:0.5" + (classes > 0 ? "*balance" : ""));
  }

  @Override
  public String name() {
    return "weights";
  }

  @Override
  public byte[] fit(Sample all, BitSet train) {
    List<Row> values = new ArrayList<>(all.rows());
    for (int i = 0; i < all.rows(); i++) {
      LabelledRow stamp = all.stamps().get(i);
      values.add(
          RowFactory.create(
              stamp.instrument(),
              (long) i,
              stamp.timeNanos(),
              stamp.spanEndNanos(),
              (float) all.labels()[i]));
    }
    List<Row> weighed =
        WindowWeights.of(
                spark
                    .createDataFrame(values, TYPE)
                    .where(split.trainPredicateSql("event_time_nanos", "span_end_nanos")),
                weights,
                target)
            .orderBy("offset")
            .collectAsList();
    ByteBuffer bytes = ByteBuffer.allocate(weighed.size() * (Long.BYTES + Double.BYTES));
    weighed.forEach(row -> bytes.putLong(row.getLong(1)).putDouble(row.getDouble(2)));
    return bytes.array();
  }
}
