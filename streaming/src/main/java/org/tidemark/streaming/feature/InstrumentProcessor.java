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
import org.tidemark.features.FeatureSet;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The stateful operator: for the ticks of one key in one micro-batch, restores the fold, feeds the
 * ticks in offset order and saves it. The ticks of one key are held in memory, so a micro-batch
 * must be bounded (it is, by the sources).
 */
final class InstrumentProcessor extends StatefulProcessorWithInitialState<String, Row, Row, Row> {
  private static final long serialVersionUID = 1L;

  static final Comparator<Keyed.Good> LOG_ORDER =
      Comparator.<Keyed.Good>comparingLong(tick -> tick.event().offset())
          .thenComparing(Keyed.Good::place);

  private final FeatureSet set;
  private final TickLimits limits;
  private final Every every;
  private transient ValueState<byte[]> state;

  InstrumentProcessor(FeatureSet set, TickLimits limits, Every every) {
    this.set = set;
    this.limits = limits;
    this.every = every;
  }

  @Override
  public void init(OutputMode outputMode, TimeMode timeMode) {
    state = getHandle().getValueState("instrument", Encoders.BINARY(), TTLConfig.NONE());
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
        out.add(FoldRows.dead(bad, bad.reason(), bad.detail()));
      }
    }
    long valid = ticks.isEmpty() ? 0 : feed(ticks, out);
    out.add(FoldRows.count(consumed, valid));
    return CollectionConverters.asScala(out.iterator());
  }

  private long feed(List<Keyed.Good> ticks, List<Row> out) {
    ticks.sort(LOG_ORDER);
    InstrumentFold fold =
        state.exists()
            ? InstrumentFold.restore(set, limits, state.get())
            : InstrumentFold.start(set, limits);
    long valid = 0;
    for (Keyed.Good tick : ticks) {
      boolean taken =
          fold.on(
              tick.event(),
              tick.arrivalNanos(),
              row -> out.add(FoldRows.bar(row, tick.event().offset())),
              origin -> out.add(FoldRows.begin(tick, origin)),
              (reason, detail) -> out.add(FoldRows.dead(tick, reason.name(), detail)));
      if (taken) {
        out.add(FoldRows.tick(tick));
        valid++;
        if (every == Every.TICK) {
          fold.soFar().ifPresent(row -> out.add(FoldRows.provisional(row, tick.event().offset())));
        }
      }
    }
    state.update(fold.snapshot());
    return valid;
  }
}
