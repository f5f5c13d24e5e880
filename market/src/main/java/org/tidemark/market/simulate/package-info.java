/** Seeded markets with a known signal: for demonstrations, and for tests that need the truth. */
package org.tidemark.market.simulate;
