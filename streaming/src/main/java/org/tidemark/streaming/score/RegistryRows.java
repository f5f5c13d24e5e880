package org.tidemark.streaming.score;

import static org.apache.spark.sql.functions.col;

import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.FollowedRows;
import org.tidemark.lakehouse.spark.TableStore;

/** What the registry says of a model's versions. */
final class RegistryRows {
  private static final long NEVER = -2; // no table is -1

  private final TableStore store;
  private final String model;
  private final FollowedRows rows;
  private long readVersion = NEVER;
  private Optional<Now> read = Optional.empty();
  private long certificatesVersion = NEVER;
  private final Map<String, Boolean> certified = new HashMap<>();

  RegistryRows(TableStore store, String model) {
    this.store = store;
    this.model = model;
    this.rows =
        new FollowedRows(
            store,
            Tables.MODEL_REGISTRY,
            col("model").equalTo(model),
            "model",
            "model_version",
            "onnx_sha256",
            "alias",
            "tier",
            "as_of",
            "target",
            "label_set");
  }

  /** The registry as it stands now; read anew when its table has another version. */
  Now now() {
    long version = store.version(Tables.MODEL_REGISTRY);
    if (version != readVersion) {
      if (version < 0 && readVersion >= 0) {
        throw new IllegalStateException("the registry is gone; it was at version " + readVersion);
      }
      read = Optional.of(new Now(version < 0 ? List.of() : rows.at(version)));
      readVersion = version;
    }
    return read.orElseThrow();
  }

  /**
   * The registry as it stands now; while it cannot be read, what it said before, for ticks are to
   * be scored.
   *
   * @param unreadable told that it cannot be, and why
   */
  Now nowOrBefore(Problems unreadable) {
    try {
      return now();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      if (isStop(e) || read.isEmpty()) {
        throw e;
      }
      unreadable.tell(
          "registry-unreadable",
          model,
          "the registry cannot be read (" + e + "); what it said before stands");
      return read.get();
    }
  }

  /** Whether reading was broken off by a stop of the query, which is no trouble of the registry. */
  static boolean isStop(Throwable thrown) {
    if (Thread.currentThread().isInterrupted()) {
      return true;
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException
          || cause instanceof ClosedByInterruptException
          || cause instanceof SparkThrowable spark && isStop(spark)) {
        return true;
      }
    }
    return false;
  }

  /** A query that stops cancels its jobs in these words; somebody may also kill a single one. */
  private static boolean isStop(SparkThrowable thrown) {
    return "SPARK_JOB_CANCELLED".equals(thrown.getCondition())
        && thrown.getMessageParameters().getOrDefault("reason", "").matches("Query .* was stopped");
  }

  /** Whether a version has certificates for its very file and all of them hold. */
  boolean isCertified(ModelVersion version) {
    long now = store.version(Tables.CERTIFICATES);
    String key = version.version() + " " + version.sha256();
    if (now < 0 && certificatesVersion >= 0) {
      return certified.getOrDefault(key, false); // the table is gone, what it said is known
    }
    if (now != certificatesVersion) {
      certified.clear();
      certificatesVersion = now;
    }
    return certified.computeIfAbsent(key, any -> certificatesHold(version));
  }

  private boolean certificatesHold(ModelVersion version) {
    List<Row> found =
        store
            .read(Tables.CERTIFICATES)
            .where(
                col("model")
                    .equalTo(version.model())
                    .and(col("model_version").equalTo(version.version()))
                    .and(col("subject_sha256").equalTo(version.sha256())))
            .select("holds")
            .collectAsList();
    return !found.isEmpty() && found.stream().allMatch(row -> row.getBoolean(0));
  }

  /** The rows of one moment. */
  record Now(List<Row> rows) {
    /** Versions with alias champion: one, unless something went wrong. */
    List<ModelVersion> champions() {
      return with("champion", "champion of the registry").toList();
    }

    /** The version with alias challenger; the last by name, should several have it. */
    Optional<ModelVersion> challenger() {
      return with("challenger", "challenger of the registry")
          .max(Comparator.comparing(ModelVersion::version));
    }

    /** What a version predicts: its kind of target and its labels. */
    String question(ModelVersion version) {
      return rows.stream()
          .filter(row -> row.getString(1).equals(version.version()))
          .map(row -> row.getString(6) + " " + row.getString(7))
          .findFirst()
          .orElse("unknown");
    }

    /** A version by its name. */
    Optional<ModelVersion> named(String name, String reason) {
      return rows.stream()
          .filter(row -> row.getString(1).equals(name))
          .map(row -> version(row, reason))
          .findFirst();
    }

    /** Who may stand in for the champion, first first. */
    List<ModelVersion> standIns() {
      List<ModelVersion> standIns = new ArrayList<>();
      with("previous", "backup 1: it served before").forEach(standIns::add);
      rows.stream()
          .filter(row -> "BACKUP".equals(row.getString(4)))
          .max(
              Comparator.comparing((Row row) -> row.get(5).toString())
                  .thenComparing(row -> row.getString(1)))
          .map(row -> version(row, "backup 2: the newest of tier BACKUP"))
          .ifPresent(standIns::add);
      return standIns;
    }

    private Stream<ModelVersion> with(String alias, String reason) {
      return rows.stream()
          .filter(row -> alias.equals(row.getString(3)))
          .map(row -> version(row, reason));
    }

    private static ModelVersion version(Row row, String reason) {
      return new ModelVersion(row.getString(0), row.getString(1), row.getString(2), reason);
    }
  }
}
