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
    int threads)
    implements Serializable {
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
        threads);
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
        count);
  }

  /** The booster's own settings, without objective and seed. */
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
    settings.put("colsample_bytree", columnShare);
    settings.put("max_bin", bins);
    settings.put("nthread", threads);
    settings.put("verbosity", 0);
    return settings;
  }

  /** One JSON object in the order of the record. */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"trees\":%d,\"depth\":%d,\"rate\":%s,\"ridge\":%s,\"minimum_child_weight\":%s,"
            + "\"minimum_gain\":%s,\"row_share\":%s,\"column_share\":%s,\"bins\":%d,\"threads\":%d}",
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
