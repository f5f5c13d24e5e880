package org.tidemark.jobs.report.fill;

import static org.apache.spark.sql.functions.col;
import static org.tidemark.jobs.report.fill.LakeReader.number;
import static org.tidemark.jobs.report.fill.LakeReader.text;
import static org.tidemark.jobs.report.fill.LakeReader.whole;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.report.CostCurve;
import org.tidemark.jobs.report.Estimate;
import org.tidemark.jobs.report.LedgerFigure;
import org.tidemark.jobs.report.MetricValue;
import org.tidemark.jobs.report.PartMetric;
import org.tidemark.jobs.report.PathFan;
import org.tidemark.jobs.report.Scrutiny;
import org.tidemark.jobs.report.TimeValue;
import org.tidemark.jobs.report.TrialChoices;
import org.tidemark.jobs.validate.StoredTrials;
import org.tidemark.jobs.validate.TrialChoice;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.overfit.OverfitProbability;

/** Reads what speaks for and against the figures of a run: one pass over its metrics. */
final class ScrutinyReader {
  private static final String ALL = "ALL";
  private static final String MONTH = "month-";

  private final LakeReader lake;
  private final List<String> ranking;
  private final List<Row> metrics;

  /**
   * A reader.
   *
   * @param ranking learners, best first
   */
  ScrutinyReader(LakeReader lake, List<String> ranking) {
    this.lake = lake;
    this.ranking = List.copyOf(ranking);
    // What is not over all folds, instruments and regimes; that the metric section has already.
    List<Row> found =
        new ArrayList<>(
            lake.mine(Tables.MODEL_METRICS)
                .where(
                    col("window")
                        .notEqual("test")
                        .or(col("instrument").notEqual(ALL))
                        .or(col("regime").notEqual(ALL)))
                .orderBy("learner", "window", "instrument", "regime", "fold", "metric")
                .collectAsList());
    found.sort(Comparator.comparingInt(this::rank));
    metrics = List.copyOf(found);
  }

  private int rank(Row row) {
    int rank = ranking.indexOf(text(row, "learner"));
    return rank < 0 ? ranking.size() : rank;
  }

  /**
   * All of it.
   *
   * @param paths equity of each backtest path, by learner; empty where there is one path
   */
  Scrutiny read(Map<String, List<List<TimeValue>>> paths) {
    return new Scrutiny(inSample(), fans(paths), ledger(), choices(), costs(), parts());
  }

  private List<Row> of(String window) {
    return metrics.stream().filter(r -> text(r, "window").equals(window)).toList();
  }

  private List<MetricValue> inSample() {
    return of("train").stream()
        .map(
            r ->
                new MetricValue(
                    text(r, "learner"),
                    text(r, "metric"),
                    r.<Integer>getAs("fold"),
                    FoldReader.estimate(r),
                    whole(r, "n")))
        .toList();
  }

  private List<PathFan> fans(Map<String, List<List<TimeValue>>> paths) {
    List<PathFan> fans = new ArrayList<>();
    paths.forEach(
        (learner, curves) -> {
          List<PathFan.BacktestPath> each = new ArrayList<>();
          for (int path = 0; path < curves.size(); path++) {
            each.add(new PathFan.BacktestPath(path, sharpe(learner, path), curves.get(path)));
          }
          fans.add(new PathFan(learner, each));
        });
    return fans;
  }

  private Estimate sharpe(String learner, int path) {
    return of("path-" + path).stream()
        .filter(r -> text(r, "learner").equals(learner) && text(r, "metric").equals("sharpe"))
        .findFirst()
        .map(FoldReader::estimate)
        .orElse(Estimate.of(Double.NaN));
  }

  private List<LedgerFigure> ledger() {
    return of("overfit").stream()
        .map(
            r ->
                new LedgerFigure(
                    text(r, "learner"), text(r, "metric"), number(r, "value"), whole(r, "n")))
        .toList();
  }

  /** From the ledger as it is now, so that the logits need no table of their own. */
  private List<TrialChoices> choices() {
    Optional<StoredTrials> trials = StoredTrials.of(lake.all(Tables.TRIAL_LEDGER), lake.args());
    List<TrialChoices> choices = new ArrayList<>();
    for (String learner : ledger().stream().map(LedgerFigure::learner).distinct().toList()) {
      trials
          .flatMap(t -> t.choice(learner))
          .ifPresent(c -> choices.add(choice(learner, trials.get().count(), c)));
    }
    return choices;
  }

  private static TrialChoices choice(String learner, int trials, TrialChoice choice) {
    List<Double> logits =
        choice
            .overfitting()
            .map(OverfitProbability::logits)
            .map(l -> Arrays.stream(l).boxed().toList())
            .orElse(List.of());
    return new TrialChoices(learner, trials, choice.returns().length, choice.periods(), logits);
  }

  private List<CostCurve> costs() {
    Map<Integer, Map<String, CostCurve.Point>> points = new TreeMap<>();
    for (Row r : metrics) {
      String window = text(r, "window");
      if (window.matches("cost-\\d+x")) {
        int multiple = Integer.parseInt(window.substring(5, window.length() - 1));
        points
            .computeIfAbsent(multiple, k -> new TreeMap<>())
            .merge(text(r, "learner"), point(r, multiple), ScrutinyReader::joined);
      }
    }
    return of("cost").stream()
        .map(
            r ->
                new CostCurve(
                    text(r, "learner"),
                    points.values().stream().map(p -> p.get(text(r, "learner"))).toList(),
                    number(r, "value")))
        .toList();
  }

  private CostCurve.Point point(Row r, int multiple) {
    boolean sharpe = text(r, "metric").equals("sharpe");
    return new CostCurve.Point(
        multiple,
        multiple * lake.args().config().number("cost.bps"),
        sharpe ? number(r, "value") : Double.NaN,
        sharpe ? Double.NaN : number(r, "value"));
  }

  private static CostCurve.Point joined(CostCurve.Point a, CostCurve.Point b) {
    return new CostCurve.Point(
        a.multiple(),
        a.costBasisPoints(),
        Double.isNaN(a.sharpe()) ? b.sharpe() : a.sharpe(),
        Double.isNaN(a.totalReturn()) ? b.totalReturn() : a.totalReturn());
  }

  private List<PartMetric> parts() {
    List<PartMetric> parts = new ArrayList<>();
    for (Row r : metrics) {
      String window = text(r, "window");
      if (window.startsWith(MONTH)) {
        parts.add(part(r, PartMetric.Kind.MONTH, window.substring(MONTH.length())));
      } else if (window.equals("test") && !text(r, "instrument").equals(ALL)) {
        parts.add(part(r, PartMetric.Kind.INSTRUMENT, text(r, "instrument")));
      } else if (window.equals("test")) {
        parts.add(part(r, PartMetric.Kind.REGIME, text(r, "regime")));
      }
    }
    parts.sort(
        Comparator.comparing(PartMetric::kind)
            .thenComparingInt(p -> order(p.part()))
            .thenComparing(PartMetric::part));
    return parts;
  }

  /** Volatility from low to high; other names by text. */
  private static int order(String part) {
    int at =
        List.of("volatility-low", "volatility-middle", "volatility-high", "volatility-unknown")
            .indexOf(part);
    return Math.max(0, at);
  }

  private static PartMetric part(Row r, PartMetric.Kind kind, String name) {
    return new PartMetric(
        kind, name, text(r, "learner"), text(r, "metric"), FoldReader.estimate(r), whole(r, "n"));
  }
}
