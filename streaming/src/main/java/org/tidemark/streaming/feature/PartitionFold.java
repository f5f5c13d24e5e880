package org.tidemark.streaming.feature;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.state.Envelope;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.streaming.source.TickSchema;

/**
 * All instruments of one partition of a log, message by message: what the stateful operator of the
 * audit path puts out for a log whose offsets rise per instrument, without Spark. A pure function
 * of the messages in their order and their arrival times; the state is bytes at any moment.
 */
public final class PartitionFold {
  private static final int MAGIC = 0x50415254; // "PART"
  private static final int FORMAT = 1;

  private final FeatureSet set;
  private final TickLimits limits;
  private final TickSchema schema;
  private final Map<String, InstrumentFold> folds = new TreeMap<>();

  /** What a message gave. */
  public sealed interface Output {}

  /**
   * The features of a bar that closed.
   *
   * @param closedByOffset offset of the event that closed it
   * @param features float32 values in the order of the set, big-endian
   */
  public record Closed(
      String instrument,
      long offset,
      long eventTimeNanos,
      long closedByOffset,
      double close,
      float[] values,
      byte[] features)
      implements Output {}

  /**
   * A message that could not be used.
   *
   * @param raw the message, at most 64 KiB
   */
  public record Dead(Optional<String> instrument, String reason, String detail, String raw)
      implements Output {}

  private PartitionFold(FeatureSet set, TickLimits limits, TickSchema schema) {
    this.set = set;
    this.limits = limits;
    this.schema = schema;
  }

  /** A fold that has seen nothing, of messages of a schema. */
  public static PartitionFold start(FeatureSet set, TickLimits limits, TickSchema schema) {
    return new PartitionFold(set, limits, schema);
  }

  /**
   * Goes on from {@link #snapshot()}.
   *
   * @throws StateException if the bytes are damaged, or of another feature set, limits or format
   */
  public static PartitionFold restore(
      FeatureSet set, TickLimits limits, TickSchema schema, byte[] snapshot) {
    PartitionFold fold = new PartitionFold(set, limits, schema);
    StateReader in = fold.envelope().read(snapshot);
    int instruments = in.getInt();
    for (int i = 0; i < instruments; i++) {
      fold.folds.put(in.getText(), InstrumentFold.restore(set, limits, in.getBytes()));
    }
    return fold;
  }

  private Envelope envelope() {
    return new Envelope(MAGIC, FORMAT, set.name(), set.hash() + " within " + limits);
  }

  /**
   * Takes the next message of the log.
   *
   * @param source topic, for dead letters
   * @param out receives the bars it closes, in order, or the dead letter it is; nothing else comes
   */
  public void on(
      String source,
      int partition,
      long offset,
      long arrivalNanos,
      byte[] message,
      Consumer<? super Output> out) {
    Keyed.Place place = new Keyed.Place(source, Integer.toString(partition), offset);
    Keyed.Tick tick = Keyed.parse(schema, message, place, arrivalNanos);
    if (tick instanceof Keyed.Bad bad) {
      out.accept(new Dead(Optional.empty(), bad.reason(), bad.detail(), bad.raw()));
    } else if (tick instanceof Keyed.Good good) {
      String instrument = good.event().instrument().value();
      InstrumentFold fold = folds.get(instrument);
      if (fold == null) {
        fold = InstrumentFold.start(set, limits);
        folds.put(instrument, fold);
      }
      fold.on(
          good.event(),
          arrivalNanos,
          row -> out.accept(closed(row, good.event().offset())),
          origin -> {},
          (reason, detail) ->
              out.accept(new Dead(Optional.of(instrument), reason.name(), detail, good.raw())));
    }
  }

  private static Closed closed(FeatureRow row, long closedByOffset) {
    ByteBuffer features = ByteBuffer.allocate(row.values().length * Float.BYTES);
    for (float value : row.values()) {
      features.putFloat(value);
    }
    return new Closed(
        row.bar().instrument().value(),
        row.bar().offset(),
        row.bar().eventTimeNanos(),
        closedByOffset,
        row.bar().close(),
        row.values(),
        features.array());
  }

  /** Everything needed to go on later. */
  public byte[] snapshot() {
    StateWriter out = envelope().open().putInt(folds.size());
    folds.forEach((instrument, fold) -> out.putText(instrument).putBytes(fold.snapshot()));
    return envelope().close(out);
  }
}
