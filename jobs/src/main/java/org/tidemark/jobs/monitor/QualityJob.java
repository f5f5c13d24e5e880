package org.tidemark.jobs.monitor;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Looks for holes, jumps, odd quotes and rejected rows in what was ingested and logs each finding
 * with its interval and limit. Nothing is repaired: later stages see the data as it came.
 */
public final class QualityJob implements Job<NightlyArgs, QualityJob.Summary> {
  private static final double MISSING_LIMIT = 0.05;
  private static final double GAP_SECONDS = 3600;
  private static final double JUMP = 0.2;
  private static final double REJECTED_LIMIT = 0.01;
  private static final int GAPS_LOGGED = 20;

  /** How many findings of which severity. */
  public record Summary(long findings, long warnings, long errors) {}

  @Override
  public String name() {
    return "quality";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    SparkSession spark = store.spark();
    String known = "event_time_nanos <= " + args.asOfNanos();
    store.read(Tables.QUOTES).where(known).createOrReplaceTempView("quality_quotes");
    prices(store, known).createOrReplaceTempView("quality_prices");
    store
        .read(Tables.INGESTS)
        .where(
            "first_event_time is null or first_event_time <= timestamp'"
                + args.asOf()
                + " 00:00:00'")
        .createOrReplaceTempView("quality_ingests");
    Dataset<Row> steps =
        spark.sql(
            """
            select *,
              lag(until_nanos) over w as previous_until,
              lag(price) over w as previous_price
            from quality_prices
            window w as (partition by instrument, kind order by offset)
            """);
    steps.createOrReplaceTempView("quality_steps");
    Dataset<Row> findings =
        missing(spark)
            .unionByName(gaps(spark))
            .unionByName(jumps(spark))
            .unionByName(QuoteRules.findings(spark))
            .unionByName(rejected(spark));
    findings = findings.selectExpr("'" + args.runId() + "' as run_id", "*").persist();
    store.replace(Tables.DATA_QUALITY_LOGS, findings, args.mine());
    Row counts =
        findings
            .selectExpr(
                "count(*)", "count_if(severity = 'warning')", "count_if(severity = 'error')")
            .head();
    findings.unpersist();
    return new Summary(counts.getLong(0), counts.getLong(1), counts.getLong(2));
  }

  /** One price per event: bars by their close, prints by their price, quotes by their mid. */
  private static Dataset<Row> prices(TableStore store, String known) {
    return store
        .read(Tables.BARS)
        .where(known)
        .selectExpr(
            "instrument",
            "'bars' as kind",
            "offset",
            "open_time_nanos as from_nanos",
            "event_time_nanos as until_nanos",
            "bar_seconds",
            "cast(close as double) as price")
        .unionByName(
            store
                .read(Tables.TRADES)
                .where(known)
                .selectExpr(
                    "instrument",
                    "'trades' as kind",
                    "offset",
                    "event_time_nanos as from_nanos",
                    "event_time_nanos as until_nanos",
                    "0 as bar_seconds",
                    "cast(price as double) as price"))
        .unionByName(
            store
                .spark()
                .table("quality_quotes")
                .selectExpr(
                    "instrument",
                    "'quotes' as kind",
                    "offset",
                    "event_time_nanos as from_nanos",
                    "event_time_nanos as until_nanos",
                    "0 as bar_seconds",
                    "(cast(bid as double) + cast(ask as double)) / 2 as price"));
  }

  private static Dataset<Row> missing(SparkSession spark) {
    return spark.sql(
        """
        select 'missing_bars' as rule,
          if(value > %1$s, 'warning', 'info') as severity,
          instrument,
          timestamp_micros(cast(first_nanos / 1000 as bigint)) as from_time,
          timestamp_micros(cast(last_nanos / 1000 as bigint)) as to_time,
          value, %1$s as threshold, 'share' as unit, 'logged' as action, 0 as retries,
          concat(cast(present as string), ' of ', cast(expected as string),
            ' bars present on a continuous calendar') as detail
        from (
          select *, 1 - present / expected as value from (
            select instrument, count(*) as present, min(from_nanos) as first_nanos,
              max(until_nanos) as last_nanos,
              cast((max(until_nanos) - min(from_nanos)) / (min(bar_seconds) * 1000000000L)
                as bigint) as expected
            from quality_prices where kind = 'bars' group by instrument))
        """
            .formatted(MISSING_LIMIT));
  }

  private static Dataset<Row> gaps(SparkSession spark) {
    return spark.sql(
        """
        select 'gap' as rule, if(seconds > 86400, 'warning', 'info') as severity, instrument,
          timestamp_micros(cast(previous_until / 1000 as bigint)) as from_time,
          timestamp_micros(cast(from_nanos / 1000 as bigint)) as to_time,
          seconds as value, %1$s as threshold, 'seconds' as unit, 'logged' as action,
          0 as retries,
          concat('no ', kind, ' for ', cast(round(seconds / 3600, 1) as string), ' hours') as detail
        from (
          select *, row_number() over (partition by instrument, kind
            order by seconds desc, offset) as n
          from (select *, (from_nanos - previous_until) / 1e9 as seconds from quality_steps)
          where seconds > %1$s)
        where n <= %2$d
        """
            .formatted(GAP_SECONDS, GAPS_LOGGED));
  }

  private static Dataset<Row> jumps(SparkSession spark) {
    return spark.sql(
        """
        select 'jump' as rule, 'warning' as severity, instrument,
          timestamp_micros(cast(previous_until / 1000 as bigint)) as from_time,
          timestamp_micros(cast(until_nanos / 1000 as bigint)) as to_time,
          abs(price / previous_price - 1) as value, %1$s as threshold, 'fraction' as unit,
          'logged' as action, 0 as retries,
          concat('price went from ', cast(previous_price as string), ' to ',
            cast(price as string)) as detail
        from quality_steps where abs(price / previous_price - 1) > %1$s
        """
            .formatted(JUMP));
  }

  private static Dataset<Row> rejected(SparkSession spark) {
    return spark.sql(
        """
        select 'rejected_rows' as rule, if(value > %1$s, 'warning', 'info') as severity,
          instruments as instrument, first_event_time as from_time, last_event_time as to_time,
          value, %1$s as threshold, 'share' as unit, 'excluded' as action, 0 as retries,
          concat(cast(rows_rejected as string), ' of ', cast(rows_read as string), ' rows of ',
            source, ' rejected; see market.rejected_events') as detail
        from (
          select *, rows_rejected / rows_read as value from (
            select max(source) as source, min(first_event_time) as first_event_time,
              max(last_event_time) as last_event_time, sum(rows_read) as rows_read,
              sum(rows_rejected) as rows_rejected,
              array_join(array_sort(array_distinct(flatten(
                collect_list(split(instruments, ','))))), ',') as instruments
            from quality_ingests group by source_id))
        where rows_rejected > 0
        """
            .formatted(REJECTED_LIMIT));
  }
}
