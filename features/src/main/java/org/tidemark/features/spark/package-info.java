/** The batch driver of feature sets; holds no arithmetic. */
package org.tidemark.features.spark;
