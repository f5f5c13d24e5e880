package org.tidemark.streaming.feature;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.state.EventCodec;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.MarketEvent;

/**
 * What stage one of the members puts out in a micro-batch: bars and heartbeats for stage two, and
 * rows of {@link FoldRows} that it only passes on.
 */
final class MemberRows {
  private static final int EVENT = 0;
  private static final int PASSED = 1;

  static final StructType SCHEMA =
      new StructType()
          .add("event", DataTypes.BinaryType, true)
          .add("passed", FoldRows.SCHEMA, true);

  private MemberRows() {}

  static Row of(MarketEvent event) {
    StateWriter out = new StateWriter();
    EventCodec.write(event, out);
    return RowFactory.create(out.toBytes(), null);
  }

  static Row passed(Row row) {
    return RowFactory.create(null, row);
  }

  static boolean isEvent(Row row) {
    return !row.isNullAt(EVENT);
  }

  static MarketEvent event(Row row) {
    return EventCodec.read(new StateReader(row.getAs(EVENT)));
  }

  static Row passedOn(Row row) {
    return row.getStruct(PASSED);
  }
}
