/**
 * The live wire format: one market event as one flat JSON object on one line.
 *
 * <pre>
 * {"type":"trade","instrument":"BTCUSD","offset":1,"eventTimeNanos":1483228800000000000,
 *  "price":"966.61","size":"1.65","aggressor":"BUY"}                         (UNKNOWN is said)
 * {"type":"quote",...,"bid":"966.6","bidSize":"2","ask":"966.7","askSize":"0.5"}
 * {"type":"book",...,"bids":"966.6x2 966.5x1.25","asks":"966.7x0.5"}    (price x size, best first)
 * {"type":"bar",...,"openTimeNanos":1483228740000000000,"open":"966.61","high":"966.62",
 *  "low":"966.6","close":"966.61","volume":"1.65"}       (eventTimeNanos: the end of the bar)
 * {"type":"heartbeat",...}
 * </pre>
 *
 * Every event has type, instrument, offset (0 or more) and eventTimeNanos (integers). Prices and
 * sizes are decimals, in quotes or bare, that read back to the same double. A side that a quote
 * does not have is told by leaving out its price and saying size 0; a side of a book without orders
 * is the empty text. A quote or book with neither side is refused. Unknown keys are passed over; a
 * key twice, a nested value, true, false or null is malformed.
 */
package org.tidemark.market.wire;
