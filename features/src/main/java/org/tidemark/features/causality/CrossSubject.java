package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.Replay;
import org.tidemark.features.cross.CrossReplay;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.MemberClock;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/**
 * A cross-instrument set under test, by the very stages that batch and stream drive, compared bit
 * for bit. A row claims to be known at the end of its bar: the world says of every member how far
 * its log is complete. Events of instruments that are no members are left out.
 */
public record CrossSubject(CrossSet set) implements Subject<MarketEvent> {
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
    Map<String, List<MarketEvent>> events = EventLog.byInstrument(log);
    CrossReplay market = set.start();
    set.universe()
        .members()
        .forEach(
            member -> {
              InstrumentId id = member.instrument();
              for (MarketEvent event :
                  stageOne(id, events.getOrDefault(id.value(), List.of()), asOfNanos)) {
                market.on(event, row -> answers.add(answer(row)), late -> {});
              }
            });
    return answers;
  }

  private List<MarketEvent> stageOne(InstrumentId id, List<MarketEvent> events, long asOfNanos) {
    List<MarketEvent> out = new ArrayList<>();
    List<Bar> late = new ArrayList<>();
    Replay replay = set.stageOne().start();
    MemberClock clock = new MemberClock();
    for (MarketEvent event : events) {
      replay.on(event, row -> clock.closed(row.bar(), out::add, late::add), tooLate -> {});
      clock.took(event);
    }
    // Time passes without a price: what is over closes, and nothing more comes by then.
    Heartbeat end = new Heartbeat(id, replay.lastOffset() + 1, asOfNanos);
    replay.on(end, row -> clock.closed(row.bar(), out::add, late::add), tooLate -> {});
    out.add(end);
    return out;
  }

  private static Answer answer(FeatureRow row) {
    double[] values = new double[row.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.values()[i]; // float to double keeps the bits apart that differ
    }
    long time = row.bar().eventTimeNanos();
    return new Answer(row.bar().instrument().value(), time, time, values);
  }
}
