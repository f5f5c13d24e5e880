/** Features of the calendar, in UTC. */
package org.tidemark.features.calendar;
