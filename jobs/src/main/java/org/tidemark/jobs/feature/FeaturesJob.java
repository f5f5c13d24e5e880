package org.tidemark.jobs.feature;

import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.QualityWeights;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.spark.TableStore;

/** Folds the events since the last saved state into the wide table of the feature set. */
public final class FeaturesJob implements Job<NightlyArgs, FeatureDriver.Summary> {
  @Override
  public String name() {
    return "features";
  }

  @Override
  public FeatureDriver.Summary run(TableStore store, NightlyArgs args) {
    return new FeatureDriver(store, set(store, args)).run(args.asOf());
  }

  /** The feature set that a run uses, with what the lake says about it. */
  public static FeatureSet set(TableStore store, NightlyArgs args) {
    return QualityWeights.set(
        store,
        args.config().text("features"),
        sampler(args),
        args.config().whole("quality.weights"));
  }

  static Sampler<?> sampler(NightlyArgs args) {
    return Samplers.parse(args.config().text("sampler"));
  }
}
