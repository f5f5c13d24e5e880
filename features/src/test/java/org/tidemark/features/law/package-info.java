/**
 * The laws of features as a test kit, for the registered features and for those of other projects:
 * a test class that implements {@link org.tidemark.features.law.FeatureLaws} has them all.
 */
package org.tidemark.features.law;
