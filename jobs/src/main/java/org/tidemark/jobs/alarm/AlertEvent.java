package org.tidemark.jobs.alarm;

import java.util.Map;
import java.util.TreeMap;
import org.tidemark.jobs.Json;

/**
 * One event in the life of an alert, as a sink gets it.
 *
 * @param event {@code warning} or {@code critical} when it is raised or becomes so, {@code ended}
 * @param message what happened, one sentence
 */
public record AlertEvent(Alert alert, String event, String message) {
  /** Event of an alert that is over. */
  public static final String ENDED = "ended";

  /** The same for every time that the event is handed over. */
  public String id() {
    return alert.runId() + "/" + alert.rule() + "/" + alert.subject() + "/" + event;
  }

  /** One line of JSON. */
  public String json() {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("id", id());
    fields.put("run", alert.runId());
    fields.put("rule", alert.rule());
    fields.put("subject", alert.subject());
    fields.put("event", event);
    fields.put("value", Double.isFinite(alert.value()) ? alert.value() : null);
    fields.put("threshold", Double.isFinite(alert.threshold()) ? alert.threshold() : null);
    fields.put("message", message);
    return Json.line(fields);
  }
}
