package org.tidemark.streaming.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** The states of {@code features.feature_state} that a new stream may go on from. */
public final class SavedStates {
  static final int INSTRUMENT = 0;
  private static final int INPUTS = 1;
  private static final int UNTIL = 2;
  private static final int SNAPSHOT = 3;

  static final StructType SCHEMA =
      new StructType()
          .add("instrument", DataTypes.StringType, false)
          .add("inputs", DataTypes.StringType, false)
          .add("until_nanos", DataTypes.LongType, false)
          .add("snapshot", DataTypes.BinaryType, false);

  private SavedStates() {}

  /**
   * One state.
   *
   * @param ofBars whether it was made of bars, not of trades or quotes
   * @param untilNanos start of the day that it reached: what it has seen is not later
   */
  record Saved(boolean ofBars, long untilNanos, byte[] snapshot) {}

  /** No state: every instrument begins with its first tick. */
  public static Dataset<Row> none(SparkSession spark) {
    return spark.createDataFrame(List.of(), SCHEMA);
  }

  /**
   * The newest state of each instrument, of exactly this feature set.
   *
   * @param version of the table {@code features.feature_state}
   * @param until states of later days are left out
   */
  public static Dataset<Row> newest(
      TableStore store, FeatureSet set, long version, LocalDate until) {
    return store
        .read(Tables.FEATURE_STATE, version)
        .where(
            col("feature_set")
                .equalTo(set.name())
                .and(col("feature_set_hash").equalTo(set.hash()))
                .and(col("until_date").leq(lit(Date.valueOf(until)))))
        .groupBy("instrument")
        .agg(max_by(struct("inputs", "until_date", "snapshot"), col("until_date")).as("newest"))
        .selectExpr(
            "instrument",
            "newest.inputs",
            "unix_seconds(cast(newest.until_date as timestamp)) * 1000000000 as until_nanos",
            "newest.snapshot");
  }

  static Saved read(Row row) {
    return new Saved(
        row.getString(INPUTS).startsWith("BARS@"), row.getLong(UNTIL), row.getAs(SNAPSHOT));
  }
}
