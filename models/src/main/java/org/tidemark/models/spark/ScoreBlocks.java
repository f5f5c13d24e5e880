package org.tidemark.models.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScorerCache;

/**
 * Adds scores to the rows of a partition, a block at a time, with the session that this JVM shares.
 *
 * @param columns where the features of a row are
 */
record ScoreBlocks(Broadcast<OnnxFile> file, FeatureColumns columns)
    implements MapPartitionsFunction<Row, Row> {
  private static final int ROWS = 512;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return rows;
    }
    OnnxFile model = file.value();
    ScorerCache.Lease lease =
        ScorerCache.shared()
            .acquire(model.bytes(), new LoadGuard.Expected(model.sha256(), model.featureSetHash()));
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
    return new Scored(rows, lease.scorer(), model, columns);
  }

  private static final class Scored implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final OnnxScorer scorer;
    private final FeatureColumns columns;
    private final int width;
    private final int outputs;
    private final float[] features;
    private final float[] scores;
    private final List<Row> block = new ArrayList<>(ROWS);
    private final ArrayDeque<Row> ready = new ArrayDeque<>(ROWS);

    Scored(Iterator<Row> rows, OnnxScorer scorer, OnnxFile model, FeatureColumns columns) {
      this.rows = rows;
      this.scorer = scorer;
      this.columns = columns;
      this.width = model.featureNames().size();
      this.outputs = model.outputs();
      this.features = new float[ROWS * width];
      this.scores = new float[ROWS * outputs];
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (ready.isEmpty()) {
        score();
      }
      return ready.remove();
    }

    private void score() {
      block.clear();
      while (block.size() < ROWS && rows.hasNext()) {
        Row row = rows.next();
        columns.read(row, features, block.size() * width, width);
        block.add(row);
      }
      scorer.scoreEach(features, block.size(), scores);
      for (int at = 0; at < block.size(); at++) {
        ready.add(with(block.get(at), at * outputs));
      }
    }

    private Row with(Row row, int at) {
      Object[] all = new Object[row.size() + 1];
      for (int i = 0; i < row.size(); i++) {
        all[i] = row.get(i);
      }
      if (outputs == 1) {
        all[row.size()] = scores[at];
      } else {
        Float[] classes = new Float[outputs];
        for (int k = 0; k < outputs; k++) {
          classes[k] = scores[at + k];
        }
        all[row.size()] = classes;
      }
      return RowFactory.create(all);
    }
  }
}
