package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hyperparameters of {@link XgboostLearner}; names in XGBoost's own words are in brackets.
 *
 * @param trees boosting rounds, 1 to 10 000
 * @param depth greatest depth of a tree [max_depth], 1 to 16
 * @param rate shrinkage of each tree [eta], above 0, at most 1
 * @param ridge L2 penalty of leaf values [lambda], 0 or more
 * @param minimumChildWeight least sum of second derivatives in a leaf [min_child_weight], 0 or more
 * @param minimumGain least loss reduction of a split [gamma], 0 or more
 * @param rowShare share of rows drawn for each tree [subsample], above 0, at most 1
 * @param columnShare share of columns drawn for each tree [colsample_bytree], above 0, at most 1
 * @param bins histogram bins per column [max_bin], 2 to 65 536
 * @param threads threads of one fit [nthread]; 1 inside a Spark task of one core
 * @param mode what the fit aims at. A random forest has all its trees in one round
 *     [num_parallel_tree] at rate 1, draws {@code columnShare} for each split [colsample_bynode],
 *     and needs a share below 1, or all its trees are the same
 */
public record XgboostParameters(
    int trees,
    int depth,
    double rate,
    double ridge,
    double minimumChildWeight,
    double minimumGain,
    double rowShare,
    double columnShare,
    int bins,
    int threads,
    XgboostMode mode)
    implements Serializable {
  /**
   * Of a random forest, as XGBoost's own classes for it have it: a forest has no need to shrink.
   */
  public static final double FOREST_RIDGE = 1e-5;

  private static final long serialVersionUID = 1L;

  public XgboostParameters {
    Ranges.within("trees", trees, 1, 10_000);
    Ranges.within("depth", depth, 1, 16);
    Ranges.within("ridge", ridge, 0, 1e6);
    Ranges.within("minimumChildWeight", minimumChildWeight, 0, 1e9);
    Ranges.within("minimumGain", minimumGain, 0, 1e9);
    Ranges.within("bins", bins, 2, 65_536);
    Ranges.within("threads", threads, 1, 1_024);
    Ranges.share("rate", rate);
    Ranges.share("rowShare", rowShare);
    Ranges.share("columnShare", columnShare);
    if (mode.order() == TreeOrder.RANDOM_FOREST) {
      if (rate != 1) {
        throw new IllegalArgumentException(
            "rate = " + rate + " must be 1 in a random forest: its trees are a mean");
      }
      if (rowShare == 1 && columnShare == 1) {
        throw new IllegalArgumentException(
            "rowShare = 1 and columnShare = 1 give "
                + trees
                + " times the same tree; a random forest needs one of them below 1, as 0.8");
      }
    }
  }

  /** These in {@link XgboostMode#STANDARD}. */
  public XgboostParameters(
      int trees,
      int depth,
      double rate,
      double ridge,
      double minimumChildWeight,
      double minimumGain,
      double rowShare,
      double columnShare,
      int bins,
      int threads) {
    this(
        trees,
        depth,
        rate,
        ridge,
        minimumChildWeight,
        minimumGain,
        rowShare,
        columnShare,
        bins,
        threads,
        XgboostMode.STANDARD);
  }

  /** 100 trees of depth 6 at rate 0.1, one thread; everything else as XGBoost has it. */
  public static XgboostParameters standard() {
    return new XgboostParameters(100, 6, 0.1, 1, 1, 0, 1, 1, 256, 1);
  }

  /** These with another size and rate. */
  public XgboostParameters withTrees(int count, int maximumDepth, double shrinkage) {
    return new XgboostParameters(
        count,
        maximumDepth,
        shrinkage,
        ridge,
        minimumChildWeight,
        minimumGain,
        rowShare,
        columnShare,
        bins,
        threads,
        mode);
  }

  /** These with another number of threads; the same number gives the same bytes. */
  public XgboostParameters withThreads(int count) {
    return new XgboostParameters(
        trees,
        depth,
        rate,
        ridge,
        minimumChildWeight,
        minimumGain,
        rowShare,
        columnShare,
        bins,
        count,
        mode);
  }

  /** These with another aim; the sizes must suit it. */
  public XgboostParameters withMode(XgboostMode other) {
    return new XgboostParameters(
        trees,
        depth,
        rate,
        ridge,
        minimumChildWeight,
        minimumGain,
        rowShare,
        columnShare,
        bins,
        threads,
        other);
  }

  /** Boosting rounds: one for all trees of a forest. */
  int rounds() {
    return mode.order() == TreeOrder.RANDOM_FOREST ? 1 : trees;
  }

  /** The booster's own settings, without objective, columns and seed. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("booster", "gbtree");
    settings.put("tree_method", "hist");
    settings.putAll(Device.CPU.settings());
    settings.put("max_depth", depth);
    settings.put("eta", rate);
    settings.put("lambda", ridge);
    settings.put("min_child_weight", minimumChildWeight);
    settings.put("gamma", minimumGain);
    settings.put("subsample", rowShare);
    if (mode.order() == TreeOrder.RANDOM_FOREST) {
      settings.put("num_parallel_tree", trees);
      settings.put("colsample_bynode", columnShare);
    } else {
      settings.put("colsample_bytree", columnShare);
    }
    settings.put("max_bin", bins);
    settings.put("nthread", threads);
    settings.put("verbosity", 0);
    return settings;
  }

  /** One JSON object in the order of the record; of the mode, what is not standard. */
  public String json() {
    StringBuilder text = new StringBuilder(sizes());
    mode.words()
        .forEach((k, v) -> text.append(",\"").append(k).append("\":\"").append(v).append('"'));
    return text.append('}').toString();
  }

  private String sizes() {
    return String.format(
        Locale.ROOT,
        "{\"trees\":%d,\"depth\":%d,\"rate\":%s,\"ridge\":%s,\"minimum_child_weight\":%s,"
            + "\"minimum_gain\":%s,\"row_share\":%s,\"column_share\":%s,\"bins\":%d,\"threads\":%d",
        trees,
        depth,
        rate,
        ridge,
        minimumChildWeight,
        minimumGain,
        rowShare,
        columnShare,
        bins,
        threads);
  }
}
