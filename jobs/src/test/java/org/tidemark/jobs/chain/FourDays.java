package org.tidemark.jobs.chain;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.jobs.train.ExportJob;
import org.tidemark.jobs.train.RegisterJob;
import org.tidemark.jobs.train.TrainJob;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.testkit.TestSpark;

/** Four simulated days of two instruments in a lake, and the chain from features to registry. */
final class FourDays {
  static final LocalDate NIGHT = LocalDate.parse("2024-01-08");

  static final List<Job<NightlyArgs, ?>> CHAIN =
      List.of(
          new FeaturesJob(),
          new LabelsJob(),
          new ValidateJob(),
          new TrainJob(),
          new ExportJob(),
          new RegisterJob());

  private FourDays() {}

  /** A lake below the folder that has ingested them. */
  static TableStore lake(Path folder) throws IOException {
    TableStore store =
        new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
    MarketModel market =
        MarketModel.standard(11, 2)
            .withSpan(Instant.parse("2024-01-04T00:00:00Z"), 4)
            .withTradesPerMinute(3);
    Path file = folder.resolve("trades.jsonl");
    try (Writer out = Files.newBufferedWriter(file)) {
      for (Iterator<MarketEvent> it = market.events(); it.hasNext(); ) {
        out.append(WireWriter.write(it.next())).append('\n');
      }
    }
    new IngestJob().run(store, IngestArgs.of("wire", "", List.of(file.toString())));
    return store;
  }
}
