package org.tidemark.models.evaluate;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tidemark.models.calibrate.CalibrationMethod;
import org.tidemark.models.calibrate.Calibrator;

/**
 * What calibration would have done as time went on: the rows of each fold go through a calibrator
 * that was fitted on the rows of other folds whose labels had ended before the fold began.
 *
 * @param raw the rows that could be calibrated, as they were scored
 * @param calibrated the same rows, calibrated
 */
public record CalibratedInTime(Predictions raw, Predictions calibrated) {

  /** Of predictions of classes; empty where no fold has enough rows before it. */
  public static Optional<CalibratedInTime> of(Predictions p, CalibrationMethod method) {
    int width = p.target().width();
    double[] scores = p.scores().clone();
    boolean[] kept = new boolean[p.rows()];
    int[] folds = Arrays.stream(p.fold()).distinct().toArray();
    for (int fold : folds) {
      int[] rows = rows(p, i -> p.fold()[i] == fold);
      long begin = p.eventTimeNanos()[rows[0]];
      int[] before = rows(p, i -> p.fold()[i] != fold && p.spanEndNanos()[i] <= begin);
      long classes =
          Arrays.stream(before).mapToDouble(i -> p.labels()[i]).distinct().limit(2).count();
      if (before.length < CalibrationMethod.FEWEST_ROWS || classes < 2) {
        continue;
      }
      Calibrator calibrator =
          method.fit(
              scores(p, before),
              width,
              Arrays.stream(before).map(i -> (int) p.labels()[i]).toArray());
      for (int row : rows) {
        kept[row] = true;
        float[] one = new float[width];
        for (int k = 0; k < width; k++) {
          one[k] = (float) p.scores()[row * width + k];
        }
        calibrator.calibrate(one, 0, width);
        for (int k = 0; k < width; k++) {
          scores[row * width + k] = one[k];
        }
      }
    }
    int[] rows = rows(p, i -> kept[i]);
    return rows.length == 0
        ? Optional.empty()
        : Optional.of(new CalibratedInTime(part(p, rows, p.scores()), part(p, rows, scores)));
  }

  private static int[] rows(Predictions p, IntPredicate which) {
    return IntStream.range(0, p.rows()).filter(which).toArray();
  }

  private static double[] scores(Predictions p, int[] rows) {
    int width = p.target().width();
    double[] out = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(p.scores(), rows[i] * width, out, i * width, width);
    }
    return out;
  }

  private static Predictions part(Predictions p, int[] rows, double[] scores) {
    int width = p.target().width();
    double[] chosen = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(scores, rows[i] * width, chosen, i * width, width);
    }
    return new Predictions(
        p.target(),
        Arrays.stream(rows).mapToLong(i -> p.eventTimeNanos()[i]).toArray(),
        Arrays.stream(rows).mapToLong(i -> p.spanEndNanos()[i]).toArray(),
        Arrays.stream(rows).map(i -> p.instrument()[i]).toArray(),
        Arrays.stream(rows).map(i -> p.fold()[i]).toArray(),
        Arrays.stream(rows).mapToDouble(i -> p.labels()[i]).toArray(),
        chosen,
        Arrays.stream(rows).mapToDouble(i -> p.forwardReturns()[i]).toArray());
  }
}
