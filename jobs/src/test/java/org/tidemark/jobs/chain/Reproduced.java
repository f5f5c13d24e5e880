package org.tidemark.jobs.chain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.train.ReproduceJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** A registered version is fitted again from its manifest. */
record Reproduced(TableStore store, String version, String model) {

  void toTheSameBytes() {
    ReproduceJob.Summary again = again(Optional.empty());
    assertThat(again.sameRows()).isTrue();
    assertThat(again.again()).as(version).isEqualTo(again.registered());
    assertThat(again.sameBytes()).isTrue();
    assertThat(again.elsewhere()).isEmpty();
    assertThatThrownBy(() -> new Reproduced(store, "2023-01-01-xgboost", model).toTheSameBytes())
        .hasMessageContaining("'tidemark models list' lists the versions");
  }

  /**
   * With a manifest that says something else.
   *
   * @param other model that has the same version
   */
  void notOfOtherRowsOrSeeds(String other) {
    assertThatThrownBy(() -> again(Optional.empty()))
        .hasMessageContaining("models " + model + ", " + other + " have a version " + version);
    Dataset<Row> manifest =
        store
            .read(Tables.MODEL_MANIFESTS)
            .where(col("model").equalTo(model).and(col("model_version").equalTo(version)))
            .localCheckpoint();
    assertThat(again(Optional.of(model)).sameBytes()).isTrue();
    tell(manifest, "\"seed\":7,", "\"seed\":8,");
    ReproduceJob.Summary lucky = again(Optional.of(model));
    assertThat(lucky.sameRows()).isTrue();
    assertThat(lucky.sameBytes()).isFalse();
    tell(manifest, "\"rowsHash\":\"", "\"rowsHash\":\"0");
    ReproduceJob.Summary lost = again(Optional.of(model));
    assertThat(lost.sameRows()).isFalse();
    assertThat(lost.sameBytes()).isFalse();
    assertThat(lost.again()).isEmpty();
    tell(manifest, "", "");
  }

  private ReproduceJob.Summary again(Optional<String> named) {
    return new ReproduceJob().run(store, new ReproduceJob.Asked(version, named));
  }

  private void tell(Dataset<Row> manifest, String from, String to) {
    String text = manifest.head().getAs("manifest");
    assertThat(text).contains(from);
    store.upsert(
        Tables.MODEL_MANIFESTS,
        manifest.withColumn("manifest", lit(from.isEmpty() ? text : text.replace(from, to))),
        "model",
        "model_version");
  }
}
