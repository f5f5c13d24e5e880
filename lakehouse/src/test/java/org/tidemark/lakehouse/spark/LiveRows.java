package org.tidemark.lakehouse.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.testkit.TestSpark;
import scala.Option;

/** Live tables in a lake of its own, with rows of any values. */
final class LiveRows {
  static final String APPLICATION = "a-query/ticks";

  private static final List<String> TEXTS =
      List.of("", "z", "é", "\"", "\\", "\n\u0001", "\uFFFD", "𝄞");
  private static final ObjectMapper JSON = new ObjectMapper();

  private LiveRows() {}

  /** A lake in a folder of its own. */
  static TableStore store(Path folder, String name) {
    return new TableStore(TestSpark.session(), Lake.at(folder.resolve(name).toString()));
  }

  static List<Table> tables() {
    return Tables.all().stream().filter(table -> table.schema().equals("live")).toList();
  }

  /** Rows of any values; counts of ticks add up. */
  static List<InternalRow> rows(Table table, int n, long seed) {
    Random random = new Random(seed);
    UnsafeProjection compact = UnsafeProjection.create(TableSchemas.ofFiles(table));
    return Stream.generate(() -> row(table, random))
        .limit(n)
        .<InternalRow>map(row -> compact.apply(row).copy())
        .toList();
  }

  private static InternalRow row(Table table, Random random) {
    Object[] values =
        table.columns().stream()
            .map(c -> !c.isRequired() && random.nextBoolean() ? null : value(c, random))
            .toArray();
    if (table.equals(Tables.PROGRESS)) {
      values[2] = (long) values[3] + (long) values[4];
    }
    return new GenericInternalRow(values);
  }

  private static Object value(Column column, Random random) {
    return switch (column.type()) {
      case STRING ->
          UTF8String.fromString(
              TEXTS.get(random.nextInt(TEXTS.size())) + Integer.toString(random.nextInt(99), 36));
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case LONG -> random.nextBoolean() ? random.nextInt() : random.nextLong() / 4;
      case FLOAT -> random.nextInt(9) == 0 ? Float.NaN : random.nextFloat();
      case DOUBLE -> random.nextInt(9) == 0 ? -0.0 : random.nextGaussian();
      case FLOATS -> UnsafeArrayData.fromPrimitiveArray(new float[] {random.nextFloat(), 0f, -0f});
      case DOUBLES -> UnsafeArrayData.fromPrimitiveArray(new double[] {random.nextDouble()});
      case TIMESTAMP -> random.nextInt() * 1_000_003L;
      case DATE -> random.nextInt(20_000);
      case BINARY -> new byte[] {1, 0, (byte) random.nextInt()};
      case DECIMAL, DECIMALS -> throw new IllegalArgumentException("no live table has decimals");
    };
  }

  static Dataset<Row> dataset(SparkSession spark, Table table, List<InternalRow> rows) {
    StructType schema = TableSchemas.open(table);
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, 1).rdd(),
            schema,
            false);
  }

  static List<String> content(TableStore store, Table table) {
    return store
        .read(table)
        .selectExpr("to_json(struct(*)) as row")
        .orderBy("row")
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** Of the one file of a table. */
  static JsonNode statistics(SparkSession spark, TableStore store, Table table)
      throws JsonProcessingException {
    return JSON.readTree(
        DeltaLog.forTable(spark, store.lake().location(table))
            .update(false, Option.empty(), Option.empty())
            .allFiles()
            .head()
            .stats());
  }

  /** What the last commit says of itself: files, rows and bytes. */
  static Map<String, String> counts(SparkSession spark, TableStore store, Table table) {
    return DeltaTable.forPath(spark, store.lake().location(table))
        .history(1)
        .select("operationMetrics")
        .head()
        .getJavaMap(0);
  }

  static List<String> files(TableStore store, Table table) throws IOException {
    try (Stream<Path> all = Files.list(Path.of(URI.create(store.lake().location(table))))) {
      return all.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".parquet")).toList();
    }
  }
}
