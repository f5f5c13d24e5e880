package org.tidemark.jobs.alarm;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Hands every alert of the lake to every sink, whoever wrote it: the monitor, the scorer, a nightly
 * task. The tables are the outbox: what {@code models.alerts} and {@code models.alert_ends} have
 * and {@code models.alert_deliveries} does not call delivered is handed over, so nothing is lost
 * while a sink is down or this program is. A crash between a sink and the note of it hands the
 * event over once more, with the same id.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final String[] KEY = {"run_id", "rule", "subject", "event", "sink"};

  private final TableStore store;
  private final List<AlertSink> sinks;

  public Outbox(TableStore store, List<AlertSink> sinks) {
    this.store = store;
    this.sinks = List.copyOf(sinks);
    if (sinks.stream().map(AlertSink::name).distinct().count() < sinks.size()) {
      throw new IllegalArgumentException("two sinks have one name; give each its own");
    }
  }

  /**
   * What a round did.
   *
   * @param delivered events that a sink took
   * @param waiting events that wait for the next round
   */
  public record Round(long delivered, long waiting) {
    /** Both as one: what waits is what the later one left. */
    public Round and(Round later) {
      return new Round(delivered + later.delivered, later.waiting);
    }
  }

  /** One round. A sink that fails is left until the next one, and holds up no other. */
  public Round deliver(Instant now) {
    if (sinks.isEmpty()) {
      return new Round(0, 0);
    }
    List<AlertEvent> events = events();
    Map<String, Row> tried = new HashMap<>();
    store
        .read(Tables.ALERT_DELIVERIES)
        .where(col("sink").isin(sinks.stream().map(AlertSink::name).toArray()))
        .collectAsList()
        .forEach(row -> tried.put(row.getAs("sink") + "|" + id(row), row));
    long delivered = 0;
    long waiting = 0;
    List<Row> notes = new ArrayList<>();
    for (AlertSink sink : sinks) {
      boolean down = false;
      for (AlertEvent event : events) {
        Row before = tried.get(sink.name() + "|" + event.id());
        if (before != null && before.<Boolean>getAs("delivered")) {
          continue;
        }
        if (down) {
          waiting++;
          continue;
        }
        int attempts = 1 + (before == null ? 0 : before.<Integer>getAs("attempts"));
        try {
          sink.send(event);
          notes.add(note(event, sink, true, attempts, now, "taken"));
          delivered++;
        } catch (IOException | RuntimeException e) {
          LOG.warn("sink {} did not take {}: {}", sink.name(), event.id(), e.toString());
          notes.add(note(event, sink, false, attempts, now, e.toString()));
          waiting++;
          // Events keep their order: nothing goes past one that a sink could not take.
          down = !(e instanceof AlertSink.RefusedException);
        }
      }
    }
    if (!notes.isEmpty()) {
      store.upsert(Tables.ALERT_DELIVERIES, store.rows(Tables.ALERT_DELIVERIES, notes), KEY);
    }
    return new Round(delivered, waiting);
  }

  private static Row note(
      AlertEvent event, AlertSink sink, boolean taken, int attempts, Instant now, String detail) {
    return RowFactory.create(
        event.alert().runId(),
        event.alert().rule(),
        event.alert().subject(),
        event.event(),
        sink.name(),
        taken,
        attempts,
        Timestamp.from(now),
        detail);
  }

  private static String id(Row row) {
    return row.getAs("run_id")
        + "/"
        + row.getAs("rule")
        + "/"
        + row.getAs("subject")
        + "/"
        + row.getAs("event");
  }

  /** All events of all alerts, those of one alert in the order of its life. */
  private List<AlertEvent> events() {
    Map<String, Row> ends = new HashMap<>();
    store.read(Tables.ALERT_ENDS).collectAsList().forEach(row -> ends.put(alert(row), row));
    List<Row> alerts = store.read(Tables.ALERTS).collectAsList();
    List<AlertEvent> events = new ArrayList<>();
    for (Row row : alerts) {
      Alert alert = Alert.of(row);
      events.add(new AlertEvent(alert, alert.severity().id(), alert.message()));
      Row end = ends.get(alert(row));
      if (end != null) {
        events.add(new AlertEvent(alert, AlertEvent.ENDED, end.getAs("message")));
      }
    }
    events.sort(
        Comparator.comparing((AlertEvent e) -> e.alert().runId())
            .thenComparing(e -> e.alert().rule())
            .thenComparing(e -> e.alert().subject()));
    return events;
  }

  private static String alert(Row row) {
    return row.getAs("run_id") + "|" + row.getAs("rule") + "|" + row.getAs("subject");
  }
}
