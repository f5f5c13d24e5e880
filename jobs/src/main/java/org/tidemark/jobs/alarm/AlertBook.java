package org.tidemark.jobs.alarm;

import static org.apache.spark.sql.functions.col;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * The alerts that one monitor has open. A condition that stands is one alert however often it is
 * seen; it becomes critical once, and its end is written down once. What was written is read back
 * at each look, so a monitor that was killed goes on where it stood.
 */
public final class AlertBook {
  private static final String[] KEY = {"run_id", "rule", "subject"};

  private final TableStore store;
  private final String monitor;

  /**
   * @param monitor stable name of who looks, the beginning of its run ids
   */
  public AlertBook(TableStore store, String monitor) {
    this.store = store;
    this.monitor = monitor;
    store.ensure(Tables.ALERTS);
    store.ensure(Tables.ALERT_ENDS);
  }

  /** The monitor's alerts without an end, by rule and subject. */
  public List<Alert> open() {
    return open(store).where(col("run_id").startsWith(monitor + "@")).collectAsList().stream()
        .map(Alert::of)
        .toList();
  }

  /** The alerts of any origin that have no end. */
  public static Dataset<Row> open(TableStore store) {
    Dataset<Row> ends = store.read(Tables.ALERT_ENDS);
    Dataset<Row> alerts = store.read(Tables.ALERTS);
    return alerts
        .join(
            ends,
            alerts
                .col("run_id")
                .equalTo(ends.col("run_id"))
                .and(alerts.col("rule").equalTo(ends.col("rule")))
                .and(alerts.col("subject").equalTo(ends.col("subject"))),
            "left_anti")
        .orderBy("rule", "subject", "run_id");
  }

  /**
   * What a look changed.
   *
   * @param raised alerts that are new
   * @param worsened alerts that became critical
   * @param ended alerts that are over
   */
  public record Change(List<Alert> raised, List<Alert> worsened, List<Alert> ended) {
    public Change {
      raised = List.copyOf(raised);
      worsened = List.copyOf(worsened);
      ended = List.copyOf(ended);
    }

    /** Whether all stands as it did. */
    public boolean isEmpty() {
      return raised.isEmpty() && worsened.isEmpty() && ended.isEmpty();
    }
  }

  /**
   * Takes what was measured. An alert whose condition is not among them stays open: nobody looked.
   *
   * @param now when it was measured; two looks of a monitor differ in it
   */
  public Change take(AlertRules rules, List<Condition> conditions, Instant now) {
    List<Alert> open = open();
    List<Alert> raised = new ArrayList<>();
    List<Alert> worsened = new ArrayList<>();
    List<Alert> ended = new ArrayList<>();
    List<Row> ends = new ArrayList<>();
    for (Condition condition : conditions) {
      Optional<AlertRule> rule = rules.of(condition);
      Optional<Alert> standing = open.stream().filter(a -> a.isAbout(condition)).findFirst();
      if (rule.isEmpty()) {
        standing.ifPresent(
            alert -> {
              ended.add(alert); // nobody asks for it any more
              ends.add(end(alert, condition, now));
            });
        continue;
      }
      AlertRule.Judgement judgement = rule.get().judge(condition.value(), condition.n());
      if (judgement instanceof AlertRule.Judgement.Bad bad) {
        Alert alert = alert(condition, bad, standing.map(Alert::runId).orElse(monitor + "@" + now));
        if (standing.isEmpty()) {
          raised.add(alert);
        } else if (bad.severity().compareTo(standing.get().severity()) > 0) {
          worsened.add(alert);
        }
      } else if (judgement instanceof AlertRule.Judgement.Well && standing.isPresent()) {
        ended.add(standing.get());
        ends.add(end(standing.get(), condition, now));
      }
    }
    write(raised, worsened, ends);
    return new Change(raised, worsened, ended);
  }

  /**
   * Ends the alerts about subjects that are gone, for example of a version that no longer serves.
   *
   * @param why one sentence
   */
  public List<Alert> end(List<Alert> gone, String why, Instant now) {
    write(
        List.of(),
        List.of(),
        gone.stream()
            .map(a -> end(a, new Condition(a.rule(), a.subject(), Double.NaN, 0, why), now))
            .toList());
    return gone;
  }

  private static Alert alert(Condition condition, AlertRule.Judgement.Bad bad, String runId) {
    return new Alert(
        runId,
        condition.rule(),
        condition.subject(),
        bad.severity(),
        condition.value(),
        bad.limit(),
        condition.message(),
        condition.file());
  }

  private static Row end(Alert alert, Condition now, Instant at) {
    return RowFactory.create(
        alert.runId(),
        alert.rule(),
        alert.subject(),
        Timestamp.from(at),
        now.value(),
        now.message());
  }

  private void write(List<Alert> raised, List<Alert> worsened, List<Row> ends) {
    List<Row> rows = new ArrayList<>();
    raised.forEach(a -> rows.add(a.row()));
    worsened.forEach(a -> rows.add(a.row()));
    if (!rows.isEmpty()) {
      store.upsert(Tables.ALERTS, store.rows(Tables.ALERTS, rows), KEY);
    }
    if (!ends.isEmpty()) {
      store.upsert(Tables.ALERT_ENDS, store.rows(Tables.ALERT_ENDS, ends), KEY);
    }
  }
}
