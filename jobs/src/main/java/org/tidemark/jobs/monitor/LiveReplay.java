package org.tidemark.jobs.monitor;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.state.StateException;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.wire.Parsed;
import org.tidemark.market.wire.WireReader;

/**
 * Replays the ticks that live queries took, one instrument after another, and matches the rows with
 * those that live wrote.
 *
 * @param sets feature sets by query; a query that is not there cannot be replayed
 */
record LiveReplay(HashMap<String, FeatureSet> sets) implements MapPartitionsFunction<Row, Row> {
  /** Kinds of input row, in the order in which they come at one place of a log. */
  static final int START = 0;

  static final int TICK = 1;
  static final int LIVE = 2;

  /** Stands for an output where a tick is damaged. */
  static final int DAMAGED = -3;

  /** Stands for an output in the one row that each instrument has. */
  static final int SUMMARY = -4;

  /**
   * Sorted by these columns from the left. {@code place} is the offset of the tick, or of the one
   * that closed the bar; {@code bytes} a snapshot or features; {@code wire} a tick.
   */
  static final StructType INPUT =
      new StructType()
          .add("query", DataTypes.StringType)
          .add("instrument", DataTypes.StringType)
          .add("place", DataTypes.LongType)
          .add("kind", DataTypes.IntegerType)
          .add("event_time_nanos", DataTypes.LongType)
          .add("offset", DataTypes.LongType)
          .add("bytes", DataTypes.BinaryType)
          .add("wire", DataTypes.StringType);

  /**
   * One row for each fault of an output, as in {@link RowMatch.Fault}, and one {@link #SUMMARY} for
   * each instrument: its ticks in {@code rows}, the rows compared in {@code bits}, its last offset
   * and state, or why there is none.
   */
  static final StructType OUTPUT =
      new StructType()
          .add("query", DataTypes.StringType)
          .add("instrument", DataTypes.StringType)
          .add("output", DataTypes.IntegerType)
          .add("rows", DataTypes.LongType)
          .add("bits", DataTypes.LongType)
          .add("offset", DataTypes.LongType)
          .add("event_time_nanos", DataTypes.LongType)
          .add("live", DataTypes.IntegerType)
          .add("batch", DataTypes.IntegerType)
          .add("snapshot", DataTypes.BinaryType)
          .add("why", DataTypes.StringType);

  @Override
  public Iterator<Row> call(Iterator<Row> input) {
    return new Walk(input);
  }

  /** One pass over the sorted rows. */
  private final class Walk implements Iterator<Row> {
    private final Iterator<Row> input;
    private final ArrayDeque<Row> ready = new ArrayDeque<>();
    private Optional<Instrument> current = Optional.empty();

    Walk(Iterator<Row> input) {
      this.input = input;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && input.hasNext()) {
        Row row = input.next();
        if (current.isEmpty() || !current.get().isOf(row)) {
          current.ifPresent(done -> done.end(ready));
          current = Optional.of(new Instrument(row.getString(0), row.getString(1)));
        }
        current.get().take(row);
      }
      if (ready.isEmpty()) {
        current.ifPresent(done -> done.end(ready));
        current = Optional.empty();
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
  }

  /** One instrument of one query. */
  private final class Instrument {
    private final String query;
    private final String name;
    private Optional<Replay> replay = Optional.empty();
    private RowMatch match = new RowMatch(0);
    private String why =
        "ticks of it were taken before ticks were kept; a query under a new name can be compared";
    private long ticks;
    private long damaged;
    private long firstDamaged;

    Instrument(String query, String name) {
      this.query = query;
      this.name = name;
    }

    boolean isOf(Row row) {
      return query.equals(row.getString(0)) && name.equals(row.getString(1));
    }

    void take(Row row) {
      switch (row.getInt(3)) {
        case START -> start(row.getAs(6));
        case TICK -> tick(row.getLong(2), row.getString(7));
        default -> {
          if (replay.isPresent()) {
            match.lived(new RowMatch.LiveRow(row.getLong(5), row.getLong(4), row.getAs(6)));
          }
        }
      }
    }

    private void start(byte[] snapshot) {
      FeatureSet set = sets.get(query);
      if (set == null) {
        why = "its feature set is not one of this program's; use the program that scored it";
        return;
      }
      try {
        replay = Optional.of(set.restore(snapshot));
        match = new RowMatch(set.width());
      } catch (StateException e) {
        why = "its beginning cannot be read: " + e.getMessage();
      }
    }

    private void tick(long offset, String wire) {
      ticks++;
      if (replay.isEmpty()) {
        return;
      }
      Replay to = replay.get();
      if (WireReader.read(wire) instanceof Parsed parsed && fits(parsed.event(), offset, to)) {
        to.on(parsed.event(), match::replayed, late -> damaged(offset));
      } else {
        damaged(offset);
      }
    }

    private boolean fits(MarketEvent event, long offset, Replay to) {
      return event.offset() == offset
          && event.instrument().value().equals(name)
          && offset > to.lastOffset();
    }

    /** Not the tick that live took: that one could be read, and was not late. */
    private void damaged(long offset) {
      firstDamaged = damaged == 0 ? offset : firstDamaged;
      damaged++;
    }

    void end(ArrayDeque<Row> out) {
      match.end();
      for (RowMatch.Fault f : match.faults()) {
        out.add(
            RowFactory.create(
                query,
                name,
                f.output(),
                f.rows(),
                f.bits(),
                f.offset(),
                f.eventTimeNanos(),
                f.live(),
                f.batch(),
                null,
                null));
      }
      if (damaged > 0) {
        out.add(
            RowFactory.create(
                query, name, DAMAGED, damaged, 0L, firstDamaged, null, 0, 0, null, null));
      }
      out.add(
          RowFactory.create(
              query,
              name,
              SUMMARY,
              ticks,
              match.compared(),
              replay.map(Replay::lastOffset).orElse(-1L),
              null,
              0,
              0,
              replay.map(Replay::snapshot).orElse(null),
              replay.isPresent() ? null : why));
    }
  }
}
