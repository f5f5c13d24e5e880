package org.tidemark.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.score.LiveScorer;
import org.tidemark.testkit.TestSpark;

/** A query's figures as Prometheus and a prober read them. */
class LiveWatchIT {
  private static final Instant NOW = Instant.parse("2024-01-01T00:00:10Z");

  @TempDir Path folder;

  private static HttpResponse<String> get(LiveWatch watch, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + watch.port().orElseThrow() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void figuresHealthAndTimesOfARunningQuery() throws Exception {
    TableStore store =
        new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
    Path in = Files.createDirectories(folder.resolve("in"));
    try (LiveWatch watch = LiveWatch.of(store, "live", Optional.of(0), () -> NOW)) {
      assertThatThrownBy(() -> LiveWatch.of(store, "live", watch.port(), () -> NOW))
          .hasMessageContaining("cannot listen on port")
          .hasMessageContaining("--http");
      StreamingQuery query =
          store
              .spark()
              .readStream()
              .text(in.toString())
              .writeStream()
              .format("noop")
              .option("checkpointLocation", folder.resolve("checkpoint").toString())
              .start();
      watch.follow(query);
      Files.writeString(in.resolve("one"), "a\nb\n");
      query.processAllAvailable();
      watch.batch(
          new LiveScorer.Batch(
              4,
              10,
              8,
              2,
              3,
              3,
              Optional.of("v1"),
              Optional.of(NOW.minusSeconds(2).getEpochSecond() * 1_000_000_000L)));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(get(watch, "/metrics").body())
                      .contains(
                          "tidemark_stage_seconds_count{query=\"live\",stage=\"addBatch\"} 1"));
      assertThat(get(watch, "/metrics").body())
          .contains(
              "tidemark_ticks_total{outcome=\"dead\",query=\"live\"} 2.0",
              "tidemark_ticks_total{outcome=\"valid\",query=\"live\"} 8.0",
              "tidemark_scored_total{query=\"live\"} 3.0",
              "tidemark_batch_bars_sum{query=\"live\"} 3.0",
              "tidemark_session_leases_total{outcome=\"hit\",query=\"live\"}",
              "tidemark_event_lag_seconds{query=\"live\"} 2.0",
              "tidemark_champion_changes_total{query=\"live\"} 0.0",
              "tidemark_stage_percentile_seconds{query=\"live\",stage=\"addBatch\",quantile=\"0.99\"}",
              "tidemark_champion_info{query=\"live\",version=\"v1\"} 1");
      assertThat(get(watch, "/health").statusCode()).isEqualTo(200);
      assertThat(get(watch, "/health").body()).contains("\"lastBatch\":4");
      assertThat(get(watch, "/elsewhere").statusCode()).isEqualTo(404);
      query.stop();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(get(watch, "/health").statusCode()).isEqualTo(503));
      watch.flush();
    }
    Row all = store.read(Tables.LATENCY).where("stage = 'triggerExecution'").collectAsList().get(0);
    assertThat(all.<String>getAs("query")).isEqualTo("live");
    assertThat(all.<Long>getAs("n")).isEqualTo(1);
    assertThat(all.<Long>getAs("p99_micros")).isPositive();
  }

  /** A start reads files and may do a batch again, all before the query can be followed. */
  @Test
  void aLongStartIsBusyAndAtLastStuck() throws Exception {
    TableStore store =
        new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    try (LiveWatch watch = LiveWatch.of(store, "live", Optional.of(0), now::get)) {
      assertThat(get(watch, "/health").body()).contains("\"state\":\"running\"");
      now.set(NOW.plus(LiveWatch.SILENCE).plusSeconds(1));
      assertThat(get(watch, "/health").statusCode()).isEqualTo(200);
      assertThat(get(watch, "/health").body()).contains("\"state\":\"busy\"");
      now.set(NOW.plus(Health.STUCK).plusSeconds(1));
      assertThat(get(watch, "/health").statusCode()).isEqualTo(503);
    }
  }

  /**
   * In a backlog without a pause: the batch in flight is finished, the next one is left for the
   * next start, the query stops, then whoever waits has the last word.
   */
  @Test
  void aQueryThatIsToldToEndFinishesItsBatchAndNoOther() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    for (String name : List.of("one", "two", "three")) {
      Files.writeString(in.resolve(name), "a\n");
    }
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    TerminationHook hook = new TerminationHook(Duration.ofSeconds(30));
    StreamingQuery query =
        backlog(
            in,
            (batch, id) -> {
              hook.pass(id);
              begun.countDown();
              released.await();
              said.add("batch " + id + " written");
            });
    begun.await();
    hook.over(query);
    Thread shutdown = new Thread(hook::run);
    shutdown.start();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> shutdown.getState() == Thread.State.TIMED_WAITING);
    assertThat(query.isActive()).as("the batch in flight is waited for").isTrue();
    released.countDown();
    query.awaitTermination();
    assertThat(query.exception().isEmpty())
        .as("a query that is told to end does not fail")
        .isTrue();
    said.add("query over");
    assertThat(shutdown.isAlive()).as("the shutdown waits for the last word").isTrue();
    hook.close();
    shutdown.join(10_000);
    assertThat(shutdown.isAlive()).isFalse();
    assertThat(said).containsExactly("batch 0 written", "query over");
    assertThat(ShutdownHookManager.get().hasShutdownHook(hook.atShutdown())).isFalse();

    StreamingQuery again = backlog(in, (batch, id) -> said.add("batch " + id + " written"));
    again.processAllAvailable();
    again.stop();
    assertThat(said)
        .containsExactly("batch 0 written", "query over", "batch 1 written", "batch 2 written");
  }

  private StreamingQuery backlog(Path in, VoidFunction2<Dataset<Row>, Long> each) throws Exception {
    return TestSpark.session()
        .readStream()
        .option("maxFilesPerTrigger", 1)
        .text(in.toString())
        .writeStream()
        .foreachBatch(each)
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .start();
  }
}
