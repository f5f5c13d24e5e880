package org.tidemark.lakehouse;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One table of the lake.
 *
 * @param schema market, features, models or live
 * @param name unique in its schema
 * @param grain "one row per ..."
 * @param key columns that identify a row; statistics are kept on them and they come first
 * @param migrations from creation to today
 * @param checks conditions every row meets
 */
public record Table(
    String schema,
    String name,
    String grain,
    List<String> key,
    List<Migration> migrations,
    List<Check> checks)
    implements Serializable {
  private static final Set<String> SCHEMAS = Set.of("market", "features", "models", "live");

  public Table {
    key = List.copyOf(key);
    migrations = List.copyOf(migrations);
    checks = List.copyOf(checks);
    if (!SCHEMAS.contains(schema)) {
      throw new IllegalArgumentException("schema " + schema + " is not one of " + SCHEMAS);
    }
    if (!grain.startsWith("one row per ")) {
      throw new IllegalArgumentException(
          "grain of " + name + " must begin with 'one row per', is: " + grain);
    }
    if (migrations.isEmpty() || !(migrations.get(0) instanceof Migration.Create)) {
      throw new IllegalArgumentException("table " + name + " must begin with its creation");
    }
    Set<String> names = new HashSet<>();
    for (Column column : fold(migrations)) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "table " + name + " has column " + column.name() + " twice");
      }
    }
    if (key.isEmpty() || !names.containsAll(key)) {
      throw new IllegalArgumentException(
          "key " + key + " of table " + name + " must name some of " + names);
    }
  }

  /** Begins a table in a schema. */
  public static Table of(String schema, String name, String grain, Column... columns) {
    return new Table(
        schema,
        name,
        grain,
        List.of(columns[0].name()),
        List.of(new Migration.Create(List.of(columns))),
        List.of());
  }

  /** The same table with another key. */
  public Table withKey(String... columns) {
    return new Table(schema, name, grain, List.of(columns), migrations, checks);
  }

  /** The same table with one more condition. */
  public Table withCheck(String checkName, String sql) {
    List<Check> more = new ArrayList<>(checks);
    more.add(new Check(checkName, sql));
    return new Table(schema, name, grain, key, migrations, more);
  }

  /** The same table after one more step. */
  public Table withMigration(Migration... steps) {
    List<Migration> more = new ArrayList<>(migrations);
    more.addAll(Arrays.asList(steps));
    return new Table(schema, name, grain, key, more, checks);
  }

  /** The columns of today: the fold of the migrations. */
  public List<Column> columns() {
    return fold(migrations);
  }

  /** Names of the columns of today. */
  public List<String> columnNames() {
    return columns().stream().map(Column::name).toList();
  }

  /** The name that SQL uses, for example {@code market.trades}. */
  public String qualifiedName() {
    return schema + "." + name;
  }

  /** Number of the schema of today; creation is 1. */
  public int schemaVersion() {
    return migrations.size();
  }

  private static List<Column> fold(List<Migration> steps) {
    List<Column> columns = new ArrayList<>();
    for (Migration step : steps) {
      if (step instanceof Migration.Create create) {
        columns.addAll(create.columns());
      } else if (step instanceof Migration.AddColumn add) {
        columns.add(add.column());
      }
    }
    return List.copyOf(columns);
  }
}
