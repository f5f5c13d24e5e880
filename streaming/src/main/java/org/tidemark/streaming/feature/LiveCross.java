package org.tidemark.streaming.feature;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.TimeMode;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.streaming.source.TickSchema;

/**
 * Raw ticks in, rows of {@link FoldRows} with cross-instrument features out: two stateful operators
 * in one query, the first by member, the second by universe. The same stages as in batch, so the
 * same bits, for however many micro-batches and restarts. Ticks of other instruments are left out;
 * {@code closed_by_offset} is the bar's own.
 *
 * @param set features to compute; the checkpoint of a query belongs to one set
 */
public record LiveCross(CrossSet set, TickLimits limits) {
  private static final int EVENT = Keyed.SCHEMA.fieldIndex("event");

  /**
   * @param ticks a stream with the columns of {@link org.tidemark.streaming.source.RawTicks}
   */
  public Dataset<Row> of(Dataset<Row> ticks) {
    return of(ticks, SavedUniverse.none(ticks.sparkSession()));
  }

  /**
   * The same going on from saved states, which are read in the first micro-batch only and must be
   * the same when that one is repeated.
   */
  public Dataset<Row> of(Dataset<Row> ticks, SavedUniverse saved) {
    return of(ticks, saved, TickSchema.json());
  }

  /** The same for messages of another schema than JSON. */
  public Dataset<Row> of(Dataset<Row> ticks, SavedUniverse saved, TickSchema schema) {
    Set<String> members =
        set.universe().members().stream()
            .map(member -> member.instrument().value())
            .collect(Collectors.toUnmodifiableSet());
    String universe = set.universe().name();
    return ticks
        .map(new Keyed(schema), Encoders.row(Keyed.SCHEMA))
        .filter(
            (FilterFunction<Row>)
                row -> row.isNullAt(EVENT) || members.contains(row.getString(Keyed.KEY)))
        .groupByKey((MapFunction<Row, String>) row -> row.getString(Keyed.KEY), Encoders.STRING())
        .transformWithState(
            new MemberProcessor(set.stageOne(), limits),
            TimeMode.None(),
            OutputMode.Append(),
            byKey(saved.members(), SavedStates.INSTRUMENT),
            Encoders.row(MemberRows.SCHEMA),
            Encoders.row(SavedStates.SCHEMA))
        .groupByKey((MapFunction<Row, String>) row -> universe, Encoders.STRING())
        .transformWithState(
            new UniverseProcessor(set),
            TimeMode.None(),
            OutputMode.Append(),
            byKey(saved.market(), SavedUniverse.UNIVERSE),
            Encoders.row(FoldRows.SCHEMA),
            Encoders.row(SavedUniverse.MARKET));
  }

  private static KeyValueGroupedDataset<String, Row> byKey(Dataset<Row> states, int key) {
    return states.groupByKey(
        (MapFunction<Row, String>) row -> row.getString(key), Encoders.STRING());
  }
}
