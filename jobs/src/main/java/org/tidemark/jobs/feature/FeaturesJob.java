package org.tidemark.jobs.feature;

import java.util.List;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.Universe;
import org.tidemark.features.set.CrossSets;
import org.tidemark.features.spark.CrossDriver;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.QualityWeights;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Folds the events since the last saved state into the wide table of the feature set, and into one
 * of cross-instrument features for each universe of the settings.
 */
public final class FeaturesJob implements Job<NightlyArgs, FeaturesJob.Summary> {
  /**
   * What one run did: that of {@link FeatureDriver}, and that of each universe.
   *
   * @param events events folded
   * @param rows rows written
   * @param late events that came too late for their bar
   * @param resumed instruments that went on from a saved state
   * @param restarted instruments folded from their first event
   */
  public record Summary(
      long events,
      long rows,
      long late,
      int resumed,
      int restarted,
      List<CrossDriver.Summary> universes) {}

  @Override
  public String name() {
    return "features";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    FeatureDriver.Summary own = new FeatureDriver(store, set(store, args)).run(args.asOf());
    return new Summary(
        own.events(),
        own.rows(),
        own.late(),
        own.resumed(),
        own.restarted(),
        crossSets(args).stream().map(set -> new CrossDriver(store, set).run(args.asOf())).toList());
  }

  /** The cross-instrument sets that a run makes, one for each universe. */
  public static List<CrossSet> crossSets(NightlyArgs args) {
    return Universe.parseAll(args.config().text("universes")).stream()
        .map(universe -> CrossSets.of(universe, sampler(args)))
        .toList();
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
