package org.tidemark.lakehouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** The built-in formats on small texts: their quirks, and a bad row for every reason they give. */
class FormatsTest {
  private static final String CANDLES = "timestamp_ms,open,close,high,low,volume";

  private static Instant time(MarketEvent event) {
    return Instant.ofEpochSecond(0, event.eventTimeNanos());
  }

  @Test
  void candlesHaveCloseBeforeHighAndAreKnownAtTheirEnd() {
    Reading read =
        Reading.of("bitfinex-candles", "BTCUSD_2015.csv", CANDLES, "1420070400000,3,4,5,2,2.9e-7");
    Bar bar = (Bar) read.events().get(0);
    assertThat(bar.instrument()).isEqualTo(new InstrumentId("BTCUSD"));
    assertThat(Instant.ofEpochSecond(0, bar.openTimeNanos()))
        .isEqualTo(Instant.parse("2015-01-01T00:00:00Z"));
    assertThat(time(bar)).isEqualTo(Instant.parse("2015-01-01T00:01:00Z"));
    assertThat(new double[] {bar.open(), bar.high(), bar.low(), bar.close(), bar.volume()})
        .containsExactly(3, 5, 2, 4, 2.9e-7);
    assertThat(bar.offset()).isEqualTo(1420070400000L << 20);
  }

  @Test
  void badCandlesAreRejectedWithTheirReasons() {
    Reading read =
        Reading.of(
            "bitfinex-candles",
            "BTCUSD_2015.csv",
            "",
            CANDLES,
            "1420070400000,3,4,5,2,1",
            "1420070400000,3,4,5,2,1",
            "1420070340000,3,4,5,2,1",
            "  ",
            "1420070460000,3,4,5,2",
            "1420070460000,3,4,5,2,1,9",
            "1420070460001,3,4,5,2,1",
            "1420070460,3,4,5,2,1",
            "-5,3,4,5,2,1",
            "99999999999999999999,3,4,5,2,1",
            ",3,4,5,2,1",
            "1420070460000,x,4,5,2,1",
            "1420070460000,,4,5,2,1",
            "1420070460000,0x1p3,4,5,2,1",
            "1420070460000,3d,4,5,2,1",
            "1420070460000,NaN,4,5,2,1",
            "1420070460000,-Infinity,4,5,2,1",
            "1420070460000,1e999,4,5,2,1",
            "1420070460000,0,4,5,2,1",
            "1420070460000,3,4,5,-2,1",
            "1420070460000,3,4,5,2,-1",
            "1420070460000,3,6,5,2,1",
            "1420070460000,1,4,5,2,1",
            "1420070460000,3,4,5,2,0.1234567890123456789",
            "1420070460000,3,4,5,2,123456789.123456789012",
            "1420070460000,3,4,5,2,1e20",
            "1420070460000,3,4,5,2,1e-400",
            "1420070460000,3,4,5,2,0");
    assertThat(read.verdicts())
        .containsExactly(
            "OK",
            "DUPLICATE_BAR",
            "TIME_RUNS_BACK",
            "BAD_COLUMN_COUNT",
            "BAD_COLUMN_COUNT",
            "BAD_TIME",
            "BAD_TIME",
            "BAD_TIME",
            "BAD_TIME",
            "BAD_TIME",
            "NOT_A_NUMBER",
            "NOT_A_NUMBER",
            "NOT_A_NUMBER",
            "NOT_A_NUMBER",
            "NON_FINITE",
            "NON_FINITE",
            "NON_FINITE",
            "NON_POSITIVE_PRICE",
            "NON_POSITIVE_PRICE",
            "NEGATIVE_SIZE",
            "OHLC_VIOLATION",
            "OHLC_VIOLATION",
            "TOO_PRECISE",
            "TOO_PRECISE",
            "TOO_LARGE",
            "TOO_PRECISE",
            "OK");
    assertThat(read.tally.read()).isEqualTo(27);
    assertThat(read.tally.accepted()).isEqualTo(2);
    assertThat(read.tally.headers()).isEqualTo(1);
    assertThat(read.tally.blanks()).isEqualTo(2);
    assertThat(read.rejected(1).line()).isEqualTo(4);
    assertThat(read.rejected(1).raw()).isEqualTo("1420070400000,3,4,5,2,1");
    assertThat(read.rejected(3).line()).isEqualTo(7);
  }

