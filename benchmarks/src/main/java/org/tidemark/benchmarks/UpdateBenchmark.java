package org.tidemark.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.market.MarketEvent;

/**
 * One event of a stream through all 65 features: the trades and quotes of two days of IBM in the
 * order of their times, which close bars on their way. At the end of the log the replay goes on
 * from the state at its beginning; that one restore is in the sample.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class UpdateBenchmark {
  /** Length of a bar: how often an event closes one. */
  @Param({"60", "1"})
  public int barSeconds;

  private FeatureSet set;
  private List<MarketEvent> log;
  private byte[] begin;
  private Replay replay;
  private int next;
  private Consumer<FeatureRow> rows;
  private Consumer<MarketEvent> late;

  /** Reads the log. */
  @Setup
  public void read(Blackhole sink) {
    set = FeatureSets.core65(Duration.ofSeconds(barSeconds));
    log = RecordedData.ofProperty().ibm();
    begin = set.start().snapshot();
    replay = set.restore(begin);
    rows = sink::consume;
    late = sink::consume;
  }

  /** Takes one event in; reads and hands on the row if it closes a bar. */
  @Benchmark
  public void update() {
    if (next == log.size()) {
      next = 0;
      replay = set.restore(begin);
    }
    replay.on(log.get(next++), rows, late);
  }
}
