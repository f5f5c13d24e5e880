package org.tidemark.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.tidemark.features.order.ReorderBuffer;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.EventKind;
import org.tidemark.market.MarketEvent;

/** The one replay: reorder buffer, then sampler, then features, in that order for every event. */
final class FeatureReplay implements Replay {
  private static final int MAGIC = 0x54494445; // "TIDE"
  private static final int FORMAT = 1;

  /** A feature with its own state; keeps the type parameter in one place. */
  private static final class Cell<S> {
    final Feature<S> feature;
    final S state;
    final int at;

    Cell(Feature<S> feature, S state, int at) {
      this.feature = feature;
      this.state = state;
      this.at = at;
    }

    static <S> Cell<S> fresh(Feature<S> feature, int at) {
      return new Cell<>(feature, feature.initial(), at);
    }

    static <S> Cell<S> load(Feature<S> feature, StateReader in, int at) {
      return new Cell<>(feature, feature.load(in), at);
    }

    void save(StateWriter out) {
      feature.save(state, out);
    }

    /** Another of the same state, through its codec: the only copy that all features have. */
    Cell<S> copy() {
      StateWriter out = new StateWriter();
      save(out);
      return load(feature, new StateReader(out.toBytes()), at);
    }
  }

  /** The sampler with its state. */
  private static final class Clock<S> {
    final Sampler<S> sampler;
    final S state;

    Clock(Sampler<S> sampler, S state) {
      this.sampler = sampler;
      this.state = state;
    }

    static <S> Clock<S> fresh(Sampler<S> sampler) {
      return new Clock<>(sampler, sampler.initial());
    }

    static <S> Clock<S> load(Sampler<S> sampler, StateReader in) {
      return new Clock<>(sampler, sampler.load(in));
    }

    void update(MarketEvent event, Consumer<Bar> closed) {
      sampler.update(state, event, closed);
    }

    Optional<Bar> soFar() {
      return sampler.soFar(state);
    }

    void save(StateWriter out) {
      sampler.save(state, out);
    }
  }

  private final FeatureSet set;
  private final Cell<?>[] cells;
  private final Cell<?>[][] readers;
  private final Cell<?>[] between;
  private final Cell<?>[] barsOnly;
  private final BarBlock block = new BarBlock();
  private final float[][] open = new float[BarBlock.CAPACITY][];
  private final Clock<?> clock;
  private final ReorderBuffer order;
  private final int width;
  private long lastOffset;
  private boolean unseen;

  private FeatureReplay(
      FeatureSet set, Cell<?>[] cells, Clock<?> clock, ReorderBuffer order, long lastOffset) {
    this.set = set;
    this.cells = cells;
    this.readers = readers(cells);
    this.between =
        Stream.of(cells).filter(c -> !c.feature.inputs().isEmpty()).toArray(Cell<?>[]::new);
    this.barsOnly =
        Stream.of(cells).filter(c -> c.feature.inputs().isEmpty()).toArray(Cell<?>[]::new);
    this.clock = clock;
    this.order = order;
    this.width = set.width();
    this.lastOffset = lastOffset;
  }

  static FeatureReplay start(FeatureSet set) {
    List<Cell<?>> cells = new ArrayList<>();
    int at = 0;
    for (Feature<?> feature : set.features()) {
      cells.add(Cell.fresh(feature, at));
      at += feature.outputs().size();
    }
    return new FeatureReplay(
        set,
        cells.toArray(Cell<?>[]::new),
        Clock.fresh(set.sampler()),
        new ReorderBuffer(set.lateness().toNanos()),
        -1);
  }

  static FeatureReplay restore(FeatureSet set, byte[] snapshot) {
    if (snapshot.length < Integer.BYTES + Long.BYTES) {
      throw new StateException("snapshot of " + snapshot.length + " bytes is too short to be one");
    }
    int body = snapshot.length - Long.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(snapshot, 0, body);
    StateReader in = new StateReader(snapshot);
    if (in.getInt() != MAGIC) {
      throw new StateException("these bytes are not a Tidemark snapshot");
    }
    long stored =
        new StateReader(java.util.Arrays.copyOfRange(snapshot, body, snapshot.length)).getLong();
    if (stored != crc.getValue()) {
      throw new StateException(
          "snapshot checksum is "
              + Long.toHexString(stored)
              + " but its bytes give "
              + Long.toHexString(crc.getValue())
              + "; delete it and replay the events");
    }
    int format = in.getInt();
    if (format != FORMAT) {
      throw new StateException("snapshot format " + format + " is not the known " + FORMAT);
    }
    String name = in.getText();
    String hash = in.getText();
    if (!hash.equals(set.hash())) {
      throw new StateException(
          "snapshot is of feature set "
              + name
              + " ("
              + hash
              + ") but "
              + set.name()
              + " is ("
              + set.hash()
              + "); recompute from the events");
    }
    long lastOffset = in.getLong();
    ReorderBuffer order =
        ReorderBuffer.load(set.lateness().toNanos(), new StateReader(in.getBytes()));
    Clock<?> clock = Clock.load(set.sampler(), new StateReader(in.getBytes()));
    List<Cell<?>> cells = new ArrayList<>();
    int at = 0;
    for (Feature<?> feature : set.features()) {
      StateReader part = new StateReader(in.getBytes());
      cells.add(Cell.load(feature, part, at));
      if (part.remaining() != 0) {
        throw new StateException(
            "feature " + feature.id() + " left " + part.remaining() + " bytes of its state unread");
      }
      at += feature.outputs().size();
    }
    return new FeatureReplay(set, cells.toArray(Cell<?>[]::new), clock, order, lastOffset);
  }

