package org.tidemark.features.book;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Window;

/** The standing levels of the book, and one number of each of the last bars. */
public final class DepthAndWindow {
  private final Depth book;
  private final Window numbers;

  private DepthAndWindow(Depth book, Window numbers) {
    this.book = book;
    this.numbers = numbers;
  }

  static DepthAndWindow of(int bars) {
    return new DepthAndWindow(new Depth(), new Window(bars));
  }

  Depth book() {
    return book;
  }

  Window numbers() {
    return numbers;
  }

  void save(int levels, StateWriter out) {
    book.save(levels, out);
    numbers.save(out);
  }

  static DepthAndWindow load(int bars, StateReader in) {
    return new DepthAndWindow(Depth.load(in), Window.load(bars, in));
  }
}
