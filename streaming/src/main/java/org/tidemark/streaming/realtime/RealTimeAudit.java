package org.tidemark.streaming.realtime;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.QueryRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.source.KafkaAddress;

/**
 * Compares what the real-time path put out, each bar once, with what the path that is exactly once
 * wrote for the same log: scores, features and dead letters, bit for bit.
 */
public final class RealTimeAudit {
  private static final String SCORED =
      "id string, partition int, source_offset long, instrument string, offset long,"
          + " event_time_nanos long, closed_by_offset long, close string, score string,"
          + " decision string, model string, model_version string, feature_set_hash string,"
          + " features string";
  private static final String DEAD =
      "id string, source string, partition int, source_offset long, reason string, detail string,"
          + " instrument string, raw string";
  private static final String SIDE = "side";
  private static final String[] BAR = {"instrument", "offset", "batch_id"};

  /** An id without feature set and version: the place in the log, and which bar closed there. */
  private static final Column PLACE = functions.substring_index(col("id"), "/", 1);

  private final TableStore store;
  private final String query;
  private final Map<String, String> kafka;

  /**
   * @param query name of the audit path's query
   * @param kafka options of the Kafka reader, as {@code kafka.security.protocol}
   */
  public RealTimeAudit(TableStore store, String query, Map<String, String> kafka) {
    this.store = store;
    this.query = query;
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * What was found on one kind of output.
   *
   * @param read records of the topic
   * @param repeated records whose id had come before: what a crash repeats
   * @param rescored ids whose bar had come before, by another version: what a crash repeats that a
   *     promotion came before
   * @param changed ids that came with different bytes
   * @param compared outputs that both paths have, by the same version
   * @param otherVersion bars that the real-time path scored only with other versions than the audit
   *     path: around a promotion the two change at different bars
   * @param missing outputs that only the audit path has
   * @param extra outputs that only the real-time path has
   * @param different outputs that both have, with different content
   */
  public record Side(
      long read,
      long repeated,
      long rescored,
      long changed,
      long compared,
      long otherVersion,
      long missing,
      long extra,
      long different) {
    /** Whether both paths gave the same. */
    public boolean holds() {
      return changed == 0 && missing == 0 && extra == 0 && different == 0;
    }
  }

  /**
   * The whole comparison.
   *
   * @param features rows of {@code live.features} against the features inside the scores
   */
  public record Report(Side scores, Side features, Side deadLetters) {
    /** Whether everything agrees, and there was something to compare. */
    public boolean holds() {
      return hasCompared() && scores.holds() && features.holds() && deadLetters.holds();
    }

    /** Whether any score of one version stands on both sides; else nothing is known. */
    public boolean hasCompared() {
      return scores.compared() > 0 && features.compared() > 0;
    }
  }

  /** Reads both topics to their ends and compares. */
  public Report run(KafkaAddress scores, KafkaAddress deadLetters) {
    Dataset<Row> out = read(scores, SCORED).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> dead = read(deadLetters, DEAD).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new Report(scores(out), features(out), dead(dead, scores));
    } finally {
      out.unpersist();
      dead.unpersist();
    }
  }

  private Dataset<Row> read(KafkaAddress topic, String schema) {
    return store
        .spark()
        .read()
        .format("kafka")
        .options(kafka)
        .option("kafka.bootstrap.servers", topic.servers())
        .option("subscribe", topic.topic())
        .option("startingOffsets", "earliest")
        .option("endingOffsets", "latest")
        .load()
        .selectExpr("cast(value as string) as line", "offset as position")
        .withColumn(
            "row",
            functions.from_json(col("line"), org.apache.spark.sql.types.StructType.fromDDL(schema)))
        .select("line", "position", "row.*");
  }

  private Side scores(Dataset<Row> out) {
    Column[] content = {
      functions.expr("cast(cast(score as float) as string)").as("score"),
      functions.expr("cast(cast(close as double) as string)").as("close"),
      col("decision"),
      col("closed_by_offset"),
      col("event_time_nanos"),
      col("feature_set_hash")
    };
    Dataset<Row> audited =
        store
            .read(Tables.SCORES)
            .where(col("arm").notEqual("shadow").and(QueryRows.of(query)))
            // Older rows do not say their query, but features of the same batch do.
            .join(
                store
                    .read(Tables.LIVE_FEATURES)
                    .where(col("query").equalTo(query))
                    .select(BAR[0], BAR[1], BAR[2]),
                BAR,
                "left_semi")
            .select(
                row("instrument", "offset"),
                col("model_version").as("version"),
                functions.substring(col("onnx_sha256"), 1, ServingNote.HASH_DIGITS).as("file"),
                packed(content));
    Dataset<Row> ours =
        once(out)
            .select(
                row("instrument", "offset"),
                col("model_version").as("version"),
                functions.expr("nullif(regexp_extract(id, '@([0-9a-f]+)$', 1), '')").as("file"),
                packed(content));
    return side(out, byFile(both(ours, audited)));
  }

