package org.tidemark.jobs.causality;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.features.causality.Answer;
import org.tidemark.features.causality.Fact;
import org.tidemark.features.causality.Subject;

/**
 * A user's own computation under test: rows of input tables in, a dataset with an instrument, a
 * point in time and values out. Every rerun is a new run of the whole computation on local rows in
 * one partition, so that the same input is read in the same order.
 */
final class SparkSubject implements Subject<InputRow> {
  /** Sums may be taken in another order when the input has another length. */
  private static final double ROUNDING = 1e-9;

  private static final Set<String> KEYS = Set.of("instrument", "event_time", "event_time_nanos");

  /** The user's code. */
  interface Computation {
    /** The result over these inputs, which are views of the session too. */
    Dataset<Row> of(SparkSession session, Map<String, Dataset<Row>> inputs);
  }

  private final String name;
  private final SparkSession session;
  private final List<InputTable> inputs;
  private final Set<String> ignored;
  private final Computation computation;
  private final List<String> columns = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();

  /**
   * @param ignored columns that are no outputs: those that a transformer passes through
   * @param log rows to learn the outputs from: a vector says its width only in a row
   */
  SparkSubject(
      String name,
      SparkSession spark,
      List<InputTable> inputs,
      Set<String> ignored,
      Computation computation,
      List<Fact<InputRow>> log) {
    this.name = name;
    this.session = spark.newSession(); // its views are its own
    this.inputs = List.copyOf(inputs);
    this.ignored = Set.copyOf(ignored);
    this.computation = computation;
    learn(run(log));
  }

  private void learn(Dataset<Row> result) {
    for (String column : result.columns()) {
      if (!KEYS.contains(column) && !ignored.contains(column)) {
        int width = width(result, column);
        columns.add(column);
        widths.add(width);
        for (int i = 0; i < Math.max(1, width); i++) {
          outputs.add(width == 0 ? column : column + "[" + i + "]");
        }
      }
    }
    List<String> all = List.of(result.columns());
    if (!all.contains("instrument")
        || !(all.contains("event_time") || all.contains("event_time_nanos"))
        || outputs.isEmpty()) {
      throw new IllegalArgumentException(
          name
              + " gives the columns "
              + all
              + "; it must give instrument, event_time or event_time_nanos, and at least one value");
    }
  }

  /** Elements of a vector column, 0 for a plain number. */
  private static int width(Dataset<Row> result, String column) {
    if (!result.schema().apply(column).dataType().typeName().equals("vector")) {
      return 0;
    }
    List<Row> one = result.select(column).na().drop().limit(1).collectAsList();
    return one.isEmpty() ? 1 : one.get(0).<Vector>getAs(0).size();
  }

  private Dataset<Row> run(List<Fact<InputRow>> log) {
    Map<String, Dataset<Row>> frames = new LinkedHashMap<>();
    for (InputTable table : inputs) {
      List<Row> rows =
          log.stream()
              .map(Fact::item)
              .filter(i -> i.table().view().equals(table.view()))
              .map(InputRow::row)
              .toList();
      Dataset<Row> frame = session.createDataFrame(rows, table.columns()).coalesce(1);
      frame.createOrReplaceTempView(table.view());
      frames.put(table.view(), frame);
    }
    return computation.of(session, frames);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> outputs() {
    return List.copyOf(outputs);
  }

  @Override
  public double tolerance() {
    return ROUNDING;
  }

  @Override
  public List<Answer> answer(List<Fact<InputRow>> log, long asOfNanos) {
    List<Answer> answers = new ArrayList<>();
    for (Row row : run(log).collectAsList()) {
      List<String> names = List.of(row.schema().fieldNames());
      long time =
          names.contains("event_time_nanos")
              ? row.<Long>getAs("event_time_nanos")
              : InputTable.nanos(row.getAs("event_time"));
      answers.add(new Answer(row.getAs("instrument"), time, time, values(row)));
    }
    return answers;
  }

  private double[] values(Row row) {
    double[] values = new double[outputs.size()];
    int at = 0;
    for (int c = 0; c < columns.size(); c++) {
      Object value = row.getAs(columns.get(c));
      if (widths.get(c) == 0) {
        values[at++] = number(columns.get(c), value);
      } else {
        for (int i = 0; i < widths.get(c); i++) {
          values[at++] = value instanceof Vector v && i < v.size() ? v.apply(i) : Double.NaN;
        }
      }
    }
    return values;
  }

  private double number(String column, Object value) {
    if (value == null) {
      return Double.NaN;
    } else if (value instanceof Number number) {
      return number.doubleValue();
    } else if (value instanceof Boolean yes) {
      return yes ? 1 : 0;
    } else if (value instanceof Timestamp time) {
      return InputTable.nanos(time) / 1e3;
    }
    throw new IllegalArgumentException(
        name
            + ": column "
            + column
            + " holds "
            + value.getClass().getSimpleName()
            + " values; make it a number, or leave it out");
  }
}
