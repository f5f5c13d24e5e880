package org.tidemark.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
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
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/** Time for a row of a feature set on one core: recorded one-minute bars, many or one at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class KernelBenchmark {
  private static final int ROWS = 100_000;

  @Param({"bars40", "core65", "signals", "quality"})
  public String name;

  private FeatureSet set;
  private List<Bar> bars;
  private Consumer<FeatureRow> rows;
  private Consumer<MarketEvent> late;

  /** Reads the bars. */
  @Setup
  public void read(Blackhole sink) {
    set = FeatureSets.named(name);
    bars = RecordedData.ofProperty().bitcoin(2017).subList(0, ROWS);
    rows = sink::consume;
    late = sink::consume;
  }

  /** As a batch job does. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void manyAtATime() {
    set.start().onAll(bars, rows, late);
  }

  /** As a stream does. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void oneAtATime() {
    Replay replay = set.start();
    for (Bar bar : bars) {
      replay.on(bar, rows, late);
    }
  }
}
