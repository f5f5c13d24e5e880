package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.strategy.QualityGate;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.features.strategy.StrategySettings;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.models.Target;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.streaming.source.FolderSink;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.EndedStreams;

/** Signals of live bars, beside those of a plain loop over the same bars. */
@ExtendWith(EndedStreams.class)
class LiveSignalsIT {
  private static final int BARS = 420;
  private static final FeatureSet SET = FeatureSets.gated73(Duration.ofMinutes(1));
  private static final String BLEND = "0.3;momentum_10>0.004:0.15;abs(sma_deviation_30)>0.002:0.5";
  private static final OnnxArtifact FIRST = TestLake.onnx(SET, 1);
  private static final OnnxArtifact CLASSES =
      OnnxExport.of(TestModel.ofThreeClasses(SET, 2), Map.of());
  private static final OnnxArtifact ESTIMATE =
      OnnxExport.of(
          new TestModel(SET.outputNames(), SET.hash(), 3, new Target.Regression()), Map.of());

  @TempDir Path folder;
  private TestLake lake;
  private final List<Bar> bars = SwingingBars.of(5, BARS, 50, 0.006);

  @BeforeEach
  void makeLake() {
    lake = new TestLake(folder.resolve("lake"));
  }

  private void drop(int from, int to) {
    try (FolderSink sink = new FolderSink(folder.resolve("ticks"), 100)) {
      bars.subList(from, to).forEach(sink::send);
    }
  }

  private ScorerSettings settings(SignalSettings signals) {
    return lake.settings(TickFolder.at(folder.resolve("ticks").toString()).withMaxFiles(3), SET)
        .beginningWith(new Beginning.Cold())
        .withSignals(signals);
  }

  private static SignalSettings all(Optional<String> blend, SignalSettings.Gate gate) {
    return new SignalSettings(
        Arrays.asList(Strategy.values()), Map.of("flow_full", 0.4), blend, gate);
  }

  /** All features of each bar by a plain loop over the log. */
  private Map<String, float[]> rows() {
    Map<InstrumentId, Replay> replays = new LinkedHashMap<>();
    Map<String, float[]> rows = new TreeMap<>();
    for (Bar bar : bars) {
      replays
          .computeIfAbsent(bar.instrument(), name -> SET.start())
          .on(
              bar,
              row ->
                  rows.put(
                      row.bar().instrument().value() + " " + row.bar().offset(),
                      row.values().clone()),
              late -> {});
    }
    return rows;
  }

  /** What a row of the table must be, from the formulas as the manual has them. */
  private static String expected(
      Strategy strategy, float[] row, Optional<String> version, float probability, boolean gated) {
    StrategySettings settings = StrategySettings.of(Map.of("flow_full", 0.4));
    List<String> names = SET.outputNames();
    double signal = strategy.value(names, row, settings);
    double share = 0;
    if (version.isPresent()) {
      float momentum = row[names.indexOf("momentum_10")];
      float deviation = Math.abs(row[names.indexOf("sma_deviation_30")]);
      share = momentum > 0.004 ? 0.15 : deviation > 0.002 ? 0.5 : 0.3;
    }
    double value =
        version.isPresent() ? (1 - share) * signal + share * (2.0 * probability - 1) : signal;
    String gate =
        gated
            ? QualityGate.of(
                    signal,
                    row[names.indexOf("mq_score")],
                    row[names.indexOf("market_regime_3")],
                    settings)
                .name()
            : "OFF";
    float side = (float) ((1 + value) / 2);
    String decision = side >= 0.55f ? "BUY" : side <= 0.45f ? "SELL" : "HOLD";
    return String.join(
        " ",
        Long.toHexString(Double.doubleToRawLongBits(signal)),
        gate,
        version.map(v -> v + " " + probability).orElse("none"),
        Double.toString(share),
        Long.toHexString(Double.doubleToRawLongBits(value)),
        gate.equals("OPEN") || gate.equals("OFF") ? decision : "HOLD");
  }