  /**
   * A version that is registered anew has another file, and is another one. Outputs of earlier
   * programs name no file; where one of the two does not, the name decides.
   */
  private static Dataset<Row> byFile(Dataset<Row> both) {
    Column named = functions.every(col("file").isNotNull()).over(Window.partitionBy(col("place")));
    return both.withColumn("named", named)
        .withColumn(
            "version",
            functions
                .when(col("named"), functions.concat_ws("@", col("version"), col("file")))
                .otherwise(col("version")))
        .drop("named", "file");
  }

  private Side features(Dataset<Row> out) {
    Dataset<Row> audited =
        store
            .read(Tables.LIVE_FEATURES)
            .where(col("query").equalTo(query))
            .select(
                row("instrument", "offset"),
                col("feature_set_hash").as("version"),
                functions.base64(col("features")).as("content"));
    Dataset<Row> ours =
        once(out)
            .select(
                row("instrument", "offset"),
                col("feature_set_hash").as("version"),
                functions.base64(functions.unbase64(col("features"))).as("content"))
            .distinct();
    return side(out, both(ours, audited));
  }

  private Side dead(Dataset<Row> dead, KafkaAddress scores) {
    Column[] content = {col("reason"), col("detail"), col("raw"), col("instrument")};
    Dataset<Row> ours =
        once(dead)
            .withColumn("source_partition", col("partition").cast("string"))
            .select(
                row("source", "source_partition", "source_offset"),
                lit("").as("version"),
                packed(content));
    // Only those of the topics that the audited query took ticks from, or that came out here: it
    // may have read another one before, and older rows do not say their query.
    Dataset<Row> sources =
        store
            .read(Tables.LIVE_TICKS)
            .where(col("query").equalTo(query))
            .select("source")
            .union(dead.select("source"))
            .distinct();
    Dataset<Row> audited =
        store
            .read(Tables.DEAD_LETTERS)
            .where(QueryRows.of(query))
            .join(sources, "source")
            .select(
                row("source", "source_partition", "source_offset"),
                lit("").as("version"),
                packed(content));
    return side(dead, both(ours, audited));
  }

  private static Column row(String... columns) {
    return functions
        .concat_ws(
            " ",
            java.util.Arrays.stream(columns)
                .map(name -> col(name).cast("string"))
                .toArray(Column[]::new))
        .as("place");
  }

  private static Column packed(Column... content) {
    return functions.to_json(functions.struct(content)).as("content");
  }

  /**
   * What a reader has who takes the first output of each place in the log: later ones repeat it, or
   * are of a version that came to serve meanwhile. All of a place have one key, so one partition.
   */
  private static Dataset<Row> once(Dataset<Row> lines) {
    return lines
        .groupBy(PLACE.as("first"))
        .agg(
            functions
                .min_by(
                    functions.struct(
                        java.util.Arrays.stream(lines.columns())
                            .map(functions::col)
                            .toArray(Column[]::new)),
                    col("position"))
                .as("row"))
        .select("row.*");
  }

  private static Dataset<Row> both(Dataset<Row> ours, Dataset<Row> audited) {
    return ours.withColumn(SIDE, lit(1)).unionByName(audited.withColumn(SIDE, lit(0)));
  }

  private static Side side(Dataset<Row> lines, Dataset<Row> both) {
    Row ids =
        lines
            .groupBy(PLACE.as("first"), col("id"))
            .agg(
                functions.count(lit(1)).as("n"),
                functions.countDistinct(col("line")).as("contents"))
            .groupBy("first")
            .agg(
                functions.sum("n").as("n"),
                functions.count(lit(1)).as("ids"),
                functions.expr("count_if(contents > 1)").as("changed"))
            .selectExpr(
                "coalesce(sum(n), 0L)",
                "coalesce(sum(n - ids), 0L)",
                "coalesce(sum(ids - 1), 0L)",
                "coalesce(sum(changed), 0L)")
            .head();
    // Not a join on equal keys: a place that one side has twice must count as different.
    Row places =
        both.groupBy("place", "version")
            .agg(
                functions.sum(col(SIDE)).as("live"),
                functions.sum(lit(1).minus(col(SIDE))).as("audit"),
                functions.countDistinct(col("content")).as("contents"))
            .groupBy("place")
            .agg(
                functions.sum("live").as("live"),
                functions.sum("audit").as("audit"),
                functions.expr("count_if(live > 0 and audit > 0)").as("same"),
                functions
                    .expr(
                        "count_if(live > 0 and audit > 0"
                            + " and (contents > 1 or live > 1 or audit > 1))")
                    .as("different"))
            .selectExpr(
                "coalesce(sum(same), 0L)",
                "count_if(live > 0 and audit > 0 and same = 0)",
                "count_if(live = 0)",
                "count_if(audit = 0)",
                "coalesce(sum(different), 0L)")
            .head();
    return new Side(
        ids.getLong(0),
        ids.getLong(1),
        ids.getLong(2),
        ids.getLong(3),
        places.getLong(0),
        places.getLong(1),
        places.getLong(2),
        places.getLong(3),
        places.getLong(4));
  }
}
