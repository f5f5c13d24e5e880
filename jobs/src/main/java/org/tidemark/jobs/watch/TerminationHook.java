package org.tidemark.jobs.watch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a query end well when the process is told to (SIGTERM, Ctrl-C): the batch in flight is
 * finished, the query stopped, and whoever waits for it gets to say what was done, all before Spark
 * shuts down. What takes longer than the patience is cut off; nothing is lost then either, as the
 * batch is repeated at the next start.
 *
 * <p>In a backlog one batch follows the other without a pause. So each batch passes {@link #pass}
 * before it does anything: after the word to end it waits there to be cut off, and the batch before
 * it is whole.
 */
public final class TerminationHook implements AutoCloseable {
  /** Patience with the batch in flight, and again with what follows it. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(TerminationHook.class);

  /** Above Spark's own hook, which would take the session away. */
  private static final int PRIORITY = 100;

  /** A trigger that finds no data never passes. */
  private static final long LOOK_MILLIS = 100;

  private final Duration patience;
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch between = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Runnable atShutdown = this::run;
  private StreamingQuery query;

  /** A hook of a query that is about to start. */
  public TerminationHook(Duration patience) {
    this.patience = patience;
  }

  /** Watches over a running query; {@link #close} says that all is done after its end. */
  public TerminationHook over(StreamingQuery running) {
    query = running;
    ShutdownHookManager.get()
        .addShutdownHook(atShutdown, PRIORITY, 2 * patience.toSeconds() + 1, TimeUnit.SECONDS);
    return this;
  }

  /**
   * Every batch comes by here before it does anything.
   *
   * @throws InterruptedException when the query is stopped, which is before this batch
   */
  public void pass(long batch) throws InterruptedException {
    if (told.getCount() == 0) {
      LOG.info("batch {} is left for the next start", batch);
      between.countDown();
      done.await(); // the query is stopped, which interrupts
    }
  }

  Runnable atShutdown() {
    return atShutdown;
  }

  /** What happens at shutdown. */
  void run() {
    LOG.info("query {}: told to end; the batch in flight is finished first", query.name());
    told.countDown();
    try {
      long until = System.nanoTime() + patience.toNanos();
      while (query.isActive()
          && query.status().isTriggerActive()
          && System.nanoTime() - until < 0
          && !between.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        // One batch is in flight.
      }
      query.stop();
      if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("query {}: what follows its end took longer than {}", query.name(), patience);
      }
    } catch (TimeoutException e) {
      LOG.warn("query {}: did not stop: {}", query.name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All that follows the query's end is done; the process may go on without this hook. */
  @Override
  public void close() {
    done.countDown();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(atShutdown);
    }
  }
}
