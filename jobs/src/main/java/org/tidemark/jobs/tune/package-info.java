/** The search for settings: a study over folds, its tables, and what the best of it is. */
package org.tidemark.jobs.tune;
