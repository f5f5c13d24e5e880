package org.tidemark.jobs.serve;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Promotes and rolls back. All aliases change in one commit of {@code models.model_registry}, which
 * a running scorer follows at its next batch; a roll-back is written into {@code
 * models.rollback_logs} before that commit, so that none can happen without its row.
 */
public final class Serving {
  /** What sets a roll-back off that a person asked for. */
  public static final String BY_HAND = "by hand";

  private final TableStore store;
  private final Registered registered;

  private Serving(TableStore store, Registered registered) {
    this.store = store;
    this.registered = registered;
  }

  /** The versions of a model as they stand now. */
  public static Serving of(TableStore store, String model) {
    return new Serving(store, Registered.of(store, model));
  }

  /**
   * Another version serves.
   *
   * @param from version that served; absent where none did
   * @param to version that serves instead
   * @param reason why
   * @param rows to write into the registry
   */
  public record Change(Optional<String> from, String to, String reason, List<Row> rows) {
    public Change {
      rows = List.copyOf(rows);
    }
  }

  /**
   * What set a roll-back off.
   *
   * @param runId the run that rolls back, one per roll-back
   * @param metric what degraded, or {@link #BY_HAND}
   * @param value measured; NaN by hand
   * @param threshold its limit; NaN by hand
   * @param actor who or what decided
   */
  public record Trigger(
      String runId, String metric, double value, double threshold, String actor) {}

  /**
   * A version may serve: the change that makes it champion.
   *
   * @throws IllegalArgumentException if there is none of this name, it serves already, it has no
   *     certificate that holds, or its file is refused
   */
  public Change promotion(String version, String reason) {
    Row row = registered.version(version);
    Optional<String> from = registered.replacedBy(version);
    if (from.filter(version::equals).isPresent()) {
      throw new IllegalArgumentException("version '" + version + "' serves already");
    }
    Fitness.require(store, row);
    return new Change(from, version, reason, registered.promoted(row, reason));
  }

  /**
   * The change that puts an earlier version back.
   *
   * @param version the one to put back; the one with alias {@code previous} where empty
   * @throws IllegalArgumentException if none serves, there is no earlier one, or it may not serve
   */
  public Change rollBack(Optional<String> version, String reason) {
    Row serving =
        registered
            .with(Registered.CHAMPION)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no version of model '"
                            + registered.model()
                            + "' serves; 'tidemark models promote VERSION' puts one into service"));
    Row to =
        version
            .map(registered::version)
            .or(() -> registered.with(Registered.PREVIOUS))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "model '"
                            + registered.model()
                            + "' has no previous version; name one with --to VERSION"));
    String from = registered.replacedBy(Registered.version(to)).orElse(Registered.version(serving));
    if (from.equals(Registered.version(to))) {
      throw new IllegalArgumentException("version '" + from + "' serves already");
    }
    Fitness.require(store, to);
    return new Change(
        Optional.of(from), Registered.version(to), reason, registered.rolledBack(to, reason));
  }

  /** Why a registered version may not serve, in a sentence; empty where it may. */
  public static Optional<String> problem(TableStore store, Row version) {
    try {
      Fitness.require(store, version);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Writes a promotion.
   *
   * @throws IllegalStateException if somebody has changed the model's versions since they were
   *     read; they are left as they are
   */
  public void promote(Change change) {
    registered.write(store, change.rows());
  }

  /**
   * Writes a roll-back and its row in the log.
   *
   * @throws IllegalStateException if somebody has changed the model's versions since they were
   *     read; they are left as they are, and the log has no row of it
   */
  public void rollBack(Change change, Trigger trigger) {
    store.upsert(
        Tables.ROLLBACK_LOGS,
        store.rows(
            Tables.ROLLBACK_LOGS,
            List.of(
                RowFactory.create(
                    registered.model(),
                    trigger.runId(),
                    change.from().orElseThrow(),
                    change.to(),
                    trigger.metric(),
                    trigger.value(),
                    trigger.threshold(),
                    trigger.actor()))),
        "model",
        "run_id");
    try {
      promote(change);
    } catch (IllegalStateException refused) {
      store.replace(
          Tables.ROLLBACK_LOGS,
          store.rows(Tables.ROLLBACK_LOGS, List.of()),
          "model = '%s' AND run_id = '%s'"
              .formatted(quoted(registered.model()), quoted(trigger.runId())));
      throw refused;
    }
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }
}
