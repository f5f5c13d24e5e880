/** Why a live score is what it is, and whether it still comes out the same. */
package org.tidemark.jobs.explain;