  private Map<String, String> written() {
    Map<String, String> rows = new TreeMap<>();
    for (Row row : lake.store.read(Tables.LIVE_SIGNALS).collectAsList()) {
      String score =
          row.getAs("score") == null
              ? "none"
              : row.<String>getAs("model_version") + " " + row.<Float>getAs("score");
      assertThat(
              rows.put(
                  row.getAs("instrument") + " " + row.getAs("offset") + " " + row.getAs("strategy"),
                  String.join(
                      " ",
                      Long.toHexString(Double.doubleToRawLongBits(row.<Double>getAs("signal"))),
                      row.getAs("gate"),
                      score,
                      Double.toString(row.<Double>getAs("share")),
                      Long.toHexString(Double.doubleToRawLongBits(row.<Double>getAs("value"))),
                      row.getAs("decision"))))
          .isNull();
      assertThat(row.<String>getAs("query")).isEqualTo("live");
      assertThat(row.<String>getAs("rule")).contains("flow_full=0.4");
    }
    return rows;
  }

  private void expect(
      Map<String, String> into, Map<String, float[]> rows, int from, int to, Serving serving) {
    for (Bar bar : bars.subList(from, to)) {
      String place = bar.instrument().value() + " " + bar.offset();
      float[] row = rows.get(place);
      float probability = serving.probability(row);
      for (Strategy strategy : Strategy.values()) {
        into.put(
            place + " " + strategy.key(),
            expected(strategy, row, serving.version(), probability, true));
      }
    }
  }

  /** Who gives a bar's probability, if anyone. */
  private record Serving(Optional<String> version, Optional<OnnxArtifact> file) {
    static final Serving NOBODY = new Serving(Optional.empty(), Optional.empty());

    float probability(float[] row) {
      if (file.isEmpty()) {
        return Float.NaN;
      }
      try (OnnxScorer scorer =
          OnnxScorer.open(
              file.get().bytes(), new LoadGuard.Expected(file.get().sha256(), SET.hash()))) {
        float[] scores = scorer.score(row, 1);
        return scores.length == 1 ? scores[0] : (1 + scores[2] - scores[0]) / 2;
      }
    }
  }

  /** Without a champion, with one of two classes, of three, and one whose score is an estimate. */
  @Test
  void eachBarHasEachSignalOnceWithTheModelThatServed() throws IOException {
    ScorerSettings settings = settings(all(Optional.of(BLEND), SignalSettings.Gate.QUALITY));
    int[] until = {600, 680, 760, bars.size()};
    drop(0, until[0]);
    lake.run(settings);
    lake.champion("v1", FIRST);
    drop(until[0], until[1]);
    lake.run(settings);
    lake.champion("v2", CLASSES);
    drop(until[1], until[2]);
    lake.run(settings);
    lake.champion("v3", ESTIMATE);
    drop(until[2], until[3]);
    LiveScorer.Totals totals = lake.run(settings);

    Map<String, float[]> rows = rows();
    Map<String, String> wanted = new TreeMap<>();
    expect(wanted, rows, 0, until[0], Serving.NOBODY);
    expect(wanted, rows, until[0], until[1], new Serving(Optional.of("v1"), Optional.of(FIRST)));
    expect(wanted, rows, until[1], until[2], new Serving(Optional.of("v2"), Optional.of(CLASSES)));
    expect(wanted, rows, until[2], until[3], Serving.NOBODY);
    assertThat(written()).isEqualTo(wanted);
    assertThat(totals.bars()).isEqualTo(bars.size());
    List<Row> estimates =
        lake.store
            .read(Tables.SCORES)
            .where("model_version = 'v3'")
            .select("score", "decision")
            .collectAsList();
    assertThat(estimates)
        .hasSize(until[3] - until[2])
        .allSatisfy(
            row ->
                assertThat(row.getString(1))
                    .isEqualTo(
                        row.getFloat(0) > 0.05
                            ? "BUY"
                            : row.getFloat(0) < -0.05 ? "SELL" : "HOLD"));
    assertThat(gates()).contains("OPEN", "MISSING", "LOW_QUALITY");
    assertThat(decisions()).containsExactlyInAnyOrder("BUY", "SELL", "HOLD");

    // A batch that is repeated after a crash brings no row twice.
    long last = totals.batches() - 1;
    for (List<Table> lost :
        List.of(List.of(Tables.PROGRESS), List.of(Tables.PROGRESS, Tables.LIVE_SIGNALS))) {
      Path commits = folder.resolve("lake/checkpoints/live/commits");
      Files.delete(commits.resolve("" + last));
      Files.deleteIfExists(commits.resolve("." + last + ".crc"));
      for (Table table : lost) {
        lake.undoLastCommit(table);
      }
      DeltaLog.clearCache();
      lake.run(settings);
      assertThat(written()).isEqualTo(wanted);
    }
  }

