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

    void score(BarRow bar, Consumer<InternalRow> out) {
      bar.features(row);
      int arm = rows.routes().of(bar.instrument().toString(), bar.offset(), row);
      out.accept(scored(bar, rows.served().get(arm), served.get(arm)));
      for (int i = 0; i < shadows.size(); i++) {
        out.accept(scored(bar, rows.shadows().get(i), shadows.get(i)));
      }
    }

    private InternalRow scored(BarRow bar, Sent sent, OnnxScorer scorer) {
      float[] scores = scorer.score(row, 1);
      float score = scores[scores.length - 1];
      ModelVersion version = sent.version();
      return BarScores.row(
          bar,
          score,
          rows.thresholds().decide(scorer.artifact().target(), scores),
          new By(
              version.model(),
              version.version(),
              Optional.of(version.sha256()),
              sent.arm(),
              version.reason()),
          scores.length == 1 ? Optional.empty() : Optional.of(scores));
    }
  }
}
