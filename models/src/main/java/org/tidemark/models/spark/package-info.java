/** Validation on data frames: row times counted on the cluster, and a spark.ml estimator. */
package org.tidemark.models.spark;
