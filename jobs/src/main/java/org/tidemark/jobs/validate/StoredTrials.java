package org.tidemark.jobs.validate;

import static org.apache.spark.sql.functions.col;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.models.overfit.Trial;
import org.tidemark.models.overfit.TrialLedger;

/**
 * The trials of a run's model in {@code models.trial_ledger}, looked at as of the run's date: each
 * with the figures of its newest run up to then, or, where it ran for later dates only, of the
 * oldest of these. It counts in either case: it was tried.
 */
public final class StoredTrials {
  private final TrialLedger ledger;
  private final NightlyArgs args;

  private StoredTrials(TrialLedger ledger, NightlyArgs args) {
    this.ledger = ledger;
    this.args = args;
  }

  /**
   * Reads them; empty where the model has none.
   *
   * @param rows of the table
   */
  public static Optional<StoredTrials> of(Dataset<Row> rows, NightlyArgs args) {
    Map<String, Row> newest = new TreeMap<>();
    rows.where(col("model").equalTo(args.config().text("model")))
        .select("trial", "as_of", "status", "returns")
        .collectAsList()
        .forEach(row -> newest.merge(row.getString(0), row, (a, b) -> better(a, b, args.asOf())));
    List<Trial> trials = new ArrayList<>();
    newest.forEach(
        (trial, row) ->
            trials.add(
                TrialBook.hasReturns(row.getString(2))
                    ? Trial.of(trial, row.<Double>getList(3).stream().mapToDouble(r -> r).toArray())
                    : Trial.failed(trial)));
    return trials.isEmpty()
        ? Optional.empty()
        : Optional.of(new StoredTrials(new TrialLedger(trials), args));
  }

  /** Which of two runs of a trial stands for it. */
  private static Row better(Row a, Row b, LocalDate asOf) {
    int rank = TrialBook.rank(a.getString(2)) - TrialBook.rank(b.getString(2));
    if (rank != 0) {
      return rank > 0 ? a : b;
    }
    Row older = date(a).isBefore(date(b)) ? a : b;
    Row newer = older == a ? b : a;
    return date(newer).isAfter(asOf) ? older : newer;
  }

  private static LocalDate date(Row row) {
    return row.getDate(1).toLocalDate();
  }

  TrialLedger ledger() {
    return ledger;
  }

  /** Number of trials, failed ones included. */
  public int count() {
    return ledger.count();
  }

  /** The trials among which a learner of the run is one; empty where it has not been entered. */
  public Optional<TrialChoice> choice(String learner) {
    String id = ValidationTrial.of(args.config(), learner).id();
    return ledger.trials().stream()
        .filter(t -> t.name().equals(id))
        .findFirst()
        .map(t -> TrialChoice.of(ledger, t.returns().length));
  }
}
