/** Jobs that fit, export and register models, and the frame of labelled rows they share. */
package org.tidemark.jobs.train;
