package org.tidemark.streaming.realtime;

import java.io.UncheckedIOException;
import java.util.ArrayList;
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
  private final Consumer<String> lost;
  private final Optional<Observed> observed;
  private final StallWatch stalls = new StallWatch(PATIENCE);
  private final Set<String> told = new HashSet<>();
  private final SnapshotStore snapshots;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Threads.daemon("realtime-watch"));
  private volatile Trouble.Known troubles =
      new Trouble.Known(List.of(), Set.of(Trouble.STALLED, Trouble.UNSAVED));
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
   * @param alarms told once of each trouble
   * @param lost told of a topic that is another one now, under which the query must not go on
   * @param observer told of every look; latencies are measured where there is one
   */
  StandingLooks(
      RealTimeSettings settings,
      Supplier<Known> known,
      Consumer<String> alarms,
      Consumer<String> lost,
      Optional<Consumer<Standing>> observer) {
    this.settings = settings;
    this.snapshots = new SnapshotFolder(settings.states());
    this.known = known;
    this.alarms = alarms;
    this.lost = lost;
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

  /** What the last look has found. */
  Trouble.Known troubles() {
    return troubles;
  }

  private Standing look(List<Trouble> met) {
    Optional<Born> born = Born.read(settings.folder());
    Map<Integer, Long> restart = new TreeMap<>(born.map(Born::origins).orElse(Map.of()));
    Committed.read(settings.checkpoint()).ifPresent(restart::putAll);
    Map<Integer, Long> next = new TreeMap<>(restart);
    // Also below what was committed: a replay moves, and is no stall.
    next.putAll(Positions.read(Positions.in(settings.folder())));
    TopicFacts facts = TopicFacts.of(settings.from().topic(), settings.client(settings.from()));
    Map<Integer, Long> ends = facts.ends();
    born.flatMap(then -> then.another(settings.query(), facts)).ifPresent(lost);
    born.ifPresent(then -> unsaved(then, restart, next, facts.beginnings(), met));
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
   * States that a crash would lose now: it would go on where the last turn has ended, and what the
   * newest snapshot at or below that lacks must be in the log.
   */
  private void unsaved(
      Born born,
      Map<Integer, Long> restart,
      Map<Integer, Long> next,
      Map<Integer, Long> beginnings,
      List<Trouble> met) {
    restart.forEach(
        (partition, at) -> {
          try {
            long from = snapshots.replayedFrom(born.key(settings.query(), partition), at);
            long beginning = beginnings.getOrDefault(partition, 0L);
            if (from < next.getOrDefault(partition, at) && from < beginning) {
              met.add(
                  unsaved(
                      partition,
                      "a crash would need the log from "
                          + from
                          + " on, which begins at "
                          + beginning));
            }
          } catch (UncheckedIOException e) {
            met.add(unsaved(partition, "its snapshots cannot be listed: " + e.getCause()));
          }
        });
  }

  private Trouble unsaved(int partition, String problem) {
    return Trouble.of(
        Trouble.UNSAVED,
        partition,
        "query "
            + settings.query()
            + ", partition "
            + partition
            + ": "
            + problem
            + "; are snapshots written to "
            + settings.states()
            + ", and is the log kept for longer than a turn?");
  }

  private void lookQuietly() {
    try {
      List<Trouble> met = new ArrayList<>();
      Standing standing = look(met);
      standing
          .stalled()
          .forEach(
              partition ->
                  met.add(Trouble.of(Trouble.STALLED, partition, message(partition, standing))));
      looks++;
      // Before, a partition that stood still when the process before ended has had no time to.
      boolean early = standing.stalled().isEmpty() && looks <= PATIENCE;
      troubles = new Trouble.Known(met, early ? Set.of(Trouble.STALLED) : Set.of());
      for (Trouble trouble : met) {
        if (told.add(trouble.rule() + trouble.subject())) {
          alarms.accept(trouble.line());
        }
      }
      told.retainAll(met.stream().map(it -> it.rule() + it.subject()).toList());
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
