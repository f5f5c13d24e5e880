package org.tidemark.features.cross;

import java.util.ArrayDeque;
import org.tidemark.features.state.EventCodec;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/** What stage two keeps of one member: its clock, waiting bars, last close and pairs of returns. */
final class MemberState {
  final Universe.Member member;
  final ArrayDeque<Bar> waiting = new ArrayDeque<>();
  private final Window own;
  private final Window market;
  private long clock = Long.MIN_VALUE;
  private double lastClose = Double.NaN;
  private double marketSinceLast;

  private MemberState(Universe.Member member, Window own, Window market) {
    this.member = member;
    this.own = own;
    this.market = market;
  }

  static MemberState start(Universe.Member member, int pairs) {
    return new MemberState(member, new Window(pairs), new Window(pairs));
  }

  long clock() {
    return clock;
  }

  void clock(long timeNanos) {
    clock = timeNanos;
  }

  /** The time up to which this member keeps nobody waiting. */
  long reached() {
    return clock >= member.untilNanos() ? Long.MAX_VALUE : Math.max(clock, member.afterNanos());
  }

  boolean hasTraded() {
    return !Double.isNaN(lastClose);
  }

  /** Log return from the last close to this bar's; NaN without one. */
  double returnTo(Bar bar) {
    return StrictMath.log(bar.close() / lastClose);
  }

  /** The others moved. */
  void market(double logReturn) {
    marketSinceLast += logReturn;
  }

  /** The member's bar, after {@link #market} for its time. */
  void close(Bar bar, double ownReturn) {
    if (hasTraded()) {
      own.add(ownReturn);
      market.add(marketSinceLast);
    }
    lastClose = bar.close();
    marketSinceLast = 0;
  }

  Window own() {
    return own;
  }

  Window market() {
    return market;
  }

  void save(StateWriter out) {
    out.putText(member.instrument().value())
        .putLong(clock)
        .putDouble(lastClose)
        .putDouble(marketSinceLast);
    own.save(out);
    market.save(out);
    out.putInt(waiting.size());
    waiting.forEach(bar -> EventCodec.write(bar, out));
  }

  static MemberState load(Universe.Member member, int pairs, StateReader in) {
    String name = in.getText();
    if (!name.equals(member.instrument().value())) {
      throw new StateException(
          "the state of " + name + " stands where that of " + member.instrument() + " belongs");
    }
    long clock = in.getLong();
    double lastClose = in.getDouble();
    double marketSinceLast = in.getDouble();
    MemberState state = new MemberState(member, Window.load(pairs, in), Window.load(pairs, in));
    state.clock = clock;
    state.lastClose = lastClose;
    state.marketSinceLast = marketSinceLast;
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      if (!(EventCodec.read(in) instanceof Bar bar)) {
        throw new StateException("what waits of " + name + " is not a bar");
      }
      state.waiting.add(bar);
    }
    return state;
  }
}
