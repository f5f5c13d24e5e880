package org.tidemark.jobs.feature;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.label.Label;
import org.tidemark.features.label.Labeler;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableSchemas;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/** Labels every bar whose label span is complete at the date; each instrument in one task. */
public final class LabelsJob implements Job<NightlyArgs, LabelsJob.Summary> {
  /** Labels written. */
  public record Summary(String labelSet, long labels) {}

  @Override
  public String name() {
    return "labels";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    Labeler labeler = Labeler.parse(args.config().text("label"));
    String labelSet = labelSet(args);
    Table wide = FeatureTable.of(FeaturesJob.set(store, args));
    long until = args.asOfNanos();
    Dataset<Row> labels =
        store
            .read(wide)
            .where(col("event_time_nanos").leq(until))
            .select(
                "instrument",
                "offset",
                "event_time_nanos",
                "open_time_nanos",
                "open",
                "high",
                "low",
                "close",
                "volume")
            .repartition(col("instrument"))
            .sortWithinPartitions("instrument", "event_time_nanos")
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>) it -> label(it, labeler, labelSet),
                Encoders.row(TableSchemas.of(Tables.LABELS)));
    String mine = "label_set = '%s' AND span_end_nanos <= %d".formatted(labelSet, until);
    return new Summary(labelSet, store.settle(Tables.LABELS, labels, mine));
  }

  /**
   * Name of a run's labels in the table: the definition and the bar length they were taken at,
   * where it is not one minute.
   */
  public static String labelSet(NightlyArgs args) {
    return Labeler.parse(args.config().text("label")).id()
        + FeatureSets.suffix(FeaturesJob.sampler(args));
  }

  private static Iterator<Row> label(Iterator<Row> it, Labeler labeler, String labelSet) {
    List<Row> out = new ArrayList<>();
    List<Bar> bars = new ArrayList<>();
    while (it.hasNext()) {
      Bar bar = bar(it.next());
      if (!bars.isEmpty() && !bars.get(0).instrument().equals(bar.instrument())) {
        emit(bars, labeler, labelSet, out);
        bars.clear();
      }
      bars.add(bar);
    }
    if (!bars.isEmpty()) {
      emit(bars, labeler, labelSet, out);
    }
    return out.iterator();
  }

  private static void emit(List<Bar> bars, Labeler labeler, String labelSet, List<Row> out) {
    String instrument = bars.get(0).instrument().value();
    for (Label label : labeler.label(bars)) {
      out.add(
          RowFactory.create(
              labelSet,
              instrument,
              EventRows.timestamp(label.eventTimeNanos()),
              label.eventTimeNanos(),
              label.offset(),
              label.spanEndNanos(),
              label.value(),
              label.forwardReturn()));
    }
  }

  private static Bar bar(Row row) {
    return new Bar(
        new InstrumentId(row.getString(0)),
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getDouble(4),
        row.getDouble(5),
        row.getDouble(6),
        row.getDouble(7),
        row.getDouble(8));
  }
}
