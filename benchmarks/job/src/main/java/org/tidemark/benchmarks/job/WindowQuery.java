package org.tidemark.benchmarks.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** Those features that SQL can say as windows, as a data team would write them by hand. */
final class WindowQuery {
  private static final Map<String, String> FEATURES = features();

  private WindowQuery() {}

  private static Map<String, String> features() {
    Map<String, String> f = new LinkedHashMap<>();
    f.put(
        "return_1h",
        "close / last(close) over (partition by instrument order by event_time_nanos range between"
            + " unbounded preceding and 3600000000000 preceding) - 1");
    f.put("price_momentum_20", "close / lag(close, 20) over log - 1");
    f.put(
        "price_acceleration_20",
        "close / lag(close, 20) over log - lag(close, 20) over log / lag(close, 40) over log");
    f.put("sma_deviation_30", "close / avg(close) over last30 - 1");
    f.put(
        "vwap_deviation_60",
        "close / (sum(tp * volume) over last60 / sum(volume) over last60) - 1");
    f.put("high_low_range", "(high - low) / close");
    f.put("open_close_spread", "(close - open) / close");
    f.put("gap_percent", "100 * (open / lag(close) over log - 1)");
    f.put("stochastic_5_3", "avg(fast_k) over last3");
    f.put("rate_of_change_10", "100 * (close / lag(close, 10) over log - 1)");
    f.put(
        "williams_r_14",
        "-100 * (max(high) over last14 - close) / nullif(max(high) over last14 - min(low) over"
            + " last14, 0)");
    f.put("momentum_10", "(close - lag(close, 10) over log) / close");
    f.put("historical_volatility_20", "hv20");
    f.put("realized_volatility_60", "sqrt(sum(r * r) over last60)");
    f.put("parkinson_volatility_20", "sqrt(avg(hl * hl) over last20 / (4 * ln(2)))");
    f.put(
        "garman_klass_volatility_20",
        "sqrt(avg(hl * hl / 2 - (2 * ln(2) - 1) * co * co) over last20)");
    f.put("bollinger_width_5", "4 * stddev_pop(close) over last5 / avg(close) over last5");
    f.put("volatility_ratio_20_100", "hv20 / nullif(stddev_samp(r) over last100, 0)");
    f.put(
        "volatility_of_volatility_20_60",
        "stddev_samp(hv20) over last60 / nullif(avg(hv20) over last60, 0)");
    f.put("volume_ratio_5_60", "avg(volume) over last5 / avg(volume) over last60");
    f.put("volume_ratio_15_120", "avg(volume) over last15 / avg(volume) over last120");
    f.put("volume_ratio_60_240", "avg(volume) over last60 / avg(volume) over last240");
    f.put(
        "volume_momentum_20",
        "(sum(volume) over last20 - sum(volume) over before20) / (sum(volume) over last20 +"
            + " sum(volume) over before20)");
    f.put(
        "volume_weighted_price_20",
        "sum(close * volume) over last20 / sum(volume) over last20 / avg(close) over last20 - 1");
    return f;
  }

  /** Columns that the query makes. */
  static List<String> names() {
    return List.copyOf(FEATURES.keySet());
  }

  /** The rows of every minute bar of the lake. */
  static Dataset<Row> rows(TableStore store) {
    SparkSession spark = store.spark();
    store.read(Tables.BARS).where("bar_seconds = 60").createOrReplaceTempView("minute_bars");
    String windows =
        List.of(3, 5, 14, 15, 20, 30, 60, 100, 120, 240).stream()
            .map(
                n ->
                    "last%d as (partition by instrument order by offset rows between %d preceding and current row)"
                        .formatted(n, n - 1))
            .collect(Collectors.joining(", "));
    String features =
        FEATURES.entrySet().stream()
            // A window's name in parentheses: "over last14 - close" would be one name with a
            // hyphen.
            .map(
                e ->
                    "cast(%s as float) as %s"
                        .formatted(e.getValue().replaceAll("over (\\w+)", "over ($1)"), e.getKey()))
            .collect(Collectors.joining(", "));
    return spark.sql(
        """
        with bars as (
          select instrument, event_time, event_time_nanos, offset, double(open), double(high), double(low),
            double(close), double(volume) from minute_bars),
        returns as (
          select *, (high + low + close) / 3 as tp, ln(high / low) as hl, ln(close / open) as co,
            ln(close / lag(close) over (partition by instrument order by offset)) as r from bars),
        nested as (
          select *, stddev_samp(r) over last20 as hv20,
            100 * (close - min(low) over last5) / nullif(max(high) over last5 - min(low) over last5, 0) as fast_k
          from returns
          window last20 as (partition by instrument order by offset rows between 19 preceding and current row),
            last5 as (partition by instrument order by offset rows between 4 preceding and current row))
        select instrument, event_time, event_time_nanos, offset, open, high, low, close, volume, %s
        from nested
        window log as (partition by instrument order by offset),
          before20 as (partition by instrument order by offset rows between 39 preceding and 20 preceding), %s
        """
            .formatted(features, windows));
  }
}
