package org.tidemark.streaming.score;

import java.util.Map;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.Lake;
import org.tidemark.streaming.feature.Every;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.source.TickSource;

/**
 * One scoring query.
 *
 * @param query its name: lower-case letters, digits and dashes; names its rows and its checkpoint
 * @param model the model whose champion scores
 * @param set the features; a champion of another set is refused
 * @param beginning what the features of a new query begin with
 * @param lineUp who scores beside the champion, or in its place
 * @param every what is scored: closed bars, or ticks too; may change from start to start
 * @param signals strategies whose signals are written too; may change from start to start
 * @param thresholds of the decisions in live.scores; may change from start to start
 * @param checkpoint folder of the query's progress and state; belongs to the query for life
 */
public record ScorerSettings(
    String query,
    String model,
    TickSource source,
    FeatureSet set,
    TickLimits limits,
    String checkpoint,
    Schedule schedule,
    Thresholds thresholds,
    Beginning beginning,
    LineUpSettings lineUp,
    Every every,
    SignalSettings signals) {
  public ScorerSettings {
    if (!query.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "query name '" + query + "' must be lower-case letters, digits and dashes");
    }
    if (model.isBlank()) {
      throw new IllegalArgumentException("a scoring query needs the name of a model");
    }
    lineUp.regimes().need(model, set);
    lineUp.lastResort().ifPresent(rule -> rule.need(set));
    signals.need(set);
  }

  /**
   * The usual settings: standard limits, thresholds for probabilities, checkpoint in the lake, and
   * the newest saved states to begin with.
   */
  public static ScorerSettings of(
      Lake lake, String query, String model, TickSource source, FeatureSet set, Schedule schedule) {
    return new ScorerSettings(
        query,
        model,
        source,
        set,
        TickLimits.standard(),
        lake.folder("checkpoints/" + query),
        schedule,
        Thresholds.ofProbability(),
        Beginning.newest(),
        LineUpSettings.NONE,
        Every.BAR,
        SignalSettings.NONE);
  }

  /** The same query with another checkpoint folder. */
  public ScorerSettings withCheckpoint(String other) {
    return new ScorerSettings(
        query,
        model,
        source,
        set,
        limits,
        other,
        schedule,
        thresholds,
        beginning,
        lineUp,
        every,
        signals);
  }

  /** The same query with another beginning. */
  public ScorerSettings beginningWith(Beginning other) {
    return new ScorerSettings(
        query,
        model,
        source,
        set,
        limits,
        checkpoint,
        schedule,
        thresholds,
        other,
        lineUp,
        every,
        signals);
  }

  /** The same query with others beside the champion, or in its place. */
  public ScorerSettings withLineUp(LineUpSettings other) {
    return new ScorerSettings(
        query,
        model,
        source,
        set,
        limits,
        checkpoint,
        schedule,
        thresholds,
        beginning,
        other,
        every,
        signals);
  }

  /** The same query scoring closed bars alone, or ticks too. */
  public ScorerSettings scoringEvery(Every other) {
    return new ScorerSettings(
        query,
        model,
        source,
        set,
        limits,
        checkpoint,
        schedule,
        thresholds,
        beginning,
        lineUp,
        other,
        signals);
  }

  /** The same query writing signals of strategies too. */
  public ScorerSettings withSignals(SignalSettings other) {
    return new ScorerSettings(
        query,
        model,
        source,
        set,
        limits,
        checkpoint,
        schedule,
        thresholds,
        beginning,
        lineUp,
        every,
        other);
  }

  /** The same query deciding by other thresholds. */
  public ScorerSettings decidingBy(Thresholds other) {
    return new ScorerSettings(
        query,
        model,
        source,
        set,
        limits,
        checkpoint,
        schedule,
        other,
        beginning,
        lineUp,
        every,
        signals);
  }

  /** What names the query and its model in one map, for a run's summary. */
  public Map<String, String> describe() {
    return Map.of(
        "query",
        query,
        "model",
        model,
        "source",
        source.name(),
        "featureSet",
        set.name(),
        "featureSetHash",
        set.hash(),
        "checkpoint",
        checkpoint);
  }
}
