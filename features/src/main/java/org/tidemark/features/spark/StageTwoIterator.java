package org.tidemark.features.spark;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.cross.CrossReplay;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.UniverseState;

/** Feeds what stage one of all members gave, sorted, through the one stage two, lazily. */
final class StageTwoIterator implements Iterator<WideRow> {
  /** What both stages did. */
  record Counts(long events, long rows, long late, long lastRowNanos) implements Serializable {}

  /** Where both stages ended, and what they did. */
  record Ended(byte[] state, Counts counts, long waiting, long reachedNanos, String slowest)
      implements Serializable {
    static Ended of(UniverseState state, CrossReplay replay, Counts counts) {
      return new Ended(
          state.toBytes(),
          counts,
          replay.waiting(),
          replay.reachedNanos(),
          replay.slowest().value());
    }
  }

  private final Iterator<Row> input;
  private final TreeMap<String, byte[]> members;
  private final CrossReplay replay;
  private final CollectionAccumulator<Ended> ended;
  private final ArrayDeque<WideRow> ready = new ArrayDeque<>();
  private final Consumer<FeatureRow> emit = this::emit;

  private boolean finished;
  private long events;
  private long rows;
  private long late;
  private long lastRowNanos;

  StageTwoIterator(
      Iterator<Row> input, CrossSet set, CrossStart start, CollectionAccumulator<Ended> ended) {
    this.input = input;
    this.members = new TreeMap<>(start.members());
    this.replay = start.resumes() ? set.restore(start.market()) : set.start();
    this.lastRowNanos = start.lastRowNanos();
    this.ended = ended;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && input.hasNext()) {
      feed(input.next());
    }
    if (ready.isEmpty() && !finished) {
      finish();
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

  private void feed(Row row) {
    replay.on(Stage.event(row), emit, bar -> late++);
    if (Stage.isEnd(row)) {
      Stage.End end = Stage.end(row);
      members.put(end.instrument(), end.snapshot());
      events += end.events();
      late += end.late();
    }
  }

  private void emit(FeatureRow row) {
    rows++;
    lastRowNanos = row.bar().eventTimeNanos();
    ready.add(WideRow.of(row));
  }

  private void finish() {
    finished = true;
    ended.add(
        Ended.of(
            new UniverseState(members, replay.snapshot()),
            replay,
            new Counts(events, rows, late, lastRowNanos)));
  }
}
