package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.momentum.Momentum;
import org.tidemark.features.price.PriceRank;
import org.tidemark.features.regime.MarketRegime;
import org.tidemark.features.regime.Regime;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.features.strategy.StrategySettings;
import org.tidemark.lakehouse.Tables;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.streaming.source.FolderSink;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.EndedStreams;

/** Who serves a bar: the model of its regime, or a rule while no version may. */
@ExtendWith(EndedStreams.class)
class RoutesIT {
  private static final int BARS = 900;
  private static final FeatureSet SET =
      new FeatureSet(
          "routed",
          List.of(new PriceRank(100), new Momentum(10), new MarketRegime(3)),
          FeatureSets.bars40(Duration.ofMinutes(1)).sampler(),
          Duration.ZERO);
  private static final Strategy SIGNAL = Strategy.STOP_RUN_ANTICIPATION;
  private static final OnnxArtifact FIRST = TestLake.onnx(SET, 1);
  private static final OnnxArtifact STORM = TestLake.onnx(SET, 2);
  private static final OnnxArtifact CALM = TestLake.onnx(SET, 3);
  private static final Map<String, OnnxArtifact> FILES =
      Map.of("v1", FIRST, "storm-1", STORM, "calm-1", CALM);

  @TempDir Path folder;
  private TestLake lake;
  private final List<Bar> bars = SwingingBars.of(11, BARS, 60, 0.01);

  @BeforeEach
  void makeLake() {
    lake = new TestLake(folder.resolve("lake"));
  }

  private void drop(int from, int to) {
    try (FolderSink sink = new FolderSink(folder.resolve("ticks"), 100)) {
      bars.subList(from, to).forEach(sink::send);
    }
  }

  private ScorerSettings settings() {
    return lake.settings(TickFolder.at(folder.resolve("ticks").toString()).withMaxFiles(3), SET)
        .beginningWith(new Beginning.Cold());
  }

