package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Locale;

/**
 * Hyperparameters of {@link GbtLearner}; names in MLlib's own words are in brackets.
 *
 * @param trees boosting rounds [maxIter], 1 to 1 000
 * @param depth greatest depth of a tree [maxDepth], 1 to 16
 * @param rate shrinkage of each tree after the first [stepSize], above 0, at most 1
 * @param minimumRows least rows on each side of a split [minInstancesPerNode], 1 or more
 * @param rowShare share of rows drawn for each tree [subsamplingRate], above 0, at most 1
 * @param columnShare share of columns that a split chooses from [featureSubsetStrategy], above 0,
 *     at most 1
 * @param bins most candidate thresholds per column [maxBins], 2 to 65 536
 */
public record GbtParameters(
    int trees,
    int depth,
    double rate,
    int minimumRows,
    double rowShare,
    double columnShare,
    int bins)
    implements Serializable {
  public GbtParameters {
    Ranges.within("trees", trees, 1, 1_000);
    Ranges.within("depth", depth, 1, 16);
    Ranges.share("rate", rate);
    Ranges.within("minimumRows", minimumRows, 1, 1e9);
    Ranges.share("rowShare", rowShare);
    Ranges.share("columnShare", columnShare);
    Ranges.within("bins", bins, 2, 65_536);
  }

  /** 50 trees of depth 4 at rate 0.1, 10 rows a leaf, all rows and columns, 64 bins. */
  public static GbtParameters standard() {
    return new GbtParameters(50, 4, 0.1, 10, 1, 1, 64);
  }

  TreeSettings settings() {
    return new TreeSettings(depth, minimumRows, rowShare, columnShare, bins);
  }

  /** One JSON object in the order of the record. */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"trees\":%d,\"depth\":%d,\"rate\":%s,\"minimum_rows\":%d,\"row_share\":%s,"
            + "\"column_share\":%s,\"bins\":%d}",
        trees,
        depth,
        rate,
        minimumRows,
        rowShare,
        columnShare,
        bins);
  }
}
