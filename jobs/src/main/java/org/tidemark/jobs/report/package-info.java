/**
 * The nightly report: one immutable {@link org.tidemark.jobs.report.ReportModel} in, one
 * self-contained HTML file out. Nothing here knows Spark, a clock or the network, so that the same
 * model always gives the same bytes.
 */
package org.tidemark.jobs.report;