  @Test
  void aFileOfAnotherFormatIsRefusedAsAWhole() {
    assertThatThrownBy(
            () ->
                Reading.of(
                    "bitfinex-candles",
                    "BTCUSD_2015.csv",
                    "timestamp_ms,open,high,low,close,volume",
                    "1420070400000,3,5,2,4,1"))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("timestamp_ms,open,high,low,close,volume");
    assertThatThrownBy(() -> Formats.named("bitfinex"))
        .hasMessageContaining("bitfinex-candles, lean-equity-trades");
    assertThatThrownBy(() -> Reading.of("lean-equity-trades", "ibm.csv", ""))
        .hasMessageContaining("ibm_20131007_trade.csv.gz");
    assertThatThrownBy(() -> Reading.of("lean-equity-trades", "ibm_20131307_trade.csv", ""))
        .hasMessageContaining("20131307");
    assertThatThrownBy(() -> Reading.of("fx-quotes", "ebs_eurusd_20140501.csv", ""))
        .hasMessageContaining("FXCM, OANDA");
    assertThatThrownBy(() -> Reading.of("bitfinex-candles", "candles.csv", ""))
        .hasMessageContaining("--instrument");
  }

  @Test
  void newYorkTimesFollowDaylightSaving() {
    // 09:30 New York on the Friday before and the Monday after the clocks went forward and back.
    String row = "34200000,1000000,1,N,0,0";
    assertThat(
            Arrays.asList("20140307", "20140310", "20131101", "20131104").stream()
                .map(day -> Reading.of("lean-equity-trades", "ibm_" + day + "_trade.csv", row))
                .map(read -> time(read.events().get(0)).toString()))
        .containsExactly(
            "2014-03-07T14:30:00Z",
            "2014-03-10T13:30:00Z",
            "2013-11-01T13:30:00Z",
            "2013-11-04T14:30:00Z");
  }

  @Test
  void onTheDayOfAClockChangeTimesAreWallClockTimes() {
    Reading spring =
        Reading.of(
            "lean-equity-trades",
            "ibm_20140309_trade.csv",
            "5400000,10000,1,N,0,0",
            "9000000,10000,1,N,0,0",
            "10800000,10000,1,N,0,0");
    assertThat(spring.verdicts()).containsExactly("OK", "BAD_TIME", "OK");
    assertThat(spring.rejected(1).detail()).contains("does not exist");
    assertThat(time(spring.events().get(0))).isEqualTo(Instant.parse("2014-03-09T06:30:00Z"));
    assertThat(time(spring.events().get(1))).isEqualTo(Instant.parse("2014-03-09T07:00:00Z"));
    Reading autumn =
        Reading.of(
            "lean-equity-trades",
            "ibm_20131103_trade.csv",
            "5400000,10000,1,N,0,0",
            "36000000,10000,1,N,0,0");
    assertThat(time(autumn.events().get(0))).isEqualTo(Instant.parse("2013-11-03T05:30:00Z"));
    assertThat(time(autumn.events().get(1))).isEqualTo(Instant.parse("2013-11-03T15:00:00Z"));
  }

  @Test
  void tradesKeepEqualPrintsAndRejectSuspiciousOnes() {
    Reading read =
        Reading.of(
            "lean-equity-trades",
            "ibm_20131007_trade.csv",
            "14430270,1815200,283,P,20002020,0",
            "14430270,1815200,283,P,20002020,0",
            "14430270,1815200,283,P,20002020,1",
            "14430269,1815200,283,P,20002020,0",
            "86400000,1815200,283,P,20002020,0",
            "14430271,1815200,283,P,20002020,2");
    assertThat(read.verdicts())
        .containsExactly("OK", "OK", "SUSPICIOUS", "TIME_RUNS_BACK", "BAD_TIME", "NOT_A_NUMBER");
    assertThat(((Trade) read.events().get(0)).price()).isEqualTo(181.52);
    long first = read.events().get(0).offset();
    assertThat(read.events().get(1).offset()).isEqualTo(first + 1);
    assertThat(ArchiveOffset.lane(first)).isEqualTo(ArchiveOffset.Lane.TRADE);
    assertThat(read.tally.headers()).isZero();
  }

