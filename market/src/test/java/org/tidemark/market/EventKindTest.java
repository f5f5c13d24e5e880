package org.tidemark.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each event record has a kind of its own, named as the record. */
class EventKindTest {
  private static final InstrumentId X = new InstrumentId("X");

  @Test
  void everyEventHasItsKind() {
    List<MarketEvent> events =
        List.of(
            new Trade(X, 0, 0, 1, 1, Aggressor.BUY),
            new Quote(X, 0, 0, 1, 1, 2, 1),
            new Book(X, 0, 0, List.of(), List.of()),
            new Bar(X, 0, 1, 0, 1, 1, 1, 1, 1),
            new FundingRate(X, 0, 0, 0.1, 1),
            new OpenInterest(X, 0, 0, 1),
            new Liquidation(X, 0, 0, 1, Aggressor.SELL),
            new Sentiment(X, 0, 0, 0.5),
            new Heartbeat(X, 0, 0));
    assertThat(events.stream().map(MarketEvent::getClass))
        .hasSameSizeAs(MarketEvent.class.getPermittedSubclasses());
    assertThat(events)
        .allSatisfy(
            e ->
                assertThat(EventKind.of(e).name().replace("_", ""))
                    .isEqualToIgnoringCase(e.getClass().getSimpleName()));
    assertThat(events.stream().map(EventKind::of)).containsExactlyInAnyOrder(EventKind.values());
  }
}
