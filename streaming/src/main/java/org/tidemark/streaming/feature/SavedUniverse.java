package org.tidemark.streaming.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.UniverseState;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Both stages of a universe as a nightly run saved them, for a new stream to go on from.
 *
 * @param members stage one of each member: rows of {@link SavedStates}
 * @param market stage two: one row at most, universe and snapshot
 */
public record SavedUniverse(Dataset<Row> members, Dataset<Row> market) {
  static final int UNIVERSE = 0;
  static final int SNAPSHOT = 1;

  static final StructType MARKET =
      new StructType()
          .add("universe", DataTypes.StringType, false)
          .add("snapshot", DataTypes.BinaryType, false);

  private static final String BARS = "BARS@";

  /** No state: each member begins with its first tick, the universe when all have. */
  public static SavedUniverse none(SparkSession spark) {
    return new SavedUniverse(
        SavedStates.none(spark), spark.createDataFrame(List.<Row>of(), MARKET));
  }

  /**
   * The newest state of exactly this set; none if there is none.
   *
   * @param version of the table {@code features.feature_state}
   * @param until states of later days are left out
   * @throws IllegalStateException if some members are made of bars and some of ticks: the state
   *     does not say which
   */
  public static SavedUniverse newest(
      TableStore store, CrossSet set, long version, LocalDate until) {
    List<Row> newest =
        store
            .read(Tables.FEATURE_STATE, version)
            .where(
                col("feature_set")
                    .equalTo(set.name())
                    .and(col("feature_set_hash").equalTo(set.hash()))
                    .and(col("instrument").equalTo(set.universe().name()))
                    .and(col("until_date").leq(lit(Date.valueOf(until)))))
            .select("inputs", "until_date", "snapshot")
            .orderBy(col("until_date").desc())
            .limit(1)
            .collectAsList();
    return newest.isEmpty() ? none(store.spark()) : read(store.spark(), set, newest.get(0));
  }

  private static SavedUniverse read(SparkSession spark, CrossSet set, Row row) {
    String inputs = row.getString(0);
    if (inputs.contains(BARS) && inputs.contains(",")) {
      throw new IllegalStateException(
          "the saved state of universe "
              + set.universe().name()
              + " is made of bars of some members and ticks of others ("
              + inputs
              + "), and does not say which; begin without it and send all members' whole logs");
    }
    UniverseState state = UniverseState.of(row.getAs(2));
    long untilNanos =
        row.getDate(1).toLocalDate().atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
    List<Row> members = new ArrayList<>();
    for (Map.Entry<String, byte[]> member : state.members().entrySet()) {
      members.add(RowFactory.create(member.getKey(), inputs, untilNanos, member.getValue()));
    }
    return new SavedUniverse(
        spark.createDataFrame(members, SavedStates.SCHEMA),
        spark.createDataFrame(
            List.of(RowFactory.create(set.universe().name(), state.market())), MARKET));
  }
}
