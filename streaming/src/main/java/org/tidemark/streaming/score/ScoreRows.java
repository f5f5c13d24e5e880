package org.tidemark.streaming.score;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.TaskCompletionListener;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScorerCache;
import org.tidemark.streaming.feature.BarRow;

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
    implements BarScores {

  /** A version and its file, on their way to all executors. */
  record Sent(ModelVersion version, Arm arm, Broadcast<byte[]> file) implements Serializable {}

  @Override
  public Scoring begin() {
    return new Scoring() {
      private Optional<Bars> open = Optional.empty();

      @Override
      public void score(InternalRow bar, Consumer<InternalRow> out) {
        if (open.isEmpty()) { // a task without bars needs no session
          open = Optional.of(new Bars(ScoreRows.this));
        }
        open.get().score(new BarRow(bar), out);
      }
    };
  }

  /** A version that is ready to score. */
  private record Ready(OnnxScorer scorer, By by) {}

  /** The open sessions of one task. */
  private static final class Bars {
    private final ScoreRows rows;
    private final List<Ready> served;
    private final List<Ready> shadows;
    private final float[] row;

    Bars(ScoreRows rows) {
      this.rows = rows;
      this.served = rows.served().stream().map(this::open).toList();
      this.shadows = rows.shadows().stream().map(this::open).toList();
      this.row = new float[rows.width()];
    }

    private Ready open(Sent sent) {
      ModelVersion version = sent.version();
      ScorerCache.Lease lease =
          ScorerCache.shared()
              .acquire(
                  sent.file().value(),
                  new LoadGuard.Expected(version.sha256(), rows.featureSetHash()));
      TaskContext.get()
          .addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
      return new Ready(
          lease.scorer(),
          new By(
              version.model(),
              version.version(),
              Optional.of(version.sha256()),
              sent.arm(),
              version.reason()));
    }

    void score(BarRow bar, Consumer<InternalRow> out) {
      bar.features(row);
      int arm = rows.routes().of(bar.instrument().toString(), bar.offset(), row);
      out.accept(scored(bar, served.get(arm)));
      for (Ready shadow : shadows) {
        out.accept(scored(bar, shadow));
      }
    }

    private InternalRow scored(BarRow bar, Ready by) {
      float[] scores = by.scorer().score(row, 1);
      return BarScores.row(
          bar,
          scores[scores.length - 1],
          rows.thresholds().decide(by.scorer().artifact().target(), scores),
          by.by(),
          scores.length == 1 ? Optional.empty() : Optional.of(scores));
    }
  }
}
