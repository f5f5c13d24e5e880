package org.tidemark.jobs.serve;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.monitor.PromotionChecklist;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** Promotion and roll-back by hand. */
class ServingIT {
  @TempDir Path folder;
  private RegistryLake lake;
  private TableStore store;

  @BeforeEach
  void lakeWithVersions() throws IOException {
    lake = new RegistryLake(folder);
    store = lake.store();
  }

  @Test
  void promotionAndRollBackMoveAllAliasesInOneCommit() {
    long before = store.version(Tables.MODEL_REGISTRY);
    Serving serving = Serving.of(store, "direction");
    serving.promote(serving.promotion("v3", "by hand: trial"));
    assertThat(lake.aliases()).containsExactly("unproven -", "v1 -", "v2 previous", "v3 champion");
    assertThat(store.version(Tables.MODEL_REGISTRY)).isEqualTo(before + 1);

    Serving back = Serving.of(store, "direction");
    Serving.Change change = back.rollBack(Optional.empty(), "rolled back by hand: off");
    back.rollBack(change, new Serving.Trigger("r", Serving.BY_HAND, Double.NaN, Double.NaN, "me"));
    assertThat(lake.aliases()).containsExactly("unproven -", "v1 -", "v2 champion", "v3 -");
    assertThat(store.version(Tables.MODEL_REGISTRY)).isEqualTo(before + 2);
    Row log = store.read(Tables.ROLLBACK_LOGS).head();
    assertThat(log.mkString(" ")).startsWith("direction r v3 v2 by hand NaN NaN me");

    Serving named = Serving.of(store, "direction");
    assertThatThrownBy(() -> named.rollBack(Optional.empty(), "again"))
        .hasMessageContaining("no previous version; name one with --to VERSION");
    assertThat(named.rollBack(Optional.of("v1"), "further").to()).isEqualTo("v1");
  }

  /** Two people, or a person and the night, that read the versions at the same time. */
  @Test
  void whatAnotherHasChangedMeanwhileIsNotUndone() {
    Serving late = Serving.of(store, "direction");
    Serving.Change promotion = late.promotion("v1", "by hand: late");
    Serving.Change back = late.rollBack(Optional.empty(), "late");
    Serving first = Serving.of(store, "direction");
    first.promote(first.promotion("v3", "by hand: first"));
    List<String> after = lake.aliases();
    assertThat(after).containsExactly("unproven -", "v1 -", "v2 previous", "v3 champion");
    assertThatThrownBy(() -> late.promote(promotion))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("somebody has changed the versions of model 'direction'");
    Serving.Trigger trigger = new Serving.Trigger("r", Serving.BY_HAND, 0, 0, "me");
    assertThatThrownBy(() -> late.rollBack(back, trigger)).hasMessageContaining("changed");
    assertThat(lake.aliases()).isEqualTo(after);
    assertThat(store.read(Tables.ROLLBACK_LOGS).count()).isZero();
  }

  @Test
  void whatBecomesOfAnotherModelMeanwhileIsNoHindrance() {
    Serving serving = Serving.of(store, "direction");
    Serving.Change change = serving.promotion("v3", "by hand: trial");
    store.append(
        Tables.MODEL_REGISTRY,
        store
            .read(Tables.MODEL_REGISTRY)
            .where("model_version = 'v2'")
            .withColumn("model", lit("volatility")));
    serving.promote(change);
    assertThat(lake.aliases())
        .containsExactlyInAnyOrder(
            "unproven -", "v1 -", "v2 previous", "v2 champion", "v3 champion");
  }

  @Test
  void aVersionWithoutAliasIsDecidedByItself() {
    Registered before = Registered.of(store, "direction");
    Serving serving = Serving.of(store, "direction");
    serving.promote(serving.promotion("v3", "by hand: trial"));
    before.write(store, List.of(before.version("unproven")));
    Row stale = Registered.withAlias(before.version("v3"), Optional.empty(), "superseded");
    assertThatThrownBy(() -> before.write(store, List.of(stale)))
        .hasMessageContaining("somebody has changed the versions of model 'direction'");
    assertThat(lake.aliases()).contains("v3 champion");
  }

