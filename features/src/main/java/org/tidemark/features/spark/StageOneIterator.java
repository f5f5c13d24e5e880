package org.tidemark.features.spark;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.cross.MemberClock;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/** Feeds rows sorted by instrument and offset through stage one of each member, lazily. */
final class StageOneIterator implements Iterator<Row> {
  private final Iterator<StoredEvent> input;
  private final FeatureSet set;
  private final Map<String, byte[]> states;
  private final ArrayDeque<Row> ready = new ArrayDeque<>();

  private String instrument = "";
  private InstrumentId id;
  private Replay replay;
  private MemberClock clock;
  private long events;
  private long late;

  StageOneIterator(Iterator<StoredEvent> input, FeatureSet set, Map<String, byte[]> states) {
    this.input = input;
    this.set = set;
    this.states = states;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && input.hasNext()) {
      feed(input.next());
    }
    if (ready.isEmpty() && events > 0) {
      finish();
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.poll();
  }

  private void feed(StoredEvent stored) {
    if (!stored.getInstrument().equals(instrument)) {
      if (events > 0) {
        finish();
      }
      begin(stored.getInstrument());
    }
    events++;
    MarketEvent event = stored.toEvent(id);
    replay.on(event, row -> clock.closed(row.bar(), this::pass, bar -> late++), tooLate -> late++);
    clock.took(event);
  }

  private void pass(Bar bar) {
    ready.add(Stage.bar(bar));
  }

  private void begin(String name) {
    instrument = name;
    id = new InstrumentId(name);
    replay = states.containsKey(name) ? set.restore(states.get(name)) : set.start();
    clock = new MemberClock();
  }

  private void finish() {
    Stage.End end = new Stage.End(instrument, replay.snapshot(), events, late);
    clock.heartbeat().ifPresent(beat -> ready.add(Stage.end(beat, end)));
    instrument = "";
    events = 0;
    late = 0;
  }
}
