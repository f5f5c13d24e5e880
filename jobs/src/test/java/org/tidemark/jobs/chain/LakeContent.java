package org.tidemark.jobs.chain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.testkit.TestSpark;

/**
 * What two lakes that were filled by the same work must have in common: every Delta table that is
 * found in them, whatever its name, and every byte of every artifact.
 */
final class LakeContent {
  /**
   * Values that say where and when, and not what: what is done to them before they are compared.
   */
  private static final Map<String, String> MASKED =
      Map.of(
          // Wall time.
          "models/runs.seconds", "0",
          // Names the lake.
          "models/runs.command", "replace(command, '%LAKE%', 'LAKE')",
          // The report's path names the lake; its length goes with the names and times it prints.
          "models/runs.summary",
              "if(task = 'report', regexp_replace(summary, '\"bytes\":[0-9]+|\"path\":\"[^\"]*\"', ''), summary)",
          // The Spark master; JVM, system, processor and number of cores stay.
          "models/runs.environment", "regexp_replace(environment, '\"master\":\"[^\"]*\"', '')");

  private final Path root;
  private final String uri;

  /**
   * @param root folder of the lake
   * @param uri the lake as the commands named it
   */
  LakeContent(Path root, String uri) {
    this.root = root;
    this.uri = uri;
  }

  /** Names of the tables found, as {@code schema/name}. */
  SortedSet<String> tables() throws IOException {
    try (Stream<Path> found = Files.find(root, 3, (p, a) -> p.endsWith("_delta_log"))) {
      return found
          .map(p -> root.relativize(p.getParent()).toString())
          .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }
  }

  /** Rows of a table, masked. */
  Dataset<Row> rows(String table) {
    Dataset<Row> rows =
        TestSpark.session().read().format("delta").load(root.resolve(table).toUri().toString());
    return rows.select(
        Arrays.stream(rows.columns())
            .map(c -> masked(table, c).cast(rows.schema().apply(c).dataType()).as(c))
            .toArray(Column[]::new));
  }

  private Column masked(String table, String column) {
    String expression = MASKED.get(table + "." + column);
    return expression == null
        ? functions.col("`" + column + "`")
        : functions.expr(expression.replace("%LAKE%", uri));
  }

  /** SHA-256 of every artifact by its name. */
  SortedMap<String, String> artifacts() throws IOException, NoSuchAlgorithmException {
    SortedMap<String, String> hashes = new TreeMap<>();
    Path folder = root.resolve("artifacts");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // Hadoop's checksum files are there on some file systems and on others not.
        if (!file.toString().endsWith(".crc")) {
          byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
          hashes.put(folder.relativize(file).toString(), HexFormat.of().formatHex(hash));
        }
      }
    }
    return hashes;
  }

  /** One line for every table with other content than the other lake's, with an example row. */
  List<String> differences(LakeContent other) throws IOException {
    List<String> differences = new ArrayList<>();
    SortedSet<String> all = new TreeSet<>(tables());
    all.addAll(other.tables());
    for (String table : all) {
      if (!tables().contains(table) || !other.tables().contains(table)) {
        differences.add(table + " is in one lake only");
        continue;
      }
      Dataset<Row> here = rows(table);
      Dataset<Row> there = other.rows(table);
      if (!here.schema().equals(there.schema())) {
        differences.add(table + ": " + here.schema() + " and " + there.schema());
      } else if (!Fingerprint.of(here).equals(Fingerprint.of(there))) {
        differences.add(
            "%s: %d of %d rows are not among the other's %d, for example %s; not here %s"
                .formatted(
                    table,
                    here.exceptAll(there).count(),
                    here.count(),
                    there.count(),
                    here.exceptAll(there).limit(1).collectAsList(),
                    there.exceptAll(here).limit(1).collectAsList()));
      }
    }
    return differences;
  }
}
