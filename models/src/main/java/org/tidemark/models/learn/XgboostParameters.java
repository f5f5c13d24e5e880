package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hyperparameters of {@link XgboostLearner}; names in XGBoost's own words are in brackets.
 *
 * @param trees how many there are and how they grow
 * @param leaves what a leaf must be worth
 * @param draw what each tree sees
 * @param bins histogram bins per column [max_bin], 2 to 65 536
 * @param threads threads of one fit [nthread]; 1 inside a Spark task of one core
 * @param mode what the fit aims at. A random forest has all its trees in one round
 *     [num_parallel_tree] at rate 1, draws {@link Draw#columnShare} for each split
 *     [colsample_bynode], and needs a share below 1, or all its trees are the same
 */
public record XgboostParameters(
    Trees trees, Leaves leaves, Draw draw, int bins, int threads, XgboostMode mode)
    implements Serializable {
  /**
   * Trees.
   *
   * @param count boosting rounds, 1 to 10 000
   * @param depth greatest depth of a tree [max_depth], 1 to 16
   * @param rate shrinkage of each tree [eta], above 0, at most 1
   */
  public record Trees(int count, int depth, double rate) implements Serializable {
    private static final long serialVersionUID = 1L;

    public Trees {
      Ranges.within("trees", count, 1, 10_000);
      Ranges.within("depth", depth, 1, 16);
      Ranges.share("rate", rate);
    }
  }

  /**
   * Leaves.
   *
   * @param ridge L2 penalty of leaf values [lambda], 0 or more
   * @param minimumChildWeight least sum of second derivatives in a leaf [min_child_weight], 0 or
   *     more
   * @param minimumGain least loss reduction of a split [gamma], 0 or more
   */
  public record Leaves(double ridge, double minimumChildWeight, double minimumGain)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** As XGBoost has them. */
    public static final Leaves STANDARD = new Leaves(1, 1, 0);

    public Leaves {
      Ranges.within("ridge", ridge, 0, 1e6);
      Ranges.within("minimumChildWeight", minimumChildWeight, 0, 1e9);
      Ranges.within("minimumGain", minimumGain, 0, 1e9);
    }
  }

  /**
   * What is drawn for each tree.
   *
   * @param rowShare share of rows [subsample], above 0, at most 1
   * @param columnShare share of columns [colsample_bytree], above 0, at most 1
   */
  public record Draw(double rowShare, double columnShare) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Everything. */
    public static final Draw ALL = new Draw(1, 1);

    public Draw {
      Ranges.share("rowShare", rowShare);
      Ranges.share("columnShare", columnShare);
    }
  }

  /**
   * Of a random forest, as XGBoost's own classes for it have it: a forest has no need to shrink.
   */
  public static final double FOREST_RIDGE = 1e-5;

  private static final long serialVersionUID = 1L;

  public XgboostParameters {
    Ranges.within("bins", bins, 2, 65_536);
    Ranges.within("threads", threads, 1, 1_024);
    if (mode.order() == TreeOrder.RANDOM_FOREST) {
      if (trees.rate() != 1) {
        throw new IllegalArgumentException(
            "rate = " + trees.rate() + " must be 1 in a random forest: its trees are a mean");
      }
      if (draw.equals(Draw.ALL)) {
        throw new IllegalArgumentException(
            "rowShare = 1 and columnShare = 1 give "
                + trees.count()
                + " times the same tree; a random forest needs one of them below 1, as 0.8");
      }
    }
  }

  /** 100 trees of depth 6 at rate 0.1, one thread; everything else as XGBoost has it. */
  public static XgboostParameters standard() {
    return new XgboostParameters(
        new Trees(100, 6, 0.1), Leaves.STANDARD, Draw.ALL, 256, 1, XgboostMode.STANDARD);
  }

  /** These with another size and rate. */
  public XgboostParameters withTrees(int count, int depth, double rate) {
    return new XgboostParameters(new Trees(count, depth, rate), leaves, draw, bins, threads, mode);
  }

  /** These with other demands on a leaf. */
  public XgboostParameters withLeaves(double ridge, double minimumChildWeight, double minimumGain) {
    return new XgboostParameters(
        trees, new Leaves(ridge, minimumChildWeight, minimumGain), draw, bins, threads, mode);
  }

  /** These with other shares of rows and columns. */
  public XgboostParameters withDraw(double rowShare, double columnShare) {
    return new XgboostParameters(
        trees, leaves, new Draw(rowShare, columnShare), bins, threads, mode);
  }

  /** These with other histograms. */
  public XgboostParameters withBins(int count) {
    return new XgboostParameters(trees, leaves, draw, count, threads, mode);
  }

  /** These with another number of threads; the same number gives the same bytes. */
  public XgboostParameters withThreads(int count) {
    return new XgboostParameters(trees, leaves, draw, bins, count, mode);
  }

  /** These with another aim; the sizes must suit it. */
  public XgboostParameters withMode(XgboostMode other) {
    return new XgboostParameters(trees, leaves, draw, bins, threads, other);
  }

  /** Boosting rounds: one for all trees of a forest. */
  int rounds() {
    return mode.order() == TreeOrder.RANDOM_FOREST ? 1 : trees.count();
  }

  /** The booster's own settings, without objective, columns and seed. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("booster", "gbtree");
    settings.put("tree_method", "hist");
    settings.putAll(Device.CPU.settings());
    settings.put("max_depth", trees.depth());
    settings.put("eta", trees.rate());
    settings.put("lambda", leaves.ridge());
    settings.put("min_child_weight", leaves.minimumChildWeight());
    settings.put("gamma", leaves.minimumGain());
    settings.put("subsample", draw.rowShare());
    if (mode.order() == TreeOrder.RANDOM_FOREST) {
      settings.put("num_parallel_tree", trees.count());
      settings.put("colsample_bynode", draw.columnShare());
    } else {
      settings.put("colsample_bytree", draw.columnShare());
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
        trees.count(),
        trees.depth(),
        trees.rate(),
        leaves.ridge(),
        leaves.minimumChildWeight(),
        leaves.minimumGain(),
        draw.rowShare(),
        draw.columnShare(),
        bins,
        threads);
  }
}
