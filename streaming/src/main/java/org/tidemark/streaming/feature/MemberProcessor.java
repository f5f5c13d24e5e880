package org.tidemark.streaming.feature;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessorWithInitialState;
import org.apache.spark.sql.streaming.TTLConfig;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.apache.spark.sql.streaming.ValueState;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.cross.MemberClock;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Stage one of a live universe: for the ticks of one member in one micro-batch, refuses those that
 * a feature must not see, closes bars, and says how far the member's log is complete.
 */
final class MemberProcessor extends StatefulProcessorWithInitialState<String, Row, Row, Row> {
  private static final long serialVersionUID = 1L;

  private final FeatureSet set;
  private final TickLimits limits;
  private transient ValueState<byte[]> state;

  MemberProcessor(FeatureSet set, TickLimits limits) {
    this.set = set;
    this.limits = limits;
  }

  @Override
  public void init(OutputMode outputMode, TimeMode timeMode) {
    state = getHandle().getValueState("member", Encoders.BINARY(), TTLConfig.NONE());
  }

  @Override
  public void handleInitialState(String key, Row saved, TimerValues timers) {
    state.update(InstrumentFold.resume(set, limits, SavedStates.read(saved)).snapshot());
  }

  @Override
  public scala.collection.Iterator<Row> handleInputRows(
      String key, scala.collection.Iterator<Row> input, TimerValues timers) {
    List<Row> out = new ArrayList<>();
    List<Keyed.Good> ticks = new ArrayList<>();
    long consumed = 0;
    while (input.hasNext()) {
      consumed++;
      Keyed.Tick tick = Keyed.read(input.next());
      if (tick instanceof Keyed.Good good) {
        ticks.add(good);
      } else if (tick instanceof Keyed.Bad bad) {
        out.add(MemberRows.passed(FoldRows.dead(bad, bad.reason(), bad.detail())));
      }
    }
    long valid = ticks.isEmpty() ? 0 : feed(ticks, out);
    out.add(MemberRows.passed(FoldRows.count(consumed, valid)));
    return CollectionConverters.asScala(out.iterator());
  }

  private long feed(List<Keyed.Good> ticks, List<Row> out) {
    ticks.sort(InstrumentProcessor.LOG_ORDER);
    InstrumentFold fold =
        state.exists()
            ? InstrumentFold.restore(set, limits, state.get())
            : InstrumentFold.start(set, limits);
    MemberClock clock = new MemberClock();
    long valid = 0;
    for (Keyed.Good tick : ticks) {
      boolean taken =
          fold.on(
              tick.event(),
              tick.arrivalNanos(),
              row -> clock.closed(row.bar(), bar -> out.add(MemberRows.of(bar)), late -> {}),
              origin -> {}, // only a replay of a single instrument's features asks for it
              (reason, detail) ->
                  out.add(MemberRows.passed(FoldRows.dead(tick, reason.name(), detail))));
      if (taken) {
        valid++;
        clock.took(tick.event());
      }
    }
    clock.heartbeat().ifPresent(beat -> out.add(MemberRows.of(beat)));
    state.update(fold.snapshot());
    return valid;
  }
}
