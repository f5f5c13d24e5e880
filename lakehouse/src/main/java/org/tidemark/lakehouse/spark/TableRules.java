package org.tidemark.lakehouse.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Predicate$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tidemark.lakehouse.Check;
import org.tidemark.lakehouse.Table;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a Delta table demands of whoever writes its files, as far as this program keeps it by
 * itself: required columns and checks; and the columns whose ranges it wants to know of each file.
 *
 * @param required places of columns that are never null
 * @param measured places of columns with statistics
 * @param foreign what else it demands, for which Delta's own writer has to write
 */
record TableRules(
    String table,
    StructType schema,
    List<Integer> required,
    List<Condition> conditions,
    List<Integer> measured,
    List<String> foreign)
    implements Serializable {
  private static final String DELTA = "delta.";
  private static final String CHECK = "delta.constraints.";
  private static final String MEASURED = "delta.dataSkippingStatsColumns";

  /** Properties that do not change what is to be written when rows are appended. */
  private static final Set<String> HARMLESS =
      Set.of(
          MEASURED,
          "delta.appendOnly",
          "delta.autoOptimize.autoCompact", // the commit sees to it
          "delta.checkpointPolicy",
          "delta.checkpointInterval",
          "delta.deletedFileRetentionDuration",
          "delta.enableChangeDataFeed",
          "delta.enableDeletionVectors",
          "delta.enableExpiredLogCleanup",
          "delta.logRetentionDuration",
          "delta.targetFileSize", // of OPTIMIZE
          "delta.tuneFileSizesForRewrites");

  /**
   * A check as Spark runs it.
   *
   * @param columns of the rows that it is asked of
   */
  record Condition(Check check, Expression expression, Seq<Attribute> columns)
      implements Serializable {
    static Condition of(SparkSession spark, StructType schema, Check check) {
      RDD<InternalRow> none =
          JavaSparkContext.fromSparkContext(spark.sparkContext()).<InternalRow>emptyRDD().rdd();
      LogicalPlan plan =
          ((org.apache.spark.sql.classic.SparkSession) spark)
              .internalCreateDataFrame(none, schema, false)
              .where(check.sql())
              .queryExecution()
              .optimizedPlan();
      if (!(plan instanceof Filter filter)) {
        throw new IllegalStateException(check + " is no condition on a row");
      }
      return new Condition(check, filter.condition(), filter.child().output());
    }
  }

  static TableRules of(SparkSession spark, Table table, StructType schema, Metadata metadata) {
    StructType stored = metadata.schema();
    // Delta takes names of properties in any case.
    Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    properties.putAll(CollectionConverters.asJava(metadata.configuration()));
    List<Check> kept =
        table.checks().stream()
            .filter(check -> check.sql().equals(properties.get(CHECK + check.name())))
            .toList();
    List<String> measured = List.of(properties.getOrDefault(MEASURED, "").split("\\s*,\\s*"));
    return new TableRules(
        table.qualifiedName(),
        schema,
        places(
            schema,
            field ->
                stored.getFieldIndex(field.name()).isDefined()
                    && !stored.apply(field.name()).nullable()),
        kept.stream().map(check -> Condition.of(spark, schema, check)).toList(),
        places(
            schema,
            field ->
                measured.contains(field.name())
                    && FileStatistics.MEASURED.contains(field.dataType())),
        foreign(schema, metadata, properties, kept, measured));
  }

  private static List<Integer> places(StructType schema, Predicate<StructField> of) {
    return IntStream.range(0, schema.size())
        .filter(i -> of.test(schema.fields()[i]))
        .boxed()
        .toList();
  }

  /**
   * Partitions, names that are mapped, columns that the table makes or rewrites or requires and
   * this program does not know, checks that are not this program's, and statistics of another kind
   * than is kept here.
   */
  private static List<String> foreign(
      StructType schema,
      Metadata metadata,
      Map<String, String> properties,
      List<Check> kept,
      List<String> measured) {
    Set<String> allowed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    allowed.addAll(HARMLESS);
    kept.forEach(check -> allowed.add(CHECK + check.name()));
    List<String> foreign = new ArrayList<>();
    CollectionConverters.asJava(metadata.partitionColumns())
        .forEach(column -> foreign.add("partitions by " + column));
    for (StructField field : metadata.schema().fields()) {
      boolean isKnown = schema.getFieldIndex(field.name()).isDefined();
      if (!saysOnlyWhatItMeans(field) || !field.nullable() && !isKnown) {
        foreign.add("column " + field.name());
      }
    }
    for (String column : measured) {
      if (schema.getFieldIndex(column).isEmpty()
          || !FileStatistics.MEASURED.contains(schema.apply(column).dataType())) {
        foreign.add("statistics on " + column);
      }
    }
    for (String property : properties.keySet()) {
      if (property.regionMatches(true, 0, DELTA, 0, DELTA.length())
          && !allowed.contains(property)) {
        foreign.add(property);
      }
    }
    return List.copyOf(foreign);
  }

  private static boolean saysOnlyWhatItMeans(StructField field) {
    return new MetadataBuilder()
        .withMetadata(field.metadata())
        .remove("comment")
        .build()
        .equals(org.apache.spark.sql.types.Metadata.empty());
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
                  .formatted(rules.table(), failed.check().name(), failed.check().sql()));
        }
      }
      statistics.add(row);
    }

    long rows() {
      return statistics.rows();
    }

    String statistics() {
      return statistics.json();
    }
  }
}
