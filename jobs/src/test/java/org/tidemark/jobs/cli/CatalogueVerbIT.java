package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.catalogue.Catalogue;
import org.tidemark.jobs.catalogue.CatalogueEntry;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.testkit.TestSpark;

/** A catalogue trained on a small lake, one of its entries in vain. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CatalogueVerbIT {
  private static final String DAY = "2024-01-05";
  private static final Map<String, String> SMALL =
      Map.of(
          "split", "anchored:folds=2,train=0.5,embargo=PT1H",
          "xgboost.trees", "5",
          "xgboost.min.child.weight", "20");

  @TempDir static Path folder;
  private static String lake;
  private static String file;
  private static TableStore store;

  @BeforeAll
  static void fill() throws IOException {
    lake = folder.resolve("lake").toString();
    store = new TableStore(TestSpark.session(), Lake.at(lake));
    MarketModel market =
        MarketModel.standard(11, 2)
            .withSpan(Instant.parse("2024-01-01T00:00:00Z"), 4)
            .withTradesPerMinute(3);
    Cli.ingest(lake, market, folder.resolve("events.jsonl"));
    List<Map<String, Object>> entries = new ArrayList<>();
    entries.add(entry("volatility-1h-high", Map.of()));
    // No label of thirty days is complete in a lake of four.
    entries.add(entry("feed-gap", Map.of("label", "gap-30d-1d")));
    entries.add(entry("drawdown-1h", Map.of("xgboost.trees", "20")));
    Path path = folder.resolve("ours.json");
    Files.writeString(path, Json.line(Map.of("version", 1, "entries", entries)));
    file = path.toString();
  }

  private static Map<String, Object> entry(String name, Map<String, String> changes) {
    CatalogueEntry standard = Catalogue.standard().named(name);
    Map<String, String> settings = new HashMap<>(standard.settings());
    settings.putAll(SMALL);
    settings.putAll(changes);
    return Map.of(
        "name", name,
        "purpose", standard.purpose(),
        "category", standard.category(),
        "family", standard.family(),
        "regimes", standard.regimes(),
        "needs", standard.needs(),
        "output", standard.output(),
        "settings", settings);
  }

  private static Cli train(String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--lake", lake, "--as-of", DAY));
    words.addAll(List.of("--catalogue", file));
    words.addAll(List.of(more));
    return Cli.run(words.toArray(String[]::new));
  }

  @Test
  @Order(1)
  void aDryRunTrainsNothing() {
    Cli run = train("--all", "--dry-run");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("drawdown-1h").contains("to train");
    assertThat(store.exists(Tables.MODEL_MANIFESTS)).isFalse();
  }

  @Test
  @Order(2)
  void anEntryThatFailsStopsNoOther() {
    Cli run = train("--all");

    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.out()).contains("1 of 3 entries failed");
    assertThat(run.err()).contains("entry feed-gap: no labelled rows are known");
    assertThat(
            store
                .read(Tables.MODEL_REGISTRY)
                .where("learner = 'xgboost'")
                .select("model", "category", "family")
                .orderBy("model")
                .collectAsList()
                .stream()
                .map(Object::toString))
        .containsExactly(
            "[drawdown-1h,RISK_MANAGEMENT,RISK]",
            "[volatility-1h-high,UNCERTAINTY_REGRESSION,VOLATILITY]");
    assertThat(store.read(Tables.CERTIFICATES).where("not holds").count()).isZero();
    assertThat(store.read(Tables.CERTIFICATES).where("kind = 'onnx-parity'").count()).isEqualTo(4);
  }

  @Test
  @Order(3)
  void whatIsDoneIsNotDoneAgain() {
    long before = store.version(Tables.MODEL_MANIFESTS);

    Cli run = train("--entry", "drawdown-1h", "--entry", "volatility-1h-high");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("done before").doesNotContain("trained");
    assertThat(store.version(Tables.MODEL_MANIFESTS)).isEqualTo(before);
    assertThat(train("--entry", "drawdown-1h", "--set", "seed=8", "--dry-run").out())
        .contains("to train");
  }

  @Test
  @Order(4)
  void anEntryCanBeMadeAgainToTheByte() {
    for (String model : List.of("drawdown-1h", "volatility-1h-high")) {
      Cli run = Cli.run("models", "reproduce", "--lake", lake, "--model", model, DAY + "-xgboost");
      assertThat(run.code()).as(run.out() + run.err()).isZero();
    }
  }

  @Test
  @Order(5)
  void modelsAreFoundByTheRegimeThatTheyAreFor() {
    Cli verb = Cli.run("models", "for-regime", "--lake", lake, "UP");
    assertThat(verb.code()).as(verb.err()).isZero();
    assertThat(verb.out()).contains("drawdown-1h").contains("2 rows");

    Cli sql =
        Cli.run(
            "sql",
            "--lake",
            lake,
            "select model, regimes from models_by_regime where regime in ('UP', 'ALL') order by model");
    assertThat(sql.code()).as(sql.err()).isZero();
    assertThat(sql.out()).contains("drawdown-1h").contains("2 rows");
  }
}
