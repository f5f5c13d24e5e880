package org.tidemark.market.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.OpenInterest;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** The wire format by example: what is written, what is read, what is refused and why. */
class WireTest {
  private static final InstrumentId BTC = new InstrumentId("BTCUSD");
  private static final long TIME = 1_483_228_800_000_000_000L;
  private static final String TRADE =
      "{'type':'trade','instrument':'BTCUSD','offset':123,'eventTimeNanos':1483228800000000000,"
          + "'price':'966.61','size':'1.65','aggressor':'BUY'}";
  private static final String QUOTE =
      "{'type':'quote','instrument':'BTCUSD','offset':0,'eventTimeNanos':-5,"
          + "'bid':'0.00000001','bidSize':'100','askSize':'0'}";
  private static final String BOOK =
      "{'type':'book','instrument':'BTCUSD','offset':6,'eventTimeNanos':59,"
          + "'bids':'61800.2x2.507 61800x0','asks':'61800.3x0.00000001'}";
  private static final String BAR =
      "{'type':'bar','instrument':'BTCUSD','offset':7,'eventTimeNanos':60,'openTimeNanos':0,"
          + "'open':'10','high':'10000000','low':'9.5','close':'11.25','volume':'12345678901'}";
  private static final String HEARTBEAT =
      "{'type':'heartbeat','instrument':'BTCUSD','offset':8,'eventTimeNanos':61}";

  private static final List<MarketEvent> EVENTS =
      List.of(
          new Trade(BTC, 123, TIME, 966.61, 1.65, Aggressor.BUY),
          new Quote(BTC, 0, -5, 1e-8, 100, Double.NaN, 0),
          new Book(
              BTC,
              6,
              59,
              List.of(new Book.Level(61800.2, 2.507), new Book.Level(61800, 0)),
              List.of(new Book.Level(61800.3, 1e-8))),
          new Bar(BTC, 7, 60, 0, 10, 1e7, 9.5, 11.25, 12345678901.0),
          new Heartbeat(BTC, 8, 61));
  private static final List<String> LINES = List.of(TRADE, QUOTE, BOOK, BAR, HEARTBEAT);

  private static WireResult read(String line) {
    return WireReader.read(line.replace('\'', '"'));
  }

