package org.tidemark.jobs.report.fill;

import static org.tidemark.jobs.report.fill.LakeReader.number;
import static org.tidemark.jobs.report.fill.LakeReader.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.report.Estimate;
import org.tidemark.jobs.report.Importance;
import org.tidemark.lakehouse.Tables;

/**
 * Reads what models say of their features: the mean over folds, and the lowest and highest fold
 * around it. Groups of columns and what columns say without a model stay in the table.
 */
final class ImportanceReader {
  private static final Pattern OF_CLASS = Pattern.compile("permutation_auc_of_class_(\\d+)");
  private static final int ALL_FOLDS = -1;

  private record Key(String learner, String method) {}

  private final LakeReader lake;

  ImportanceReader(LakeReader lake) {
    this.lake = lake;
  }

  /**
   * One entry per learner and method.
   *
   * @param ranking learners in the order of the page
   */
  List<Importance> read(List<String> ranking) {
    Map<Key, Map<String, List<Row>>> rows =
        new TreeMap<>(
            Comparator.<Key>comparingInt(
                    k -> ranking.contains(k.learner()) ? ranking.indexOf(k.learner()) : 99)
                .thenComparing(Key::learner)
                .thenComparing(Key::method));
    lake.mine(Tables.FEATURE_IMPORTANCE)
        .where("coalesce(regime, 'ALL') = 'ALL'")
        .where("method <> 'correlation' and method not like 'grouped%'")
        .orderBy("learner", "method", "feature", "fold")
        .collectAsList()
        .forEach(
            r ->
                rows.computeIfAbsent(
                        new Key(text(r, "learner"), text(r, "method")), k -> new TreeMap<>())
                    .computeIfAbsent(text(r, "feature"), k -> new ArrayList<>())
                    .add(r));
    List<Importance> found = new ArrayList<>();
    rows.forEach(
        (key, features) -> {
          List<Importance.FeatureScore> scores = new ArrayList<>();
          features.forEach((f, of) -> scores.add(new Importance.FeatureScore(f, estimate(of))));
          // A model without splits has no gain: a picture of zeros would say that nothing matters.
          if (scores.stream().anyMatch(score -> score.score().value() != 0)) {
            found.add(
                new Importance(key.learner(), words(key.method()), unit(key.method()), scores));
          }
        });
    return found;
  }

  private static Estimate estimate(List<Row> rows) {
    double[] folds =
        rows.stream()
            .filter(r -> r.<Integer>getAs("fold") != ALL_FOLDS)
            .mapToDouble(r -> number(r, "score"))
            .toArray();
    double mean =
        rows.stream()
            .filter(r -> r.<Integer>getAs("fold") == ALL_FOLDS)
            .mapToDouble(r -> number(r, "score"))
            .findFirst()
            .orElseGet(() -> Arrays.stream(folds).average().orElse(Double.NaN));
    return folds.length < 2
        ? Estimate.of(mean)
        : new Estimate(
            mean,
            Arrays.stream(folds).min().orElseThrow(),
            Arrays.stream(folds).max().orElseThrow());
  }

  private static String words(String method) {
    return method.startsWith("permutation") ? "permutation" : method;
  }

  static String unit(String method) {
    Matcher ofClass = OF_CLASS.matcher(method);
    if (ofClass.matches()) {
      return "AUC of class " + ofClass.group(1) + " against the rest lost when shuffled";
    }
    return switch (method) {
      case "gain" -> "share of the gain of all splits";
      case "shap" -> "mean size of its part of a row's margin";
      case "variance" -> "how much it varies, since the model uses no feature";
      case "permutation_auc" -> "AUC lost when shuffled";
      case "permutation_rmse" -> "error gained when shuffled";
      default -> method.replace('_', ' ');
    };
  }
}
