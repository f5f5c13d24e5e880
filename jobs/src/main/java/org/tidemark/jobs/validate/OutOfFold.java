package org.tidemark.jobs.validate;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableSchemas;
import org.tidemark.models.Model;
import org.tidemark.models.ensemble.EnsembleModel;
import org.tidemark.models.learn.FeatureMatrix;

/** Scores rows with a fold's own model, in the shape of the predictions table. */
public final class OutOfFold {
  private static final int BATCH = 4096;
  private static final int KEYS = 6;

  private OutOfFold() {}

  /** The fold's test rows, which the model has not seen. */
  static Dataset<Row> predict(TrainingFrame frame, FoldWork work, String runId) {
    return score(
        frame,
        frame.rows().where(work.split().testPredicateSql("event_time_nanos")),
        work.model(),
        work.learner().name(),
        work.split().fold(),
        runId);
  }

  /**
   * Any rows.
   *
   * @param rows of the frame
   */
  public static Dataset<Row> score(
      TrainingFrame frame, Dataset<Row> rows, Model model, String learner, int fold, String runId) {
    List<Column> columns = new ArrayList<>();
    for (String key :
        List.of(
            "instrument",
            "event_time_nanos",
            "offset",
            "span_end_nanos",
            "label",
            "forward_return")) {
      columns.add(col(key));
    }
    frame.columns().features().forEach(f -> columns.add(col(f)));
    return rows.select(columns.toArray(Column[]::new))
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) it -> new Scored(it, model, runId, learner, fold),
            Encoders.row(TableSchemas.of(Tables.OOF_PREDICTIONS)));
  }

  /** Scores rows batch by batch, lazily. */
  private static final class Scored implements Iterator<Row> {
    private final Iterator<Row> input;
    private final Model model;
    private final String runId;
    private final String learner;
    private final int fold;
    private final List<Row> batch = new ArrayList<>(BATCH);
    private float[] scores = new float[0];
    private double[] spread = new double[0];
    private int at;

    Scored(Iterator<Row> input, Model model, String runId, String learner, int fold) {
      this.input = input;
      this.model = model;
      this.runId = runId;
      this.learner = learner;
      this.fold = fold;
    }

    @Override
    public boolean hasNext() {
      return at < batch.size() || input.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (at == batch.size()) {
        fill();
      }
      Row row = batch.get(at);
      int width = model.target().width();
      float[] all = width == 1 ? null : slice(at * width, width);
      Row out =
          RowFactory.create(
              runId,
              learner,
              row.getString(0),
              EventRows.timestamp(row.getLong(1)),
              row.getLong(1),
              row.getLong(2),
              fold,
              row.getFloat(4),
              scores[(at + 1) * width - 1],
              all,
              row.getDouble(5),
              row.getLong(3),
              spread.length == 0 ? null : spread[(at + 1) * width - 1]);
      at++;
      return out;
    }

    private float[] slice(int from, int width) {
      float[] part = new float[width];
      System.arraycopy(scores, from, part, 0, width);
      return part;
    }

    private void fill() {
      batch.clear();
      at = 0;
      while (batch.size() < BATCH && input.hasNext()) {
        batch.add(input.next());
      }
      float[] features = FeatureMatrix.of(batch, KEYS, model.featureNames().size());
      if (model instanceof EnsembleModel members) {
        EnsembleModel.Spread scored = members.scoredWithSpread(features, batch.size());
        scores = scored.scores();
        spread = scored.spread();
      } else {
        scores = model.score(features, batch.size());
      }
    }
  }
}
