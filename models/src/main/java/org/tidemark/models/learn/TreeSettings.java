package org.tidemark.models.learn;

import org.apache.spark.ml.tree.TreeEnsembleParams;

/**
 * What MLlib is asked of every tree, whether trees vote or boost; the ranges are checked before.
 */
record TreeSettings(int depth, int minimumRows, double rowShare, double columnShare, int bins) {
  /** An estimator of MLlib with these settings. */
  <T extends TreeEnsembleParams> T on(T estimator, long seed) {
    estimator.set(estimator.featuresCol(), Standardised.FEATURES);
    estimator.set(estimator.labelCol(), Standardised.LABEL);
    estimator.set(estimator.weightCol(), Standardised.WEIGHT);
    estimator.set(estimator.maxDepth(), depth);
    estimator.set(estimator.minInstancesPerNode(), minimumRows);
    estimator.set(estimator.subsamplingRate(), rowShare);
    estimator.set(estimator.featureSubsetStrategy(), Double.toString(columnShare));
    estimator.set(estimator.maxBins(), bins);
    estimator.set(estimator.seed(), seed);
    return estimator;
  }
}
