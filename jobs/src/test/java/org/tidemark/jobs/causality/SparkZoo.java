package org.tidemark.jobs.causality;

import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.MinMaxScaler;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.VectorAssembler;
import org.tidemark.features.causality.Probe;

/** Queries and transformers that look ahead, and the ones that were meant. */
final class SparkZoo {
  private static final String OWN = "partition by instrument order by event_time_nanos";
  private static final String DAY = "date_trunc('DAY', timestamp_micros(open_time_nanos div 1000))";

  private SparkZoo() {}

  /** A query over bars and funding_rates (published an hour after their stamp). */
  record Query(String name, Probe probe, String sql) {}

  /** A stage over bars. */
  record Stage(String name, Probe probe, PipelineStage stage) {}

  private static Query column(String name, String expression) {
    return new Query(
        name,
        Probe.TRUNCATION,
        "select instrument, event_time_nanos, " + expression + " as x from bars");
  }

  static List<Query> leaks() {
    return List.of(
        column("lead()", "lead(close) over (" + OWN + ") / close"),
        column(
            "avg() over the whole day", "avg(close) over (partition by instrument, " + DAY + ")"),
        column(
            "a RANGE that follows",
            "avg(close) over (%s range between current row and 3600000000000 following)"
                .formatted(OWN)),
        column(
            "percent_rank() over all",
            "percent_rank() over (partition by instrument order by close)"),
        column(
            "last_value() to the end",
            "last_value(close) over (%s rows between unbounded preceding and unbounded following)"
                .formatted(OWN)),
        column("max() without a frame", "close / max(high) over (partition by instrument)"),
        new Query(
            "daily aggregate joined on its own date",
            Probe.TRUNCATION,
            """
            with daily as (select instrument, %1$s as day, sum(volume) as v from bars group by 1, 2)
            select b.instrument, b.event_time_nanos, b.volume / d.v as x
            from bars b join daily d on b.instrument = d.instrument and %2$s = d.day
            """
                .formatted(DAY, DAY.replace("open_time_nanos", "b.open_time_nanos"))),
        new Query(
            "rows without a next one dropped",
            Probe.TRUNCATION,
            """
            select instrument, event_time_nanos, close as x from
            (select *, lead(close) over (%s) as next from bars) where next is not null
            """
                .formatted(OWN)),
        new Query("funding by its stamp", Probe.KNOWN_AT, funding(0)));
  }

  static List<Query> twins() {
    return List.of(
        column("lag()", "close / lag(close) over (" + OWN + ")"),
        column(
            "avg() over the day so far",
            "avg(close) over (partition by instrument, %s order by event_time_nanos)"
                .formatted(DAY)),
        column(
            "a RANGE that precedes",
            "avg(close) over (%s range between 3600000000000 preceding and current row)"
                .formatted(OWN)),
        column(
            "a frame of rows",
            "stddev(close) over (%s rows between 19 preceding and current row)".formatted(OWN)),
        new Query(
            "aggregate of the day before",
            Probe.TRUNCATION,
            """
            with daily as (select instrument, %1$s as day, sum(volume) as v from bars group by 1, 2)
            select b.instrument, b.event_time_nanos, b.volume / d.v as x
            from bars b left join daily d
            on b.instrument = d.instrument and %2$s = d.day + interval 1 day
            """
                .formatted(DAY, DAY.replace("open_time_nanos", "b.open_time_nanos"))),
        new Query("funding by its publication", Probe.KNOWN_AT, funding(3_600_000_000_000L)));
  }

  private static String funding(long delayNanos) {
    return """
        select b.instrument, b.event_time_nanos, max_by(f.rate, f.event_time_nanos) as x
        from bars b left join funding_rates f
        on b.instrument = f.instrument and f.event_time_nanos + %d <= b.event_time_nanos
        group by 1, 2
        """
        .formatted(delayNanos);
  }

  private static PipelineStage pipeline(PipelineStage last) {
    VectorAssembler assembler =
        new VectorAssembler()
            .setInputCols(new String[] {"open", "close", "volume"})
            .setOutputCol("raw");
    return new Pipeline().setStages(new PipelineStage[] {assembler, last});
  }

  static List<Stage> leakingStages() {
    return List.of(
        new Stage(
            "StandardScaler fitted on all rows",
            Probe.TRUNCATION,
            pipeline(new StandardScaler().setWithMean(true).setInputCol("raw").setOutputCol("z"))),
        new Stage(
            "PCA fitted on all rows",
            Probe.TRUNCATION,
            pipeline(new PCA().setK(1).setInputCol("raw").setOutputCol("z"))),
        new Stage(
            "MinMaxScaler fitted on all rows",
            Probe.TRUNCATION,
            pipeline(new MinMaxScaler().setInputCol("raw").setOutputCol("z"))),
        new Stage(
            "SQLTransformer with lead()",
            Probe.TRUNCATION,
            new SQLTransformer()
                .setStatement("select *, lead(close) over (" + OWN + ") as z from __THIS__")),
        new Stage("running mean kept in the transformer", Probe.REPEAT, new RunningMean()));
  }

  static List<Stage> cleanStages() {
    return List.of(
        new Stage(
            "SQLTransformer with lag()",
            Probe.TRUNCATION,
            new SQLTransformer()
                .setStatement("select *, lag(close) over (" + OWN + ") as z from __THIS__")));
  }

  static PipelineStage scaler() {
    return leakingStages().get(0).stage();
  }
}
