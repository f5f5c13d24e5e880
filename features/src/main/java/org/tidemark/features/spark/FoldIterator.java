package org.tidemark.features.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.wire.WireWriter;

/** Feeds rows sorted by instrument and offset through one replay per instrument, lazily. */
final class FoldIterator implements Iterator<WideRow> {
  /**
   * Events that a replay takes at once: some blocks of bars, few enough to hold with their rows.
   */
  private static final int TOGETHER = 256;

  private final Iterator<StoredEvent> input;
  private final FeatureSet set;
  private final Function<String, Start> starts;
  private final Consumer<Ended> ended;
  private final ArrayDeque<WideRow> ready = new ArrayDeque<>();
  private final List<MarketEvent> waiting = new ArrayList<>(TOGETHER);

  private final Consumer<FeatureRow> emit = this::emit;
  private final Consumer<MarketEvent> tooLate = this::late;

  private String instrument = "";
  private InstrumentId id;
  private Replay replay;
  private long events;
  private long rows;
  private long lastRowNanos;
  private List<Row> late = new ArrayList<>();

  /**
   * @param starts where an instrument's fold begins
   * @param ended told where it ended
   */
  FoldIterator(
      Iterator<StoredEvent> input,
      FeatureSet set,
      Function<String, Start> starts,
      Consumer<Ended> ended) {
    this.input = input;
    this.set = set;
    this.starts = starts;
    this.ended = ended;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && input.hasNext()) {
      feed(input.next());
    }
    if (ready.isEmpty() && events > 0) {
      finish(); // which may make the last rows
    }
    return !ready.isEmpty();
  }

  @Override
  public WideRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.poll();
  }

  private void feed(StoredEvent event) {
    if (!event.getInstrument().equals(instrument)) {
      if (events > 0) {
        finish();
      }
      begin(event.getInstrument());
    }
    events++;
    waiting.add(event.toEvent(id));
    if (waiting.size() == TOGETHER) {
      fold();
    }
  }

  private void fold() {
    replay.onAll(waiting, emit, tooLate);
    waiting.clear();
  }

  private void begin(String name) {
    Start start = starts.apply(name);
    instrument = name;
    id = new InstrumentId(name);
    replay = start.resumes() ? set.restore(start.snapshot()) : set.start();
    lastRowNanos = start.rowsAfterNanos();
  }

  private void emit(FeatureRow row) {
    rows++;
    lastRowNanos = row.bar().eventTimeNanos();
    ready.add(WideRow.of(row));
  }

  private void late(MarketEvent event) {
    late.add(
        RowFactory.create(
            event.instrument().value(),
            event.offset(),
            EventRows.timestamp(event.eventTimeNanos()),
            event.eventTimeNanos(),
            set.name(),
            WireWriter.write(event)));
  }

  private void finish() {
    fold();
    ended.accept(
        new Ended(
            instrument,
            replay.snapshot(),
            replay.lastOffset(),
            events,
            rows,
            lastRowNanos,
            List.copyOf(late)));
    instrument = "";
    events = 0;
    rows = 0;
    late = new ArrayList<>();
  }
}