  @Test
  void aColumnThatSomebodyHasAddedIsKept() {
    String registry = "delta.`" + store.lake().location(Tables.MODEL_REGISTRY) + "`";
    store.spark().sql("ALTER TABLE " + registry + " ADD COLUMNS (note BINARY)");
    store.spark().sql("UPDATE " + registry + " SET note = cast(model_version as binary)");
    Serving serving = Serving.of(store, "direction");
    serving.promote(serving.promotion("v3", "by hand: trial"));
    assertThat(lake.aliases()).containsExactly("unproven -", "v1 -", "v2 previous", "v3 champion");
    assertThat(
            store.read(Tables.MODEL_REGISTRY).where("note = cast(model_version as binary)").count())
        .isEqualTo(4);
  }

  /** Whichever of two champions is promoted, the other one is champion no more. */
  @Test
  void ofTwoChampionsEitherMayBePromoted() throws IOException {
    lake.register("v4", Optional.of("champion"), true);
    for (String right : List.of("v2", "v4")) {
      Serving serving = Serving.of(store, "direction");
      assertThat(serving.promotion(right, "by hand: this one").from())
          .contains(right.equals("v2") ? "v4" : "v2");
    }
    Serving serving = Serving.of(store, "direction");
    serving.promote(serving.promotion("v2", "by hand: this one"));
    assertThat(lake.aliases())
        .containsExactly("unproven -", "v1 -", "v2 champion", "v3 -", "v4 previous");
    assertThatThrownBy(() -> Serving.of(store, "direction").promotion("v2", "again"))
        .hasMessageContaining("serves already");
  }

  @Test
  void whatIsCheckedBeforeAPromotionByHand() {
    PromotionChecklist fit = PromotionChecklist.of(store, "direction", "v3");
    assertThat(fit.refused()).isEmpty();
    assertThat(fit.gates())
        .extracting(gate -> gate.verdict() + " " + gate.name())
        .containsExactly(
            "HOLDS certificates hold and the file opens",
            "WARNS tried before",
            "HOLDS a row under 10 ms",
            "HOLDS a fallback is ready");
    assertThat(fit.gates().get(3).detail()).isEqualTo("v2");
    PromotionChecklist unfit = PromotionChecklist.of(store, "direction", "unproven");
    assertThat(unfit.refused())
        .singleElement()
        .satisfies(gate -> assertThat(gate.detail()).contains("onnx-parity (3 flips)"));
  }

  @Test
  void whatMayNotServeIsRefusedAndNothingMoves() throws IOException {
    List<String> before = lake.aliases();
    Serving serving = Serving.of(store, "direction");
    assertThatThrownBy(() -> serving.promotion("unproven", "r"))
        .hasMessageContaining("its certificate does not hold: onnx-parity (3 flips)");
    assertThatThrownBy(() -> serving.promotion("v2", "r")).hasMessageContaining("serves already");
    assertThatThrownBy(() -> serving.promotion("v9", "r"))
        .hasMessageContaining("no version 'v9' of model 'direction'");
    String sha256 =
        store
            .read(Tables.MODEL_REGISTRY)
            .where("model_version = 'v1'")
            .select("onnx_sha256")
            .head()
            .getString(0);
    Path file = folder.resolve("artifacts/" + sha256 + ".onnx");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> serving.rollBack(Optional.empty(), "r"))
        .hasMessageContaining("version 'v1' may not serve")
        .hasMessageContaining("SHA-256");
    Files.delete(file);
    assertThatThrownBy(() -> serving.rollBack(Optional.empty(), "r"))
        .hasMessageContaining("no file");
    store.replace(
        Tables.CERTIFICATES,
        store.read(Tables.CERTIFICATES).where("false"),
        "model_version = 'v3'");
    assertThatThrownBy(() -> serving.promotion("v3", "r"))
        .hasMessageContaining("has no certificate");
    assertThat(lake.aliases()).isEqualTo(before);
  }
}
