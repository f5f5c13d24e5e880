/** Strategy signals over stored feature rows. */
package org.tidemark.jobs.signal;
