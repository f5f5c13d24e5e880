package org.tidemark.streaming.source;

import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a query that may have a batch to repeat, as after a crash. Once such a batch of a Kafka
 * topic is done and committed, Spark 4.1.1 ends the query with a NullPointerException: it reports
 * how far the topic is ahead before it has asked (SPARK-57438). Nothing is wrong with the batch,
 * and the next one is asked for rightly; so the query is started again.
 */
public final class RepeatedBatch {
  private static final Logger LOG = LoggerFactory.getLogger(RepeatedBatch.class);
  private static final String SOURCE = "org.apache.spark.sql.kafka010.KafkaMicroBatchStream";
  private static final long LOOK_MILLIS = 20;

  private RepeatedBatch() {}

  /**
   * The running query: one of a topic once a batch that it repeats is done, any other at once. A
   * query that ends otherwise is given as it is.
   *
   * @param source what the query reads
   * @param start starts the query, or goes on where its checkpoint stands
   * @throws IllegalStateException if a file of a batch that it must repeat is gone
   */
  public static StreamingQuery started(
      TickSource source,
      String checkpoint,
      Configuration configuration,
      Supplier<StreamingQuery> start) {
    CheckpointLog log = new CheckpointLog(checkpoint, configuration);
    if (source instanceof TickFolder) {
      UnfinishedFiles.demand(log, configuration);
    }
    boolean repeats = source instanceof KafkaTopic && log.unfinished();
    StreamingQuery query = start.get();
    if (!repeats || !endsByReportingOrStops(query)) {
      return query;
    }
    LOG.info("the repeated batch is done; Spark's Kafka source could not report it: begun again");
    return start.get();
  }

  /** Who breaks the waiting off holds no query, so none must go on without a holder. */
  private static boolean endsByReportingOrStops(StreamingQuery query) {
    boolean known = false;
    try {
      boolean ends = endsByReporting(query);
      known = true;
      return ends;
    } finally { // Spark throws checked exceptions that it does not declare
      if (!known) {
        stop(query);
      }
    }
  }

  private static void stop(StreamingQuery query) {
    try {
      query.stop();
    } catch (TimeoutException e) {
      throw new IllegalStateException("query " + query.name() + " does not stop", e);
    }
  }

  /** Whether the query ends like that; returns when it has, or has reported a batch. */
  private static boolean endsByReporting(StreamingQuery query) {
    try {
      while (query.lastProgress() == null) {
        if (query.awaitTermination(LOOK_MILLIS)) {
          return false;
        }
      }
      return false;
    } catch (StreamingQueryException e) {
      return ofReporting(e);
    }
  }

  private static boolean ofReporting(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof NullPointerException
          && cause.getStackTrace().length > 0
          && cause.getStackTrace()[0].getClassName().startsWith(SOURCE)
          && cause.getStackTrace()[0].getMethodName().equals("metrics")) {
        return true;
      }
    }
    return false;
  }
}
