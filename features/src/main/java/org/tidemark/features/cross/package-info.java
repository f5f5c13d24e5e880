/**
 * Features of an instrument beside others: stage two, a fold over the closed bars of all members of
 * a universe.
 */
package org.tidemark.features.cross;
