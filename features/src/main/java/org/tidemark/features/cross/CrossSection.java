package org.tidemark.features.cross;

import java.util.Arrays;
import java.util.Optional;
import org.tidemark.market.Bar;

/**
 * All members at one time.
 *
 * <p>The sum over the others of a member is that of those before it in the universe, from the first
 * on, plus that of those after it, from the last back: the same numbers in the same order for any
 * driver, in one pass, and nothing is subtracted.
 */
final class CrossSection {
  private final Bar[] bars;
  private final double[] returns;
  private final double[] others;
  private final double[] sorted;
  private int members;
  private int trading;

  /** Takes the bars that end at this time out of the members' queues. */
  CrossSection(MemberState[] states, long timeNanos) {
    int n = states.length;
    bars = new Bar[n];
    returns = new double[n];
    others = new double[n];
    Arrays.fill(returns, Double.NaN);
    for (int i = 0; i < n; i++) {
      members += states[i].member.includes(timeNanos) ? 1 : 0;
      Bar first = states[i].waiting.peek();
      if (first != null && first.eventTimeNanos() == timeNanos) {
        bars[i] = states[i].waiting.poll();
        trading++;
        if (states[i].hasTraded()) {
          returns[i] = states[i].returnTo(bars[i]);
        }
      }
    }
    sorted = Arrays.stream(returns).filter(r -> !Double.isNaN(r)).sorted().toArray();
    sumOthers();
  }

  private void sumOthers() {
    double before = 0;
    for (int i = 0; i < returns.length; i++) {
      others[i] = before;
      before += has(i) ? returns[i] : 0;
    }
    double after = 0;
    for (int i = returns.length - 1; i >= 0; i--) {
      others[i] += after;
      after += has(i) ? returns[i] : 0;
    }
  }

  private boolean has(int member) {
    return !Double.isNaN(returns[member]);
  }

  /** The member's bar that ends at this time. */
  Optional<Bar> bar(int member) {
    return Optional.ofNullable(bars[member]);
  }

  /** The member's return at this time; NaN without one. */
  double returnOf(int member) {
    return returns[member];
  }

  /** Mean return of the other members at this time; 0 when none has one. */
  double othersThan(int member) {
    int count = sorted.length - (has(member) ? 1 : 0);
    return count == 0 ? 0 : others[member] / count;
  }

  int members() {
    return members;
  }

  int trading() {
    return trading;
  }

  int advancing() {
    return sorted.length - below(0, true);
  }

  int declining() {
    return below(0, false);
  }

  double rank(int member) {
    int less = below(returns[member], false);
    int equal = below(returns[member], true) - less;
    return (less + (equal + 1) / 2.0) / sorted.length;
  }

  /** Number of returns below a value, or at it too. */
  private int below(double value, boolean orAt) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || orAt && sorted[middle] == value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
