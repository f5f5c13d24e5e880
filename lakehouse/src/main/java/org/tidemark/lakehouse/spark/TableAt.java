package org.tidemark.lakehouse.spark;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.delta.exceptions.DeltaConcurrentModificationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.functions;
import org.tidemark.lakehouse.Table;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A small table at one version: what is decided from its rows can be written on the condition that
 * nobody has written since. A {@code MERGE} has no such condition: it reads the table of its own
 * moment, not of the one when its rows were decided.
 */
public final class TableAt {
  private static final String GIVEN = "__given";

  private final TableStore store;
  private final Table table;
  private final long version;
  private final Dataset<Row> stored;

  private TableAt(TableStore store, Table table, long version) {
    this.store = store;
    this.table = table;
    this.version = version;
    this.stored = store.read(table, version);
  }

  /** The table as it stands; it is created when there is none. */
  public static TableAt latest(TableStore store, Table table) {
    store.ensure(table);
    return new TableAt(store, table, store.version(table));
  }

  /** Its rows, with columns that somebody has added. */
  public Dataset<Row> read() {
    return stored;
  }

  /**
   * Inserts or overwrites rows by their values in {@code on}, in one commit, unless somebody has
   * committed to the table since this version. All of the table is written anew. A column that
   * somebody has added keeps its values.
   *
   * @param rows no two with the same values in {@code on}
   * @return false if somebody has; nothing is committed then
   * @throws IllegalStateException if the table lacks a column or has it with another type
   * @throws IllegalArgumentException if two rows have the same values in {@code on}
   */
  public boolean upsert(Dataset<Row> rows, String... on) {
    String location = store.lake().location(table);
    Dataset<Row> all = merged(TableStore.conform(table, rows), on);
    return store
        .spark()
        .withActive(
            () -> {
              try {
                return DeltaLog.forTable(store.spark(), location)
                    .withNewTransaction(
                        Option.empty(), Option.empty(), transaction -> replace(transaction, all));
              } catch (DeltaConcurrentModificationException another) {
                return false;
              }
            });
  }

  private Dataset<Row> merged(Dataset<Row> rows, String... on) {
    NumberedAppends.demandColumns(
        store.lake().location(table), stored.schema(), TableSchemas.open(table));
    Column[] keys = Arrays.stream(on).map(functions::col).toArray(Column[]::new);
    if (!rows.groupBy(keys).count().where("count > 1").isEmpty()) {
      throw new IllegalArgumentException(
          "two rows for %s have the same %s".formatted(table.qualifiedName(), List.of(on)));
    }
    Dataset<Row> given = rows.withColumn(GIVEN, lit(true));
    Column same =
        Arrays.stream(on)
            .map(key -> stored.col(key).equalTo(given.col(key)))
            .reduce(Column::and)
            .orElseThrow(() -> new IllegalArgumentException("rows are told apart by no column"));
    return stored
        .join(given, same, "full_outer")
        .select(
            Arrays.stream(stored.columns())
                .map(
                    name ->
                        table.columnNames().contains(name)
                            ? either(stored, given, name)
                            : stored.col("`" + name + "`"))
                .toArray(Column[]::new))
        .coalesce(1);
  }

  private static Column either(Dataset<Row> stored, Dataset<Row> given, String name) {
    return when(given.col(GIVEN), given.col(name)).otherwise(stored.col(name)).as(name);
  }

  private boolean replace(OptimisticTransaction transaction, Dataset<Row> all) {
    if (transaction.snapshot().version() != version) {
      return false;
    }
    transaction.readWholeTable();
    List<Action> actions =
        new ArrayList<>(CollectionConverters.asJava(transaction.writeFiles(all)));
    for (AddFile file : transaction.snapshot().allFiles().collectAsList()) {
      actions.add(file.remove());
    }
    transaction.commit(
        CollectionConverters.asScala(actions).toSeq(),
        NumberedAppends.operation(SaveMode.Overwrite, transaction));
    return true;
  }
}
