package org.tidemark.jobs.train;

import org.tidemark.jobs.NightlyConfig;

/** What the registry says a model is for, as the settings have it or as follows from its label. */
record ModelCard(String category, String family, String purpose, String regimes, String output) {
  private static final String BASELINE = "TRADITIONAL";

  /**
   * Of a model of a run: as the settings describe it, else by what it is.
   *
   * @param label id of its label
   * @param featureSet name of its feature set
   * @param baseline whether it is the run's baseline, which is for the same and of another kind
   */
  static ModelCard of(
      NightlyConfig config, String label, String featureSet, String learner, boolean baseline) {
    boolean described = !config.text("registry.category").isEmpty();
    boolean ensemble = learner.equals(RunEnsemble.NAME);
    String purpose = said(config, "purpose", "Predicts " + label + " from " + featureSet + ".");
    String output = said(config, "output", "probability of class 1, or one probability per class");
    if (baseline) {
      return new ModelCard(
          described ? config.text("registry.category") : "MARKET_CLASSIFICATION",
          described ? BASELINE : "traditional",
          purpose,
          config.text("registry.regimes"),
          output);
    }
    return new ModelCard(
        said(config, "category", ensemble ? "SIGNAL_AGGREGATION" : "GRADIENT_BOOSTING"),
        said(config, "family", ensemble ? "meta-learning" : "classification"),
        purpose,
        config.text("registry.regimes"),
        output);
  }

  private static String said(NightlyConfig config, String key, String otherwise) {
    String text = config.text("registry." + key);
    return text.isEmpty() ? otherwise : text;
  }
}
