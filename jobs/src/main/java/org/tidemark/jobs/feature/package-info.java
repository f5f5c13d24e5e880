/** Jobs that bring features and labels up to a date. */
package org.tidemark.jobs.feature;
