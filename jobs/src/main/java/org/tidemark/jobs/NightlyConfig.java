package org.tidemark.jobs;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tidemark.features.bar.Samplers;
import org.tidemark.models.evaluate.TradingRule;

/**
 * Settings of the nightly chain, from {@code nightly.properties} in the lake and {@code --set} on
 * the command line. Unknown keys are refused.
 */
public final class NightlyConfig {
  /** One setting with its default and meaning. */
  public record Setting(String key, String standard, String meaning) {}

  private static final String SOURCE = "source.";
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");

  /** Every setting, in the order that help shows. */
  public static final List<Setting> SETTINGS =
      List.of(
          new Setting("model", "direction", "name of the model in the registry"),
          new Setting("features", "bars40", "feature set"),
          new Setting("sampler", "time-60s", "bars: " + Samplers.forms()),
          new Setting(
              "quality.weights",
              "1",
              "version of the weights of feature set quality, in features.quality_weights"),
          new Setting(
              "universes",
              "",
              "universes of cross-instrument features, such as coins@1:BTCUSD,ETHUSD; ';' between"
                  + " several; empty for none"),
          new Setting(
              "cross",
              "",
              "name of the universe whose cross-instrument columns models read too; empty for none;"
                  + " such models score in batch, not live"),
          new Setting("label", "fixed-15m", "label, as in docs/how-to/labels.md: fixed-15m, ..."),
          new Setting(
              "split",
              "anchored:folds=12,train=0.4,embargo=PT1H",
              "folds: anchored, rolling, kfold, cpcv or nested, as in 'tidemark validate --help'"),
          new Setting(
              "weights",
              "none",
              "sample weights of training rows: none, or even, uniqueness[:across],"
                  + " decay:LAST[:across] and balance joined by '*', as uniqueness*decay:0.5"),
          new Setting(
              "calibration",
              "none",
              "calibration of probabilities by out-of-fold scores: none, platt, beta, isotonic or"
                  + " temperature"),
          new Setting(
              "interval",
              "none",
              "what out-of-fold scores say of where labels lie: none, split:LEVEL, adaptive:LEVEL or"
                  + " cqr:LEVEL (real labels; cqr:0.9 needs learners quantile-0.05 and"
                  + " quantile-0.95), sets:LEVEL (classes), as split:0.9"),
          new Setting(
              "learners",
              "xgboost,logistic",
              "learners, some of: xgboost, bagging, logistic, elastic-net, random-forest, gbt,"
                  + " gaussian-mixture, momentum-nn, quantile-LEVEL (XGBoost, one quantile of a real"
                  + " label, as quantile-0.05); the last one is the baseline"),
          new Setting(
              "ensemble",
              "off",
              "one more model that combines the learners by their out-of-fold scores: off,"
                  + " weighted, soft, vote, stacking or regime"),
          new Setting(
              "blend",
              "off",
              "a base signal that the score of every model but the baseline is blended with, by an"
                  + " ordered rule, as in docs/how-to/ensembles.md:"
                  + " base=1.0*COLUMN;0.30;COLUMN>0.04:0.15;...; off for none"),
          new Setting("bagging.members", "10", "models of learner bagging, XGBoost each"),
          new Setting(
              "bagging.block",
              "100",
              "mean rows of a block that bagging draws; more than a label span covers"),
          new Setting("xgboost.trees", "100", "boosting rounds"),
          new Setting("xgboost.depth", "6", "depth of a tree"),
          new Setting("xgboost.eta", "0.1", "learning rate"),
          new Setting("xgboost.min.child.weight", "1", "least sum of hessians in a leaf"),
          new Setting("xgboost.row.share", "1", "share of rows drawn for a tree"),
          new Setting("xgboost.column.share", "1", "share of columns drawn for a tree"),
          new Setting(
              "xgboost.order",
              "boosted",
              "boosted, or random-forest: trees side by side, where xgboost.eta is not used and a"
                  + " share of rows or columns (drawn for each split) must be below 1"),
          new Setting(
              "xgboost.loss",
              "squared",
              "loss of a label that is a real number: squared, absolute or quantile:LEVEL"),
          new Setting(
              "xgboost.monotone",
              "",
              "columns in which the output only rises or falls, as rsi_14:+,spread:-; empty: none"),
          new Setting(
              "xgboost.early.stopping",
              "off",
              "off, or when to stop before xgboost.trees and keep the best round, as"
                  + " patience=50,min_delta=0.01,monitor=val_sharpe; what is left out is as there"),
          new Setting(
              "xgboost.monitor.share",
              "0.2",
              "with early stopping: share of the training rows, the last ones, that are watched and"
                  + " not learned from; at most 0.5"),
          new Setting(
              "xgboost.workers",
              "auto",
              "tasks that fit one model together, each on a part of the rows, and all at once;"
                  + " auto: as few as hold the rows, mostly 1"),
          new Setting(
              "xgboost.task.values",
              "2147483631",
              "most values (rows x columns) that one task fits under xgboost.workers=auto, 14 bytes"
                  + " of memory each; the default is the most that it can"),
          new Setting("elastic-net.penalty", "0.001", "penalty of standardised coefficients"),
          new Setting("elastic-net.lasso.share", "0.5", "part of the penalty that is L1, 0 to 1"),
          new Setting("random-forest.trees", "100", "trees that vote"),
          new Setting("random-forest.depth", "6", "depth of a tree"),
          new Setting("random-forest.minimum.rows", "10", "least rows in a leaf"),
          new Setting(
              "random-forest.column.share", "0.33", "share of columns that a split chooses from"),
          new Setting("gbt.trees", "50", "boosting rounds of MLlib"),
          new Setting("gbt.depth", "4", "depth of a tree"),
          new Setting("gbt.rate", "0.1", "learning rate"),
          new Setting("gbt.minimum.rows", "10", "least rows in a leaf"),
          new Setting("gbt.row.share", "1", "share of rows drawn for a tree"),
          new Setting("gaussian-mixture.iterations", "100", "most steps of the fit"),
          new Setting(
              "gaussian-mixture.floor", "0.000001", "added to variances, in squared deviations"),
          new Setting(
              "xgboost.device",
              "cpu",
              "where a fit runs: cpu, cuda (fails where it cannot), or auto: cuda where it can"),
          new Setting("momentum-nn.epochs", "20", "most passes of the net over its rows"),
          new Setting("momentum-nn.batch", "128", "rows of one step of the net's fit"),
          new Setting("momentum-nn.rate", "0.001", "length of its steps"),
          new Setting(
              "momentum-nn.early.stopping",
              "patience=3,min_delta=0.0001,monitor=val_log_loss",
              "off, or when to stop before momentum-nn.epochs and keep the best one"),
          new Setting(
              "momentum-nn.monitor.share", "0.2", "with early stopping: as xgboost.monitor.share"),
          new Setting(
              "momentum-nn.checkpoints",
              "",
              "folder, seen by every executor, where a fit leaves a checkpoint after each epoch, to"
                  + " go on from if it is killed; empty for none"),
          new Setting(
              "tune.space",
              "",
              "settings that task tune chooses, as in 'tidemark tune --help'; empty: none"),
          new Setting("tune.trials", "20", "trials of a study"),
          new Setting("tune.metric", "log_loss", "what a study makes better"),
          new Setting("tune.sampler", "tpe", "what a study tries"),
          new Setting("tune.pruner", "none", "what stops its trials between folds"),
          new Setting(
              "tune.inner",
              "kfold:folds=3,embargo=PT1H",
              "its folds, inside the training rows of the first fold of split; empty: split, on all"
                  + " rows"),
          new Setting("tune.days", "7", "days until task tune chooses anew"),
          new Setting("cost.bps", "1.0", "cost of one unit of turnover, basis points"),
          new Setting("trade.threshold", "0.02", "least distance of a score from 0.5 that trades"),
          new Setting(
              "trade.days.per.year",
              "365",
              "trading days of a year, for annual figures; fewer count where decisions end on"
                  + " fewer"),
          new Setting(
              "promote.test",
              "none",
              "tests that a challenger must pass against the baseline, and against a champion, at a"
                  + " p value after Holm: none, or better:TEST:LEVEL and not-worse:TEST:LEVEL,"
                  + " comma separated; TEST is diebold-mariano, paired-t or mann-whitney"),
          new Setting("seed", "7", "seed of every random choice"),
          new Setting(
              "registry.category",
              "",
              "what the registry says of the model: its slot in a scoring graph, as ENTRY_TIMING"),
          new Setting("registry.family", "", "the same: kind of method, as CLASSIFICATION"),
          new Setting("registry.purpose", "", "the same: one sentence; empty: from the label"),
          new Setting("registry.regimes", "ALL", "the same: regimes it is for, comma separated"),
          new Setting("registry.output", "", "the same: meaning of what the model writes"),
          new Setting("registry.needs", "", "the same: columns that its feature set must have"),
          new Setting("drift.days", "7", "length of the current window of the drift check"));

