package org.tidemark.lakehouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every table of the lake, by name. These names are contracts: other tools read them. */
public final class Tables {
  private Tables() {}

  /** {@code market.trades}: one row per print. */
  public static final Table TRADES = MarketTables.TRADES;

  /** {@code market.quotes}: one row per change of the best bid or ask. */
  public static final Table QUOTES = MarketTables.QUOTES;

  /** {@code market.books}: one row per book snapshot. */
  public static final Table BOOKS = MarketTables.BOOKS;

  /** {@code market.bars}: one row per instrument, bar length and open time. */
  public static final Table BARS = MarketTables.BARS;

  /** {@code market.liquidations}: one row per forced fill. */
  public static final Table LIQUIDATIONS = MarketTables.LIQUIDATIONS;

  /** {@code market.funding_rates}: one row per funding payment. */
  public static final Table FUNDING_RATES = MarketTables.FUNDING_RATES;

  /** {@code market.open_interest}: one row per reading. */
  public static final Table OPEN_INTEREST = MarketTables.OPEN_INTEREST;

  /** {@code market.sentiment_scores}: one row per reading. */
  public static final Table SENTIMENT_SCORES = MarketTables.SENTIMENT_SCORES;

  /** {@code market.data_quality_logs}: one row per run, rule, instrument and interval. */
  public static final Table DATA_QUALITY_LOGS = MarketTables.DATA_QUALITY_LOGS;

  /** {@code market.late_events}: one row per event that came too late for its bar. */
  public static final Table LATE_EVENTS = MarketTables.LATE_EVENTS;

  /** {@code market.rejected_events}: one row per rejected row of a file. */
  public static final Table REJECTED_EVENTS = MarketTables.REJECTED_EVENTS;

  /** {@code market.ingests}: one row per ingested file, way of reading it and table filled. */
  public static final Table INGESTS = MarketTables.INGESTS;

  /** {@code features.feature_sets}: one row per feature set, hash and output column. */
  public static final Table FEATURE_SETS = FeatureTables.FEATURE_SETS;

  /** {@code features.feature_state}: one row per feature set, instrument and day reached. */
  public static final Table FEATURE_STATE = FeatureTables.FEATURE_STATE;

  /** {@code features.labels}: one row per label definition, instrument and bar. */
  public static final Table LABELS = FeatureTables.LABELS;

  /** {@code features.quality_weights}: one row per version of the weights and dimension. */
  public static final Table QUALITY_WEIGHTS = FeatureTables.QUALITY_WEIGHTS;

  /** {@code features.causality}: one row per look-ahead check, subject and output. */
  public static final Table CAUSALITY = FeatureTables.CAUSALITY;

  /** {@code features.parity}: one row per live query, day and output column. */
  public static final Table PARITY = FeatureTables.PARITY;

  /** {@code features.parity_state}: one row per live query, instrument and day reached. */
  public static final Table PARITY_STATE = FeatureTables.PARITY_STATE;

  /** {@code models.model_registry}: one row per model and version. */
  public static final Table MODEL_REGISTRY = ModelTables.MODEL_REGISTRY;

  /** {@code models.model_manifests}: one row per model and version. */
  public static final Table MODEL_MANIFESTS = ModelTables.MODEL_MANIFESTS;

  /**
   * {@code models.model_metrics}: one row per run, learner, fold, instrument, regime, window and
   * metric.
   */
  public static final Table MODEL_METRICS = ModelTables.MODEL_METRICS;

  /** {@code models.model_comparisons}: one row per run and learner, and per two compared. */
  public static final Table MODEL_COMPARISONS = ComparisonTables.MODEL_COMPARISONS;

  /**
   * {@code models.feature_importance}: one row per run, learner, fold, regime, method and feature.
   */
  public static final Table FEATURE_IMPORTANCE = ModelTables.FEATURE_IMPORTANCE;

  /** {@code models.rollback_logs}: one row per roll-back. */
  public static final Table ROLLBACK_LOGS = ModelTables.ROLLBACK_LOGS;

  /** {@code models.runs}: one row per run and task. */
  public static final Table RUNS = ModelTables.RUNS;

  /** {@code models.studies}: one row per study. */
  public static final Table STUDIES = StudyTables.STUDIES;

  /** {@code models.trials}: one row per study and trial. */
  public static final Table TRIALS = StudyTables.TRIALS;

  /** {@code models.study_steps}: one row per study, trial and fold that was tried. */
  public static final Table STUDY_STEPS = StudyTables.STUDY_STEPS;

  /** {@code models.trial_ledger}: one row per model, trial and date at which it was validated. */
  public static final Table TRIAL_LEDGER = ModelTables.TRIAL_LEDGER;

  /** {@code models.training_events}: one row per run, learner and fold that was to stop early. */
  public static final Table TRAINING_EVENTS = ModelTables.TRAINING_EVENTS;

  /** {@code models.folds}: one row per run and fold. */
  public static final Table FOLDS = ModelTables.FOLDS;

  /** {@code models.oof_predictions}: one row per scored row and fold. */
  public static final Table OOF_PREDICTIONS = ModelTables.OOF_PREDICTIONS;

  /** {@code models.intervals}: one row per scored row and fold, where intervals are asked for. */
  public static final Table INTERVALS = IntervalTables.INTERVALS;

  /** {@code models.drift_metrics}: one row per run, feature set, instrument and feature. */
  public static final Table DRIFT_METRICS = ModelTables.DRIFT_METRICS;

  /** {@code models.ab_tests}: one row per test and look. */
  public static final Table AB_TESTS = ComparisonTables.AB_TESTS;

  /** {@code models.alerts}: one row per run, rule and subject. */
  public static final Table ALERTS = ModelTables.ALERTS;

