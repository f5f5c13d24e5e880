package org.tidemark.jobs.train;

import java.util.Map;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.learn.WindowLearner;

/**
 * The rows that the models of a run are fitted on: all that are labelled at its date, in named
 * versions of the tables, so that the same fit can be done again when the tables have grown.
 *
 * @param versions of the tables read, by name
 * @param hash order-free hash of the rows fitted on
 */
record FinalRows(
    TrainingFrame frame, TrainingWindow window, Map<String, Long> versions, String hash)
    implements AutoCloseable {

  /** As the tables stand now. */
  static FinalRows now(TableStore store, NightlyArgs args, ModelColumns columns) {
    return at(store, args, TrainingFrame.versions(store, columns));
  }

  /** As the tables stood in these versions. */
  static FinalRows at(TableStore store, NightlyArgs args, Map<String, Long> versions) {
    TrainingFrame frame = TrainingFrame.load(store, args, versions);
    TrainingWindow window =
        TrainingWindow.of(
            frame, frame.rows(), frame.count(), TrainingWindow.weights(args.config()));
    return new FinalRows(frame, window, versions, Fingerprint.of(window.rows()).hash());
  }

  /** Fits a learner on them. */
  FormedModel fit(WindowLearner learner, long seed) {
    return learner.fit(window.rows(), window.columns(), frame.target(), window.count(), seed);
  }

  @Override
  public void close() {
    window.close();
    frame.close();
  }
}
