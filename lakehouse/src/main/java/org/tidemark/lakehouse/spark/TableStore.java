package org.tidemark.lakehouse.spark;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.exceptions.MetadataChangedException;
import io.delta.exceptions.ProtocolChangedException;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaAnalysisException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.lakehouse.Column;
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
  private static final int MOST_TRIES = 50;
  private static final long WAIT_NANOS = 100_000_000L;

  private final SparkSession spark;
  private final Lake lake;
  private final Map<String, Integer> ensured = new ConcurrentHashMap<>();
  private final NumberedAppends numbered = new NumberedAppends();
  private final Map<String, DataFileFormat> formats = new ConcurrentHashMap<>();

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
    // The folder of the log alone is a table that someone is about to create.
    return DeltaTable.isDeltaTable(spark, lake.location(table))
        && DeltaLog.forTable(spark, lake.location(table))
                .update(false, Option.empty(), Option.empty())
                .version()
            >= 0;
  }

  /**
   * Creates the table, or brings it to the schema of today. A store looks once at each schema: a
   * live query would else pay for the look at every table of every micro-batch.
   */
  public void ensure(Table table) {
    if (ensured.getOrDefault(table.qualifiedName(), 0) == table.schemaVersion()) {
      return;
    }
    if (!isReady(table)) {
      await(table);
    }
    ensured.put(table.qualifiedName(), table.schemaVersion());
  }

  /** Another program is about to create the table, or died over it: then nothing changes there. */
  private void await(Table table) {
    Leftovers found = Leftovers.in(lake.location(table), spark.sessionState().newHadoopConf());
    for (int tries = 1; !isReady(table); tries++) {
      if (tries % MOST_TRIES == 0 && (tries > MOST_TRIES || !found.removed())) {
        throw new IllegalStateException(
            lake.location(table)
                + " has files but is no table; move them elsewhere, or remove the folder");
      }
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }

  /**
   * Creates or migrates the table; false where another program was first and it is not there yet.
   */
  private boolean isReady(Table table) {
    try {
      if (!exists(table)) {
        create(table);
        if (!exists(table)) {
          return false;
        }
      }
      migrate(table);
      return true;
    } catch (Exception e) {
      if (e instanceof DeltaConcurrentModificationException
          || e instanceof DeltaAnalysisException d
              && d.getCondition().matches(".*(TABLE_NOT_FOUND|_NON_EMPTY_LOCATION)")) {
        return false;
      }
      throw e;
    }
  }

  private void create(Table table) {
    DeltaTableBuilder builder =
        DeltaTable.createIfNotExists(spark)
            .location(lake.location(table))
            .comment(table.grain())
            .property(SCHEMA_VERSION, Integer.toString(seedless(table)));
    for (var property : TableLayout.properties(table).entrySet()) {
      builder = builder.property(property.getKey(), property.getValue());
    }
    for (Column column : table.columns()) {
      builder =
          builder.addColumn(
              DeltaTable.columnBuilder(spark, column.name())
                  .dataType(TableSchemas.type(column.type()))
                  .nullable(!column.isRequired())
                  .comment(column.meaning())
                  .build());
    }
    builder.execute();
  }

  /** Steps before the first that brings rows: a table is created with the columns of today. */
  private static int seedless(Table table) {
    int steps = 0;
    while (steps < table.schemaVersion()
        && !(table.migrations().get(steps) instanceof Migration.Seed)) {
      steps++;
    }
    return steps;
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
      if (table.migrations().get(step) instanceof Migration.Seed seed) {
        List<Row> rows =
            seed.rows().stream().map(values -> RowFactory.create(values.toArray())).toList();
        numbered.append(
            lake.location(table), conform(table, rows(table, rows)), "tidemark.seed", step);
      } else if (table.migrations().get(step) instanceof Migration.AddColumn add
          && !hasColumn(table, add.column().name())) {
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

  private boolean hasColumn(Table table, String name) {
    return Arrays.asList(spark.read().format("delta").load(lake.location(table)).columns())
        .contains(name);
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
   * crash, writes nothing. Numbers of an application must rise. Begins again where somebody has
   * given the table a column or a property in the meantime.
   */
  public void appendOnce(Table table, Dataset<Row> rows, String application, long number) {
    ensure(table);
    Attempts.again(
        List.of(MetadataChangedException.class, ProtocolChangedException.class),
        () -> numbered.append(lake.location(table), conform(table, rows), application, number));
  }

  /** The same for rows in files, which are deleted where no commit can name them. */
  public void appendOnce(DataFiles files, String application, long number) {
    if (files.isEmpty()) {
      return;
    }
    try {
      Attempts.again(
          List.of(MetadataChangedException.class, ProtocolChangedException.class),
          () -> numbered.append(spark, files, application, number));
    } finally {
      files.delete();
    }
  }

  /** How files of the table are written that {@link #appendOnce(DataFiles, String, long)} takes. */
  public DataFileFormat fileFormat(Table table) {
    ensure(table);
    String location = lake.location(table);
    // As of the last commit that was seen: an append looks at the table of its moment.
    Metadata metadata = DeltaLog.forTable(spark, location).unsafeVolatileSnapshot().metadata();
    return formats.compute(
        location,
        (same, format) ->
            format != null && format.isOf(metadata)
                ? format
                : DataFileFormat.of(spark, table, location, metadata));
  }

  /**
   * How often {@link #appendOnce} has appended for an application, if it counts 1, 2, 3, and so on.
   * A caller that asks first, then looks at the table, then appends with the next number appends
   * only if nobody else of that application has in the meantime.
   */
  public long appended(Table table, String application) {
    return Math.max(0, lastNumber(table, application).orElse(0));
  }

  /** The last number that {@link #appendOnce} has appended with for an application. */
  public OptionalLong lastNumber(Table table, String application) {
    ensure(table);
    return numbered.last(spark, lake.location(table), application);
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
        .insertExpr(given(table))
        .execute();
  }

  /**
   * Inserts or overwrites rows by their values in {@code on}, in one commit; begins again where
   * another writer was first.
   */
  public void upsert(Table table, Dataset<Row> rows, String... on) {
    ensure(table);
    Attempts.again(
        List.of(DeltaConcurrentModificationException.class),
        () ->
            DeltaTable.forPath(spark, lake.location(table))
                .as("t")
                .merge(conform(table, rows).as("s"), matching(on))
                .whenMatched()
                .updateExpr(given(table))
                .whenNotMatched()
                .insertExpr(given(table))
                .execute());
  }

  /**
   * Rows of a table made of Java values in column order; dates and times as java.sql or java.time.
   */
  public Dataset<Row> rows(Table table, List<Row> rows) {
    return spark.createDataFrame(rows, TableSchemas.open(table));
  }

  /**
   * Makes the table known to SQL under its qualified name.
   *
   * @throws IllegalStateException if a catalog that outlives the session has the name elsewhere
   */
  public void register(Table table) {
    ensure(table);
    SqlNames.register(spark, table.qualifiedName(), lake.location(table));
  }

  /** Makes a wide table known to SQL by the name it has in the lake, if it is there. */
  public void registerExisting(String qualifiedName) {
    String location = lake.folder(qualifiedName.replace('.', '/'));
    if (DeltaTable.isDeltaTable(spark, location)) {
      SqlNames.register(spark, qualifiedName, location);
    }
  }

  /** By name, since somebody may have given the table a column, which keeps its values. */
  private static Map<String, String> given(Table table) {
    return table.columnNames().stream()
        .collect(Collectors.toMap("`%s`"::formatted, "s.`%s`"::formatted));
  }

  private static String matching(String... on) {
    return Arrays.stream(on)
        .map(c -> "t.%1$s = s.%1$s".formatted(c))
        .collect(Collectors.joining(" AND "));
  }

  static Dataset<Row> conform(Table table, Dataset<Row> rows) {
    return rows.select(
        table.columns().stream()
            .map(c -> functions.col(c.name()).cast(TableSchemas.type(c.type())).as(c.name()))
            .toArray(org.apache.spark.sql.Column[]::new));
  }
}
