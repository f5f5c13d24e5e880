package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Locale;

/**
 * Hyperparameters of {@link RandomForestLearner}; names in MLlib's own words are in brackets.
 *
 * @param trees trees that vote [numTrees], 1 to 2 000
 * @param depth greatest depth of a tree [maxDepth], 1 to 16
 * @param minimumRows least rows on each side of a split [minInstancesPerNode], 1 or more; drawn
 *     rows count as often as they were drawn
 * @param rowShare rows drawn for a tree, with replacement, as a share of all [subsamplingRate],
 *     above 0, at most 1
 * @param columnShare share of columns that a split chooses from [featureSubsetStrategy], above 0,
 *     at most 1
 * @param bins most candidate thresholds per column [maxBins], 2 to 65 536
 */
public record ForestParameters(
    int trees, int depth, int minimumRows, double rowShare, double columnShare, int bins)
    implements Serializable {
  public ForestParameters {
    Ranges.within("trees", trees, 1, 2_000);
    Ranges.within("depth", depth, 1, 16);
    Ranges.within("minimumRows", minimumRows, 1, 1e9);
    Ranges.share("rowShare", rowShare);
    Ranges.share("columnShare", columnShare);
    Ranges.within("bins", bins, 2, 65_536);
  }

  /** 100 trees of depth 6, 10 rows a leaf, all rows drawn, a third of the columns, 64 bins. */
  public static ForestParameters standard() {
    return new ForestParameters(100, 6, 10, 1, 1.0 / 3, 64);
  }

  TreeSettings settings() {
    return new TreeSettings(depth, minimumRows, rowShare, columnShare, bins);
  }

  /** One JSON object in the order of the record. */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"trees\":%d,\"depth\":%d,\"minimum_rows\":%d,\"row_share\":%s,\"column_share\":%s,"
            + "\"bins\":%d}",
        trees,
        depth,
        minimumRows,
        rowShare,
        columnShare,
        bins);
  }
}
