package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;
import picocli.CommandLine;

/** What a verb printed and how it ended, run through the real command line. */
record Cli(int code, String out, String err) {
  static Cli run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = TidemarkCommand.line();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int code = line.execute(args);
    return new Cli(code, out.toString(), err.toString());
  }

  /** Brings a simulated market into a lake. */
  static void ingest(String lake, MarketModel market, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      for (Iterator<MarketEvent> it = market.events(); it.hasNext(); ) {
        out.append(WireWriter.write(it.next())).append('\n');
      }
    }
    Cli ingest = run("ingest", "--lake", lake, "--format", "wire", file.toString());
    assertThat(ingest.code()).as(ingest.err()).isZero();
  }
}