  @Test
  void withoutBlendAndGateTheSignalsStandAlone() {
    lake.champion("v1", FIRST);
    drop(0, 560);
    lake.run(settings(all(Optional.empty(), SignalSettings.Gate.OFF)));

    Map<String, float[]> rows = rows();
    Map<String, String> wanted = new TreeMap<>();
    for (Bar bar : bars.subList(0, 560)) {
      String place = bar.instrument().value() + " " + bar.offset();
      for (Strategy strategy : Strategy.values()) {
        wanted.put(
            place + " " + strategy.key(),
            expected(strategy, rows.get(place), Optional.empty(), Float.NaN, false));
      }
    }
    assertThat(written()).isEqualTo(wanted);
    assertThat(lake.store.read(Tables.SCORES).count()).isEqualTo(560);
  }

  @Test
  void barsOfTheRuleOfLastResortHaveTheirSignalsToo() {
    drop(0, 560);
    LiveScorer.Totals totals =
        lake.run(
            settings(all(Optional.of(BLEND), SignalSettings.Gate.QUALITY))
                .withLineUp(LineUpSettings.of(LastResort.parse("flat"))));
    Map<String, String> wanted = new TreeMap<>();
    expect(wanted, rows(), 0, 560, Serving.NOBODY);
    assertThat(written()).isEqualTo(wanted);
    assertThat(totals.scored()).isEqualTo(560);
    assertThat(
            lake.store
                .read(Tables.SCORES)
                .where("arm = 'rule' and model_version = 'rule:flat' and decision = 'HOLD'")
                .count())
        .isEqualTo(560);
  }

  private Set<String> gates() {
    return column("gate");
  }

  private Set<String> decisions() {
    return column("decision");
  }

  private Set<String> column(String name) {
    return lake.store.read(Tables.LIVE_SIGNALS).select(name).distinct().collectAsList().stream()
        .map(row -> row.getString(0))
        .collect(Collectors.toSet());
  }

  @Test
  void whatCannotWorkIsRefusedBeforeItStarts() {
    ScorerSettings plain = lake.settings(TickFolder.at("ticks"), RecordedTicks.SET);
    assertThatThrownBy(() -> plain.withSignals(all(Optional.empty(), SignalSettings.Gate.QUALITY)))
        .hasMessageContaining("mq_score")
        .hasMessageContaining("live40")
        .hasMessageContaining("gated73");
    ScorerSettings ready = lake.settings(TickFolder.at("ticks"), SET);
    assertThatThrownBy(
            () -> ready.withSignals(all(Optional.of("0.3;luck>1:0.2"), SignalSettings.Gate.OFF)))
        .hasMessageContaining("'luck'");
    assertThatThrownBy(
            () -> all(Optional.of("1.3"), SignalSettings.Gate.OFF).over(SET.outputNames(), LIMITS))
        .hasMessageContaining("from 0 to 1");
    assertThatThrownBy(
            () ->
                new SignalSettings(
                    List.of(), Map.of(), Optional.of("0.3"), SignalSettings.Gate.QUALITY))
        .hasMessageContaining("name one");
  }

  private static final Thresholds LIMITS = Thresholds.ofProbability();
}
