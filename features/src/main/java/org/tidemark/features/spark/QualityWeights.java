package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.regime.MqWeights;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** Weights of the market quality score as {@code features.quality_weights} has them. */
public final class QualityWeights {
  private static final String SET = "quality";
  private static final String GATED = "gated73";

  private QualityWeights() {}

  /**
   * The registered feature set of that name; {@code quality} and {@code gated73} with a version of
   * the weights, which their hash covers.
   *
   * @param version of the weights; other sets have none and do not look at it
   * @throws IllegalArgumentException if there is no such set, or as {@link #read}
   */
  public static FeatureSet set(TableStore store, String name, Sampler<?> sampler, int version) {
    return switch (name) {
      case SET -> FeatureSets.quality(sampler, read(store, version));
      case GATED -> FeatureSets.gated73(sampler, read(store, version));
      default -> FeatureSets.named(name, sampler);
    };
  }

  /**
   * The weights of a version.
   *
   * @throws IllegalArgumentException if the table does not have the version, names a dimension
   *     twice, not at all or not rightly, or its weights do not add up to 1
   */
  public static MqWeights read(TableStore store, int version) {
    List<Row> rows =
        store
            .read(Tables.QUALITY_WEIGHTS)
            .where(col("version").equalTo(version))
            .select("dimension", "weight")
            .collectAsList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "features.quality_weights has no version "
              + version
              + "; it has "
              + store
                  .read(Tables.QUALITY_WEIGHTS)
                  .select("version")
                  .distinct()
                  .orderBy("version")
                  .collectAsList()
                  .stream()
                  .map(r -> r.getInt(0))
                  .toList());
    }
    Map<String, Double> weights = new HashMap<>();
    for (Row row : rows) {
      if (weights.put(row.getString(0), row.getDouble(1)) != null) {
        throw new IllegalArgumentException(
            "features.quality_weights names "
                + row.getString(0)
                + " twice in version "
                + version
                + "; give the weights a new version");
      }
    }
    return MqWeights.of(version, weights);
  }
}
