package org.tidemark.jobs.cli;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.tidemark.features.regime.Regime;
import org.tidemark.jobs.catalogue.CatalogueEntry;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Which model is there for a market regime: of each model the version that serves, or else the
 * newest that is no baseline.
 */
final class RegimeModels {
  /** Name of the view: a row per model and regime that it is for, ALL among them. */
  static final String VIEW = "models_by_regime";

  private RegimeModels() {}

  /** Those that name the regime before those for all of them. */
  static Dataset<Row> of(TableStore store, Regime regime) {
    Column named = array_contains(col("regime_list"), regime.name());
    return current(store)
        .where(named.or(col("regimes").equalTo(CatalogueEntry.ALL)))
        .orderBy(when(named, 0).otherwise(1), col("model"))
        .drop("regime_list");
  }

  /** Makes {@link #VIEW} known to SQL; Iceberg's parser knows no functions with parameters. */
  static void register(TableStore store) {
    current(store)
        .withColumn("regime", explode(col("regime_list")))
        .select(
            "regime", "model", "model_version", "alias", "category", "family", "regimes", "purpose")
        .createOrReplaceTempView(VIEW);
  }

  private static Dataset<Row> current(TableStore store) {
    Column serving = when(coalesce(col("alias"), lit("")).equalTo("champion"), 0).otherwise(1);
    return store
        .read(Tables.MODEL_REGISTRY)
        .where(col("tier").equalTo("PRODUCTION").or(serving.equalTo(0)))
        .withColumn("regime_list", split(col("regimes"), ","))
        .withColumn(
            "place",
            row_number()
                .over(
                    Window.partitionBy("model")
                        .orderBy(serving, col("as_of").desc(), col("model_version"))))
        .where(col("place").equalTo(1))
        .select(
            "model",
            "model_version",
            "alias",
            "category",
            "family",
            "regimes",
            "purpose",
            "regime_list");
  }
}
