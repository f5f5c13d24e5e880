/** The command line, the only Spark session builder, the only clock, and what a job is. */
package org.tidemark.jobs;
