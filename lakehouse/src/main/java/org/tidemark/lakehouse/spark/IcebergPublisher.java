package org.tidemark.lakehouse.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.lakehouse.Table;

/**
 * Publishes tables as Iceberg twins with equal rows. The catalog is the one configured as {@code
 * spark.sql.catalog.iceberg}; without one, a JDBC catalog on SQLite inside a local lake, or
 * Iceberg's catalog of folders inside a lake elsewhere, which has no place for SQLite's file.
 *
 * <p>A Spark session keeps the first catalog that it meets under a name. The lake's own catalog is
 * therefore known to a session of the publisher's alone, so that a second lake in the same
 * application has another.
 */
public final class IcebergPublisher {
  private static final String CATALOG = "spark.sql.catalog.iceberg";

  /**
   * What a twin was compared with.
   *
   * @param rows number of rows of the table and of its twin
   * @param contentHash sum of row hashes, the same for both
   */
  public record Twin(String name, long rows, String contentHash) {}

  private final TableStore store;

  public IcebergPublisher(TableStore store) {
    this.store =
        store.spark().conf().getOption(CATALOG).isDefined()
            ? store
            : new TableStore(withOwnCatalog(store), store.lake());
  }

  /**
   * Replaces the twin by the table of today, in one commit.
   *
   * @throws IllegalStateException if the twin does not have the same rows
   */
  public Twin publish(Table table) {
    SparkSession spark = store.spark();
    Dataset<Row> rows = store.read(table);
    spark.sql("CREATE NAMESPACE IF NOT EXISTS iceberg." + table.schema());
    rows.createOrReplaceTempView("tidemark_publish");
    spark.sql(
        "CREATE OR REPLACE TABLE %s USING iceberg COMMENT '%s' AS SELECT * FROM tidemark_publish"
            .formatted(name(table), table.grain().replace("'", "\\'")));
    Fingerprint here = Fingerprint.of(rows);
    Fingerprint there = Fingerprint.of(read(table));
    if (!here.equals(there)) {
      throw new IllegalStateException(
          "the Iceberg twin of "
              + table.qualifiedName()
              + " has "
              + there
              + " but the table has "
              + here
              + "; publish again while nothing writes");
    }
    return new Twin(name(table), here.rows(), here.hash());
  }

  /** The rows of a table's twin. */
  public Dataset<Row> read(Table table) {
    return store.spark().table(name(table));
  }

  private static String name(Table table) {
    return "iceberg." + table.qualifiedName();
  }

  private static SparkSession withOwnCatalog(TableStore store) {
    SparkSession session = store.spark().newSession();
    if (!store.lake().isLocal()) {
      session.conf().set(CATALOG + ".type", "hadoop");
      session.conf().set(CATALOG + ".warehouse", store.lake().folder("iceberg"));
      session.conf().set(CATALOG, "org.apache.iceberg.spark.SparkCatalog");
      return session;
    }
    String folder = store.lake().localPath("iceberg").toString();
    try {
      Files.createDirectories(store.lake().localPath("iceberg"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    session.conf().set(CATALOG + ".type", "jdbc");
    session.conf().set(CATALOG + ".uri", "jdbc:sqlite:" + folder + "/catalog.db");
    session.conf().set(CATALOG + ".jdbc.schema-version", "V1");
    session.conf().set(CATALOG + ".warehouse", folder);
    session.conf().set(CATALOG, "org.apache.iceberg.spark.SparkCatalog");
    return session;
  }
}
