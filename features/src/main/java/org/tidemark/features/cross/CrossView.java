package org.tidemark.features.cross;

/**
 * What a feature may look at when a member has a bar: the member's pairs of returns, and all
 * members at the bar's end.
 *
 * <p>A pair covers the time from the member's bar before to its bar. <i>Own</i> is the log return
 * of its close over that time. <i>Market</i> is the sum over all market times in it of the mean log
 * return of the <i>other</i> members that have a return there, 0 where none has. So both cover the
 * same time, also for a member that trades seldom.
 */
public interface CrossView {
  /** Pairs kept, at most what the widest feature needs. */
  int pairs();

  /** The member's own log return {@code age} bars ago. */
  double own(int age);

  /** The log return of the other members over the same time. */
  double market(int age);

  /** Members of the universe at this time. */
  int members();

  /** Members with a bar that ends at this time, this one included. */
  int trading();

  /** Members whose return at this time is above 0. */
  int advancing();

  /** Members whose return at this time is below 0. */
  int declining();

  /**
   * Average rank of the newest own return among all returns at this time, divided by their number:
   * above 0, at most 1. Only with a pair.
   */
  double rank();
}