  @Override
  public void on(MarketEvent event, Consumer<FeatureRow> rows, Consumer<MarketEvent> late) {
    take(event, rows, late);
    flush(rows);
  }

  @Override
  public void onAll(
      Iterable<? extends MarketEvent> events,
      Consumer<FeatureRow> rows,
      Consumer<MarketEvent> late) {
    try {
      for (MarketEvent event : events) {
        take(event, rows, late);
      }
    } finally {
      flush(rows);
    }
  }

  private void take(MarketEvent event, Consumer<FeatureRow> rows, Consumer<MarketEvent> late) {
    if (event.offset() <= lastOffset) {
      throw new IllegalArgumentException(
          event.instrument()
              + ": offset "
              + event.offset()
              + " does not rise above "
              + lastOffset
              + "; sort the events by offset and feed each once");
    }
    lastOffset = event.offset();
    order.on(event, ordered -> feed(ordered, rows), late);
  }

  private void feed(MarketEvent event, Consumer<FeatureRow> rows) {
    unseen = !(event instanceof Bar);
    clock.update(
        event,
        bar -> {
          if (bar.offset() == event.offset()) {
            show(event); // the bar includes the event, so its row must too
          }
          close(bar, rows);
        });
    show(event);
  }

  /** Shows the event to the features that read it, once; a vendor bar is shown as it closes. */
  private void show(MarketEvent event) {
    if (unseen) {
      unseen = false;
      for (Cell<?> cell : readers[EventKind.of(event).ordinal()]) {
        update(cell, event);
      }
    }
  }

  /** For each kind of event the features that read it; bars reach all, through the sampler. */
  private static Cell<?>[][] readers(Cell<?>[] cells) {
    Cell<?>[][] readers = new Cell<?>[EventKind.values().length][];
    for (EventKind kind : EventKind.values()) {
      readers[kind.ordinal()] =
          Stream.of(cells)
              .filter(cell -> kind != EventKind.BAR && cell.feature.inputs().contains(kind))
              .toArray(Cell<?>[]::new);
    }
    return readers;
  }

  /** Begins the bar's row with the features that see events between bars; the others can wait. */
  private void close(Bar bar, Consumer<FeatureRow> rows) {
    if (block.isFull()) {
      flush(rows);
    }
    float[] row = new float[width];
    for (Cell<?> cell : between) {
      update(cell, bar);
      read(cell, row);
    }
    open[block.size()] = row;
    block.add(bar);
  }

  /** Completes the rows begun and passes them on. */
  private void flush(Consumer<FeatureRow> rows) {
    if (block.size() == 1) {
      for (Cell<?> cell : barsOnly) {
        update(cell, block.bar(0));
        read(cell, open[0]);
      }
    } else if (block.size() > 1) {
      for (Cell<?> cell : barsOnly) {
        updateAll(cell, block, open);
      }
    }
    int size = block.size();
    block.clear();
    for (int i = 0; i < size; i++) {
      rows.accept(new FeatureRow(block.bar(i), open[i]));
    }
  }

  private static <S> void updateAll(Cell<S> cell, BarBlock block, float[][] rows) {
    cell.feature.updateAll(cell.state, block, rows, cell.at);
  }

  private static <S> void update(Cell<S> cell, MarketEvent event) {
    cell.feature.update(cell.state, event);
  }

  private static <S> void read(Cell<S> cell, float[] row) {
    cell.feature.read(cell.state, row, cell.at);
  }

  @Override
  public Optional<FeatureRow> soFar() {
    return clock
        .soFar()
        .map(
            bar -> {
              float[] row = new float[width];
              for (Cell<?> cell : cells) {
                Cell<?> copy = cell.copy();
                update(copy, bar);
                read(copy, row);
              }
              return new FeatureRow(bar, row);
            });
  }

  @Override
  public long lastOffset() {
    return lastOffset;
  }

  @Override
  public byte[] snapshot() {
    StateWriter out = new StateWriter();
    out.putInt(MAGIC).putInt(FORMAT).putText(set.name()).putText(set.hash()).putLong(lastOffset);
    StateWriter part = new StateWriter();
    order.save(part);
    out.putBytes(part.toBytes());
    part = new StateWriter();
    clock.save(part);
    out.putBytes(part.toBytes());
    for (Cell<?> cell : cells) {
      part = new StateWriter();
      cell.save(part);
      out.putBytes(part.toBytes());
    }
    byte[] body = out.toBytes();
    CRC32C crc = new CRC32C();
    crc.update(body);
    out.putLong(crc.getValue());
    return out.toBytes();
  }
}
