package org.tidemark.jobs.validate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.compare.PairRows;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.overfit.SharpeRatio;
import org.tidemark.models.overfit.TrialIdentity;
import org.tidemark.models.overfit.TrialLedger;

/**
 * The ledger of trials in {@code models.trial_ledger}: each validation enters its learners itself,
 * each study its trials, those that failed too, and nothing takes a trial out. {@link StoredTrials}
 * reads it.
 */
public final class TrialBook {
  private static final String DONE = "done";
  private static final String PRUNED = "pruned";
  private static final String FAILED = "failed";
  private static final String BEGUN = "begun";

  /** An entry gives way to one that stands further back. */
  private static final List<String> RANKS = List.of(BEGUN, FAILED, PRUNED, DONE);

  private static final long[] NONE = {};
  private static final int STATUS = Tables.TRIAL_LEDGER.columnNames().indexOf("status");
  private static final int PERIODS = Tables.TRIAL_LEDGER.columnNames().indexOf("periods");

  private final TableStore store;
  private final NightlyArgs args;
  private final Map<String, Row> entered = new TreeMap<>();

  public TrialBook(TableStore store, NightlyArgs args) {
    this.store = store;
    this.args = args;
  }

  /** Enters a learner that was validated; too few periods for a Sharpe ratio are a failure. */
  void completed(String learner, Backtest backtest) {
    completed(
        ValidationTrial.of(args.config(), learner),
        learner,
        backtest.periodEndNanos(),
        backtest.returns());
  }

  /**
   * Enters a trial that was measured to its end; too few periods for a Sharpe ratio are a failure.
   *
   * @param ends end of each period, nanoseconds since the Unix epoch, increasing
   * @param returns of each period, after cost
   */
  public void completed(TrialIdentity trial, String learner, long[] ends, double[] returns) {
    measured(trial, learner, DONE, Optional.empty(), ends, returns);
  }

  /** Enters a trial that was stopped early; the returns that were seen of it count. */
  public void pruned(
      TrialIdentity trial, String learner, String reason, long[] ends, double[] returns) {
    measured(trial, learner, PRUNED, Optional.of(reason), ends, returns);
  }

  /** Enters a trial before anything of it is seen, so that it counts if it never ends. */
  public void begun(TrialIdentity trial, String learner) {
    enter(trial, learner, BEGUN, Optional.of("it has not ended"), NONE, new double[0]);
  }

  /** Enters a learner that gave nothing to measure. */
  void failed(String learner, String reason) {
    failed(ValidationTrial.of(args.config(), learner), learner, reason);
  }

  /** Enters a trial that gave nothing to measure. */
  public void failed(TrialIdentity trial, String learner, String reason) {
    enter(trial, learner, FAILED, Optional.of(reason), NONE, new double[0]);
  }

  private void measured(
      TrialIdentity trial,
      String learner,
      String status,
      Optional<String> reason,
      long[] ends,
      double[] returns) {
    if (returns.length < SharpeRatio.FEWEST) {
      String few =
          "%d periods of returns; a Sharpe ratio needs %d"
              .formatted(returns.length, SharpeRatio.FEWEST);
      failed(trial, learner, reason.map(r -> r + ", ").orElse("") + few);
      return;
    }
    enter(trial, learner, status, reason, ends, returns);
  }

  private void enter(
      TrialIdentity trial,
      String learner,
      String status,
      Optional<String> reason,
      long[] ends,
      double[] returns) {
    boolean measured = returns.length > 0;
    Row row =
        RowFactory.create(
            trial.model(),
            trial.id(),
            Date.valueOf(args.asOf()),
            args.runId(),
            learner,
            Json.line(trial.settings()),
            status,
            reason.orElse(null),
            measured ? PairRows.defined(SharpeRatio.of(returns).perPeriod()) : null,
            returns.length,
            measured ? EventRows.timestamp(ends[returns.length - 1]) : null,
            returns);
    entered.merge(trial.id(), row, (before, now) -> saysMore(before, now) ? before : now);
  }

  private static boolean saysMore(Row a, Row b) {
    return saysMore(a.getString(STATUS), a.getInt(PERIODS), b);
  }

  private static boolean saysMore(String status, int periods, Row than) {
    int rank = rank(status) - rank(than.getString(STATUS));
    return rank > 0 || rank == 0 && status.equals(PRUNED) && periods > than.getInt(PERIODS);
  }

  /**
   * Writes what was entered, in the place of earlier runs of these trials at this date; a trial
   * that failed or stopped early does not take the place of figures, which have been seen.
   */
  public void write() {
    if (entered.values().stream().anyMatch(row -> !row.getString(STATUS).equals(DONE))) {
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

  private void leaveWhatWasSeen() {
    store
        .read(Tables.TRIAL_LEDGER)
        .where(
            col("model")
                .equalTo(args.config().text("model"))
                .and(col("as_of").equalTo(lit(Date.valueOf(args.asOf())))))
        .select("trial", "status", "periods")
        .collectAsList()
        .forEach(
            seen ->
                entered.computeIfPresent(
                    seen.getString(0),
                    (trial, row) -> saysMore(seen.getString(1), seen.getInt(2), row) ? null : row));
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

  /** How much an entry of a status says: of two runs of a trial, the one that says more stands. */
  static int rank(String status) {
    return RANKS.indexOf(status);
  }

  /** Whether an entry of a status has returns. */
  static boolean hasReturns(String status) {
    return rank(status) >= rank(PRUNED);
  }
}
