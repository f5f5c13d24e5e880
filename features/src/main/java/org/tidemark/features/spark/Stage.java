package org.tidemark.features.spark;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.state.EventCodec;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.MarketEvent;

/**
 * What stage one of a member hands to stage two: a row for each closed bar, and at the end one with
 * a heartbeat, the saved state and what was counted. Sorted by {@link #ORDER}, each member's rows
 * stand in the order of its log, and few bars wait.
 */
final class Stage {
  private static final int EVENT = 2;
  private static final int INSTRUMENT = 3;
  private static final int SNAPSHOT = 4;
  private static final int EVENTS = 5;
  private static final int LATE = 6;

  static final String[] ORDER = {"time_nanos", "beat", "instrument"};

  static final StructType SCHEMA =
      new StructType()
          .add("time_nanos", DataTypes.LongType, false)
          .add("beat", DataTypes.IntegerType, false)
          .add("event", DataTypes.BinaryType, false)
          .add("instrument", DataTypes.StringType, false)
          .add("snapshot", DataTypes.BinaryType, true)
          .add("events", DataTypes.LongType, true)
          .add("late", DataTypes.LongType, true);

  /** The end of a member's stage one. */
  record End(String instrument, byte[] snapshot, long events, long late) {}

  private Stage() {}

  static Row bar(Bar bar) {
    return RowFactory.create(
        bar.eventTimeNanos(), 0, bytes(bar), bar.instrument().value(), null, null, null);
  }

  static Row end(Heartbeat beat, End end) {
    return RowFactory.create(
        beat.eventTimeNanos(),
        1,
        bytes(beat),
        end.instrument(),
        end.snapshot(),
        end.events(),
        end.late());
  }

  private static byte[] bytes(MarketEvent event) {
    StateWriter out = new StateWriter();
    EventCodec.write(event, out);
    return out.toBytes();
  }

  static MarketEvent event(Row row) {
    return EventCodec.read(new StateReader(row.getAs(EVENT)));
  }

  static boolean isEnd(Row row) {
    return !row.isNullAt(SNAPSHOT);
  }

  static End end(Row row) {
    return new End(
        row.getString(INSTRUMENT), row.getAs(SNAPSHOT), row.getLong(EVENTS), row.getLong(LATE));
  }
}
