package org.tidemark.lakehouse.ingest;

import java.util.Objects;
import java.util.Optional;
import org.tidemark.market.InstrumentId;

/**
 * What the user may say about a file beyond its format.
 *
 * @param instrument replaces the instrument that the format would derive; needed when it cannot
 * @param mapFile the ticker history of {@code lean-equity-*} bars; empty looks for {@code
 *     map_files/TICKER.csv} beside the file
 */
public record IngestOptions(Optional<InstrumentId> instrument, Optional<SourceFile> mapFile) {
  public IngestOptions {
    Objects.requireNonNull(instrument, "instrument");
    Objects.requireNonNull(mapFile, "mapFile");
  }

  /** Nothing beyond the format. */
  public static IngestOptions none() {
    return new IngestOptions(Optional.empty(), Optional.empty());
  }

  /** The same with this instrument. */
  public IngestOptions withInstrument(InstrumentId instrument) {
    return new IngestOptions(Optional.of(instrument), mapFile);
  }

  /** The same with this ticker history. */
  public IngestOptions withMapFile(SourceFile mapFile) {
    return new IngestOptions(instrument, Optional.of(mapFile));
  }
}
