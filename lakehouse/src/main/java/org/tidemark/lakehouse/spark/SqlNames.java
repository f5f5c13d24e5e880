package org.tidemark.lakehouse.spark;

import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import scala.Option;

/** Names that SQL knows tables by. A session may see several lakes, whose tables share them. */
final class SqlNames {
  private static final String IN_MEMORY = "in-memory";

  private SqlNames() {}

  /**
   * Makes a table known, in the place of one of another lake.
   *
   * @param name {@code schema.table}
   * @throws IllegalStateException if a catalog that outlives the session has the name elsewhere
   */
  static void register(SparkSession spark, String name, String location) {
    String schema = name.replaceFirst("\\..*", "");
    TableIdentifier id =
        new TableIdentifier(name.substring(schema.length() + 1), Option.apply(schema));
    SessionCatalog catalog = spark.sessionState().catalog();
    spark.sql("CREATE SCHEMA IF NOT EXISTS " + schema);
    if (catalog.tableExists(id)) {
      URI there = location(catalog, id);
      if (there.equals(new Path(location).toUri())) {
        return;
      }
      if (!spark.conf().get("spark.sql.catalogImplementation", IN_MEMORY).equals(IN_MEMORY)) {
        throw new IllegalStateException(
            "the catalog has "
                + name
                + " at "
                + there
                + ", not at "
                + location
                + "; drop it there");
      }
      // Not by SQL, which wants to see the table: the other lake may be gone by now.
      catalog.dropTable(id, true, false);
    }
    spark.sql("CREATE TABLE IF NOT EXISTS %s USING DELTA LOCATION '%s'".formatted(name, location));
  }

  private static URI location(SessionCatalog catalog, TableIdentifier id) {
    try {
      return catalog.getTableMetadata(id).location();
    } catch (AnalysisException e) {
      throw new IllegalStateException(id.unquotedString() + " was dropped meanwhile", e);
    }
  }
}
