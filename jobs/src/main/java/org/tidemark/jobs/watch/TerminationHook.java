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
 */
public final class TerminationHook implements AutoCloseable {
  /** Patience with the batch in flight, and again with what follows it. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(TerminationHook.class);

  /** Above Spark's own hook, which would take the session away. */
  private static final int PRIORITY = 100;

  private final StreamingQuery query;
  private final Duration patience;
  private final CountDownLatch done = new CountDownLatch(1);

  private TerminationHook(StreamingQuery query, Duration patience) {
    this.query = query;
    this.patience = patience;
  }

  /** Watches over a running query; {@link #close} says that all is done after its end. */
  public static TerminationHook of(StreamingQuery query, Duration patience) {
    TerminationHook hook = new TerminationHook(query, patience);
    ShutdownHookManager.get()
        .addShutdownHook(hook::run, PRIORITY, 2 * patience.toSeconds() + 1, TimeUnit.SECONDS);
    return hook;
  }

  /** What happens at shutdown. */
  void run() {
    LOG.info("query {}: told to end; the batch in flight is finished first", query.name());
    try {
      long until = System.nanoTime() + patience.toNanos();
      while (query.isActive()
          && query.status().isTriggerActive()
          && System.nanoTime() - until < 0) {
        Thread.sleep(20);
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

  /** All that follows the query's end is done. */
  @Override
  public void close() {
    done.countDown();
  }
}
