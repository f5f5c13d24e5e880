package org.tidemark.streaming.score;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScorerCache;

/**
 * Scores the bars of a partition with the session that this JVM shares. Rows are scored one at a
 * time: sums inside the runtime depend on how many rows come together, and a score must not depend
 * on its neighbours.
 *
 * @param file the bytes of the model
 */
record ScoreRows(
    Champion champion,
    String featureSetHash,
    int width,
    Thresholds thresholds,
    Broadcast<byte[]> file)
    implements MapPartitionsFunction<Row, Row> {
  static final String[] INPUT = {
    "instrument", "offset", "event_time_nanos", "closed_by_offset", "close", "features"
  };

  static final StructType OUTPUT =
      new StructType()
          .add("instrument", DataTypes.StringType, false)
          .add("offset", DataTypes.LongType, false)
          .add("event_time_nanos", DataTypes.LongType, false)
          .add("closed_by_offset", DataTypes.LongType, false)
          .add("close", DataTypes.DoubleType, false)
          .add("score", DataTypes.FloatType, false)
          .add("decision", DataTypes.StringType, false);

  @Override
  public Iterator<Row> call(Iterator<Row> bars) {
    if (!bars.hasNext()) {
      return bars;
    }
    ScorerCache.Lease lease =
        ScorerCache.shared()
            .acquire(file.value(), new LoadGuard.Expected(champion.sha256(), featureSetHash));
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
    OnnxScorer scorer = lease.scorer();
    float[] row = new float[width];
    float[] score = new float[1];
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return bars.hasNext();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the partition is over");
        }
        Row bar = bars.next();
        ByteBuffer features = ByteBuffer.wrap(bar.getAs(5));
        if (features.remaining() != width * Float.BYTES) {
          throw new IllegalStateException(
              "a row of "
                  + features.remaining() / Float.BYTES
                  + " features met model "
                  + champion.version()
                  + " of "
                  + width);
        }
        features.asFloatBuffer().get(row);
        scorer.score(row, 1, score);
        return RowFactory.create(
            bar.getString(0),
            bar.getLong(1),
            bar.getLong(2),
            bar.getLong(3),
            bar.getDouble(4),
            score[0],
            thresholds.decide(score[0]));
      }
    };
  }
}
