package org.tidemark.jobs.fold;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tidemark.jobs.report.Fold;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.TrainWindow;
import org.tidemark.models.split.Window;

/**
 * A fold as it is drawn. Where a label is at most one horizon long, the last horizon of a training
 * window is what its purge may take; between training and tests lies the embargo.
 */
public final class FoldPicture {
  private record Piece(Fold.Use use, Window window) {}

  private FoldPicture() {}

  /**
   * Its stretches in order of time.
   *
   * @param horizon longest time from a row to the end of its label span
   */
  public static Fold of(Split split, FoldCounts counts, Duration horizon) {
    List<Piece> pieces = new ArrayList<>();
    for (TrainWindow train : split.training()) {
      long from = train.window().fromNanos();
      long to = train.window().toNanos();
      long purge =
          train.spanLimitNanos() == TrainWindow.UNLIMITED
              ? to
              : Math.max(from, Math.min(to, train.spanLimitNanos() - horizon.toNanos()));
      add(pieces, Fold.Use.TRAIN, from, purge);
      add(pieces, Fold.Use.PURGE, purge, to);
    }
    split.shadows().forEach(w -> pieces.add(new Piece(Fold.Use.PURGE, w)));
    split.testing().forEach(w -> pieces.add(new Piece(Fold.Use.TEST, w.window())));
    pieces.sort(Comparator.comparingLong(p -> p.window().fromNanos()));
    List<Fold.Span> spans = new ArrayList<>();
    long until = pieces.get(0).window().fromNanos();
    for (Piece piece : pieces) {
      if (piece.window().fromNanos() > until) {
        spans.add(span(new Piece(Fold.Use.EMBARGO, new Window(until, piece.window().fromNanos()))));
      }
      spans.add(span(piece));
      until = piece.window().toNanos();
    }
    return new Fold(split.fold(), spans, counts.trained(), counts.purged(), counts.tested());
  }

  private static void add(List<Piece> pieces, Fold.Use use, long from, long to) {
    if (from < to) {
      pieces.add(new Piece(use, new Window(from, to)));
    }
  }

  private static Fold.Span span(Piece piece) {
    return new Fold.Span(piece.use(), piece.window().from(), piece.window().to());
  }
}