  @Test
  void quotesBecomeTheNationalBest() {
    Reading read =
        Reading.of(
            "lean-equity-quotes",
            "ibm_20131007_quote.csv",
            "1,0,0,1010000,5,Q,1,0",
            "2,1000000,3,0,0,P,1,0",
            "3,0,0,1009000,7,P,1,0",
            "3,1000000,4,0,0,Q,1,0",
            "4,0,0,1020000,1,P,1,0",
            "5,1015000,2,0,0,N,1,0",
            "6,0,0,0,0,N,1,0",
            "6,0,0,1,1,N,1,1",
            "6,-1,0,1,1,N,1,0",
            "6,1,-1,0,0,N,1,0",
            "6,1,1,0,0,?,1,0");
    assertThat(read.verdicts().subList(6, 11))
        .containsExactly(
            "EMPTY_QUOTE", "SUSPICIOUS", "NON_POSITIVE_PRICE", "NEGATIVE_SIZE", "UNKNOWN_VENUE");
    assertThat(
            read.events().stream()
                .map(Quote.class::cast)
                .map(q -> q.bid() + "x" + q.bidSize() + " " + q.ask() + "x" + q.askSize()))
        .containsExactly(
            "NaNx0.0 101.0x5.0",
            "100.0x3.0 101.0x5.0",
            "100.0x3.0 100.9x7.0",
            "100.0x7.0 100.9x7.0",
            "100.0x7.0 101.0x5.0",
            "101.5x2.0 101.0x5.0");
  }

  @Test
  void fxVenuesHaveTheirClocksAndNames() {
    Reading fxcm =
        Reading.of(
            "fx-quotes",
            "fxcm_eurusd_20140501.csv.gz",
            "time_ms,bid,ask",
            "1000,1.1,1.2",
            "1000,1.2,1.2",
            "1000,1.3,1.2");
    assertThat(fxcm.verdicts()).containsExactly("OK", "OK", "CROSSED_QUOTE");
    assertThat(fxcm.events().get(0).instrument().value()).isEqualTo("EURUSD.FXCM");
    assertThat(time(fxcm.events().get(0))).isEqualTo(Instant.parse("2014-05-01T05:00:01Z"));
    Reading oanda =
        Reading.of("fx-quotes", "oanda_xauusd_20140501.csv", "62.2662,1.1,1.2", "62.26629999,1,2");
    assertThat(oanda.events().get(0).instrument().value()).isEqualTo("XAUUSD.OANDA");
    assertThat(time(oanda.events().get(0)))
        .isEqualTo(Instant.parse("2014-05-01T00:00:00.062266200Z"));
    assertThat(time(oanda.events().get(1)))
        .isEqualTo(Instant.parse("2014-05-01T00:00:00.062266299Z"));
    Reading given =
        Reading.of(
            Formats.named("fx-quotes"),
            Reading.file("oanda_xauusd_20140501.csv", "1,1,2"),
            IngestOptions.none().withInstrument(new InstrumentId("GOLD")));
    assertThat(given.events().get(0).instrument().value()).isEqualTo("GOLD");
  }

