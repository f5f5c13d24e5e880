package org.tidemark.lakehouse.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.files.DelayedCommitProtocol;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.execution.datasources.parquet.ParquetUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.lakehouse.Table;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How rows of a table are written into files of its folder, by the driver or by tasks of a job that
 * writes several tables in one pass; {@link TableStore#appendOnce(DataFiles, String, long)} commits
 * them. Rows have the columns of {@link #schema()} in its order.
 */
@DefaultSerializer(JavaSerializer.class) // also where somebody has chosen Kryo
public final class DataFileFormat implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(DataFileFormat.class);

  private final Table table;
  private final String location;
  private final StructType schema;
  private final TableRules rules;
  private final OutputWriterFactory writers;
  private final SerializableConfiguration configuration;
  private final String writtenFor;

  private DataFileFormat(
      Table table,
      String location,
      TableRules rules,
      OutputWriterFactory writers,
      Configuration configuration,
      String writtenFor) {
    this.table = table;
    this.location = location;
    this.schema = TableSchemas.ofFiles(table);
    this.rules = rules;
    this.writers = writers;
    this.configuration = new SerializableConfiguration(configuration);
    this.writtenFor = writtenFor;
  }

  /**
   * The format for a table as it stands.
   *
   * @throws IllegalStateException if the table lacks a column or has it with another type
   */
  static DataFileFormat of(SparkSession spark, Table table, String location, Metadata metadata) {
    StructType schema = TableSchemas.ofFiles(table);
    NumberedAppends.demandColumns(location, metadata.schema(), schema);
    TableRules rules = TableRules.of(spark, table, schema, metadata);
    if (!rules.foreign().isEmpty()) {
      LOG.warn(
          "{} has {}: Delta's own writer writes its rows once more, which takes longer",
          table.qualifiedName(),
          rules.foreign());
    }
    Configuration settings = spark.sessionState().newHadoopConf();
    // Delta's own writer hands the properties of the table to Parquet in the same way.
    CollectionConverters.asJava(metadata.configuration()).forEach(settings::set);
    for (String column : TableLayout.bulky(table)) {
      settings.setBoolean("parquet.column.statistics.enabled#" + column, false);
    }
    InProcessLocalFileSystem.choose(settings);
    SQLConf conf = spark.sessionState().conf().clone();
    conf.setConfString("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    try {
      Job job = Job.getInstance(settings);
      OutputWriterFactory writers =
          ParquetUtils.prepareWrite(
              conf, job, schema, new ParquetOptions(Map$.MODULE$.<String, String>empty(), conf));
      return new DataFileFormat(
          table, location, rules, writers, job.getConfiguration(), identity(metadata));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether files of this format may be committed to the table as it stands: Delta's own writer
   * would write the same rows with the same guarantees.
   */
  boolean fits(Metadata metadata) {
    return rules.foreign().isEmpty() && isOf(metadata);
  }

  /** Whether the format is for the table as it stands. */
  boolean isOf(Metadata metadata) {
    return writtenFor.equals(identity(metadata));
  }

  /** All that Delta's writer looks at. */
  private static String identity(Metadata metadata) {
    return String.join(
        "\n",
        metadata.id(),
        metadata.schemaString(),
        metadata.partitionColumns().toString(),
        new TreeMap<>(CollectionConverters.asJava(metadata.configuration())).toString());
  }

  /** The table. */
  public Table table() {
    return table;
  }

  /** Columns of the rows: those of the table, in order. */
  public StructType schema() {
    return schema;
  }

  String location() {
    return location;
  }

  Configuration configuration() {
    return configuration.value();
  }

  Path path(String name) {
    return new Path(location, name);
  }

  void delete(String name) {
    try {
      Path path = path(name);
      path.getFileSystem(configuration()).delete(path, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a file under a name that no other has, as Delta's own writer makes them. */
  public DataFileWriter open() {
    TaskAttemptContext context =
        new TaskAttemptContextImpl(configuration.value(), new TaskAttemptID());
    String name =
        new DelayedCommitProtocol("tidemark", location, Option.empty(), Option.empty())
            .getFileName(
                context, writers.getFileExtension(context), Map$.MODULE$.<String, String>empty());
    try {
      OutputWriter writer = writers.newInstance(path(name).toString(), schema, context);
      return new DataFileWriter(this, name, writer, rules.begin());
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      DataFileWriter.deleteAfter(e, this, name);
      throw e;
    }
  }

  /** Writes a few rows into a file, here and now; into none where there are none. */
  public DataFiles write(Iterable<? extends InternalRow> rows) {
    if (!rows.iterator().hasNext()) {
      return new DataFiles(this, List.of());
    }
    DataFileWriter writer = open();
    try {
      rows.forEach(writer::write);
      return new DataFiles(this, List.of(writer.finish()));
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      writer.abort(e);
      throw e;
    }
  }
}
