package org.tidemark.streaming.score;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
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
 * Scores the bars of a partition with the sessions that this JVM shares: each bar by the arm that
 * serves it, then by every shadow. Rows are scored one at a time: sums inside the runtime depend on
 * how many rows come together, and a score must not depend on its neighbours.
 *
 * @param served the champion, then the challenger if there is one, then the specialists
 * @param shadows who score each bar too
 * @param routes who of those that serve gets a bar
 */
record ScoreRows(
    List<Sent> served,
    List<Sent> shadows,
    Routes routes,
    String featureSetHash,
    int width,
    Thresholds thresholds)
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
          .add("decision", DataTypes.StringType, false)
          .add("model", DataTypes.StringType, false)
          .add("model_version", DataTypes.StringType, false)
          .add("onnx_sha256", DataTypes.StringType, true)
          .add("arm", DataTypes.StringType, false)
          .add("reason", DataTypes.StringType, false)
          .add("class_scores", DataTypes.createArrayType(DataTypes.FloatType, false), true)
          .add("features", DataTypes.BinaryType, false);

  /** A version and its file, on their way to all executors. */
  record Sent(ModelVersion version, Arm arm, Broadcast<byte[]> file) implements Serializable {}

  @Override
  public Iterator<Row> call(Iterator<Row> bars) {
    if (!bars.hasNext()) {
      return bars;
    }
    Bars all = new Bars(this);
    return new Iterator<>() {
      private final Deque<Row> ready = new ArrayDeque<>();

      @Override
      public boolean hasNext() {
        return !ready.isEmpty() || bars.hasNext();
      }

      @Override
      public Row next() {
        if (ready.isEmpty()) {
          all.score(bars.next(), ready); // throws where there is no next bar
        }
        return ready.remove();
      }
    };
  }

  /** The open sessions of one task. */
  private static final class Bars {
    private final ScoreRows rows;
    private final List<OnnxScorer> served;
    private final List<OnnxScorer> shadows;
    private final float[] row;

    Bars(ScoreRows rows) {
      this.rows = rows;
      this.served = rows.served().stream().map(this::open).toList();
      this.shadows = rows.shadows().stream().map(this::open).toList();
      this.row = new float[rows.width()];
    }

    private OnnxScorer open(Sent sent) {
      ScorerCache.Lease lease =
          ScorerCache.shared()
              .acquire(
                  sent.file().value(),
                  new LoadGuard.Expected(sent.version().sha256(), rows.featureSetHash()));
      TaskContext.get()
          .addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
      return lease.scorer();
    }

    void score(Row bar, Deque<Row> out) {
      ByteBuffer features = ByteBuffer.wrap(bar.getAs(5));
      if (features.remaining() != rows.width() * Float.BYTES) {
        throw new IllegalStateException(
            "a row of "
                + features.remaining() / Float.BYTES
                + " features met models of "
                + rows.width());
      }
      features.asFloatBuffer().get(row);
      int arm = rows.routes().of(bar.getString(0), bar.getLong(1), row);
      out.add(scored(bar, rows.served().get(arm), served.get(arm)));
      for (int i = 0; i < shadows.size(); i++) {
        out.add(scored(bar, rows.shadows().get(i), shadows.get(i)));
      }
    }

    private Row scored(Row bar, Sent sent, OnnxScorer scorer) {
      float[] scores = scorer.score(row, 1);
      float score = scores[scores.length - 1];
      return RowFactory.create(
          bar.getString(0),
          bar.getLong(1),
          bar.getLong(2),
          bar.getLong(3),
          bar.getDouble(4),
          score,
          rows.thresholds().decide(scorer.artifact().target(), scores),
          sent.version().model(),
          sent.version().version(),
          sent.version().sha256(),
          sent.arm().id(),
          sent.version().reason(),
          scores.length == 1 ? null : scores, // a column of the table that is absent for one number
          bar.getAs(5));
    }
  }
}
