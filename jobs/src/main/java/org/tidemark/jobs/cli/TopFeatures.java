package org.tidemark.jobs.cli;

import static org.apache.spark.sql.functions.col;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.explain.FoldShift;
import org.tidemark.models.explain.Importance;
import org.tidemark.models.explain.RankShift;

/**
 * The features that matter most to a run's learner by one method, and how their order moved since
 * another run.
 */
record TopFeatures(TableStore store, String learner, String method) {
  /** Name of the SQL view. */
  static final String VIEW = "top_features";

  private static final int ALL_FOLDS = -1;
  private static final String OF_ALL_ROWS = "coalesce(regime, 'ALL') = 'ALL'";

  /** Importance by fold of one run. */
  private record Run(Map<Integer, List<Importance>> folds) {
    List<Importance> mean() {
      return folds.get(ALL_FOLDS);
    }

    /** Scores of each fold in the order of the names. */
    List<double[]> scores(List<String> names) {
      List<double[]> scores = new ArrayList<>();
      folds.forEach(
          (fold, found) -> {
            if (fold != ALL_FOLDS) {
              Map<String, Double> byName =
                  found.stream().collect(Collectors.toMap(Importance::feature, Importance::score));
              scores.add(names.stream().mapToDouble(byName::get).toArray());
            }
          });
      return scores;
    }
  }

  /** Makes the SQL view {@code top_features} known: means over the folds, on all rows. */
  static void register(TableStore store) {
    store
        .read(Tables.FEATURE_IMPORTANCE)
        .where(col("fold").equalTo(ALL_FOLDS))
        .where(OF_ALL_ROWS)
        .select("run_id", "learner", "method", "rank", "feature", "score")
        .createOrReplaceTempView(VIEW);
  }

  /** Prints the first features of a run. */
  void print(String run, int most, PrintWriter out) {
    List<String[]> lines = new ArrayList<>();
    for (Importance one : first(read(run), most)) {
      lines.add(new String[] {one.rank() + "", one.feature(), number(one.score())});
    }
    TextTable.print(new String[] {"rank", "feature", "score"}, lines, out);
  }

  /** Prints the first features of a run with their places in an earlier one, and the tests. */
  void print(String run, String against, int most, PrintWriter out) {
    Run now = read(run);
    Run before = read(against);
    RankShift shift = RankShift.between(before.mean(), now.mean());
    Map<String, RankShift.Move> moves =
        shift.moves().stream().collect(Collectors.toMap(RankShift.Move::feature, m -> m));
    List<String[]> lines = new ArrayList<>();
    for (Importance one : first(now, most)) {
      RankShift.Move move = moves.get(one.feature());
      lines.add(
          new String[] {
            one.rank() + "",
            one.feature(),
            number(one.score()),
            move == null ? "new" : "%.0f".formatted(move.before()),
            move == null ? "" : "%+.0f".formatted(move.places())
          });
    }
    TextTable.print(new String[] {"rank", "feature", "score", "before", "places"}, lines, out);
    out.printf(
        Locale.ROOT,
        "order against %s: Kendall %.3f, Spearman %.3f over %d features; by chance as alike with p"
            + " = %.4f: %s%n",
        against,
        shift.kendall(),
        shift.spearman(),
        shift.moves().size(),
        shift.pValue(),
        shift.shifted() ? "SHIFTED, the earlier order says nothing" : "the orders agree");
    folds(now, before, shift, out);
  }

  private static void folds(Run now, Run before, RankShift shift, PrintWriter out) {
    List<String> names = shift.moves().stream().map(RankShift.Move::feature).sorted().toList();
    List<double[]> earlier = before.scores(names);
    List<double[]> later = now.scores(names);
    if (earlier.size() < 2 || later.size() < 2 || earlier.size() + later.size() > FoldShift.MOST) {
      out.println("fold by fold: not tested, which takes 2 folds of each run and 16 at most");
      return;
    }
    FoldShift test = FoldShift.between(earlier, later);
    out.printf(
        Locale.ROOT,
        "fold by fold: Kendall %.3f within a run, %.3f between the two; differ by chance as much"
            + " with p = %.4f (at least %.4f with these folds)%n",
        test.within(),
        test.between(),
        test.pValue(),
        1.0 / test.ways());
  }

  private Run read(String run) {
    Map<Integer, List<Importance>> folds = new TreeMap<>();
    for (Row row :
        store
            .read(Tables.FEATURE_IMPORTANCE)
            .where(col("run_id").equalTo(run))
            .where(col("learner").equalTo(learner).and(col("method").equalTo(method)))
            .where(OF_ALL_ROWS)
            .select("fold", "feature", "method", "score", "rank")
            .collectAsList()) {
      folds
          .computeIfAbsent(row.getInt(0), k -> new ArrayList<>())
          .add(new Importance(row.getString(1), row.getString(2), row.getDouble(3), row.getInt(4)));
    }
    if (!folds.containsKey(ALL_FOLDS)) {
      throw new IllegalArgumentException(
          "no importance of learner '"
              + learner
              + "' by method '"
              + method
              + "' in run '"
              + run
              + "'; there is: "
              + stored());
    }
    return new Run(folds);
  }

  private String stored() {
    return store
        .read(Tables.FEATURE_IMPORTANCE)
        .select("run_id", "learner", "method")
        .distinct()
        .orderBy("run_id", "learner", "method")
        .limit(20)
        .collectAsList()
        .stream()
        .map(r -> r.getString(0) + " " + r.getString(1) + " " + r.getString(2))
        .collect(Collectors.joining(", "));
  }

  private static List<Importance> first(Run run, int most) {
    return run.mean().stream()
        .sorted(Comparator.comparingInt(Importance::rank))
        .limit(most)
        .toList();
  }

  private static String number(double score) {
    return "%.6g".formatted(score);
  }
}
