package org.tidemark.jobs.monitor;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Counts quotes that are crossed (bid above ask), locked (bid equal to ask) or one-sided, per
 * instrument, in the view {@code quality_quotes}. A kind of quote that does not occur is no
 * finding.
 */
final class QuoteRules {
  /** Above it a book is put together wrongly, from stale sides or clocks that differ. */
  private static final double CROSSED_LIMIT = 0.01;

  /** A locked market is normal for moments, a source that often has no spread is not. */
  private static final double LOCKED_LIMIT = 0.1;

  /** Without a side there is no mid, so no price for the bar. */
  private static final double ONE_SIDED_LIMIT = 0.05;

  private QuoteRules() {}

  static Dataset<Row> findings(SparkSession spark) {
    return spark.sql(
        """
        select rule, if(found / quotes > threshold, 'warning', 'info') as severity, instrument,
          timestamp_micros(cast(first_nanos / 1000 as bigint)) as from_time,
          timestamp_micros(cast(last_nanos / 1000 as bigint)) as to_time,
          found / quotes as value, threshold, 'share' as unit, 'logged' as action, 0 as retries,
          concat(cast(found as string), ' of ', cast(quotes as string), ' quotes ', what) as detail
        from (
          select instrument, quotes, first_nanos, last_nanos,
            stack(3,
              'crossed_quotes', crossed, %sD, 'have a bid above the ask',
              'locked_quotes', locked, %sD, 'have a bid equal to the ask',
              'one_sided_quotes', one_sided, %sD, 'lack the bid or the ask')
              as (rule, found, threshold, what)
          from (
            select instrument, count(*) as quotes, min(event_time_nanos) as first_nanos,
              max(event_time_nanos) as last_nanos, count_if(bid > ask) as crossed,
              count_if(bid = ask) as locked, count_if(bid is null or ask is null) as one_sided
            from quality_quotes group by instrument))
        where found > 0
        """
            .formatted(CROSSED_LIMIT, LOCKED_LIMIT, ONE_SIDED_LIMIT));
  }
}
