package org.tidemark.features.cross;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.state.Envelope;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/**
 * Stage two: one fold over the closed bars of all members of a universe. It takes bars and, for how
 * far a member's log is complete, heartbeats; each member's in the order in which {@link
 * MemberClock} gives them, the members in any order.
 *
 * <p>The rows of a time are made when every member's log has reached it, heartbeats included, and
 * of bars that ended by then. So they follow from the members' logs alone, not from which of them
 * arrived first; and a silent member keeps all others waiting.
 */
public final class CrossReplay {
  private static final int MAGIC = 0x43524F53; // "CROS"
  private static final int FORMAT = 1;

  private final CrossSet set;
  private final MemberState[] members;
  private final Map<InstrumentId, MemberState> byInstrument = new HashMap<>();
  // The least time reached, and how many members stand there: found anew when they all have left.
  private long reached;
  private int slowest;

  private CrossReplay(CrossSet set, MemberState[] members) {
    this.set = set;
    this.members = members;
    for (MemberState state : members) {
      byInstrument.put(state.member.instrument(), state);
    }
    findSlowest();
  }

  private static Envelope envelope(CrossSet set) {
    return new Envelope(MAGIC, FORMAT, set.name(), set.hash());
  }

  static CrossReplay start(CrossSet set) {
    return new CrossReplay(
        set,
        set.universe().members().stream()
            .map(m -> MemberState.start(m, set.pairs()))
            .toArray(MemberState[]::new));
  }

  static CrossReplay restore(CrossSet set, byte[] snapshot) {
    StateReader in = envelope(set).read(snapshot);
    MemberState[] members =
        set.universe().members().stream()
            .map(m -> MemberState.load(m, set.pairs(), in))
            .toArray(MemberState[]::new);
    if (in.remaining() != 0) {
      throw new StateException(in.remaining() + " bytes of the state are left unread");
    }
    return new CrossReplay(set, members);
  }

  /**
   * Takes the next bar or heartbeat of a member.
   *
   * @param rows receives one row for each member with a bar, by time, then in the universe's order
   * @param late receives a bar that ends no later than what this member's log had reached
   * @throws IllegalArgumentException if it is another event or of no member
   */
  public void on(MarketEvent event, Consumer<FeatureRow> rows, Consumer<? super Bar> late) {
    MemberState state = byInstrument.get(event.instrument());
    if (state == null) {
      throw new IllegalArgumentException(
          event.instrument() + " is no member of universe " + set.universe().name());
    }
    long time = event.eventTimeNanos();
    if (event instanceof Bar bar) {
      if (time <= state.clock()) {
        late.accept(bar);
        return;
      }
      if (state.member.includes(time)) {
        state.waiting.add(bar);
      }
    } else if (!(event instanceof Heartbeat)) {
      throw new IllegalArgumentException(
          "stage two takes closed bars and heartbeats, not a " + event.getClass().getSimpleName());
    }
    if (time > state.clock()) {
      advance(state, time, rows);
    }
  }

  private void advance(MemberState state, long time, Consumer<FeatureRow> rows) {
    boolean held = state.reached() == reached;
    state.clock(time);
    if (held && state.reached() > reached) {
      slowest--;
      if (slowest == 0) {
        findSlowest();
        release(rows);
      }
    }
  }

  private void findSlowest() {
    reached = Long.MAX_VALUE;
    slowest = 0;
    for (MemberState state : members) {
      if (state.reached() < reached) {
        reached = state.reached();
        slowest = 0;
      }
      slowest += state.reached() == reached ? 1 : 0;
    }
  }

  private void release(Consumer<FeatureRow> rows) {
    OptionalLong time = nextTime();
    while (time.isPresent() && time.getAsLong() <= reached) {
      make(time.getAsLong(), rows);
      time = nextTime();
    }
  }

  /** End of the oldest waiting bar. */
  private OptionalLong nextTime() {
    return Stream.of(members)
        .filter(state -> !state.waiting.isEmpty())
        .mapToLong(state -> state.waiting.element().eventTimeNanos())
        .min();
  }

  private void make(long time, Consumer<FeatureRow> rows) {
    CrossSection section = new CrossSection(members, time);
    for (int i = 0; i < members.length; i++) {
      MemberState state = members[i];
      if (state.hasTraded()) {
        state.market(section.othersThan(i));
      }
      int at = i;
      section
          .bar(i)
          .ifPresent(
              bar -> {
                state.close(bar, section.returnOf(at));
                rows.accept(new FeatureRow(bar, values(new Standing(state, section, at))));
              });
    }
  }

  private float[] values(Standing standing) {
    List<CrossFeature> features = set.features();
    float[] values = new float[features.size()];
    for (int i = 0; i < values.length; i++) {
      CrossFeature feature = features.get(i);
      values[i] = standing.pairs() < feature.pairs() ? Float.NaN : (float) feature.value(standing);
    }
    return values;
  }

  /** One member at the time of its bar. */
  private record Standing(MemberState state, CrossSection section, int member)
      implements CrossView {
    @Override
    public int pairs() {
      return state.own().size();
    }

    @Override
    public double own(int age) {
      return state.own().ago(age);
    }

    @Override
    public double market(int age) {
      return state.market().ago(age);
    }

    @Override
    public int members() {
      return section.members();
    }

    @Override
    public int trading() {
      return section.trading();
    }

    @Override
    public int advancing() {
      return section.advancing();
    }

    @Override
    public int declining() {
      return section.declining();
    }

    @Override
    public double rank() {
      return section.rank(member);
    }
  }

  /** The time up to which every member's log has come, and rows are made. */
  public long reachedNanos() {
    return reached;
  }

  /** Bars that wait for a slower member. */
  public long waiting() {
    return Stream.of(members).mapToLong(state -> state.waiting.size()).sum();
  }

  /** The member whose log has come least far, the first of them by name. */
  public InstrumentId slowest() {
    return Stream.of(members)
        .min(Comparator.comparingLong(MemberState::reached))
        .orElseThrow()
        .member
        .instrument();
  }

  /** Everything needed to go on later: format, set, version, states, checksum. */
  public byte[] snapshot() {
    Envelope envelope = envelope(set);
    StateWriter out = envelope.open();
    for (MemberState state : members) {
      state.save(out);
    }
    return envelope.close(out);
  }
}