  /** {@code models.certificates}: one row per model, version and certificate kind. */
  public static final Table CERTIFICATES = ModelTables.CERTIFICATES;

  /** {@code live.scores}: one row per query, instrument, bar and model version scored. */
  public static final Table SCORES = LiveTables.SCORES;

  /** {@code live.provisional_scores}: one row per query and tick scored on its unfinished bar. */
  public static final Table PROVISIONAL_SCORES = LiveTables.PROVISIONAL_SCORES;

  /** Signals of strategies beside live scores. */
  public static final Table LIVE_SIGNALS = LiveTables.SIGNALS;

  /** {@code live.dead_letters}: one row per query and tick that could not be used. */
  public static final Table DEAD_LETTERS = LiveTables.DEAD_LETTERS;

  /** {@code live.ticks}: one row per query and tick that it took. */
  public static final Table LIVE_TICKS = LiveTables.TICKS;

  /** {@code live.features}: one row per query, instrument and bar closed. */
  public static final Table LIVE_FEATURES = LiveTables.FEATURES;

  /** {@code live.beginnings}: one row per query and instrument that it has taken a tick of. */
  public static final Table LIVE_BEGINNINGS = LiveTables.BEGINNINGS;

  /** {@code live.latency}: one row per stage and stretch of micro-batches. */
  public static final Table LATENCY = LiveTables.LATENCY;

  /** {@code live.progress}: one row per query and micro-batch. */
  public static final Table PROGRESS = LiveTables.PROGRESS;

  /** {@code live.drift_cells}: one row per query, model version, column and cell of time. */
  public static final Table LIVE_DRIFT_CELLS = MonitorTables.LIVE_DRIFT_CELLS;

  /** {@code live.drift}: one row per query, model version, column and window of time. */
  public static final Table LIVE_DRIFT = MonitorTables.LIVE_DRIFT;

  /** {@code live.quality}: one row per model version, end of a rolling window and metric. */
  public static final Table LIVE_QUALITY = MonitorTables.LIVE_QUALITY;

  /** {@code models.alert_rules}: one row per rule of the monitor. */
  public static final Table ALERT_RULES = MonitorTables.ALERT_RULES;

  /** {@code models.alert_ends}: one row per alert of the monitor or a scorer that is over. */
  public static final Table ALERT_ENDS = MonitorTables.ALERT_ENDS;

  /** {@code models.alert_deliveries}: one row per alert, event of its life and sink. */
  public static final Table ALERT_DELIVERIES = MonitorTables.ALERT_DELIVERIES;

  /** {@code models.retrain_triggers}: one row per alert that asks for a new fit. */
  public static final Table RETRAIN_TRIGGERS = MonitorTables.RETRAIN_TRIGGERS;

  /** {@code models.retrain_claims}: one row per trigger that a run has taken. */
  public static final Table RETRAIN_CLAIMS = MonitorTables.RETRAIN_CLAIMS;

  private static final List<Table> ALL =
      List.of(
          TRADES,
          QUOTES,
          BOOKS,
          BARS,
          LIQUIDATIONS,
          FUNDING_RATES,
          OPEN_INTEREST,
          SENTIMENT_SCORES,
          DATA_QUALITY_LOGS,
          LATE_EVENTS,
          REJECTED_EVENTS,
          INGESTS,
          FEATURE_SETS,
          FEATURE_STATE,
          LABELS,
          QUALITY_WEIGHTS,
          CAUSALITY,
          PARITY,
          PARITY_STATE,
          MODEL_REGISTRY,
          MODEL_MANIFESTS,
          MODEL_METRICS,
          MODEL_COMPARISONS,
          FEATURE_IMPORTANCE,
          ROLLBACK_LOGS,
          RUNS,
          STUDIES,
          TRIALS,
          STUDY_STEPS,
          TRIAL_LEDGER,
          TRAINING_EVENTS,
          FOLDS,
          OOF_PREDICTIONS,
          INTERVALS,
          DRIFT_METRICS,
          AB_TESTS,
          ALERTS,
          CERTIFICATES,
          SCORES,
          PROVISIONAL_SCORES,
          LIVE_SIGNALS,
          DEAD_LETTERS,
          LIVE_TICKS,
          LIVE_FEATURES,
          LIVE_BEGINNINGS,
          LATENCY,
          PROGRESS,
          LIVE_DRIFT_CELLS,
          LIVE_DRIFT,
          LIVE_QUALITY,
          ALERT_RULES,
          ALERT_ENDS,
          ALERT_DELIVERIES,
          RETRAIN_TRIGGERS,
          RETRAIN_CLAIMS);

  /** Every table but the wide ones, which depend on their feature set. */
  public static List<Table> all() {
    return ALL;
  }

  /** The table of that qualified name, for example {@code market.trades}. */
  public static Optional<Table> named(String qualifiedName) {
    return ALL.stream().filter(t -> t.qualifiedName().equals(qualifiedName)).findFirst();
  }

  /** Tables that analysts read from other engines: published as Iceberg twins. */
  public static List<Table> published() {
    return List.of(
        MODEL_REGISTRY,
        MODEL_MANIFESTS,
        MODEL_METRICS,
        MODEL_COMPARISONS,
        FEATURE_IMPORTANCE,
        DRIFT_METRICS,
        CERTIFICATES,
        FOLDS);
  }

  /**
   * The wide table of a feature set: its bar, then one float column per output.
   *
   * @param outputs columns of the set, in order
   */
  public static Table wide(String featureSet, List<Column> outputs) {
    List<Column> columns = new ArrayList<>(FeatureTables.BAR_COLUMNS);
    columns.addAll(outputs);
    return Table.of(
            "features",
            featureSet,
            "one row per instrument and closed bar",
            columns.toArray(Column[]::new))
        .withKey("instrument", "event_time");
  }
}
