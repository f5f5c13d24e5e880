package org.tidemark.jobs.maintain;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.IcebergPublisher;
import org.tidemark.lakehouse.spark.TableStore;

/** Publishes the model-metric tables as Iceberg twins with the same rows. */
public final class PublishJob implements Job<NightlyArgs, PublishJob.Summary> {
  /** Rows per twin. */
  public record Summary(Map<String, Long> rows) {}

  @Override
  public String name() {
    return "publish";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    IcebergPublisher publisher = new IcebergPublisher(store);
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Table table : Tables.published()) {
      rows.put(table.qualifiedName(), publisher.publish(table).rows());
    }
    return new Summary(rows);
  }
}
