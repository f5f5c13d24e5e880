package org.tidemark.jobs.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.label.Labeler;
import org.tidemark.features.regime.Regime;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.jobs.train.GraphSize;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.OutOfFoldIntervals;
import org.tidemark.jobs.train.RunBlend;
import org.tidemark.jobs.train.RunEnsemble;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.models.Target;
import org.tidemark.models.learn.Monotone;
import org.tidemark.models.split.Splitter;

/**
 * One model of the catalogue: what it is for and all that is needed to train it.
 *
 * @param name of the model in the registry
 * @param purpose one sentence
 * @param regimes {@value #ALL}, or names of {@link Regime} that it is for
 * @param needs columns that its feature set must have
 * @param output meaning of what it writes
 * @param settings of the nightly chain: {@link #REQUIRED} and others
 */
public record CatalogueEntry(
    String name,
    String purpose,
    Category category,
    Family family,
    List<String> regimes,
    List<String> needs,
    String output,
    Map<String, String> settings) {
  /** Every regime. */
  public static final String ALL = "ALL";

  /** Settings that every entry says itself: the shape of its data, its label and its learners. */
  public static final Set<String> REQUIRED =
      Set.of("features", "sampler", "label", "split", "learners");

  /** Settings that an entry never says: they are its own fields, or the lake's. */
  private static final Set<String> NOT_ITS_OWN =
      Set.of("model", "quality.weights", "drift.days", "trade.days.per.year");

  public CatalogueEntry {
    if (name == null || purpose == null || category == null || family == null || output == null) {
      throw new IllegalArgumentException(
          "entry '" + name + "' must have a name, a purpose, a category, a family and an output");
    }
    regimes = regimes == null ? List.of(ALL) : List.copyOf(regimes);
    needs = needs == null ? List.of() : List.copyOf(needs);
    settings = settings == null ? Map.of() : Map.copyOf(settings);
  }

  /**
   * Refuses an entry that could not be trained, before any row is read.
   *
   * @throws IllegalArgumentException naming the entry and what is wrong with it
   */
  public void check() {
    try {
      Set<String> missing = new TreeSet<>(REQUIRED);
      missing.removeAll(settings.keySet());
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException("its settings lack " + missing);
      }
      for (String key : settings.keySet()) {
        if (NOT_ITS_OWN.contains(key) || key.startsWith("registry.") || key.startsWith("source.")) {
          throw new IllegalArgumentException("its settings must not hold " + key);
        }
      }
      checkRegimes();
      NightlyConfig config = config(Map.of());
      Splitter.parse(config.text("split"));
      LearnerChoice.of(config);
      RunEnsemble.method(config);
      OutOfFoldIntervals.method(config);
      GraphSize.check(config);
      if (config.list("learners").size() < 2) {
        throw new IllegalArgumentException(
            "learners = " + config.text("learners") + " has no baseline; add logistic at its end");
      }
      List<String> columns = ModelColumns.of(features(config), config).names();
      for (String need : needs) {
        if (!columns.contains(need)) {
          throw new IllegalArgumentException(
              "it needs column '"
                  + need
                  + "', but feature set "
                  + config.text("features")
                  + " has "
                  + columns);
        }
      }
      RunBlend.of(config, columns);
      Monotone.parse(config.text("xgboost.monotone")).check(columns);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("catalogue entry '" + name + "': " + e.getMessage(), e);
    }
  }

  private void checkRegimes() {
    if (regimes.equals(List.of(ALL))) {
      return;
    }
    List<String> known = new ArrayList<>();
    for (Regime regime : Regime.values()) {
      known.add(regime.name());
    }
    if (regimes.isEmpty() || !known.containsAll(regimes)) {
      throw new IllegalArgumentException(
          "regimes " + regimes + " must be [ALL], or some of " + known);
    }
  }

  private static FeatureSet features(NightlyConfig config) {
    return FeatureSets.named(config.text("features"), Samplers.parse(config.text("sampler")));
  }

  /**
   * The settings of a run that trains it.
   *
   * @param changes made to them for this once
   */
  public NightlyConfig config(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("model", name);
    all.put("registry.category", category.name());
    all.put("registry.family", family.name());
    all.put("registry.purpose", purpose);
    all.put("registry.regimes", String.join(",", regimes));
    all.put("registry.output", output);
    all.put("registry.needs", String.join(",", needs));
    all.putAll(changes);
    return NightlyConfig.of(all);
  }

  /** What its label asks it to predict. */
  public Target target() {
    return TrainingFrame.target(Labeler.parse(settings.get("label")));
  }

  /** Feature set, bars, label and folds, in one line. */
  public String shape() {
    return settings.get("features")
        + " over "
        + settings.get("sampler")
        + ", label "
        + settings.get("label")
        + ", split "
        + settings.get("split");
  }
}
