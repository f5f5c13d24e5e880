package org.tidemark.jobs.report.fill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Commands on the page can be pasted into a shell. */
class MakingReaderTest {
  @Test
  void onlyWordsThatAShellWouldSplitAreQuoted() {
    assertThat(MakingReader.quoted("split=anchored:folds=3,train=0.4"))
        .isEqualTo("split=anchored:folds=3,train=0.4");
    assertThat(MakingReader.quoted("source.a=lean:SPY=data/*.zip"))
        .isEqualTo("'source.a=lean:SPY=data/*.zip'");
    assertThat(MakingReader.quoted("it's")).isEqualTo("'it'\\''s'");
    assertThat(MakingReader.quoted("")).isEqualTo("''");
  }
}