  private final Map<String, String> values;

  private NightlyConfig(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Defaults, overridden by the given pairs. */
  public static NightlyConfig of(Map<String, String> overrides) {
    Map<String, String> values = new LinkedHashMap<>();
    SETTINGS.forEach(s -> values.put(s.key(), s.standard()));
    overrides.forEach(
        (key, value) -> {
          if (!values.containsKey(key) && !key.startsWith(SOURCE)) {
            throw new IllegalArgumentException(
                "unknown setting '"
                    + key
                    + "'; known: "
                    + SETTINGS.stream().map(Setting::key).toList()
                    + " and source.NAME");
          }
          values.put(key, value.strip());
        });
    if (!MODEL.matcher(values.get("model")).matches()) {
      throw new IllegalArgumentException(
          "setting model = '"
              + values.get("model")
              + "' must be at most 60 letters, digits, '.', '_' and '-', the first a letter or"
              + " digit: it is part of file names");
    }
    return new NightlyConfig(values);
  }

  /** These settings with some of them changed. */
  public NightlyConfig with(Map<String, String> changes) {
    Map<String, String> all = toMap();
    all.putAll(changes);
    return of(all);
  }

  /** A setting as text. */
  public String text(String key) {
    return values.get(key);
  }

  /** A setting as a whole number. */
  public int whole(String key) {
    try {
      return Integer.parseInt(text(key));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "setting " + key + " = '" + text(key) + "' must be a whole number", e);
    }
  }

  /** A setting as a number. */
  public double number(String key) {
    try {
      return Double.parseDouble(text(key));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "setting " + key + " = '" + text(key) + "' must be a number", e);
    }
  }

  /** How predictions are traded: period returns are those of a UTC day. */
  public TradingRule tradingRule() {
    return new TradingRule(
        number("trade.threshold"),
        number("cost.bps"),
        Duration.ofDays(1),
        number("trade.days.per.year"));
  }

  /** A setting as an ISO duration. */
  public Duration duration(String key) {
    return Duration.parse(text(key));
  }

  /** A comma-separated setting. */
  public List<String> list(String key) {
    return Arrays.stream(text(key).split(",")).map(String::strip).toList();
  }

  /** The sources to ingest: name to {@code format[:instrument]=glob}, by name. */
  public Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(SOURCE)) {
            sources.put(key.substring(SOURCE.length()), value);
          }
        });
    return sources;
  }

  /** The settings whose value is not the standard one, by key. */
  public Map<String, String> overrides() {
    Map<String, String> found = toMap();
    SETTINGS.forEach(s -> found.remove(s.key(), s.standard()));
    return found;
  }

  /** Every setting with its value, by key. */
  public Map<String, String> toMap() {
    return new TreeMap<>(values);
  }
}
