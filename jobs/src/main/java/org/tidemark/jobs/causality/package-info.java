/**
 * The look-ahead detector on a lake: own feature sets, SQL, transformers, labels, folds and fits.
 */
package org.tidemark.jobs.causality;
