/**
 * Search for hyperparameters and early stopping as pure values: what to try next follows from a
 * study's settings and its ledger of results alone.
 */
package org.tidemark.models.tune;
