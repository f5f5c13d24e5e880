package org.tidemark.lakehouse.spark;

import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.ColumnType;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Migration;
import org.tidemark.lakehouse.Table;
import scala.Option;

/**
 * Reads and writes the tables of one lake. Tables are created on first use and migrated when the
 * code knows a later schema. Every write is one atomic commit and idempotent: the same call leaves
 * the same content.
 */
public final class TableStore {
  private static final String SCHEMA_VERSION = "tidemark.schemaVersion";
  private static final List<String> CLOCKS = List.of("event_time_nanos", "offset");
  private static final List<String> UNREPEATED =
      List.of("event_time", "event_time_nanos", "offset", "open_time_nanos");

  private final SparkSession spark;
  private final Lake lake;
  private final Map<String, Integer> ensured = new ConcurrentHashMap<>();

  public TableStore(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  public SparkSession spark() {
    return spark;
  }

  public Lake lake() {
    return lake;
  }

  /** Whether the table has been created. */
  public boolean exists(Table table) {
    return DeltaTable.isDeltaTable(spark, lake.location(table));
  }

  /**
   * Creates the table, or brings it to the schema of today. A store looks once at each schema: a
   * live query would else pay for the look at every table of every micro-batch.
   */
  public void ensure(Table table) {
    if (ensured.getOrDefault(table.qualifiedName(), 0) == table.schemaVersion()) {
      return;
    }
    if (!exists(table)) {
      create(table);
    } else {
      migrate(table);
    }
    ensured.put(table.qualifiedName(), table.schemaVersion());
  }

  private void create(Table table) {
    String keys = statistics(table);
    DeltaTableBuilder builder =
        DeltaTable.createIfNotExists(spark)
            .location(lake.location(table))
            .comment(table.grain())
            .property(SCHEMA_VERSION, Integer.toString(table.schemaVersion()))
            .property("delta.enableDeletionVectors", "false")
            .property("delta.dataSkippingStatsColumns", keys);
    for (Column column : table.columns()) {
      if (column.type() == ColumnType.FLOAT || UNREPEATED.contains(column.name())) {
        // Hardly a value comes twice: a dictionary would be built, then thrown away.
        builder = builder.property("parquet.enable.dictionary#" + column.name(), "false");
      }
      builder =
          builder.addColumn(
              DeltaTable.columnBuilder(spark, column.name())
                  .dataType(TableSchemas.type(column.type()))
                  .nullable(!column.isRequired())
                  .comment(column.meaning())
                  .build());
    }
    for (var check : table.checks()) {
      builder = builder.property("delta.constraints." + check.name(), check.sql());
    }
    builder.execute();
  }

  /** Files are skipped by keys, time and offset; statistics on floats cost and help not. */
  private static String statistics(Table table) {
    return table.columns().stream()
        .filter(c -> table.key().contains(c.name()) || CLOCKS.contains(c.name()))
        .filter(c -> c.type() != ColumnType.BOOLEAN)
        .map(Column::name)
        .collect(Collectors.joining(","));
  }

  private void migrate(Table table) {
    // From the log's own snapshot, which a read needs anyway: asking Spark for it is a query more.
    DeltaLog log = DeltaLog.forTable(spark, lake.location(table));
    int at =
        Integer.parseInt(
            log.update(false, Option.empty(), Option.empty())
                .metadata()
                .configuration()
                .getOrElse(SCHEMA_VERSION, () -> "1"));
    if (at > table.schemaVersion()) {
      throw new IllegalStateException(
          table.qualifiedName()
              + " has schema version "
              + at
              + " but this program knows "
              + table.schemaVersion()
              + "; use the newer program that wrote it");
    }
    for (int step = at; step < table.schemaVersion(); step++) {
      if (table.migrations().get(step) instanceof Migration.AddColumn add) {
        Column c = add.column();
        spark.sql(
            "ALTER TABLE delta.`%s` ADD COLUMNS (%s %s COMMENT '%s')"
                .formatted(
                    lake.location(table),
                    c.name(),
                    c.type().sql(),
                    c.meaning().replace("'", "\\'")));
      }
    }
    if (at < table.schemaVersion()) {
      spark.sql(
          "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('%s' = '%d')"
              .formatted(lake.location(table), SCHEMA_VERSION, table.schemaVersion()));
    }
  }

  /** The rows of today; an empty table is created when there is none. */
  public Dataset<Row> read(Table table) {
    ensure(table);
    return spark.read().format("delta").load(lake.location(table));
  }

  /** The rows as of a table version. */
  public Dataset<Row> read(Table table, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(lake.location(table));
  }

  /** The latest version of the table, or -1 when it does not exist. */
  public long version(Table table) {
    if (!exists(table)) {
      return -1;
    }
    return DeltaLog.forTable(spark, lake.location(table)).unsafeVolatileSnapshot().version();
  }

  /** Puts these rows in the place of all rows that meet the predicate, in one commit. */
  public void replace(Table table, Dataset<Row> rows, String predicate) {
    ensure(table);
    conform(table, rows)
        .write()
        .format("delta")
        .mode("overwrite")
        .option("replaceWhere", predicate)
        .save(lake.location(table));
  }

  /**
   * Like {@link #replace}, but commits nothing when the rows are the ones that stand there already,
   * so that a rerun leaves the table's version as it was.
   *
   * @return number of the rows
   */
  public long settle(Table table, Dataset<Row> rows, String predicate) {
    Dataset<Row> ready = conform(table, rows).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Fingerprint wanted = Fingerprint.of(ready);
      if (!wanted.equals(Fingerprint.of(read(table).where(predicate)))) {
        replace(table, ready, predicate);
      }
      return wanted.rows();
    } finally {
      ready.unpersist();
    }
  }

