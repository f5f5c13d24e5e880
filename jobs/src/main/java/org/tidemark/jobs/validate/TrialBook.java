package org.tidemark.jobs.validate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.overfit.SharpeRatio;
import org.tidemark.models.overfit.TrialIdentity;
import org.tidemark.models.overfit.TrialLedger;

/**
 * The ledger of trials in {@code models.trial_ledger}: each validation enters its learners itself,
 * those that failed too, and nothing takes a trial out. {@link StoredTrials} reads it.
 */
final class TrialBook {
  static final String DONE = "done";

  private static final String FAILED = "failed";
  private static final int STATUS = Tables.TRIAL_LEDGER.columnNames().indexOf("status");

  private final TableStore store;
  private final NightlyArgs args;
  private final Map<String, Row> entered = new TreeMap<>();

  TrialBook(TableStore store, NightlyArgs args) {
    this.store = store;
    this.args = args;
  }

  /** Enters a learner that was validated; too few periods for a Sharpe ratio are a failure. */
  void completed(String learner, Backtest backtest) {
    int periods = backtest.periods();
    if (periods < SharpeRatio.FEWEST) {
      failed(
          learner,
          "%d periods of returns; a Sharpe ratio needs %d".formatted(periods, SharpeRatio.FEWEST));
      return;
    }
    double[] returns = backtest.returns();
    enter(
        learner,
        DONE,
        null,
        Comparison.defined(SharpeRatio.of(returns).perPeriod()),
        EventRows.timestamp(backtest.periodEndNanos()[periods - 1]),
        returns);
  }

  /** Enters a learner that gave nothing to measure. */
  void failed(String learner, String reason) {
    enter(learner, FAILED, reason, null, null, new double[0]);
  }

  private void enter(
      String learner,
      String status,
      String reason,
      Double sharpe,
      Timestamp last,
      double[] returns) {
    TrialIdentity identity = ValidationTrial.of(args.config(), learner);
    entered.put(
        identity.id(),
        RowFactory.create(
            identity.model(),
            identity.id(),
            Date.valueOf(args.asOf()),
            args.runId(),
            learner,
            Json.line(identity.settings()),
            status,
            reason,
            sharpe,
            returns.length,
            last,
            returns));
  }

  /**
   * Writes what was entered, in the place of earlier runs of these trials at this date; a failure
   * does not take the place of figures, which have been seen.
   */
  void write() {
    if (entered.values().stream().anyMatch(TrialBook::isFailure)) {
      leaveWhatWasSeen();
    }
    if (entered.isEmpty()) {
      return;
    }
    store.replace(
        Tables.TRIAL_LEDGER,
        store.rows(Tables.TRIAL_LEDGER, List.copyOf(entered.values())),
        "model = '%s' AND as_of = DATE'%s' AND trial IN ('%s')"
            .formatted(
                args.config().text("model"), args.asOf(), String.join("', '", entered.keySet())));
  }

  private static boolean isFailure(Row entry) {
    return entry.getString(STATUS).equals(FAILED);
  }

  private void leaveWhatWasSeen() {
    List<String> seen =
        store
            .read(Tables.TRIAL_LEDGER)
            .where(
                col("model")
                    .equalTo(args.config().text("model"))
                    .and(col("as_of").equalTo(lit(Date.valueOf(args.asOf()))))
                    .and(col("status").equalTo(DONE)))
            .select("trial")
            .as(Encoders.STRING())
            .collectAsList();
    entered.entrySet().removeIf(e -> isFailure(e.getValue()) && seen.contains(e.getKey()));
  }

  /**
   * Every trial of the model that was ever written.
   *
   * @throws IllegalStateException if there is none, as before the first {@link #write}
   */
  TrialLedger ledger() {
    return StoredTrials.of(store.read(Tables.TRIAL_LEDGER), args)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "model "
                        + args.config().text("model")
                        + " has no trial in the ledger; write what was entered first"))
        .ledger();
  }
}
