package org.tidemark.streaming.realtime;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.tidemark.streaming.source.TopicOffsets;

/** Hears of each turn of one query, asks the broker how its topic stands, and raises alarms. */
final class TurnListener extends StreamingQueryListener {
  private final String query;
  private final String topic;
  private final Map<String, String> client;
  private final Consumer<String> alarms;
  private final TurnWatch watch;
  private final AtomicLong turns = new AtomicLong();
  private final AtomicLong records = new AtomicLong();

  TurnListener(String query, String topic, Map<String, String> client, Consumer<String> alarms) {
    this.query = query;
    this.topic = topic;
    this.client = client;
    this.alarms = alarms;
    this.watch = new TurnWatch(query);
  }

  long turns() {
    return turns.get();
  }

  long records() {
    return records.get();
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {}

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    StreamingQueryProgress progress = event.progress();
    if (!query.equals(progress.name()) || progress.sources().length == 0) {
      return;
    }
    try {
      TopicFacts facts = TopicFacts.of(topic, client);
      watch
          .turn(
              progress.numInputRows(),
              TopicOffsets.parse(progress.sources()[0].endOffset()),
              facts.beginnings(),
              facts.ends())
          .forEach(alarm -> alarms.accept(alarm.rule() + ": " + alarm.message()));
    } catch (RuntimeException e) {
      alarms.accept(
          "realtime-unwatched: query "
              + query
              + ": how its topic stood after turn "
              + progress.batchId()
              + " is not known: "
              + e);
    }
    records.addAndGet(progress.numInputRows());
    turns.incrementAndGet();
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {}
}