  /** Arm, version and score of each bar by a plain loop over the log. */
  private Map<String, String> expected(Map<Regime, String> byRegime) {
    Map<String, OnnxScorer> scorers = new LinkedHashMap<>();
    FILES.forEach(
        (version, file) ->
            scorers.put(
                version,
                OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), SET.hash()))));
    Map<InstrumentId, Replay> replays = new LinkedHashMap<>();
    Map<String, String> rows = new LinkedHashMap<>();
    for (Bar bar : bars) {
      replays
          .computeIfAbsent(bar.instrument(), name -> SET.start())
          .on(
              bar,
              row -> {
                float code = row.values()[2];
                String version =
                    Float.isNaN(code) ? "v1" : byRegime.getOrDefault(Regime.of((int) code), "v1");
                rows.put(
                    row.bar().instrument().value() + " " + row.bar().offset(),
                    (version.equals("v1") ? "champion " : "specialist ")
                        + version
                        + " "
                        + scorers.get(version).score(row.values(), 1)[0]);
              },
              late -> {});
    }
    scorers.values().forEach(OnnxScorer::close);
    return rows;
  }

  private Map<String, String> written() {
    Map<String, String> rows = new LinkedHashMap<>();
    for (Row row :
        lake.store
            .read(Tables.SCORES)
            .select("instrument", "offset", "arm", "model_version", "score", "onnx_sha256")
            .collectAsList()) {
      assertThat(Optional.ofNullable(row.getString(5)))
          .as("the file of a model, none of a rule")
          .isEqualTo(Optional.ofNullable(FILES.get(row.getString(3))).map(OnnxArtifact::sha256));
      assertThat(
              rows.put(
                  row.getString(0) + " " + row.getLong(1),
                  row.getString(2) + " " + row.getString(3) + " " + row.getFloat(4)))
          .isNull();
    }
    return rows;
  }

  private Set<String> seen() {
    Set<String> versions = new TreeSet<>();
    written().values().forEach(row -> versions.add(row.split(" ")[1]));
    return versions;
  }

  /** Over batches and a restart in between, each bar by the model of the regime in its own row. */
  @Test
  void aBarIsServedByTheModelOfItsRegime() {
    lake.champion("v1", FIRST);
    lake.champion("storm", "storm-1", STORM);
    lake.champion("calm", "calm-1", CALM);
    lake.certify("storm", "storm-1", STORM);
    lake.certify("calm", "calm-1", CALM);
    RegimeMap models =
        RegimeMap.parse(List.of("HIGH_VOL,BREAKOUT,CRISIS=storm", "RANGING,LOW_VOL=calm"));
    drop(0, BARS);
    lake.run(settings().withLineUp(LineUpSettings.of(models)));
    drop(BARS, bars.size());
    LiveScorer.Totals totals = lake.run(settings().withLineUp(LineUpSettings.of(models)));

    Map<Regime, String> versions = new EnumMap<>(Regime.class);
    models.byRegime().forEach((regime, model) -> versions.put(regime, model + "-1"));
    assertThat(written()).isEqualTo(expected(versions));
    assertThat(totals.scored()).isEqualTo(bars.size());
    assertThat(seen()).containsExactly("calm-1", "storm-1", "v1");
    assertThat(
            lake.store
                .read(Tables.SCORES)
                .where("model = 'storm'")
                .select("reason")
                .distinct()
                .collectAsList())
        .singleElement()
        .asString()
        .contains("champion of storm, for regimes");
  }

  @Tag("slow")
  @Test
  void aSpecialistThatMayNotServeIsLeftOutAndTheChampionServes() {
    lake.champion("v1", FIRST);
    lake.champion("storm", "storm-1", STORM);
    lake.champion("calm", "calm-1", CALM);
    lake.certify("calm", "calm-1", CALM);
    lake.relabel("calm", "fixed-60m");
    drop(0, bars.size());
    lake.run(
        settings()
            .withLineUp(
                LineUpSettings.of(
                    RegimeMap.parse(List.of("HIGH_VOL=storm", "RANGING=nobody", "LOW_VOL=calm")))));

    assertThat(written()).isEqualTo(expected(Map.of()));
    assertThat(
            lake.store.read(Tables.ALERTS).select("rule", "subject").collectAsList().stream()
                .map(Row::toString))
        .containsExactlyInAnyOrder(
            "[specialist-uncertified,storm-1]",
            "[specialist-champion,nobody]",
            "[specialist-label,calm-1]");
  }

  /** Nobody is champion at first: the signal serves, until one is. */
  @Tag("slow")
  @Test
  void aRuleServesWhileNoVersionMay() {
    drop(0, BARS);
    ScorerSettings settings =
        settings().withLineUp(LineUpSettings.of(LastResort.parse(SIGNAL.key())));
    assertThat(lake.run(settings).scored()).isEqualTo(BARS);
    Map<String, String> byRule = written();
    lake.champion("v1", FIRST);
    drop(BARS, bars.size());
    assertThat(lake.run(settings).scored()).isEqualTo(bars.size());

    Map<String, String> all = expected(Map.of());
    all.putAll(byRule);
    assertThat(written()).isEqualTo(all);
    assertThat(byRule).isEqualTo(signals());
    assertThat(byRule.values().stream().filter(row -> !row.endsWith(" 0.5")).distinct().count())
        .isGreaterThan(10);
    assertThat(
            lake
                .store
                .read(Tables.ALERTS)
                .select("rule", "subject", "severity")
                .collectAsList()
                .stream()
                .map(Row::toString))
        .containsExactly("[last-resort,direction,critical]");
    assertThat(
            lake
                .store
                .read(Tables.PROGRESS)
                .select("model_version")
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> row.getString(0)))
        .containsExactlyInAnyOrder("rule:" + SIGNAL.key(), "v1");
  }

  private Map<String, String> signals() {
    Map<InstrumentId, Replay> replays = new LinkedHashMap<>();
    Map<String, String> rows = new LinkedHashMap<>();
    for (Bar bar : bars.subList(0, BARS)) {
      replays
          .computeIfAbsent(bar.instrument(), name -> SET.start())
          .on(
              bar,
              row -> {
                double signal =
                    SIGNAL.value(SET.outputNames(), row.values(), StrategySettings.STANDARD);
                rows.put(
                    row.bar().instrument().value() + " " + row.bar().offset(),
                    "rule rule:" + SIGNAL.key() + " " + (float) (0.5 + signal / 2));
              },
              late -> {});
    }
    return rows;
  }

  @Test
  void whatCannotWorkIsRefusedBeforeItStarts() {
    ScorerSettings plain = lake.settings(TickFolder.at("ticks"), RecordedTicks.SET);
    assertThatThrownBy(
            () -> plain.withLineUp(LineUpSettings.of(RegimeMap.parse(List.of("UP=trend")))))
        .hasMessageContaining("live40")
        .hasMessageContaining("regime66");
    assertThatThrownBy(
            () -> plain.withLineUp(LineUpSettings.of(LastResort.parse("order_book_imbalance"))))
        .hasMessageContaining("reads")
        .hasMessageContaining("core65");
    ScorerSettings routed = lake.settings(TickFolder.at("ticks"), SET);
    assertThatThrownBy(
            () -> routed.withLineUp(LineUpSettings.of(RegimeMap.parse(List.of("UP=direction")))))
        .hasMessageContaining("the query's own");
    assertThatThrownBy(() -> LastResort.parse("luck")).hasMessageContaining("vwap_reversion");
    assertThatThrownBy(() -> RegimeMap.parse(List.of("UP=a", "UP,DOWN=b")))
        .hasMessageContaining("UP is given twice");
    assertThatThrownBy(() -> RegimeMap.parse(List.of("SIDEWAYS=a")))
        .hasMessageContaining("RANGING");
    assertThatThrownBy(() -> RegimeMap.parse(List.of("UP"))).hasMessageContaining("=MODEL");
    assertThatThrownBy(() -> RegimeMap.parse(List.of("UNKNOWN=a")))
        .hasMessageContaining("confirmed");
    assertThat(RegimeMap.parse(List.of("UP,DOWN=a", "CRISIS=b")).byModel())
        .isEqualTo(
            Map.of(
                "a", EnumSet.of(Regime.UP, Regime.DOWN),
                "b", EnumSet.of(Regime.CRISIS)));
  }
}
