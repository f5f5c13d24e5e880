package org.tidemark.jobs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.learn.Growth;
import org.tidemark.models.learn.WatchedModel;
import org.tidemark.models.tune.EarlyStopping;

/** How the fits of a job went that were to stop early, as {@code models.training_events} has it. */
public final class TrainingEvents {
  /** The fold of the fit on all rows. */
  public static final int ALL_ROWS = -1;

  private final NightlyArgs args;
  private final List<Row> rows = new ArrayList<>();

  public TrainingEvents(NightlyArgs args) {
    this.args = args;
  }

  /** What a model that comes from its fit says of it. */
  public static Optional<Growth> of(FormedModel model) {
    return model instanceof WatchedModel watched ? watched.growth() : Optional.empty();
  }

  /** Adds a fit. */
  public void add(String learner, int fold, Growth growth) {
    rows.add(row(args.runId(), args.config(), learner, fold, growth, null, null));
  }

  /**
   * The row of a fit in a study.
   *
   * @param config the settings of the trial
   * @param runId the run that the study is of
   */
  public static Row ofStudy(
      String study,
      int trial,
      String runId,
      NightlyConfig config,
      String learner,
      int fold,
      Growth growth) {
    return row(runId, config, learner, fold, growth, study, trial);
  }

  private static Row row(
      String runId,
      NightlyConfig config,
      String learner,
      int fold,
      Growth growth,
      Object study, // columns of the table that are absent outside studies
      Object trial) {
    Optional<Growth.Seen> seen =
        growth instanceof Growth.Seen found ? Optional.of(found) : Optional.empty();
    return RowFactory.create(
        runId,
        learner,
        fold,
        EarlyStopping.parse(config.text(LearnerChoice.earlyStopping(learner))).id(),
        config.number(LearnerChoice.monitorShare(learner)),
        growth.fitted(),
        growth.monitored(),
        growth.grown(),
        growth.kept(),
        seen.map(Growth.Seen::best).orElse(null),
        seen.map(s -> s.phase().name()).orElse(null),
        growth instanceof Growth.Unseen unseen ? unseen.reason() : null,
        study,
        trial);
  }

  /** Puts the fits of folds in the place of those that the run wrote before. */
  public void writeFolds(TableStore store) {
    write(store, " AND fold >= 0");
  }

  /** Puts the fits on all rows in the place of those that the run wrote before. */
  public void writeAllRows(TableStore store) {
    write(store, " AND fold < 0");
  }

  /** Where nothing was to stop early and never was, no table is needed to say so. */
  private void write(TableStore store, String fold) {
    String which = fold + " AND study IS NULL";
    if (store.exists(Tables.TRAINING_EVENTS)) {
      store.settleFew(Tables.TRAINING_EVENTS, rows, args.mine() + which);
    } else if (!rows.isEmpty()) {
      store.replace(
          Tables.TRAINING_EVENTS, store.rows(Tables.TRAINING_EVENTS, rows), args.mine() + which);
    }
  }
}
