package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.CalibratedModel;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.calibrate.CalibrationMethod;
import org.tidemark.models.calibrate.Calibrator;

/**
 * The calibrator of a run's final model: fitted on all the out-of-fold scores that its validation
 * left, which no model gave to a row that it was fitted on.
 */
public final class OutOfFoldCalibration {
  /** What the setting and a manifest say where nothing is calibrated. */
  public static final String NONE = "none";

  private OutOfFoldCalibration() {}

  /** What the setting asks for; empty for none. Refuses other text. */
  public static Optional<CalibrationMethod> method(NightlyConfig config) {
    String text = config.text("calibration");
    return text.equals(NONE) ? Optional.empty() : Optional.of(CalibrationMethod.of(text));
  }

  /**
   * Fits.
   *
   * @param version of the table of out-of-fold scores
   * @throws IllegalArgumentException if the method does not fit the target, or there are too few
   *     scores
   */
  static Calibrator fit(
      TableStore store,
      NightlyArgs args,
      CalibrationMethod method,
      String learner,
      Target target,
      long version) {
    if (target instanceof Target.Regression) {
      throw new IllegalArgumentException(
          "calibration = "
              + method.id()
              + " is of probabilities, but label "
              + args.config().text("label")
              + " has none; set calibration=none");
    }
    List<Row> rows =
        store
            .read(Tables.OOF_PREDICTIONS, version)
            .where(args.mine())
            .where(col("learner").equalTo(learner))
            .orderBy("event_time_nanos", "instrument", "fold")
            .select("label", "score", "class_scores")
            .collectAsList();
    int width = target.width();
    int[] labels = new int[rows.size()];
    double[] scores = new double[rows.size() * width];
    for (int i = 0; i < labels.length; i++) {
      Row row = rows.get(i);
      labels[i] = (int) row.getFloat(0);
      if (width == 1) {
        scores[i] = row.getFloat(1);
      } else {
        List<Float> all = row.getList(2);
        for (int k = 0; k < width; k++) {
          scores[i * width + k] = all.get(k);
        }
      }
    }
    return method.fit(scores, width, labels);
  }

  /** A model as its manifest says that it is served. */
  static FormedModel served(FormedModel model, String calibration) {
    return calibration.equals(NONE)
        ? model
        : new CalibratedModel(model, Calibrator.parse(calibration));
  }
}
