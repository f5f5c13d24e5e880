package org.tidemark.features.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** What is written is read back bit for bit; what is cut off is noticed. */
class StateCodecTest {
  private static final InstrumentId X = new InstrumentId("BTC/USD");
  private static final double PAYLOAD = Double.longBitsToDouble(0x7ff8_0000_0000_1234L);

  @Test
  void everyKindOfValueComesBackBitForBit() {
    double[] doubles = new double[500];
    Arrays.setAll(doubles, i -> i / 7.0);
    byte[] bytes =
        new StateWriter()
            .putInt(Integer.MIN_VALUE)
            .putLong(Long.MAX_VALUE)
            .putDouble(-0.0)
            .putDouble(PAYLOAD)
            .putText("prix \u20ac \ud83d\udcc8 \u0000")
            .putBytes(new byte[] {1, -1})
            .putDoubles(doubles)
            .putLongs(new long[] {5, -5})
            .toBytes();
    StateReader in = new StateReader(bytes);
    assertThat(in.getInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(in.getLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(Double.doubleToRawLongBits(in.getDouble())).isEqualTo(Long.MIN_VALUE);
    assertThat(Double.doubleToRawLongBits(in.getDouble())).isEqualTo(0x7ff8_0000_0000_1234L);
    assertThat(in.getText()).isEqualTo("prix \u20ac \ud83d\udcc8 \u0000");
    assertThat(in.getBytes()).containsExactly(1, -1);
    assertThat(in.getDoubles()).isEqualTo(doubles);
    assertThat(in.getLongs()).containsExactly(5, -5);
    assertThat(in.remaining()).isZero();
  }

  @Test
  void theBytesAreBigEndianWithTheirLengthFirst() {
    assertThat(new StateWriter().putText("ab").putInt(258).putBytes(new byte[] {7}).toBytes())
        .containsExactly(0, 2, 'a', 'b', 0, 0, 1, 2, 0, 0, 0, 1, 7);
  }

  @Test
  void eventsComeBackEqual() {
    List<MarketEvent> events =
        List.of(
            new Trade(X, 1, 2, 3.5, 0, Aggressor.SELL),
            new Quote(X, 2, 3, Double.NaN, 0, 5, 6),
            new Bar(X, 3, 9, 4, 2, 4, 1, 3, 10),
            new Heartbeat(X, 4, 10));
    StateWriter out = new StateWriter();
    events.forEach(event -> EventCodec.write(event, out));
    StateReader in = new StateReader(out.toBytes());
    for (MarketEvent event : events) {
      assertThat(EventCodec.read(in)).isEqualTo(event);
    }
    assertThat(in.remaining()).isZero();
  }

  @Test
  void readingPastTheEndAndImpossibleLengthsAreStateExceptions() {
    StateReader shorter = new StateReader(new byte[3]);
    assertThatThrownBy(shorter::getInt)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("state ends early at byte 0 of 3");
    byte[] claims = new StateWriter().putInt(Integer.MAX_VALUE).putLong(1).toBytes();
    assertThatThrownBy(() -> new StateReader(claims).getDoubles())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("only 8 bytes are left");
    byte[] unknown = new StateWriter().putInt(77).putText("X").putLong(0).putLong(0).toBytes();
    assertThatThrownBy(() -> EventCodec.read(new StateReader(unknown)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("unknown event kind 77");
  }

  @Test
  void aTextThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new StateWriter().putText("x".repeat(70_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70000");
  }
}