  private static void refused(String line, Reason reason) {
    assertThat(read(line))
        .as(line)
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed -> {
              assertThat(malformed.reason()).as(malformed.detail()).isEqualTo(reason);
              assertThat(malformed.detail()).isNotBlank().hasSizeLessThan(400);
            });
  }

  @Test
  void writesAndReadsEachKind() throws IOException {
    StringBuilder all = new StringBuilder();
    assertThat(WireWriter.writeAll(EVENTS.iterator(), all)).isEqualTo(5);
    assertThat(all.toString().replace('"', '\'').split("\n")).containsExactly(toArray(LINES));
    for (int i = 0; i < EVENTS.size(); i++) {
      assertThat(read(LINES.get(i))).isEqualTo(new Parsed(EVENTS.get(i)));
    }
  }

  private static String[] toArray(List<String> lines) {
    return lines.toArray(new String[0]);
  }

  @Test
  void takesBareNumbersBlanksEscapesUnknownKeysAndAnyOrder() {
    assertThat(
            read(
                " { 'note' : 'a \\u00e9 \\\\ \\/ \\n"
                    + "' , 'aggressor':'\\u0042UY','x':-1.5e-3,"
                    + "\t'size':1.65,'price':9.6661E2,'offset':'123','eventTimeNanos':'1483228800000000000','instrument':'BTCUSD','type':'trade'"
                    + " } "))
        .isEqualTo(new Parsed(EVENTS.get(0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'966.61'  | NaN         | NOT_A_NUMBER",
        "'966.61'  | 'NaN'       | NOT_A_NUMBER",
        "'966.61'  | Infinity    | NOT_A_NUMBER",
        "'966.61'  | '-Infinity' | NOT_A_NUMBER",
        "'966.61'  | '1e999'     | NOT_A_NUMBER",
        "'966.61'  | ''          | NOT_A_NUMBER",
        "'966.61'  | ' 1'        | NOT_A_NUMBER",
        "'966.61'  | '0x1p3'     | NOT_A_NUMBER",
        "'966.61'  | '1d'        | NOT_A_NUMBER",
        "'966.61'  | '1,5'       | NOT_A_NUMBER",
        "'966.61'  | '+1'        | NOT_A_NUMBER",
        "'966.61'  | '01'        | NOT_A_NUMBER",
        "'966.61'  | '1.'        | NOT_A_NUMBER",
        "'966.61'  | '.5'        | NOT_A_NUMBER",
        "'966.61'  | '1e'        | NOT_A_NUMBER",
        "'966.61'  | 0           | NON_POSITIVE_PRICE",
        "'966.61'  | '-0.0'      | NON_POSITIVE_PRICE",
        "'966.61'  | '-966.61'   | NON_POSITIVE_PRICE",
        "'966.61'  | 1e-999      | NON_POSITIVE_PRICE",
        "'966.61'  | null        | MALFORMED_JSON",
        "'966.61'  | true        | MALFORMED_JSON",
        "'966.61'  | 01          | MALFORMED_JSON",
        "'966.61'  | {}          | MALFORMED_JSON",
        "'966.61'  | [1]         | MALFORMED_JSON",
        "'966.61'  | 1,'price':1 | MALFORMED_JSON",
        "'1.65'    | '-1e-300'   | NEGATIVE_SIZE",
        "'1.65'    | nan         | MALFORMED_JSON",
        "123       | -1          | BAD_OFFSET",
        "123       | 1.0         | BAD_OFFSET",
        "123       | 1e3         | BAD_OFFSET",
        "123       | '+1'        | BAD_OFFSET",
        "123       | '\\u0663'   | BAD_OFFSET",
        "123       | 9223372036854775808 | BAD_OFFSET",
        "1483228800000000000 | '2017-01-01' | NOT_A_NUMBER",
        "1483228800000000000 | 1.5          | NOT_A_NUMBER",
        "'BTCUSD'  | ''          | BAD_INSTRUMENT",
        "'BTCUSD'  | 'BTC USD'   | BAD_INSTRUMENT",
        "'BTCUSD'  | '../x?'     | BAD_INSTRUMENT",
        "'trade'   | 'Trade'     | UNKNOWN_TYPE",
        "'trade'   | 7           | UNKNOWN_TYPE",
        "'BUY'     | 'buy'       | BAD_AGGRESSOR",
        "'price':  | 'preis':    | MISSING_FIELD",
        "'size':   | 'groesse':  | MISSING_FIELD",
        "'type':   | 'kind':     | MISSING_FIELD",
        "'instrument': | 'i':    | MISSING_FIELD",
        "'offset': | 'o':        | MISSING_FIELD",
        "'eventTimeNanos': | 't': | MISSING_FIELD",
        "'aggressor': | 'side':  | MISSING_FIELD",
        "}         | }}          | MALFORMED_JSON",
        "}         | ,}          | MALFORMED_JSON",
        "'BUY'}    | 'BUY        | MALFORMED_JSON",
        "'BUY'}    | '\\x'}      | MALFORMED_JSON",
        "'BUY'}    | '\\u00g0'}  | MALFORMED_JSON",
        "'BUY'}    | '\\u0       | MALFORMED_JSON"
      })
  void refusesABadTradeWithTheReason(String from, String to, Reason reason) {
    assertThat(TRADE).contains(from);
    refused(TRADE.replace(from, to), reason);
  }

  @Test
  void refusesBadQuotesAndBars() {
    refused(QUOTE.replace("'bid':'0.00000001',", ""), Reason.MISSING_FIELD);
    refused(QUOTE.replace(",'askSize':'0'", ""), Reason.MISSING_FIELD);
    refused(QUOTE.replace("'askSize'", "'ask':'0','askSize'"), Reason.NON_POSITIVE_PRICE);
    refused(QUOTE.replace("'100'", "'-100'"), Reason.NEGATIVE_SIZE);
    refused(BAR.replace("'9.5'", "'10.5'"), Reason.BAD_BAR);
    refused(BAR.replace("'10000000'", "'11'"), Reason.BAD_BAR);
    refused(BAR.replace("'openTimeNanos':0", "'openTimeNanos':60"), Reason.BAD_BAR);
    refused(BAR.replace("'12345678901'", "'-1'"), Reason.NEGATIVE_SIZE);
    refused(BAR.replace("'10'", "'0'"), Reason.NON_POSITIVE_PRICE);
    refused(BAR.replace("'openTimeNanos':0,", ""), Reason.MISSING_FIELD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "61800.2x2.507 61800x0 | 61800x2.507 61800x0     | BAD_BOOK",
        "61800.2x2.507 61800x0 | 61800x2.507 61800.2x0   | BAD_BOOK",
        "61800.2x2.507 61800x0 | 61800.2x2.507  61800x0  | NOT_A_NUMBER",
        "61800.2x2.507         | 61800.2                 | NOT_A_NUMBER",
        "61800.2x2.507         | x2.507                  | NOT_A_NUMBER",
        "61800.2x2.507         | 61800.2x                | NOT_A_NUMBER",
        "61800.2x2.507         | 61800.2xNaN             | NOT_A_NUMBER",
        "61800.2x2.507         | Infinityx1              | NOT_A_NUMBER",
        "61800.2x2.507         | 61800.2x2.5x1           | NOT_A_NUMBER",
        "61800x0'              | 61800x0 '               | NOT_A_NUMBER",
        "61800.2x2.507         | 0x2.507                 | NON_POSITIVE_PRICE",
        "61800.2x2.507         | -1x2.507                | NON_POSITIVE_PRICE",
        "61800.2x2.507         | 61800.2x-1              | NEGATIVE_SIZE",
        "'asks':               | 'offers':               | MISSING_FIELD"
      })
  void refusesABadBookWithTheReason(String from, String to, Reason reason) {
    assertThat(BOOK).contains(from);
    refused(BOOK.replace(from, to), reason);
  }

  @Test
  void aSideMayBeEmptyButNotBoth() {
    String bidsOnly = BOOK.replace("61800.3x0.00000001", "");
    assertThat(read(bidsOnly))
        .isInstanceOfSatisfying(Parsed.class, p -> assertThat(((Book) p.event()).asks()).isEmpty());
    refused(bidsOnly.replace("61800.2x2.507 61800x0", ""), Reason.EMPTY_BOOK);
    refused(QUOTE.replace("'bid':'0.00000001',", "").replace("'100'", "'0'"), Reason.EMPTY_QUOTE);
  }

  @Test
  void aCrossedBookIsReadAsItIs() {
    assertThat(read(BOOK.replace("61800.3", "61700"))).isInstanceOf(Parsed.class);
  }

  @Test
  void refusesWhatIsNoObject() {
    for (String line : List.of("", " ", "{", "}", "[]", "1", "'a'", "null", "{'a'}", "{'a':}")) {
      refused(line, Reason.MALFORMED_JSON);
    }
    refused("{}", Reason.MISSING_FIELD);
    refused("{'a':'\u0001'}", Reason.MALFORMED_JSON);
    refused("\ufeff" + TRADE, Reason.MALFORMED_JSON);
    refused(TRADE + "x".repeat(FlatJson.MAX_LENGTH), Reason.MALFORMED_JSON);
    refused("[".repeat(60_000), Reason.MALFORMED_JSON);
    assertThat(WireReader.read(null)).isInstanceOf(Malformed.class);
    String padded = TRADE + " ".repeat(FlatJson.MAX_LENGTH - TRADE.length());
    assertThat(read(padded)).isInstanceOf(Parsed.class);
    refused(padded + " ", Reason.MALFORMED_JSON);
  }

  @Test
  void writesNothingThatCouldNotBeRead() {
    assertThatThrownBy(() -> WireWriter.write(new OpenInterest(BTC, 1, 1, 5)))
        .hasMessageContaining("not OpenInterest");
    assertThatThrownBy(() -> WireWriter.write(new Heartbeat(BTC, -1, 1)))
        .hasMessageContaining("offset = -1");
    assertThatThrownBy(() -> WireWriter.write(new Quote(BTC, 1, 1, Double.NaN, 3, 5, 1)))
        .hasMessageContaining("bidSize = 3.0");
    assertThatThrownBy(() -> WireWriter.write(new Quote(BTC, 1, 1, Double.NaN, 0, Double.NaN, 0)))
        .hasMessageContaining("neither a bid nor an ask");
    assertThatThrownBy(() -> WireWriter.write(new Book(BTC, 1, 1, List.of(), List.of())))
        .hasMessageContaining("neither a bid nor an ask");
    List<Book.Level> deep =
        IntStream.range(1, 5_000).mapToObj(i -> new Book.Level(1e6 + i, 0.12345)).toList();
    assertThatThrownBy(() -> WireWriter.write(new Book(BTC, 1, 1, List.of(), deep)))
        .hasMessageContaining("keep fewer levels");
  }
}
