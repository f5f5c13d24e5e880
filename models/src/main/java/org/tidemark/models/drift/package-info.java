/** Drift of a column against a frozen reference: exact mergeable counts, PSI and KS distance. */
package org.tidemark.models.drift;
