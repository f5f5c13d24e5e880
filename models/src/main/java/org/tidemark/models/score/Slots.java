package org.tidemark.models.score;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Things of which each call borrows one: a queue would allocate a link for each that comes back. A
 * thread finds again what it gave back, unless another was quicker.
 */
final class Slots<T> {
  private static final int COUNT = 64;

  private final AtomicReferenceArray<T> slots = new AtomicReferenceArray<>(COUNT);
  private final Supplier<T> make;
  private final Consumer<T> away;

  /**
   * No things yet.
   *
   * @param away ends the life of one
   */
  Slots(Supplier<T> make, Consumer<T> away) {
    this.make = make;
    this.away = away;
  }

  /** One that lies here, or a new one. */
  T take() {
    int own = own();
    for (int i = 0; i < COUNT; i++) {
      int at = own + i & COUNT - 1;
      T found = slots.getPlain(at) == null ? null : slots.getAndSet(at, null);
      if (found != null) {
        return found;
      }
    }
    return make.get();
  }

  /** Puts one back, or ends its life where all places are taken. */
  void give(T thing) {
    int own = own();
    for (int i = 0; i < COUNT; i++) {
      if (slots.compareAndSet(own + i & COUNT - 1, null, thing)) {
        return;
      }
    }
    away.accept(thing);
  }

  /** Ends the life of all that lie here. */
  void clear() {
    for (int at = 0; at < COUNT; at++) {
      T found = slots.getAndSet(at, null);
      if (found != null) {
        away.accept(found);
      }
    }
  }

  private static int own() {
    return (int) Thread.currentThread().getId() & COUNT - 1;
  }
}
