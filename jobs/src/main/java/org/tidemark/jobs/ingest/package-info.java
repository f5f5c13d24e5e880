/** The job that brings files into the market tables. */
package org.tidemark.jobs.ingest;
