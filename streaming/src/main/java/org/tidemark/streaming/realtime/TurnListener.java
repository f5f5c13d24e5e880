package org.tidemark.streaming.realtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private volatile Optional<List<Trouble>> troubles = Optional.empty();

  TurnListener(String query, String topic, Map<String, String> client, Consumer<String> alarms) {
    this.query = query;
    this.topic = topic;
    this.client = client;
    this.alarms = alarms;
    this.watch = new TurnWatch(query);
  }

  /** What the last turn has shown; not known before the first has ended. */
  Trouble.Known troubles() {
    return troubles
        .map(met -> new Trouble.Known(met, Set.of()))
        .orElseGet(() -> new Trouble.Known(List.of(), Set.of(Trouble.DROPPED, Trouble.UNWATCHED)));
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
    List<Trouble> met;
    try {
      TopicFacts facts = TopicFacts.of(topic, client);
      met =
          watch.turn(
              progress.numInputRows(),
              TopicOffsets.parse(progress.sources()[0].endOffset()),
              facts.beginnings(),
              facts.ends());
    } catch (RuntimeException e) {
      met =
          List.of(
              new Trouble(
                  Trouble.UNWATCHED,
                  "turn",
                  "query "
                      + query
                      + ": how its topic stood after turn "
                      + progress.batchId()
                      + " is not known: "
                      + e));
    }
    met.forEach(trouble -> alarms.accept(trouble.line()));
    troubles = Optional.of(met);
    records.addAndGet(progress.numInputRows());
    turns.incrementAndGet();
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {}
}
