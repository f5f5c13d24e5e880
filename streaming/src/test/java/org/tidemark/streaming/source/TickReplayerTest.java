package org.tidemark.streaming.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.wire.WireWriter;

class TickReplayerTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;

  private static List<MarketEvent> events(int count) {
    List<MarketEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(new Heartbeat(new InstrumentId(i % 2 == 0 ? "A" : "B"), i / 2, 7 + i * SECOND));
    }
    return events;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void filesHoldTheTicksInOrderAndAreTakenInOrder() throws IOException {
    List<MarketEvent> events = events(25);
    try (FolderSink sink = new FolderSink(folder, 4)) {
      TickReplayer.Summary summary =
          new TickReplayer(sink, new Pace.Unlimited(), sent -> {}).replay(events.iterator());
      assertThat(summary.sent()).isEqualTo(25);
      assertThat(summary.firstEventTimeNanos()).isEqualTo(7);
      assertThat(summary.lastEventTimeNanos()).isEqualTo(7 + 24 * SECOND);
      assertThat(summary.lastOffsets())
          .isEqualTo(Map.of(new InstrumentId("A"), 12L, new InstrumentId("B"), 11L));
    }
    List<String> lines = new ArrayList<>();
    long last = 0;
    for (Path file : files()) {
      long modified = Files.getLastModifiedTime(file).toMillis();
      assertThat(modified).as("readers sort by this").isGreaterThan(last);
      last = modified;
      lines.addAll(Files.readAllLines(file));
    }
    assertThat(files()).hasSize(7).allMatch(f -> f.toString().endsWith(".jsonl"));
    assertThat(lines).isEqualTo(events.stream().map(WireWriter::write).toList());
  }

  @Test
  void aResumedReplaySendsTheRestIntoLaterFiles() throws IOException {
    List<MarketEvent> events = events(20);
    Map<InstrumentId, Long> reached;
    try (FolderSink sink = new FolderSink(folder, 100)) {
      reached =
          new TickReplayer(sink, new Pace.Unlimited(), sent -> {})
              .replay(events.subList(0, 9).iterator())
              .lastOffsets();
    }
    try (FolderSink sink = new FolderSink(folder, 100)) {
      TickReplayer.Summary rest =
          new TickReplayer(sink, new Pace.Unlimited(), sent -> {})
              .replay(events.iterator(), reached);
      assertThat(rest.skipped()).isEqualTo(9);
      assertThat(rest.sent()).isEqualTo(11);
    }
    List<String> lines = new ArrayList<>();
    for (Path file : files()) {
      lines.addAll(Files.readAllLines(file));
    }
    assertThat(files()).hasSize(2);
    assertThat(lines).isEqualTo(events.stream().map(WireWriter::write).toList());
  }

  @Test
  void aPacedReplayWaitsForItsTimeAndShowsWhatItSentBeforeWaiting() {
    AtomicLong clock = new AtomicLong();
    List<String> calls = new ArrayList<>();
    TickSink sink =
        new TickSink() {
          @Override
          public void send(MarketEvent event) {
            calls.add("send " + event.offset() + " at " + clock.get() / 1_000_000);
          }

          @Override
          public void flush() {
            calls.add("flush");
          }

          @Override
          public void close() {}
        };
    Pace pace = Pace.of(10, clock::get, clock::addAndGet);
    new TickReplayer(sink, pace, sent -> {})
        .replay(
            List.of(
                    new Heartbeat(new InstrumentId("A"), 1, 0),
                    new Heartbeat(new InstrumentId("A"), 2, SECOND))
                .iterator());
    assertThat(calls).containsExactly("send 1 at 0", "flush", "send 2 at 100", "flush");
  }

  @Test
  void speedsAreChecked() {
    assertThat(Pace.of(0, System::nanoTime, LockSupport::parkNanos))
        .isInstanceOf(Pace.Unlimited.class);
    assertThatThrownBy(() -> Pace.of(-1, System::nanoTime, LockSupport::parkNanos))
        .hasMessageContaining("speed -1.0");
    assertThatThrownBy(() -> Pace.of(Double.NaN, System::nanoTime, LockSupport::parkNanos))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new FolderSink(folder, 0)).hasMessageContaining("1 or more");
  }
}
