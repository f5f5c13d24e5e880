/**
 * Several models that make one score, how their combination is learned from out-of-fold rows, and
 * what stands before and behind a model in one file.
 */
package org.tidemark.models.ensemble;
