package org.tidemark.streaming.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Trade;
import org.tidemark.market.wire.WireWriter;

class KeyedTest {
  private static final Keyed.Place PLACE = new Keyed.Place("ticks", "3", 17);

  private static Row key(byte[] raw) {
    return new Keyed().call(RowFactory.create("ticks", "3", 17L, 99L, raw));
  }

  @Test
  void aTickGoesByItsInstrumentAndComesBackWhole() {
    Trade trade = new Trade(new InstrumentId("BTC/USD"), 4, 5, 0.1, 0, Aggressor.UNKNOWN);
    String text = WireWriter.write(trade);
    Row row = key(text.getBytes(StandardCharsets.UTF_8));
    assertThat(row.getString(Keyed.KEY)).isEqualTo("BTC/USD");
    assertThat(Keyed.read(row)).isEqualTo(new Keyed.Good(trade, 99, PLACE, text));
  }

  @Test
  void aMessageThatIsNoTickGetsAKeyThatNoInstrumentHas() {
    Row row = key("{".getBytes(StandardCharsets.UTF_8));
    assertThat(row.getString(Keyed.KEY)).isEqualTo("!3");
    assertThat(Keyed.read(row))
        .isInstanceOfSatisfying(
            Keyed.Bad.class,
            bad -> {
              assertThat(bad.reason()).isEqualTo("MALFORMED_JSON");
              assertThat(bad.place()).isEqualTo(PLACE);
              assertThat(bad.raw()).isEqualTo("{");
            });
  }

  @Test
  void bytesThatAreNotUtf8AndMessagesWithoutAValueAreMalformed() {
    byte[] latin =
        "{\"type\":\"heartbeat\",\"note\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Keyed.read(key(latin)))
        .isInstanceOfSatisfying(
            Keyed.Bad.class,
            bad -> {
              assertThat(bad.detail()).contains("not UTF-8");
              assertThat(bad.raw()).startsWith("base64:");
              assertThat(Base64.getDecoder().decode(bad.raw().substring(7))).isEqualTo(latin);
            });
    byte[] noise = new byte[100_000];
    Arrays.fill(noise, (byte) 0xff);
    assertThat(Keyed.read(key(noise)).raw()).hasSizeBetween(65_000, 65_536);
    assertThat(Keyed.read(key(null))).isInstanceOf(Keyed.Bad.class);
  }

  @Test
  void longMessagesAreKeptUpToTheLimit() {
    Row row = key("x".repeat(200_000).getBytes(StandardCharsets.UTF_8));
    assertThat(Keyed.read(row).raw()).hasSize(65_536);
  }
}
