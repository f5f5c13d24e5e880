package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.UniverseState;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Where both stages of a universe begin: the newest saved state that no later file of any member
 * has made stale, or nothing.
 *
 * @param afterNanos the date of the state; {@code Long.MIN_VALUE} for none
 * @param state bytes of a {@link UniverseState}; empty to begin
 * @param events events seen so far
 * @param rows rows emitted so far
 * @param lastRowNanos rows after this time are written anew
 */
record CrossStart(long afterNanos, byte[] state, long events, long rows, long lastRowNanos)
    implements Serializable {
  private static final CrossStart FRESH =
      new CrossStart(Long.MIN_VALUE, new byte[0], 0, 0, Long.MIN_VALUE);

  /**
   * @param kinds the events that each member with files is made of
   */
  static CrossStart find(
      TableStore store,
      CrossSet set,
      MemberFiles files,
      Map<String, Set<EventKind>> kinds,
      LocalDate asOf) {
    return store
        .read(Tables.FEATURE_STATE)
        .where(
            col("feature_set")
                .equalTo(set.name())
                .and(col("feature_set_hash").equalTo(set.hash()))
                .and(col("instrument").equalTo(set.universe().name()))
                .and(col("until_date").leq(lit(Date.valueOf(asOf)))))
        .select("until_date", "inputs")
        .collectAsList()
        .stream()
        .filter(row -> isFresh(row, files, kinds))
        .max(Comparator.comparing((Row row) -> row.getDate(0)))
        .map(row -> load(store, set, row.getDate(0)))
        .orElse(FRESH);
  }

  private static boolean isFresh(
      Row row, MemberFiles files, Map<String, Set<EventKind>> kindsOfMembers) {
    Inputs inputs = Inputs.parse(row.getString(1));
    return kindsOfMembers.entrySet().stream()
        .allMatch(e -> files.isFresh(e.getKey(), e.getValue(), row.getDate(0), inputs));
  }

  private static CrossStart load(TableStore store, CrossSet set, Date until) {
    Row row =
        store
            .read(Tables.FEATURE_STATE)
            .where(
                col("feature_set")
                    .equalTo(set.name())
                    .and(col("instrument").equalTo(set.universe().name()))
                    .and(col("until_date").equalTo(lit(until))))
            .select("snapshot", "events", "rows", "last_row_nanos")
            .head();
    return new CrossStart(
        MemberFiles.nanos(until), row.getAs(0), row.getLong(1), row.getLong(2), row.getLong(3));
  }

  /** Whether it goes on from a saved state. */
  boolean resumes() {
    return state.length > 0;
  }

  /** Stage one of each member that has one. */
  Map<String, byte[]> members() {
    return resumes() ? UniverseState.of(state).members() : new TreeMap<>();
  }

  /** Stage two; only when it resumes. */
  byte[] market() {
    return UniverseState.of(state).market();
  }
}