  /**
   * The same for a few rows of plain values, which are compared here: one small query instead of
   * several jobs.
   */
  public void settleFew(Table table, List<Row> rows, String predicate) {
    List<Row> stored =
        read(table)
            .where(predicate)
            .select(
                table.columnNames().stream()
                    .map(functions::col)
                    .toArray(org.apache.spark.sql.Column[]::new))
            .collectAsList();
    if (stored.size() != rows.size() || !new HashSet<>(stored).equals(new HashSet<>(rows))) {
      replace(table, rows(table, rows), predicate);
    }
  }

  /**
   * Appends the rows once per (application, number): a second call with the same pair, also after a
   * crash, writes nothing. Numbers of an application must rise.
   */
  public void appendOnce(Table table, Dataset<Row> rows, String application, long number) {
    ensure(table);
    conform(table, rows)
        .write()
        .format("delta")
        .mode("append")
        .option("txnAppId", application)
        .option("txnVersion", number)
        .save(lake.location(table));
  }

  /** Appends the rows, in one commit; the caller has made sure that they are not there yet. */
  public void append(Table table, Dataset<Row> rows) {
    ensure(table);
    conform(table, rows).write().format("delta").mode("append").save(lake.location(table));
  }

  /** Appends the rows whose values in {@code on} the table does not have yet. */
  public void insertNew(Table table, Dataset<Row> rows, String... on) {
    ensure(table);
    DeltaTable.forPath(spark, lake.location(table))
        .as("t")
        .merge(conform(table, rows).as("s"), matching(on))
        .whenNotMatched()
        .insertAll()
        .execute();
  }

  /** Inserts or overwrites rows by their values in {@code on}, in one commit. */
  public void upsert(Table table, Dataset<Row> rows, String... on) {
    ensure(table);
    DeltaTable.forPath(spark, lake.location(table))
        .as("t")
        .merge(conform(table, rows).as("s"), matching(on))
        .whenMatched()
        .updateAll()
        .whenNotMatched()
        .insertAll()
        .execute();
  }

  /**
   * Rows of a table made of Java values in column order; dates and times as java.sql or java.time.
   */
  public Dataset<Row> rows(Table table, List<Row> rows) {
    StructType open = new StructType();
    for (StructField field : TableSchemas.of(table).fields()) {
      open = open.add(field.name(), field.dataType(), true);
    }
    return spark.createDataFrame(rows, open);
  }

  /** Makes the table known to SQL under its qualified name. */
  public void register(Table table) {
    ensure(table);
    spark.sql("CREATE SCHEMA IF NOT EXISTS " + table.schema());
    spark.sql(
        "CREATE TABLE IF NOT EXISTS %s USING DELTA LOCATION '%s'"
            .formatted(table.qualifiedName(), lake.location(table)));
  }

  /** Makes a wide table known to SQL by the name it has in the lake, if it is there. */
  public void registerExisting(String qualifiedName) {
    String location = lake.folder(qualifiedName.replace('.', '/'));
    if (DeltaTable.isDeltaTable(spark, location)) {
      spark.sql("CREATE SCHEMA IF NOT EXISTS " + qualifiedName.replaceFirst("\\..*", ""));
      spark.sql(
          "CREATE TABLE IF NOT EXISTS %s USING DELTA LOCATION '%s'"
              .formatted(qualifiedName, location));
    }
  }

  private static String matching(String... on) {
    return Arrays.stream(on)
        .map(c -> "t.%1$s = s.%1$s".formatted(c))
        .collect(Collectors.joining(" AND "));
  }

  private static Dataset<Row> conform(Table table, Dataset<Row> rows) {
    return rows.select(
        table.columns().stream()
            .map(c -> functions.col(c.name()).cast(TableSchemas.type(c.type())).as(c.name()))
            .toArray(org.apache.spark.sql.Column[]::new));
  }
}
