/** Alerts: the rules they follow, their beginning and end, and the sinks that people read. */
package org.tidemark.jobs.alarm;
