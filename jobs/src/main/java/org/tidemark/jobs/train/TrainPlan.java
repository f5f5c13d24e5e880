package org.tidemark.jobs.train;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.learn.WindowLearner;

/** What the task train would fit, where, and with which sizes; fits nothing. */
public final class TrainPlan {
  private TrainPlan() {}

  /** One line per learner, and one for the ensemble. */
  public static List<String> of(TableStore store, NightlyArgs args) {
    List<String> lines = new ArrayList<>();
    // Reading a table that is not there would make it, and a plan writes nothing.
    if (!store.exists(Tables.LABELS)
        || !ModelColumns.of(store, args).tables().stream().allMatch(store::exists)) {
      lines.add("sizes are known once features and labels are there; run these tasks first");
      return lines;
    }
    try (TrainingFrame frame = TrainingFrame.load(store, args)) {
      for (WindowLearner learner : LearnerChoice.of(args.config(), frame)) {
        lines.add(
            learner.name()
                + ": "
                + WindowFits.explain(
                    WindowFits.placeAlone(learner), learner, args.config(), frame));
      }
    }
    RunEnsemble.method(args.config())
        .ifPresent(how -> lines.add(RunEnsemble.NAME + ": put together by the driver"));
    return lines;
  }
}
