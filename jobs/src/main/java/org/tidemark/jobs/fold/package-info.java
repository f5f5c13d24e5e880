/** The folds of a run: counted, stored, read back and drawn. */
package org.tidemark.jobs.fold;
