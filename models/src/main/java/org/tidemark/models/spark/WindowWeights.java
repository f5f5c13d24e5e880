package org.tidemark.models.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.models.Target;
import org.tidemark.models.weight.LabelledRows;
import org.tidemark.models.weight.SampleWeights;

/**
 * Sample weights of the rows of one training window. One task looks at keys, times and labels of
 * the window together, as a weight counts its neighbours; it sees no row that the window lacks, so
 * no weight depends on one.
 */
public final class WindowWeights {
  /** Column of the weight: 0 or more, mean 1 over the window. */
  public static final String COLUMN = "sample_weight";

  private static final StructType TYPE =
      new StructType()
          .add("instrument", DataTypes.StringType, false)
          .add("offset", DataTypes.LongType, false)
          .add(COLUMN, DataTypes.DoubleType, false);

  private WindowWeights() {}

  /**
   * One row of instrument, offset and {@value #COLUMN} per row of the window.
   *
   * @param window the rows trained on and no others: instrument, offset, event_time_nanos,
   *     span_end_nanos and label
   */
  public static Dataset<Row> of(Dataset<Row> window, SampleWeights weights, Target target) {
    int classes =
        target instanceof Target.MultiClass many
            ? many.classes()
            : target instanceof Target.Binary ? 2 : 0;
    String text = weights.id(); // what a task is sent
    return window
        .selectExpr(
            "instrument",
            "offset",
            "event_time_nanos",
            "span_end_nanos",
            "cast(label as float) as label")
        .repartition(1)
        .sortWithinPartitions("event_time_nanos", "instrument")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) it -> weigh(it, text, classes), Encoders.row(TYPE));
  }

  private static Iterator<Row> weigh(Iterator<Row> it, String weights, int classes) {
    List<Row> rows = new ArrayList<>();
    it.forEachRemaining(rows::add);
    if (rows.isEmpty()) {
      return rows.iterator(); // a partition of an empty window
    }
    Map<String, Integer> numbers = new HashMap<>();
    int[] instruments = new int[rows.size()];
    long[] times = new long[rows.size()];
    long[] ends = new long[rows.size()];
    float[] labels = new float[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      Row row = rows.get(i);
      numbers.putIfAbsent(row.getString(0), numbers.size());
      instruments[i] = numbers.get(row.getString(0));
      times[i] = row.getLong(2);
      ends[i] = row.getLong(3);
      labels[i] = row.getFloat(4);
    }
    double[] found =
        SampleWeights.parse(weights)
            .of(new LabelledRows(instruments, times, ends, labels, classes));
    List<Row> out = new ArrayList<>(found.length);
    for (int i = 0; i < found.length; i++) {
      out.add(RowFactory.create(rows.get(i).getString(0), rows.get(i).getLong(1), found[i]));
    }
    return out.iterator();
  }
}
