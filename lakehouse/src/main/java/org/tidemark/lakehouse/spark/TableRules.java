package org.tidemark.lakehouse.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Predicate$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a Delta table demands of whoever writes its files, as far as this program keeps it by
 * itself: required columns and checks; and the columns whose ranges it wants to know of each file.
 *
 * @param required places of columns that are never null
 * @param measured places of columns with statistics
 * @param arePlain whether that is all; else Delta's own writer has to write
 */
record TableRules(
    String table,
    StructType schema,
    List<Integer> required,
    List<Condition> conditions,
    List<Integer> measured,
    boolean arePlain)
    implements Serializable {
  private static final String CHECK = "delta.constraints.";
  private static final String MEASURED = "delta.dataSkippingStatsColumns";

  /** Spark puts the moment at which it plans into a plan. */
  private static final Pattern OF_THE_MOMENT =
      Pattern.compile("(?i)\\b(current_\\w+|localtimestamp|now|rand\\w*|shuffle|uuid)\\b");

  /** Properties that do not change what is to be written when rows are appended. */
  private static final Set<String> HARMLESS =
      Set.of(
          MEASURED,
          "delta.appendOnly",
          "delta.checkpointInterval",
          "delta.deletedFileRetentionDuration",
          "delta.enableChangeDataFeed",
          "delta.enableDeletionVectors",
          "delta.enableExpiredLogCleanup",
          "delta.logRetentionDuration");

  /**
   * A check of the table as Spark would run it.
   *
   * @param columns of the rows that it is asked of
   */
  record Condition(String name, String sql, Expression expression, Seq<Attribute> columns)
      implements Serializable {}

  static TableRules of(SparkSession spark, String table, StructType schema, Metadata metadata) {
    StructType stored = metadata.schema();
    Map<String, String> properties = CollectionConverters.asJava(metadata.configuration());
    boolean plain = isPlain(schema, metadata, properties);
    List<Condition> conditions = new ArrayList<>();
    for (var property : properties.entrySet()) {
      if (plain && property.getKey().startsWith(CHECK)) {
        String name = property.getKey().substring(CHECK.length());
        Optional<Condition> condition = condition(spark, schema, name, property.getValue());
        condition.ifPresent(conditions::add);
        plain = condition.isPresent();
      }
    }
    List<String> measured = List.of(properties.getOrDefault(MEASURED, "").split("\\s*,\\s*"));
    return new TableRules(
        table,
        schema,
        places(
            schema,
            field ->
                stored.getFieldIndex(field.name()).isDefined()
                    && !stored.apply(field.name()).nullable()),
        List.copyOf(conditions),
        places(
            schema,
            field ->
                measured.contains(field.name())
                    && FileStatistics.MEASURED.contains(field.dataType())),
        plain);
  }

  private static List<Integer> places(StructType schema, Predicate<StructField> of) {
    return IntStream.range(0, schema.size())
        .filter(i -> of.test(schema.fields()[i]))
        .boxed()
        .toList();
  }

  /**
   * No partitions, no names that are mapped, no columns that the table makes or rewrites, none that
   * it requires and this program does not know, and statistics of a kind that is kept here.
   */
  private static boolean isPlain(
      StructType schema, Metadata metadata, Map<String, String> properties) {
    return metadata.partitionColumns().isEmpty()
        && Arrays.stream(metadata.schema().fields())
            .allMatch(
                f ->
                    f.metadata().json().matches("\\{(\"comment\":\"([^\"\\\\]|\\\\.)*\")?}")
                        && (f.nullable() || schema.getFieldIndex(f.name()).isDefined()))
        && properties.containsKey(MEASURED)
        && Arrays.stream(properties.get(MEASURED).split("\\s*,\\s*"))
            .allMatch(
                column ->
                    schema.getFieldIndex(column).isDefined()
                        && FileStatistics.MEASURED.contains(schema.apply(column).dataType()))
        && properties.keySet().stream()
            .allMatch(p -> !p.startsWith("delta.") || HARMLESS.contains(p) || p.startsWith(CHECK));
  }

  /**
   * Empty where only Delta's own writer knows what the check means: it asks for columns that this
   * program does not know, for the time of the write or for chance, or Spark makes something else
   * of it than a condition on each row.
   */
  private static Optional<Condition> condition(
      SparkSession spark, StructType schema, String name, String sql) {
    if (OF_THE_MOMENT.matcher(sql).find()) {
      return Optional.empty();
    }
    RDD<InternalRow> none =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).<InternalRow>emptyRDD().rdd();
    Dataset<Row> rows =
        ((org.apache.spark.sql.classic.SparkSession) spark)
            .internalCreateDataFrame(none, schema, false);
    try {
      return rows.where(sql).queryExecution().optimizedPlan() instanceof Filter filter
          ? Optional.of(new Condition(name, sql, filter.condition(), filter.child().output()))
          : Optional.empty();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      if (e instanceof AnalysisException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Begins to look at the rows of one file. */
  Keeper begin() {
    return new Keeper(this);
  }

  /** Looks at each row of one file. */
  static final class Keeper {
    private final TableRules rules;
    private final int[] required;
    private final List<BasePredicate> conditions;
    private final FileStatistics statistics;

    private Keeper(TableRules rules) {
      this.rules = rules;
      this.required = rules.required().stream().mapToInt(i -> i).toArray();
      this.conditions =
          rules.conditions().stream()
              .map(c -> Predicate$.MODULE$.create(c.expression(), c.columns()))
              .toList();
      this.statistics = new FileStatistics(rules.schema(), rules.measured());
    }

    void pass(InternalRow row) {
      for (int column : required) {
        if (row.isNullAt(column)) {
          throw new IllegalStateException(
              "a row for "
                  + rules.table()
                  + " has no "
                  + rules.schema().fields()[column].name()
                  + ", which the table requires; nothing of it is written");
        }
      }
      for (int i = 0; i < conditions.size(); i++) {
        if (!conditions.get(i).eval(row)) {
          Condition failed = rules.conditions().get(i);
          throw new IllegalStateException(
              "a row for %s does not meet its check %s (%s); nothing of it is written"
                  .formatted(rules.table(), failed.name(), failed.sql()));
        }
      }
      statistics.add(row);
    }

    String statistics() {
      return statistics.json();
    }
  }
}
