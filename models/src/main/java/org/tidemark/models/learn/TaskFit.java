package org.tidemark.models.learn;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.tidemark.models.Decisions;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Learner;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;

/** Brings the rows of a window, in one fixed order, to one task and fits there. */
final class TaskFit {
  private static final int FIRST_FEATURE = 2;

  /** What a fit that watches itself reads besides. */
  private static final List<String> DECISIONS =
      List.of("event_time_nanos", "span_end_nanos", "instrument", "forward_return");

  private TaskFit() {}

  /**
   * Fits; gives the model.
   *
   * @param window if the learner watches itself also with {@code span_end_nanos} and {@code
   *     forward_return}
   */
  static FormedModel fit(
      Dataset<Row> window,
      TrainingColumns columns,
      Target target,
      long rows,
      Learner learner,
      long seed) {
    long cells = Math.multiplyExact(rows, (long) columns.features().size());
    if (rows < 1 || cells > Integer.MAX_VALUE - 16) {
      throw new IllegalStateException(
          "a window of "
              + rows
              + " rows and "
              + columns.features().size()
              + " columns does not fit one task (1 to "
              + (Integer.MAX_VALUE - 16)
              + " values); shorten the window or fit by several workers");
    }
    List<Column> selected = new ArrayList<>(columns.asFloats());
    if (learner.readsDecisions()) {
      DECISIONS.forEach(name -> selected.add(col(name)));
    }
    int count = Math.toIntExact(rows);
    int decided = learner.readsDecisions() ? count : 0;
    List<String> names = columns.features();
    String hash = columns.featureSetHash();
    byte[] fitted =
        window
            .repartition(1)
            .sortWithinPartitions("event_time_nanos", "instrument")
            .select(selected.toArray(Column[]::new))
            .mapPartitions(
                (MapPartitionsFunction<Row, byte[]>)
                    it -> {
                      TrainingSet data = collect(it, names, hash, target, count, decided);
                      return List.of(TravellingModel.of(learner.fit(data, seed)).bytes())
                          .iterator();
                    },
                Encoders.BINARY())
            .collectAsList()
            .get(0);
    return new TravellingModel(fitted).model();
  }

  private static TrainingSet collect(
      Iterator<Row> it, List<String> names, String hash, Target target, int rows, int decided) {
    int width = names.size();
    float[] features = new float[Math.multiplyExact(rows, width)];
    float[] labels = new float[rows];
    float[] weights = new float[rows];
    Decided decisions = new Decided(decided, FIRST_FEATURE + width);
    int at = 0;
    while (it.hasNext()) {
      Row row = it.next();
      if (at == rows) {
        throw new IllegalStateException(
            "the window has more than the " + rows + " rows that were counted; do not write to it");
      }
      labels[at] = row.getFloat(0);
      weights[at] = row.getFloat(1);
      FeatureMatrix.put(row, FIRST_FEATURE, width, features, at);
      if (at < decided) {
        decisions.put(row, at);
      }
      at++;
    }
    if (at < rows) {
      throw new IllegalStateException(
          "the window has " + at + " rows but " + rows + " were counted; do not write to it");
    }
    return new TrainingSet(
        names,
        hash,
        target,
        rows,
        features,
        labels,
        weights,
        decided == 0 ? Optional.empty() : Optional.of(decisions.all()));
  }

  /** The columns of {@link #DECISIONS}, as they come. */
  private static final class Decided {
    private final int first;
    private final long[] times;
    private final long[] spanEnds;
    private final int[] instruments;
    private final double[] returns;
    private final Map<String, Integer> numbers = new HashMap<>();

    Decided(int rows, int first) {
      this.first = first;
      times = new long[rows];
      spanEnds = new long[rows];
      instruments = new int[rows];
      returns = new double[rows];
    }

    void put(Row row, int at) {
      times[at] = row.getLong(first);
      spanEnds[at] = row.getLong(first + 1);
      instruments[at] = FrameBlock.number(numbers, row.getString(first + 2));
      returns[at] = row.isNullAt(first + 3) ? Double.NaN : row.getDouble(first + 3);
    }

    Decisions all() {
      return new Decisions(times, spanEnds, instruments, returns);
    }
  }
}
