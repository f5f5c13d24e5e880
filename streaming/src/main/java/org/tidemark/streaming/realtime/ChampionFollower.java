package org.tidemark.streaming.realtime;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.score.Champion;
import org.tidemark.streaming.score.Champions;
import org.tidemark.streaming.score.ScorerAlerts;

/**
 * Notes for the tasks of a query which version serves: those that begin later score with it. Each
 * look also tells of problems in {@code models.alerts}, and of their ends: it runs jobs of Spark,
 * which the looks of {@link StandingLooks} must not wait for.
 */
final class ChampionFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChampionFollower.class);
  private static final long EVERY_SECONDS = 10;

  private final RealTimeSettings settings;
  private final Champions champions;
  private final ScorerAlerts alerts;
  private final LongSupplier turns;
  private final Supplier<Map<Integer, String>> stalled;
  private final ScheduledExecutorService thread = Threads.daemon("realtime-champion");
  private volatile Optional<ServingNote> serving = Optional.empty();

  /**
   * @param turns that have ended, which name alerts
   * @param stalled partitions that stand still now, and what is to be said of each
   */
  ChampionFollower(
      TableStore store,
      RealTimeSettings settings,
      LongSupplier turns,
      Supplier<Map<Integer, String>> stalled) {
    this.settings = settings;
    this.champions = new Champions(store, settings.model(), settings.set());
    this.alerts = new ScorerAlerts(store, settings.query());
    this.turns = turns;
    this.stalled = stalled;
  }

  /** Who would serve now; nothing is noted and nobody told but through the parameter. */
  Champion now(Champions.Refusals refusals) {
    return champions.now(refusals);
  }

  /** The version that serves from the next turn on. */
  String version() {
    return serving.map(ServingNote::version).orElse("none");
  }

  /**
   * Notes who serves.
   *
   * @throws IllegalStateException if nobody may
   */
  void follow() {
    Champion champion =
        alerts.during(
            turns.getAsLong(),
            () -> {
              stalled
                  .get()
                  .forEach(
                      (partition, message) ->
                          alerts.critical("realtime-stalled", "partition " + partition, message));
              return champions.now(alerts::critical);
            });
    ServingNote note = new ServingNote(champion.model(), champion.version(), champion.sha256());
    if (serving.filter(note::equals).isEmpty()) {
      note.write(settings.folder(), champion.file().bytes());
      serving = Optional.of(note);
      LOG.info("query {}: {} serves from the next turn on", settings.query(), note.version());
    }
  }

  /** Goes on noting every few seconds. */
  void begin() {
    thread.scheduleWithFixedDelay(
        this::followQuietly, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void followQuietly() {
    try {
      follow();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      LOG.warn("query {}: the registry was not followed: {}", settings.query(), e.toString());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
