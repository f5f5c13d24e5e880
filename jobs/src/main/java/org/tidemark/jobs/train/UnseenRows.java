package org.tidemark.jobs.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;

/**
 * Rows that two models are judged on, with the scores that one of them gave out of fold.
 *
 * @param rows in order of time: what a {@link TrainingFrame} has, and fold, score and class_scores
 */
record UnseenRows(Target target, List<Row> rows) {
  int count() {
    return rows.size();
  }

  float[] labels() {
    float[] labels = new float[rows.size()];
    for (int r = 0; r < labels.length; r++) {
      labels[r] = rows.get(r).<Float>getAs("label");
    }
    return labels;
  }

  /** Stored scores as a scorer gives them: one per row, or one per row and class. */
  float[] scores() {
    int width = target.width();
    float[] scores = new float[rows.size() * width];
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      for (int k = 0; k < width; k++) {
        scores[r * width + k] =
            width == 1
                ? row.<Float>getAs("score")
                : row.<Float>getList(row.fieldIndex("class_scores")).get(k);
      }
    }
    return scores;
  }

  /** The rows as a model predicts them. */
  Predictions predicted(float[] scores) {
    int n = rows.size();
    long[] times = new long[n];
    long[] ends = new long[n];
    int[] instrument = new int[n];
    int[] fold = new int[n];
    double[] labels = new double[n];
    double[] returns = new double[n];
    Map<String, Integer> known = new HashMap<>();
    for (int r = 0; r < n; r++) {
      Row row = rows.get(r);
      times[r] = row.<Long>getAs("event_time_nanos");
      ends[r] = row.<Long>getAs("span_end_nanos");
      String name = row.getAs("instrument");
      known.putIfAbsent(name, known.size());
      instrument[r] = known.get(name);
      fold[r] = row.<Integer>getAs("fold");
      labels[r] = row.<Float>getAs("label");
      returns[r] = row.<Double>getAs("forward_return");
    }
    double[] exact = new double[scores.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = scores[i];
    }
    return new Predictions(target, times, ends, instrument, fold, labels, exact, returns);
  }
}
