package org.tidemark.jobs.feature;

import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureDriver;
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
    return new FeatureDriver(store, set(args)).run(args.asOf());
  }

  /** The feature set that a run uses. */
  public static FeatureSet set(NightlyArgs args) {
    return FeatureSets.named(args.config().text("features"), sampler(args));
  }

  static Sampler<?> sampler(NightlyArgs args) {
    return Samplers.parse(args.config().text("sampler"));
  }
}
