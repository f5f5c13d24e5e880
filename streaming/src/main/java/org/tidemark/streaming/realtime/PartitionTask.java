package org.tidemark.streaming.realtime;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.features.state.StateException;

/**
 * One long-running task over one partition: finds the state before its first record, feeds the
 * records in order, and leaves the state behind only when the input is over.
 *
 * <p>The state before record o is the one in memory if it stands at o; else the newest whole
 * snapshot at or below o and a replay of what lies between; else a replay from the origin. Never an
 * empty state above the origin: what the log no longer holds is an error.
 *
 * @param <O> what the fold puts out
 */
final class PartitionTask<O> {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionTask.class);

  private final StateKey key;
  private final Settings<O> settings;
  private Optional<PrefixFold<O>> fold = Optional.empty();
  private boolean broken;
  private long first;
  private long next;
  private long saved;

  /** Where the state was that this task began with: one in the middle may not have been written. */
  private long certain;

  private long arrivalNanos;

  /**
   * What the tasks of one query in one JVM share.
   *
   * @param log opens the partition for a replay
   * @param every records between snapshots, 1 or more
   * @param position told the next offset after each record, replayed ones too
   * @param <O> what the folds put out
   */
  record Settings<O>(
      PrefixFold.Maker<O> folds,
      WarmStates<O> warm,
      SnapshotStore snapshots,
      Supplier<PartitionLog> log,
      long every,
      LongConsumer position) {
    Settings {
      if (every < 1) {
        throw new IllegalArgumentException(
            "records between snapshots = " + every + " must be 1 or more");
      }
    }
  }

  PartitionTask(StateKey key, Settings<O> settings) {
    this.key = key;
    this.settings = settings;
  }

  /** Takes the next record of the partition. */
  void on(LogRecord record, Consumer<? super O> out) {
    if (broken) {
      throw new IllegalStateException(
          "partition " + key.partition() + ": a task that failed takes nothing more");
    }
    broken = true; // until this record is done
    if (record.partition() != key.partition()) {
      throw new IllegalStateException(
          "a record of partition "
              + record.partition()
              + " came to the task of partition "
              + key.partition());
    }
    if (fold.isEmpty()) {
      fold = Optional.of(before(record.offset()));
      first = record.offset();
      next = first;
    }
    feed(fold.get(), record, out);
    broken = false;
    if (next - saved >= settings.every()) {
      save();
    }
  }

  /** The input said that nothing more comes: only now may the state outlive the task. */
  void noMore() {
    if (broken || fold.isEmpty()) {
      return;
    }
    if (next > certain) {
      settings.snapshots().writeLast(snapshot());
    }
    settings.snapshots().prune(key, first);
    settings.warm().put(key, next, fold.get());
    fold = Optional.empty();
    broken = true;
  }

  private void feed(PrefixFold<O> state, LogRecord record, Consumer<? super O> out) {
    if (record.offset() != next) {
      throw new IllegalStateException(
          "partition "
              + key.partition()
              + ": offset "
              + record.offset()
              + " came where "
              + next
              + " was due; the topic must be neither compacted nor written in transactions");
    }
    state.on(record, out);
    arrivalNanos = record.arrivalNanos();
    next++;
    settings.position().accept(next);
  }

  private void save() {
    settings.snapshots().write(snapshot());
    saved = next;
  }

  private Snapshot snapshot() {
    return new Snapshot(key, next, arrivalNanos, fold.get().snapshot());
  }

  private PrefixFold<O> before(long offset) {
    if (offset < key.origin()) {
      throw new IllegalStateException(
          "partition "
              + key.partition()
              + ": offset "
              + offset
              + " lies below the origin "
              + key.origin()
              + " of query "
              + key.query()
              + "; start under a new query name");
    }
    Optional<PrefixFold<O>> warm = settings.warm().take(key, offset);
    if (warm.isPresent()) {
      saved = offset;
      certain = offset;
      return warm.get();
    }
    for (long at : settings.snapshots().offsets(key)) {
      if (at <= offset && at > key.origin()) {
        Optional<PrefixFold<O>> found = restored(at);
        if (found.isPresent()) {
          saved = at;
          certain = at;
          return replayed(found.get(), at, offset);
        }
      }
    }
    saved = key.origin();
    certain = key.origin();
    return replayed(settings.folds().start(), key.origin(), offset);
  }

  private Optional<PrefixFold<O>> restored(long at) {
    try {
      return settings
          .snapshots()
          .read(key, at)
          .map(snapshot -> settings.folds().restore(snapshot.state()));
    } catch (StateException e) {
      LOG.warn("{}: snapshot at {} is passed over: {}", key, at, e.getMessage());
      return Optional.empty();
    }
  }

  private PrefixFold<O> replayed(PrefixFold<O> state, long from, long to) {
    if (from == to) {
      return state;
    }
    try (PartitionLog log = settings.log().get()) {
      long beginning = log.beginning();
      if (beginning > from) {
        throw new StateLostException(key, from, to, beginning);
      }
      LOG.info("{}: offsets {} to {} are replayed", key, from, to - 1);
      next = from;
      log.read(from, to, record -> feed(state, record, nothing -> {}));
      if (next != to) {
        throw new IllegalStateException(
            "partition "
                + key.partition()
                + ": the log ended at "
                + next
                + " in a replay up to "
                + to);
      }
    }
    return state;
  }
}
