package org.tidemark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.lakehouse.ingest.Reason;
import org.tidemark.streaming.feature.Refusal;
import org.tidemark.testkit.Prerequisite;

/** {@code docs/spec/bad-input.md} names tests and reasons that exist. */
class BadInputSpecTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
  private static final Pattern REASON = Pattern.compile("`([A-Z0-9]+(?:_[A-Z0-9]+)+)`");

  private static String spec() throws IOException {
    return Files.readString(Prerequisite.home().resolve("docs/spec/bad-input.md"));
  }

  @Test
  void everyTestThatItNamesExists() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module :
        new String[] {"market", "lakehouse", "features", "models", "streaming", "jobs"}) {
      try (Stream<Path> files =
          Files.walk(Prerequisite.home().resolve(module + "/src/test/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
        }
      }
    }
    Matcher named = TEST.matcher(spec());
    int count = 0;
    for (; named.find(); count++) {
      assertThat(sources).containsKey(named.group(1));
      assertThat(sources.get(named.group(1))).contains(" " + named.group(2) + "(");
    }
    assertThat(count).isGreaterThan(50);
  }

  @Test
  void everyReasonThatItNamesIsOneThatIsStored() throws IOException {
    TreeSet<String> known =
        Stream.of(Reason.values(), org.tidemark.market.wire.Reason.values(), Refusal.values())
            .flatMap(Stream::of)
            .map(Object::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    Matcher named = REASON.matcher(spec());
    TreeSet<String> found = new TreeSet<>();
    while (named.find()) {
      found.add(named.group(1));
    }
    assertThat(known).containsAll(found);
    assertThat(found).contains("NON_FINITE", "DUPLICATE_ID", "TOO_LATE");
  }
}
