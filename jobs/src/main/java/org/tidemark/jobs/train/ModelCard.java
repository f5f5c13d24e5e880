package org.tidemark.jobs.train;

import org.tidemark.jobs.NightlyConfig;

/** What the registry says a model is for, as the settings have it or as follows from its label. */
record ModelCard(String category, String family, String purpose, String regimes, String output) {
  private static final String BASELINE = "TRADITIONAL";

  /**
   * Of the challengers of a run.
   *
   * @param label id of its label
   * @param featureSet name of its feature set
   */
  static ModelCard challenger(NightlyConfig config, String label, String featureSet) {
    return new ModelCard(
        said(config, "category", "GRADIENT_BOOSTING"),
        said(config, "family", "classification"),
        said(config, "purpose", "Predicts " + label + " from " + featureSet + "."),
        config.text("registry.regimes"),
        said(config, "output", "probability of class 1, or one probability per class"));
  }

  /** Of its baseline, which is for the same and of another kind. */
  static ModelCard baseline(NightlyConfig config, String label, String featureSet) {
    ModelCard card = challenger(config, label, featureSet);
    boolean described = !config.text("registry.category").isEmpty();
    return new ModelCard(
        described ? card.category : "MARKET_CLASSIFICATION",
        described ? BASELINE : "traditional",
        card.purpose,
        card.regimes,
        card.output);
  }

  private static String said(NightlyConfig config, String key, String otherwise) {
    String text = config.text("registry." + key);
    return text.isEmpty() ? otherwise : text;
  }
}
