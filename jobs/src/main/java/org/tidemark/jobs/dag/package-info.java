/** Pipelines as values: a DAG, its lint, a local runner with resume, and the Airflow rendering. */
package org.tidemark.jobs.dag;
