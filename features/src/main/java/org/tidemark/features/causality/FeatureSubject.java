package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/**
 * A feature set under test, by the very replay that batch and stream drive, compared bit for bit.
 *
 * <p>A set that takes events as they arrive claims a row at the end of its bar. One that waits for
 * late events says nothing so early: its row is due when the replay gives it, on the arrival of the
 * event that ends the wait.
 */
public record FeatureSubject(FeatureSet set) implements Subject<MarketEvent> {
  @Override
  public String name() {
    return set.name();
  }

  @Override
  public List<String> outputs() {
    return set.outputNames();
  }

  @Override
  public double tolerance() {
    return 0;
  }

  @Override
  public List<Answer> answer(List<Fact<MarketEvent>> log, long asOfNanos) {
    List<Answer> answers = new ArrayList<>();
    EventLog.byInstrument(log)
        .forEach((instrument, events) -> replay(instrument, events, asOfNanos, answers));
    return answers;
  }

  private void replay(
      String instrument, List<MarketEvent> events, long asOfNanos, List<Answer> answers) {
    Replay replay = set.start();
    long[] now = {Long.MIN_VALUE};
    for (MarketEvent event : events) {
      now[0] = Math.max(now[0], event.eventTimeNanos());
      replay.on(event, row -> answers.add(answer(row, now[0])), late -> {});
    }
    if (set.lateness().isZero()) {
      // Time passes without a price: what is over closes.
      MarketEvent tick =
          new Heartbeat(new InstrumentId(instrument), replay.lastOffset() + 1, asOfNanos);
      replay.on(tick, row -> answers.add(answer(row, asOfNanos)), late -> {});
    }
  }

  private Answer answer(FeatureRow row, long givenNanos) {
    double[] values = new double[row.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.values()[i]; // float to double keeps the bits apart that differ
    }
    long time = row.bar().eventTimeNanos();
    long due = set.lateness().isZero() ? time : Math.max(time, givenNanos);
    return new Answer(row.bar().instrument().value(), time, due, values);
  }
}
