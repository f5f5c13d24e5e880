/**
 * Fills the report of a run from the lake's tables: one reader per section. A table that is not
 * there yet counts as empty and is not created.
 */
package org.tidemark.jobs.report.fill;
