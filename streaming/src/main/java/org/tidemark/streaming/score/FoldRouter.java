package org.tidemark.streaming.score;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.tidemark.lakehouse.Tables;
import org.tidemark.streaming.feature.FoldRows;
import org.tidemark.streaming.feature.FoldTotals;
import org.tidemark.streaming.sink.RowRouter;

/**
 * Sends the rows of a fold to the tables of a scorer, and scores bars on the way.
 *
 * @param shapes of the tables
 * @param bars who scores closed bars
 * @param unfinished who scores bars in the making
 * @param signals of closed bars
 */
record FoldRouter(LiveShapes shapes, BarScores bars, BarScores unfinished, SignalRows signals)
    implements RowRouter<FoldTotals> {
  @Override
  public StructType takes() {
    return FoldRows.SCHEMA;
  }

  @Override
  public Route<FoldTotals> begin(Outlets outlets) {
    return new Folded(this, outlets);
  }

  /** The rows of one task. */
  private static final class Folded implements Route<FoldTotals> {
    private final SignalRows signalRows;
    private final BarScores.Scoring bars;
    private final BarScores.Scoring unfinished;
    private final Consumer<InternalRow> ticks;
    private final Consumer<InternalRow> dead;
    private final Consumer<InternalRow> beginnings;
    private final Consumer<InternalRow> features;
    private final Consumer<InternalRow> scores;
    private final Optional<Consumer<InternalRow>> provisional;
    private final Optional<Consumer<InternalRow>> signals;
    private final FoldTotals.Counter counter = new FoldTotals.Counter();

    Folded(FoldRouter router, Outlets outlets) {
      signalRows = router.signals();
      bars = router.bars().begin();
      unfinished = router.unfinished().begin();
      ticks = outlets.to(router.shapes().of(Tables.LIVE_TICKS));
      dead = outlets.to(router.shapes().of(Tables.DEAD_LETTERS));
      beginnings = outlets.to(router.shapes().of(Tables.LIVE_BEGINNINGS));
      features = outlets.to(router.shapes().of(Tables.LIVE_FEATURES));
      scores = outlets.to(router.shapes().of(Tables.SCORES));
      provisional = router.shapes().ifThere(Tables.PROVISIONAL_SCORES).map(outlets::to);
      signals = router.shapes().ifThere(Tables.LIVE_SIGNALS).map(outlets::to);
    }

    @Override
    public void take(InternalRow row) {
      switch (counter.take(row)) {
        case FoldRows.TICK -> ticks.accept(row);
        case FoldRows.BAR -> bar(row);
        case FoldRows.PROVISIONAL -> provisional.ifPresent(out -> unfinished.score(row, out));
        case FoldRows.DEAD -> dead.accept(row);
        case FoldRows.BEGIN -> beginnings.accept(row);
        case FoldRows.COUNT -> {} // is counted, and that is all
        default -> throw new IllegalStateException("a fold gave a row that no table takes: " + row);
      }
    }

    private void bar(InternalRow row) {
      features.accept(row);
      Served served = new Served();
      bars.score(
          row,
          scored -> {
            served.see(scored);
            scores.accept(scored);
          });
      signals.ifPresent(out -> signalRows.of(row, served.score, out));
    }

    @Override
    public FoldTotals total() {
      return counter.totals();
    }
  }

  /** Of the scores of a bar the one that serves it, if there is one. */
  private static final class Served {
    private Optional<InternalRow> score = Optional.empty();

    void see(InternalRow scored) {
      if (!SignalRows.isOfShadow(scored)) {
        score = Optional.of(scored);
      }
    }
  }
}
