package org.tidemark.streaming.realtime;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.score.Champion;
import org.tidemark.streaming.score.Champions;
import org.tidemark.streaming.score.Problems;
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
  private final Supplier<Trouble.Known> troubles;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Threads.daemon("realtime-champion"));
  private volatile Optional<ServingNote> serving = Optional.empty();

  /**
   * @param turns that have ended, which name alerts
   * @param troubles of the query now
   */
  ChampionFollower(
      TableStore store,
      RealTimeSettings settings,
      LongSupplier turns,
      Supplier<Trouble.Known> troubles) {
    this.settings = settings;
    this.champions = new Champions(store, settings.model(), settings.set());
    this.alerts = new ScorerAlerts(store, settings.query());
    this.turns = turns;
    this.troubles = troubles;
  }

  /** Who would serve now; nothing is noted and nobody told but through the parameter. */
  Champion now(Problems problems) {
    return champions.now(problems).orElseThrow(champions::nobody);
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
    // Problems end with the look that does not meet them, also while nobody may serve.
    Champion champion = alerts.during(turns.getAsLong(), this::look).orElseThrow(champions::nobody);
    ServingNote note =
        new ServingNote(champion.model(), champion.version(), champion.sha256(), champion.reason());
    if (serving.filter(note::equals).isEmpty()) {
      note.write(settings.folder(), champion.file().bytes());
      serving = Optional.of(note);
      LOG.info("query {}: {} serves from the next turn on", settings.query(), note.version());
    }
  }

  private Optional<Champion> look() {
    Trouble.Known now = troubles.get();
    now.met().forEach(it -> alerts.critical(it.rule(), it.subject(), it.message()));
    alerts.keep(now.unknown().toArray(String[]::new));
    return champions.now(alerts::critical);
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

  /** Looks no more; one that is under way has a moment to end. */
  @Override
  public void close() {
    Threads.end(thread);
  }
}
