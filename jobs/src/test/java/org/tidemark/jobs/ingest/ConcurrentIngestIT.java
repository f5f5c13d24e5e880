package org.tidemark.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** Ingests that run at the same time bring each row in once. */
@Tag("slow")
class ConcurrentIngestIT {
  private static final int INGESTS = 3;
  private static final long MINUTE = 60_000;
  private static final long START = 1_514_764_800_000L;

  @TempDir Path folder;

  private TableStore store() {
    return new TableStore(TestSpark.session(), Lake.at(folder + "/lake"));
  }

  /** Runs the works together, each with a store of its own as processes would have. */
  private static <T> List<Future<T>> together(List<Callable<T>> works) throws Exception {
    CyclicBarrier start = new CyclicBarrier(works.size());
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> work : works) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      for (Future<T> future : futures) {
        try {
          future.get();
        } catch (ExecutionException e) {
          // The caller asks each.
        }
      }
      return futures;
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<IngestJob.Summary> ingest(String format, Path file) {
    return () -> new IngestJob().run(store(), IngestArgs.of(format, "", List.of(file.toString())));
  }

  private Path bars(String name, int from, int to) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("timestamp_ms,open,close,high,low,volume");
    for (int i = from; i < to; i++) {
      lines.add((START + i * MINUTE) + ",100,101,102,99,1.5");
    }
    lines.add("not,a,bar,at,all,x");
    return Files.write(folder.resolve(name), lines);
  }

  private Path trades(String name, int from, int to) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      lines.add(i + ",1005000,100,P,0,0");
      lines.add(i + ",1005000,100,P,0,0"); // equal prints are real
    }
    return Files.write(folder.resolve(name), lines);
  }

  private long rows(Table table) {
    return store().read(table).count();
  }

  @Test
  void oneFileOfBarsOrTradesComesInOnce() throws Exception {
    Path bars = bars("BTCUSD_2018.csv", 0, 500);
    Path trades = trades("spy_20131007_trade.csv", 0, 300);
    for (Path file : List.of(bars, trades)) {
      String format = file == bars ? "bitfinex-candles" : "lean-equity-trades";
      List<Callable<IngestJob.Summary>> works = new ArrayList<>();
      for (int i = 0; i < INGESTS; i++) {
        works.add(ingest(format, file));
      }
      for (Future<IngestJob.Summary> done : together(works)) {
        assertThat(done.get().accepted() + done.get().rejected()).isEqualTo(done.get().read());
      }
    }
    assertThat(rows(Tables.BARS)).isEqualTo(500);
    assertThat(rows(Tables.TRADES)).isEqualTo(600);
    assertThat(rows(Tables.REJECTED_EVENTS)).isEqualTo(1);
    assertThat(rows(Tables.INGESTS)).isEqualTo(2);
    assertThat(store().read(Tables.INGESTS).where("rows_new = rows_accepted").count()).isEqualTo(2);
  }

  @Test
  void filesThatShareBarsGiveEachBarOnce() throws Exception {
    List<Callable<IngestJob.Summary>> works =
        List.of(
            ingest("bitfinex-candles", bars("BTCUSD_a.csv", 0, 300)),
            ingest("bitfinex-candles", bars("BTCUSD_b.csv", 200, 500)),
            ingest("bitfinex-candles", bars("BTCUSD_c.csv", 100, 400)));
    long added = 0;
    for (Future<IngestJob.Summary> done : together(works)) {
      added += done.get().added();
    }
    assertThat(added).isEqualTo(500);
    assertThat(rows(Tables.BARS)).isEqualTo(500);
    assertThat(
            store()
                .read(Tables.BARS)
                .select("instrument", "bar_seconds", "event_time_nanos")
                .distinct()
                .count())
        .isEqualTo(500);
    assertThat(rows(Tables.REJECTED_EVENTS)).isEqualTo(3);
  }

  @Test
  void ofFilesThatShareTicksOneIsTakenAndTheOthersAreRefused() throws Exception {
    Path one = trades("spy_20131007_trade.csv", 0, 300);
    Path other = Files.createDirectories(folder.resolve("other")).resolve("spy_20131007_trade.csv");
    Files.write(other, Files.readAllLines(trades("x.csv", 200, 400)));
    int taken = 0;
    for (Future<IngestJob.Summary> done :
        together(List.of(ingest("lean-equity-trades", one), ingest("lean-equity-trades", other)))) {
      try {
        taken += done.get().added() > 0 ? 1 : 0;
      } catch (ExecutionException e) {
        assertThat(e).hasMessageContaining("covers a stretch of SPY");
      }
    }
    assertThat(taken).isEqualTo(1);
    assertThat(rows(Tables.TRADES)).isIn(400L, 600L);
    assertThat(store().read(Tables.TRADES).select("source_id").distinct().count()).isEqualTo(1);
  }
}
