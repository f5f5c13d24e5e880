package org.tidemark.streaming.feature;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.TimeMode;
import org.tidemark.features.FeatureSet;
import org.tidemark.streaming.source.TickSchema;

/**
 * Raw ticks in, rows of {@link FoldRows} out: the same replay as in batch, so the same bits, for
 * however many micro-batches and restarts.
 *
 * @param set features to compute; the checkpoint of a query belongs to one feature set
 * @param every what gives a row; may differ from one start of a query to the next
 */
public record LiveFeatures(FeatureSet set, TickLimits limits, Every every) {
  /** Rows of closed bars only. */
  public LiveFeatures(FeatureSet set, TickLimits limits) {
    this(set, limits, Every.BAR);
  }

  /**
   * @param ticks a stream with the columns of {@link org.tidemark.streaming.source.RawTicks}
   * @param saved states to begin with, of {@link SavedStates}; read in the first micro-batch only,
   *     and must be the same when that one is repeated
   */
  public Dataset<Row> of(Dataset<Row> ticks, Dataset<Row> saved) {
    return of(ticks, saved, TickSchema.json());
  }

  /** The same for messages of another schema than JSON. */
  public Dataset<Row> of(Dataset<Row> ticks, Dataset<Row> saved, TickSchema schema) {
    KeyValueGroupedDataset<String, Row> states =
        saved.groupByKey(
            (MapFunction<Row, String>) row -> row.getString(SavedStates.INSTRUMENT),
            Encoders.STRING());
    return ticks
        .map(new Keyed(schema), Encoders.row(Keyed.SCHEMA))
        .groupByKey((MapFunction<Row, String>) row -> row.getString(Keyed.KEY), Encoders.STRING())
        .transformWithState(
            new InstrumentProcessor(set, limits, every),
            TimeMode.None(),
            OutputMode.Append(),
            states,
            Encoders.row(FoldRows.SCHEMA),
            Encoders.row(SavedStates.SCHEMA));
  }
}
