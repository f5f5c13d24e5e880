package org.tidemark.lakehouse.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.tidemark.market.Book;

/** The resting size at every price, kept up to date by changes of single levels. */
final class MaintainedBook {
  private final NavigableMap<Double, Double> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Double, Double> asks = new TreeMap<>();

  /** Takes in a new size at a price; 0 takes the level away. */
  void set(DepthMessage.Change change) {
    NavigableMap<Double, Double> side = change.isBid() ? bids : asks;
    if (change.size() == 0) {
      side.remove(change.price());
    } else {
      side.put(change.price(), change.size());
    }
  }

  /** A copy that goes its own way. */
  MaintainedBook copy() {
    MaintainedBook copy = new MaintainedBook();
    copy.bids.putAll(bids);
    copy.asks.putAll(asks);
    return copy;
  }

  /** The best bids, at most so many. */
  List<Book.Level> bids(int most) {
    return best(bids, most);
  }

  /** The best asks, at most so many. */
  List<Book.Level> asks(int most) {
    return best(asks, most);
  }

  private static List<Book.Level> best(NavigableMap<Double, Double> side, int most) {
    List<Book.Level> levels = new ArrayList<>(most);
    for (Map.Entry<Double, Double> level : side.entrySet()) {
      if (levels.size() == most) {
        break;
      }
      levels.add(new Book.Level(level.getKey(), level.getValue()));
    }
    return levels;
  }
}