  @Test
  void dailyRowsOfAnEarlierCompanyAreRejected() {
    String rows =
        "19990929 00:00,10000,10000,10000,10000,1\n20041130 00:00,10000,10000,10000,10000,1\n"
            + "20041201 00:00,10000,10000,10000,10000,1\n20110323 00:00,10000,10000,10000,10000,1\n"
            + "20110324 01:00,10000,10000,10000,10000,1\n20110230 00:00,10000,10000,10000,10000,1\n";
    SourceFile map =
        Reading.file(
            "qqq.csv", "20010310,qqq,Q\n20041130,qqq,Q\n20110322,qqqq,Q\n20501231,qqq,Q\n");
    SourceFile file =
        SourceFile.of(
            "qqq.csv",
            () -> new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)),
            path -> path.equals("../map_files/qqq.csv") ? Optional.of(map) : Optional.empty());
    Format daily = Formats.named("lean-equity-daily");
    Reading read = Reading.of(daily, file, IngestOptions.none());
    assertThat(read.verdicts())
        .containsExactly("BEFORE_LISTING", "OK", "OTHER_COMPANY", "OK", "BAD_TIME", "BAD_TIME");
    Bar bar = (Bar) read.events().get(1);
    assertThat(Instant.ofEpochSecond(0, bar.openTimeNanos()))
        .isEqualTo(Instant.parse("2011-03-23T13:30:00Z"));
    assertThat(time(bar)).isEqualTo(Instant.parse("2011-03-23T20:00:00Z"));
    Reading renamed =
        Reading.of(daily, file, IngestOptions.none().withInstrument(new InstrumentId("NDX")));
    assertThat(renamed.verdicts()).isEqualTo(read.verdicts());
    assertThat(renamed.events().get(0).instrument().value()).isEqualTo("NDX");
    Reading without = Reading.of(daily, Reading.file("qqq.csv", rows), IngestOptions.none());
    assertThat(without.tally.accepted()).isEqualTo(4);
  }

  @Test
  void parquetIsNotReadAsText() {
    assertThatThrownBy(() -> Reading.of("wire", "feed.jsonl", "PAR1 and bytes"))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("feed.jsonl is Parquet; give a mapping file as --format");
  }

  @Test
  void gzipIsToldByItsFirstBytesAndAppendedMembersAreRead() throws IOException {
    byte[] first = gzip(CANDLES + "\n1420070400000,3,4,5,2,1\n");
    byte[] second = gzip("1420070460000,3,4,5,2,1\r\n1420070520000,3,4,5,2,1");
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(first);
    both.write(second);
    SourceFile file =
        SourceFile.of("BTCUSD_x.csv", () -> new ByteArrayInputStream(both.toByteArray()));
    Format candles = Formats.named("bitfinex-candles");
    assertThat(Reading.of(candles, file, IngestOptions.none()).tally.accepted()).isEqualTo(3);
    byte[] cut = Arrays.copyOf(first, first.length - 12);
    SourceFile damaged = SourceFile.of("BTCUSD_x.csv.gz", () -> new ByteArrayInputStream(cut));
    assertThatThrownBy(() -> Reading.of(candles, damaged, IngestOptions.none()))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("BTCUSD_x.csv.gz cannot be read beyond line");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aLineWithoutEndCostsBoundedMemoryAndOneRejection() {
    Reading read =
        Reading.of(
            "bitfinex-candles",
            "BTCUSD_x.csv",
            "\uFEFF" + CANDLES,
            "1".repeat(3_000_000),
            "1420070400000,3,4,5,2,1");
    assertThat(read.verdicts()).containsExactly("LINE_TOO_LONG", "OK");
    assertThat(read.rejected(0).raw()).hasSize(Rejected.MAX_RAW);
  }

  @Test
  void anOffsetCannotNumberMoreRowsThanItsRankHolds() {
    String[] rows = new String[ArchiveOffset.MAX_RANK + 2];
    Arrays.fill(rows, "1,10000,1,N,0,0");
    Reading read = Reading.of("lean-equity-trades", "ibm_20131007_trade.csv", rows);
    assertThat(read.tally.accepted()).isEqualTo(ArchiveOffset.MAX_RANK + 1);
    assertThat(read.tally.rejectedBy()).containsOnlyKeys(Reason.TOO_MANY_IN_MILLISECOND);
    long last = read.events().get(ArchiveOffset.MAX_RANK).offset();
    assertThat(ArchiveOffset.rank(last)).isEqualTo(ArchiveOffset.MAX_RANK);
    assertThat(ArchiveOffset.lane(last)).isEqualTo(ArchiveOffset.Lane.TRADE);
  }

  @Test
  void offsetsTakeTheirPartsApartAndRefuseWhatDoesNotFit() {
    for (long millis : new long[] {-ArchiveOffset.LIMIT_MILLIS, -1, 0, 1381147200000L}) {
      long offset = ArchiveOffset.of(millis, ArchiveOffset.Lane.SENTIMENT, 5);
      assertThat(ArchiveOffset.millis(offset)).isEqualTo(millis);
      assertThat(ArchiveOffset.lane(offset)).isEqualTo(ArchiveOffset.Lane.SENTIMENT);
      assertThat(ArchiveOffset.rank(offset)).isEqualTo(5);
      assertThat(ArchiveOffset.ofBar(millis)).isLessThan(offset);
    }
    assertThatThrownBy(() -> ArchiveOffset.ofBar(ArchiveOffset.LIMIT_MILLIS))
        .hasMessageContaining("time unit");
    assertThatThrownBy(() -> ArchiveOffset.of(0, ArchiveOffset.Lane.TRADE, -1))
        .hasMessageContaining("131071");
  }
}
