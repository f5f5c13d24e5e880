package org.tidemark.streaming.realtime;

import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds how a query stands, from the broker and from what its tasks have noted;
 * between the ends of its turns Spark says nothing. A thread of its own that waits for no job of
 * Spark, which a missing slot would hold up.
 */
final class StandingLooks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StandingLooks.class);
  private static final long EVERY_SECONDS = 10;

  /** A minute without a move is no pause of a turn. */
  private static final int PATIENCE = 6;

  private final RealTimeSettings settings;
  private final Supplier<Known> known;
  private final Consumer<String> alarms;
  private final Optional<Observed> observed;
  private final StallWatch stalls = new StallWatch(PATIENCE);
  private final Set<Integer> told = new HashSet<>();
  private final SnapshotStore snapshots;
  private final Set<Integer> toldUnsaved = new HashSet<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Threads.daemon("realtime-watch"));
  private volatile Optional<Map<Integer, String>> stalled = Optional.empty();
  private long looks;

  /**
   * What is known without asking.
   *
   * @param version that serves
   * @param ended turns that have ended since the start
   * @param records read in them
   */
  record Known(String version, long ended, long records) {}

  /** Somebody who wants all figures, and what only he needs. */
  private record Observed(Consumer<Standing> observer, LatencyProbe latency) {}

  /**
   * @param alarms told once of each partition that stands still
   * @param observer told of every look; latencies are measured where there is one
   */
  StandingLooks(
      RealTimeSettings settings,
      Supplier<Known> known,
      Consumer<String> alarms,
      Optional<Consumer<Standing>> observer) {
    this.settings = settings;
    this.snapshots = new SnapshotFolder(settings.states());
    this.known = known;
    this.alarms = alarms;
    this.observed =
        observer.map(
            someone ->
                new Observed(
                    someone,
                    new LatencyProbe(
                        settings.from().topic(),
                        settings.client(settings.from()),
                        settings.to().topic(),
                        settings.client(settings.to()))));
  }

  /** Begins to look. */
  void begin() {
    observed.ifPresent(some -> some.latency().begin());
    thread.scheduleWithFixedDelay(
        this::lookQuietly, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Partitions that stood still at the last look, and what is to be said; empty before it can be
   * known.
   */
  Optional<Map<Integer, String>> stalled() {
    return stalled;
  }

  private Standing look() {
    Optional<Born> born = Born.read(settings.folder());
    Map<Integer, Long> restart = new TreeMap<>(born.map(Born::origins).orElse(Map.of()));
    Committed.read(settings.checkpoint()).ifPresent(restart::putAll);
    Map<Integer, Long> next = new TreeMap<>(restart);
    // Also below what was committed: a replay moves, and is no stall.
    next.putAll(Positions.read(Positions.in(settings.folder())));
    TopicFacts facts = TopicFacts.of(settings.from().topic(), settings.client(settings.from()));
    Map<Integer, Long> ends = facts.ends();
    born.ifPresent(then -> unsaved(then, restart, next, facts.beginnings()));
    Known also = known.get();
    return new Standing(
        next,
        ends,
        also.version(),
        also.ended(),
        also.records(),
        stalls.look(next, ends),
        observed.map(some -> some.latency().taken()).orElse(List.of()));
  }

  /**
   * Tells of states that a crash would lose now: it would go on where the last turn has ended, and
   * what the newest snapshot at or below that lacks must be in the log.
   */
  private void unsaved(
      Born born,
      Map<Integer, Long> restart,
      Map<Integer, Long> next,
      Map<Integer, Long> beginnings) {
    Map<Integer, String> now = new TreeMap<>();
    restart.forEach(
        (partition, at) -> {
          try {
            long from = snapshots.replayedFrom(born.key(settings.query(), partition), at);
            long beginning = beginnings.getOrDefault(partition, 0L);
            if (from < next.getOrDefault(partition, at) && from < beginning) {
              now.put(
                  partition,
                  "a crash would need the log from " + from + " on, which begins at " + beginning);
            }
          } catch (UncheckedIOException e) {
            now.put(partition, "its snapshots cannot be listed: " + e.getCause());
          }
        });
    now.forEach(
        (partition, problem) -> {
          if (toldUnsaved.add(partition)) {
            alarms.accept(
                "realtime-unsaved: query "
                    + settings.query()
                    + ", partition "
                    + partition
                    + ": "
                    + problem
                    + "; are snapshots written to "
                    + settings.states()
                    + ", and is the log kept for longer than a turn?");
          }
        });
    toldUnsaved.retainAll(now.keySet());
  }

  private void lookQuietly() {
    try {
      Standing standing = look();
      Map<Integer, String> now = new TreeMap<>();
      standing.stalled().forEach(partition -> now.put(partition, message(partition, standing)));
      looks++;
      // Before, a partition that stood still when the process before ended has had no time to.
      stalled = now.isEmpty() && looks <= PATIENCE ? Optional.empty() : Optional.of(now);
      now.forEach(
          (partition, message) -> {
            if (told.add(partition)) {
              alarms.accept("realtime-stalled: " + message);
            }
          });
      told.retainAll(standing.stalled());
      observed.ifPresent(some -> some.observer().accept(standing));
    } catch (Exception e) { // a look that fails must not be the last
      LOG.warn("query {}: how it stands is not known: {}", settings.query(), e.toString());
    }
  }

  private String message(int partition, Standing standing) {
    return "query "
        + settings.query()
        + ", partition "
        + partition
        + " stands at "
        + standing.next().get(partition)
        + " while the log ends at "
        + standing.ends().get(partition)
        + "; is a slot missing for its task, has an output topic no leader, or does it hang?";
  }

  @Override
  public void close() {
    Threads.end(thread);
    observed.ifPresent(some -> some.latency().close());
  }
}
