package org.tidemark.streaming.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessorWithInitialState;
import org.apache.spark.sql.streaming.TTLConfig;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.apache.spark.sql.streaming.ValueState;
import org.tidemark.features.cross.CrossReplay;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Stage two of a live universe, all of it under one key: puts what stage one of each member gave in
 * the order of its log, feeds it, and passes the other rows on.
 */
final class UniverseProcessor extends StatefulProcessorWithInitialState<String, Row, Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Of one member the order of its log; between members any would do. */
  private static final Comparator<MarketEvent> ORDER =
      Comparator.comparingLong(MarketEvent::eventTimeNanos)
          .thenComparing(event -> event instanceof Bar ? 0 : 1)
          .thenComparing(MarketEvent::instrument);

  private final CrossSet set;
  private transient ValueState<byte[]> state;

  UniverseProcessor(CrossSet set) {
    this.set = set;
  }

  @Override
  public void init(OutputMode outputMode, TimeMode timeMode) {
    state = getHandle().getValueState("universe", Encoders.BINARY(), TTLConfig.NONE());
  }

  @Override
  public void handleInitialState(String key, Row saved, TimerValues timers) {
    // Restored, so that bytes of another set are refused in the first batch and not later.
    state.update(set.restore(saved.getAs(SavedUniverse.SNAPSHOT)).snapshot());
  }

  @Override
  public scala.collection.Iterator<Row> handleInputRows(
      String key, scala.collection.Iterator<Row> input, TimerValues timers) {
    List<Row> out = new ArrayList<>();
    List<MarketEvent> events = new ArrayList<>();
    while (input.hasNext()) {
      Row row = input.next();
      if (MemberRows.isEvent(row)) {
        events.add(MemberRows.event(row));
      } else {
        out.add(MemberRows.passedOn(row));
      }
    }
    events.sort(ORDER);
    CrossReplay replay = state.exists() ? set.restore(state.get()) : set.start();
    for (MarketEvent event : events) {
      // Stage one drops what is late; a bar is late here only if a member's log began anew.
      replay.on(event, row -> out.add(FoldRows.bar(row, row.bar().offset())), late -> {});
    }
    state.update(replay.snapshot());
    return CollectionConverters.asScala(out.iterator());
  }
}
