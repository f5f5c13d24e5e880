package org.tidemark.jobs.signal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.strategy.QualityGate;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.features.strategy.StrategySettings;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.score.SignalSettings;
import org.tidemark.streaming.score.Signals;
import org.tidemark.streaming.score.Thresholds;

/**
 * Signals of strategies over the rows of wide feature tables: one row per bar and strategy, with
 * {@code instrument}, {@code event_time}, {@code event_time_nanos}, {@code strategy}, {@code value}
 * and {@code gate}. A value is NaN where a feature that it reads is missing; a bar without a row of
 * market quality has the gate {@link QualityGate#MISSING}.
 *
 * @param features name of the feature set whose rows the signals read
 * @param quality name of the set with market quality and regime of the same bars
 * @param strategies which, in this order
 * @param thresholds in place of the standard ones, by name
 */
public record SignalRows(
    String features, String quality, List<Strategy> strategies, Map<String, Double> thresholds) {
  private static final List<String> BAR = List.of("instrument", "event_time", "event_time_nanos");
  private static final StructType SCHEMA =
      new StructType()
          .add("instrument", DataTypes.StringType, false)
          .add("event_time", DataTypes.TimestampType, false)
          .add("event_time_nanos", DataTypes.LongType, false)
          .add("strategy", DataTypes.StringType, false)
          .add("value", DataTypes.DoubleType, false)
          .add("gate", DataTypes.StringType, false);

  public SignalRows {
    strategies = List.copyOf(strategies);
    thresholds = Map.copyOf(thresholds);
    StrategySettings.of(thresholds); // refuses what is unknown or out of range
    if (strategies.isEmpty()) {
      throw new IllegalArgumentException("no strategy is named; name one or leave the choice out");
    }
  }

  /**
   * The signals of the bars that a condition on instrument and event time lets through.
   *
   * @throws IllegalArgumentException if a table is not there or lacks a column
   */
  public Dataset<Row> of(TableStore store, Column bars) {
    Set<String> reads = new LinkedHashSet<>();
    strategies.forEach(strategy -> reads.addAll(strategy.columns()));
    Dataset<Row> rows = table(store, features, reads).where(bars);
    Dataset<Row> market =
        table(store, quality, QualityGate.COLUMNS)
            .where(bars)
            .select("instrument", "event_time_nanos", QualityGate.SCORE, QualityGate.REGIME);
    List<String> names = new ArrayList<>(reads);
    names.addAll(QualityGate.COLUMNS);
    List<Column> taken = new ArrayList<>(BAR.stream().map(name -> col(name)).toList());
    names.forEach(name -> taken.add(col(name).cast("float")));
    return rows.join(market, new String[] {"instrument", "event_time_nanos"}, "left")
        .select(taken.toArray(Column[]::new))
        .flatMap(each(names), Encoders.row(SCHEMA));
  }

  private FlatMapFunction<Row, Row> each(List<String> names) {
    int width = names.size();
    Signals signals =
        new SignalSettings(strategies, thresholds, Optional.empty(), SignalSettings.Gate.QUALITY)
            .over(names, Thresholds.ofProbability());
    return row -> each(row, width, signals);
  }

  private static Iterator<Row> each(Row row, int width, Signals signals) {
    float[] values = new float[width];
    for (int i = 0; i < width; i++) {
      values[i] = number(row, BAR.size() + i);
    }
    List<Row> made = new ArrayList<>(signals.strategies().size());
    for (int i = 0; i < signals.strategies().size(); i++) {
      Signals.Signal signal = signals.of(i, values, Float.NaN);
      made.add(
          RowFactory.create(
              row.get(0),
              row.get(1),
              row.get(2),
              signals.strategies().get(i).key(),
              signal.signal(),
              signal.gate()));
    }
    return made.iterator();
  }

  private static float number(Row row, int at) {
    return row.isNullAt(at) ? Float.NaN : row.getFloat(at);
  }

  private static Dataset<Row> table(TableStore store, String set, Iterable<String> needed) {
    String folder = store.lake().folder("features/" + set);
    if (!set.matches("[a-z][a-z0-9_]*") || !DeltaTable.isDeltaTable(store.spark(), folder)) {
      throw new IllegalArgumentException(
          "the lake has no table features."
              + set
              + "; 'tidemark features --set features="
              + set
              + "' makes it, 'tidemark feature-sets' lists the sets");
    }
    Dataset<Row> rows = store.spark().read().format("delta").load(folder);
    List<String> found = Arrays.asList(rows.columns());
    for (String column : needed) {
      if (!found.contains(column)) {
        throw new IllegalArgumentException(
            "features." + set + " has no column " + column + ", which is read; it has " + found);
      }
    }
    return rows;
  }

  /** How the signals of each strategy are spread: bars, missing, sells, buys, let through. */
  public static Dataset<Row> summary(Dataset<Row> signals) {
    return signals
        .groupBy("strategy")
        .agg(
            count(lit(1)).as("bars"),
            expr("count_if(isnan(value))").as("missing"),
            expr("count_if(value < 0)").as("sells"),
            expr("count_if(not isnan(value) and value > 0)").as("buys"),
            expr("count_if(gate = 'OPEN' and value != 0)").as("let_through"))
        .orderBy("strategy");
  }
}
