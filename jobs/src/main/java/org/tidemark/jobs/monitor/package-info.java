/** Jobs that watch data and models: quality, drift. */
package org.tidemark.jobs.monitor;
