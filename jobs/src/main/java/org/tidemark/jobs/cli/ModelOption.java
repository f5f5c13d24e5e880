package org.tidemark.jobs.cli;

import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.spark.QualityWeights;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Option;

/** Which model a live query scores with, and the features that it reads. */
final class ModelOption {
  @Option(
      names = "--model",
      defaultValue = "direction",
      description = "Model whose champion scores; default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--features",
      defaultValue = "bars40",
      description = "Feature set, of 'tidemark feature-sets'; default: ${DEFAULT-VALUE}.")
  private String features;

  @Option(
      names = "--sampler",
      defaultValue = "time-60s",
      description = {
        "Bars, as in the nightly settings, for example tick-100: docs/how-to/bars.md.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String sampler;

  @Option(
      names = "--quality-weights",
      defaultValue = "1",
      paramLabel = "VERSION",
      description = {
        "Version in features.quality_weights that feature set quality weighs by, as setting",
        "quality.weights of a night. Default: ${DEFAULT-VALUE}."
      })
  private int qualityWeights;

  /** Its name. */
  String name() {
    return model;
  }

  /** The features; weights are read from the lake where they need any. */
  FeatureSet features(TableStore store) {
    return QualityWeights.set(store, features, Samplers.parse(sampler), qualityWeights);
  }
}
