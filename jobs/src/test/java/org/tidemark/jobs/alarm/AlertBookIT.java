package org.tidemark.jobs.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** The life of an alert in the tables, and its way to sinks that fail. */
@Tag("slow")
class AlertBookIT {
  private static final Instant NOON = Instant.parse("2024-01-01T12:00:00Z");
  private static final AlertRules RULES =
      new AlertRules(List.of(new AlertRule("r", AlertRule.ANY, 5, 10, 10, false)));

  @TempDir Path folder;

  private TableStore lake() {
    return new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
  }

  private static List<Condition> value(double value) {
    return List.of(new Condition("r", "v1", value, 100, "it is " + value));
  }

  private static List<String> events(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll(".*\"event\":\"(\\w+)\".*\"run\":\"([^\"]*)\".*", "$1 $2"))
        .toList();
  }

  @Test
  void aStandingConditionIsOneAlertThatWorsensOnceAndEndsOnce() throws IOException {
    TableStore store = lake();
    Path log = folder.resolve("alerts.jsonl");
    Outbox outbox = new Outbox(store, List.of(AlertSink.of("log=file:" + log)));
    double[] values = {5, 5.1, 10.1, 7, Double.NaN, 5, 5.1};
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      // Each look by a monitor that was just started: all that it knows is in the tables.
      AlertBook.Change change =
          new AlertBook(store, "watch-live")
              .take(RULES, value(values[i]), NOON.plusSeconds(60L * i));
      changes.add("" + change.raised().size() + change.worsened().size() + change.ended().size());
      outbox.deliver(NOON.plusSeconds(60L * i));
    }
    assertThat(changes).containsExactly("000", "100", "010", "000", "000", "001", "100");
    assertThat(events(Files.readAllLines(log)))
        .containsExactly(
            "warning watch-live@2024-01-01T12:01:00Z",
            "critical watch-live@2024-01-01T12:01:00Z",
            "ended watch-live@2024-01-01T12:01:00Z",
            "warning watch-live@2024-01-01T12:06:00Z");
    assertThat(new AlertBook(store, "watch-live").open())
        .extracting(Alert::runId)
        .containsExactly("watch-live@2024-01-01T12:06:00Z");
    assertThat(new AlertBook(store, "watch-other").open()).isEmpty();
    assertThat(outbox.deliver(NOON)).isEqualTo(new Outbox.Round(0, 0));
  }

  @Test
  void nothingIsLostWhileASinkIsDownAndNoSinkHoldsUpAnother() throws IOException {
    TableStore store = lake();
    store.append(
        Tables.ALERTS,
        store.rows(
            Tables.ALERTS,
            List.of(
                RowFactory.create(
                    "live-a", "by-scorer", "v", "critical", 1.0, 0.0, "refused", null),
                RowFactory.create(
                    "nightly-b", "drift", "rsi", "warning", 0.4, 0.3, "moved", null))));
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    int[] answers = {400, 503, 503, 200};
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          heard.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + body);
          exchange.sendResponseHeaders(answers[Math.min(heard.size(), answers.length) - 1], -1);
          exchange.close();
        });
    server.start();
    URI there = URI.create("http://localhost:" + server.getAddress().getPort() + "/hook");
    Path log = folder.resolve("alerts.jsonl");
    AlertSink file = new FileSink("log", log);
    URI nowhere = URI.create("http://localhost:1/");
    try {
      Outbox down =
          new Outbox(store, List.of(new WebhookSink("chat", nowhere, Duration.ofSeconds(1)), file));
      assertThat(down.deliver(NOON)).isEqualTo(new Outbox.Round(2, 2));
      assertThat(Files.readAllLines(log)).hasSize(2);
      Outbox up =
          new Outbox(store, List.of(new WebhookSink("chat", there, Duration.ofSeconds(5)), file));
      // The first event is refused by itself; the second is taken at the third try.
      assertThat(up.deliver(NOON)).isEqualTo(new Outbox.Round(1, 1));
      assertThat(up.deliver(NOON)).isEqualTo(new Outbox.Round(1, 0));
      assertThat(up.deliver(NOON)).isEqualTo(new Outbox.Round(0, 0));
    } finally {
      server.stop(0);
    }
    assertThat(heard).hasSize(5);
    assertThat(heard.get(1)).startsWith("nightly-b/drift/rsi/warning {").contains("\"value\":0.4");
    assertThat(heard.get(4)).startsWith("live-a/by-scorer/v/critical {");
    assertThat(Files.readAllLines(log)).hasSize(2);
    assertThat(
            store
                .read(Tables.ALERT_DELIVERIES)
                .where("sink = 'chat'")
                .orderBy("run_id")
                .selectExpr("concat_ws(' ', run_id, delivered, attempts, detail)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0)))
        .containsExactly("live-a true 3 taken", "nightly-b true 1 taken");
  }
}
